package io.fourwave.tun;

import java.util.Locale;

/**
 * The ioctl requests of a TUN device and their numbers (Linux, {@code linux/if_tun.h}: all of them
 * are {@code _IOW('T', number, int)}).
 */
enum TunRequest {
  /** Attaches the descriptor to an interface; the argument points to an {@link Ifreq}. */
  TUNSETIFF(202),
  /** 1: the interface stays when its last descriptor is closed; 0: it goes. By value. */
  TUNSETPERSIST(203),
  /** The user who may attach to the interface. By value. */
  TUNSETOWNER(204),
  /** The group whose members may attach to the interface. By value. */
  TUNSETGROUP(206),
  /** What super-segments and partial checksums the reader takes. By value. */
  TUNSETOFFLOAD(208),
  /** Octets of {@code virtio_net_hdr} before a packet; the argument points to an int. */
  TUNSETVNETHDRSZ(216);

  private static final int ARGUMENT_OCTETS = 4;

  private final int number;

  TunRequest(int number) {
    this.number = number;
  }

  /**
   * The request as ioctl(2) takes it. Bits 0 to 7 are the number, 8 to 15 the letter, then the size
   * of the argument and the direction, write. The size has 14 bits and write is 1 on most
   * architectures, 13 bits and 4 on those that inherited another Unix's numbers ({@code
   * asm/ioctl.h}).
   *
   * @param architecture as the system property {@code os.arch} has it
   */
  long code(String architecture) {
    long direction = inherited(architecture) ? 4L << 29 : 1L << 30;
    return direction | ARGUMENT_OCTETS << 16 | 'T' << 8 | number;
  }

  private static boolean inherited(String architecture) {
    String arch = architecture.toLowerCase(Locale.ROOT);
    return arch.startsWith("mips")
        || arch.startsWith("ppc")
        || arch.startsWith("powerpc")
        || arch.startsWith("sparc")
        || arch.startsWith("alpha");
  }
}
