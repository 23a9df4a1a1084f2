package io.fourwave.examples.serve;

import io.fourwave.examples.Refusal;
import io.fourwave.wire.IpAddress;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The options about the device and the addresses at its two ends. */
final class LinkOptions {
  private static final List<String> STACK = List.of("192.0.2.2", "2001:db8::2");
  private static final List<String> KERNEL = List.of("192.0.2.1/24", "2001:db8::1/64");
  private static final int LEAST_MTU = 576;
  static final int LEAST_MTU_V6 = 1_280; // RFC 8200 §5
  private static final int LARGEST_MTU = 65_535;
  private static final int MOST_QUEUES = 64;

  @Option(
      names = "--tun",
      paramLabel = "NAME",
      description = "The TUN device, made if there is none (${DEFAULT-VALUE}).")
  String tun = "tun0";

  @Option(
      names = "--address",
      paramLabel = "ADDRESS",
      converter = Converters.Address.class,
      description = "The stack's address; may be repeated (192.0.2.2, 2001:db8::2).")
  private List<InetAddress> addresses = new ArrayList<>();

  @Option(
      names = "--peer",
      paramLabel = "ADDRESS/BITS",
      converter = Converters.NetworkAddress.class,
      description = "The kernel's address; may be repeated (192.0.2.1/24, 2001:db8::1/64).")
  private List<Peer> peers = new ArrayList<>();

  @Option(
      names = "--mtu",
      paramLabel = "OCTETS",
      converter = Converters.Whole.class,
      description = "The longest packet (as the device has it: 1500).")
  Integer mtu;

  @Option(
      names = "--queues",
      paramLabel = "N",
      converter = Converters.Whole.class,
      description = "Queues of the device, each with a thread and its part of all limits (1).")
  int queues = 1;

  @Option(
      names = "--offload",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description = "Packets of up to 64 KB and checksums left to the device (on).")
  boolean offload;

  @Option(
      names = "--persistent",
      description = "Make a device that stays, and that you can open later without root.")
  boolean persistent;

  @Option(
      names = "--netns",
      paramLabel = "NAME",
      description = "Run in a network namespace made with 'ip netns add NAME'.")
  String netns;

  /** The stack's addresses. */
  List<InetAddress> addresses() {
    return addresses.isEmpty()
        ? STACK.stream().map(new Converters.Address()::convert).toList()
        : List.copyOf(addresses);
  }

  /** The kernel's addresses. */
  List<Peer> peers() {
    return peers.isEmpty()
        ? KERNEL.stream().map(new Converters.NetworkAddress()::convert).toList()
        : List.copyOf(peers);
  }

  /** Refuses what cannot work, before anything is touched. */
  void check() {
    checkName();
    if (queues < 1 || queues > MOST_QUEUES) {
      throw new Refusal("--queues is 1 to " + MOST_QUEUES + ", not " + queues);
    }
    for (InetAddress address : addresses()) {
      checkAddress(address);
    }
    boolean v6 = addresses().stream().anyMatch(Inet6Address.class::isInstance);
    int least = v6 ? LEAST_MTU_V6 : LEAST_MTU;
    if (mtu != null && (mtu < least || mtu > LARGEST_MTU)) {
      throw new Refusal(
          "--mtu is %d to %d octets%s, not %d"
              .formatted(least, LARGEST_MTU, v6 ? " where IPv6 is used" : "", mtu));
    }
  }

  private void checkName() {
    if (!tun.matches("[A-Za-z0-9_.-]{1,15}") || tun.matches("\\.{1,2}")) {
      throw new Refusal(
          "'" + tun + "' is not a device's name: --tun takes up to 15 letters and digits");
    }
  }

  private void checkAddress(InetAddress address) {
    String text = IpAddress.of(address).toString();
    if (address.isAnyLocalAddress()
        || address.isLoopbackAddress()
        || address.isMulticastAddress()) {
      throw new Refusal(text + " cannot be a stack's address: --address takes a host's, 192.0.2.2");
    }
    if (peers().stream().anyMatch(peer -> peer.address().equals(address))) {
      throw new Refusal(
          text
              + " cannot be at both ends of the link: --address is the stack's, --peer the kernel's");
    }
    if (peers().stream().noneMatch(peer -> peer.reaches(address))) {
      throw new Refusal(
          "%s is in no network of the kernel's side (%s): give that as well, --peer %s"
              .formatted(text, join(peers()), neighbour(address)));
    }
  }

  private static String join(List<Peer> peers) {
    return String.join(", ", peers.stream().map(Peer::toString).toList());
  }

  /** An address next to another, as a proposal. */
  private static String neighbour(InetAddress address) {
    byte[] octets = address.getAddress();
    octets[octets.length - 1] = (byte) (octets[octets.length - 1] == 1 ? 2 : 1);
    try {
      return new Peer(InetAddress.getByAddress(octets), octets.length == 4 ? 24 : 64).toString();
    } catch (java.net.UnknownHostException e) {
      throw new IllegalStateException("an address of " + octets.length + " octets", e);
    }
  }
}
