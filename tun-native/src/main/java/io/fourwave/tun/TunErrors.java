package io.fourwave.tun;

import io.fourwave.link.Packet;
import io.fourwave.link.Packet.ChecksumState;
import jnr.constants.platform.Errno;

/**
 * Turns an errno into a sentence that says what to do. Pure: what is asked for and what the kernel
 * answered in, an exception to throw out.
 */
final class TunErrors {
  static final String NODE = "/dev/net/tun";

  private TunErrors() {}

  /** open(2) of the TUN driver's node failed. */
  static TunException opening(Errno errno) {
    String sentence =
        switch (errno) {
          case ENOENT ->
              "no /dev/net/tun: modprobe tun, or mkdir -p /dev/net && mknod /dev/net/tun c 10 200"
                  + " (a container wants --device /dev/net/tun)";
          case ENODEV, ENXIO -> "/dev/net/tun is there but the driver is not: modprobe tun";
          case EACCES ->
              "cannot open /dev/net/tun: permission denied; run as root, or chmod 666 /dev/net/tun"
                  + " and make a persistent device once with:"
                  + " sudo ip tuntap add dev tun0 mode tun user $USER";
          case EPERM ->
              "cannot open /dev/net/tun: forbidden to this container; start it with"
                  + " --device /dev/net/tun --cap-add NET_ADMIN";
          case EMFILE ->
              "cannot open /dev/net/tun: this process has too many open files (ulimit -n)";
          default -> "cannot open /dev/net/tun: " + text(errno);
        };
    return exception(sentence, errno);
  }

  /** TUNSETIFF failed: the interface could not be made or attached to. */
  static TunException attaching(TunSettings settings, Errno errno) {
    String name = settings.name();
    String sentence =
        switch (errno) {
          case EPERM ->
              "not allowed to open "
                  + name
                  + " without CAP_NET_ADMIN; run as root, or make a persistent device once with:"
                  + " sudo ip tuntap add dev "
                  + name
                  + (settings.multiQueue() ? " mode tun multi_queue" : " mode tun")
                  + " user $USER; or try it out in a network of your own with: unshare -Urn";
          case EBUSY ->
              name
                  + " is in use: another process (or another device in this one) has it open;"
                  + " close that, choose another name, or open all ends with multiQueue";
          case EINVAL ->
              name
                  + " exists and is of another kind: not a TUN device but a TAP or something else,"
                  + (settings.multiQueue() ? " or without" : " or with")
                  + " multi_queue; choose another name, or remove it with: sudo ip link del "
                  + name;
          case E2BIG -> name + " has as many queues open as the kernel allows (256)";
          case ENFILE -> "no number is left for another " + name;
          default -> "cannot open " + name + ": " + text(errno);
        };
    return exception(sentence, errno);
  }

  /** Another ioctl(2) on the open device failed. */
  static TunException request(TunRequest request, String name, Errno errno) {
    String cure =
        errno == Errno.EINVAL || errno == Errno.ENOTTY
            ? "; this kernel does not know it, or not that value (Linux 3.9 or newer is needed)"
            : "";
    return exception(request + " on " + name + ": " + text(errno) + cure, errno);
  }

  /** read(2) or the wait for it failed. */
  static TunException reading(String name, Errno errno) {
    return exception(
        isGone(errno) ? gone(name, errno) : "cannot read from " + name + ": " + text(errno), errno);
  }

  /** write(2) failed. */
  static TunException writing(String name, Packet packet, Errno errno) {
    if (isGone(errno)) {
      return exception(gone(name, errno), errno);
    }
    String sentence = name + " refused a packet of " + described(packet) + ": " + text(errno);
    return exception(sentence, errno);
  }

  private static String described(Packet packet) {
    int version = packet.length() == 0 ? 0 : (packet.bytes().get(packet.start()) & 0xff) >> 4;
    String partial =
        packet.checksumState() == ChecksumState.PARTIAL
            ? " from octet " + (packet.transportStart() - packet.start())
            : "";
    return packet.length()
        + " octets, IP version "
        + version
        + ", checksum "
        + packet.checksumState()
        + partial
        + ", segment size "
        + packet.segmentSize();
  }

  private static boolean isGone(Errno errno) {
    return errno == Errno.EBADFD || errno == Errno.EBADF;
  }

  private static String gone(String name, Errno errno) {
    return errno == Errno.EBADF
        ? name + " is closed"
        : name + " was deleted under us; open it again";
  }

  /** eventfd(2) failed. */
  static TunException event(Errno errno) {
    String cure = errno == Errno.EMFILE ? " (ulimit -n)" : "";
    return exception("no eventfd to wake the loop with: " + text(errno) + cure, errno);
  }

  /** The kernel would not configure an interface: {@code doing} what, "set the MTU of" say. */
  static TunException configuring(String doing, String name, Errno errno) {
    String reason =
        switch (errno) {
          case EPERM ->
              "needs CAP_NET_ADMIN; run as root, or let root do it once with the ip command";
          case ENODEV -> "there is no such interface";
          case EACCES ->
              "IPv6 is switched off there: sysctl -w net.ipv6.conf." + name + ".disable_ipv6=0";
          case EAFNOSUPPORT, EOPNOTSUPP -> "this kernel has no such protocol";
          default -> text(errno);
        };
    return exception("cannot " + doing + " " + name + ": " + reason, errno);
  }

  /** The kernel would not even be asked about interfaces. */
  static TunException netlink(Errno errno) {
    return exception("cannot ask the kernel about its interfaces (netlink): " + text(errno), errno);
  }

  private static TunException exception(String sentence, Errno errno) {
    return new TunException(sentence, errno.name());
  }

  private static String text(Errno errno) {
    return errno.description() + " (" + errno.name() + ")";
  }
}
