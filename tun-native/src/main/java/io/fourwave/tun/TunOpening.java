package io.fourwave.tun;

import io.fourwave.link.Offload;

/**
 * The steps from a {@link TunSettings} to an open descriptor: attach, then say everything
 * explicitly, because a persistent device keeps what its previous opener has said.
 */
final class TunOpening {
  // linux/if_tun.h: TUN_F_CSUM, TUN_F_TSO4, TUN_F_TSO6, TUN_F_TSO_ECN
  private static final long ALL_OFFLOAD = 0x1 | 0x2 | 0x4 | 0x8;

  private final Linux linux;
  private final TunSettings settings;
  private final String architecture = System.getProperty("os.arch");
  private final Linux.Memory argument;
  private final int fd;
  private String name;
  private int mtu;

  /** Opens and configures; leaves nothing open if a step fails. */
  TunOpening(Linux linux, TunSettings settings) throws TunException {
    this.linux = linux;
    this.settings = settings;
    this.name = settings.name();
    argument = linux.memory(Ifreq.LENGTH);
    fd = linux.open(TunErrors.NODE);
    if (fd < 0) {
      throw TunErrors.opening(linux.errno());
    }
    try {
      attach();
      describe();
      keep();
      mtu = agreedMtu();
    } catch (TunException | RuntimeException e) {
      linux.close(fd);
      throw e;
    }
  }

  int fd() {
    return fd;
  }

  /** The interface's name, with the number the kernel has picked. */
  String name() {
    return name;
  }

  int mtu() {
    return mtu;
  }

  Offload offload() {
    return settings.offload() ? Offload.ALL : Offload.NONE;
  }

  private void attach() throws TunException {
    Ifreq ifreq = new Ifreq(argument.bytes());
    ifreq.set(name, Ifreq.flags(settings));
    if (ioctl(TunRequest.TUNSETIFF, argument.address()) < 0) {
      throw TunErrors.attaching(settings, linux.errno());
    }
    name = ifreq.name();
  }

  private void describe() throws TunException {
    argument.bytes().putInt(0, VirtioNetHeader.LENGTH);
    request(TunRequest.TUNSETVNETHDRSZ, argument.address());
    request(TunRequest.TUNSETOFFLOAD, settings.offload() ? ALL_OFFLOAD : 0);
  }

  private void keep() throws TunException {
    if (settings.owner().isPresent()) {
      request(TunRequest.TUNSETOWNER, settings.owner().getAsInt());
    }
    if (settings.group().isPresent()) {
      request(TunRequest.TUNSETGROUP, settings.group().getAsInt());
    }
    if (settings.persistent()) {
      request(TunRequest.TUNSETPERSIST, 1);
    }
  }

  /** Sets the MTU only if it differs: the owner of a persistent device may not. */
  private int agreedMtu() throws TunException {
    TunInterface link = TunInterface.named(name);
    int present = link.mtu();
    int wanted = settings.mtu().orElse(present);
    if (wanted != present) {
      link.mtu(wanted);
    }
    return wanted;
  }

  private void request(TunRequest request, long argument) throws TunException {
    if (ioctl(request, argument) < 0) {
      throw TunErrors.request(request, name, linux.errno());
    }
  }

  private int ioctl(TunRequest request, long argument) {
    return linux.libc().ioctl(fd, request.code(architecture), argument);
  }
}
