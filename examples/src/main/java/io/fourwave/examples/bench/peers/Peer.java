package io.fourwave.examples.bench.peers;

import io.fourwave.tun.TunException;
import io.fourwave.tun.TunInterface;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/**
 * Somebody else's stack behind a device: as its own link layer has it, and, where the stack can use
 * it, with a link layer of ours that leaves checksums, and packets of up to 64 KB, to the device.
 * Addresses are from the blocks that are kept for benchmarks (RFC 2544 §C.2.2, RFC 5180 §8).
 */
enum Peer {
  LWIP(Driver.LWIP, false),
  LWIP_OFFLOAD(Driver.LWIP, true),
  SMOLTCP(Driver.SMOLTCP, false),
  SMOLTCP_OFFLOAD(Driver.SMOLTCP, true),
  GVISOR(Driver.GVISOR, false),
  GVISOR_OFFLOAD(Driver.GVISOR, true),
  LIMIT(Driver.LIMIT, false),
  LIMIT_OFFLOAD(Driver.LIMIT, true);

  private static final String OFFLOAD = "offload";

  private final Driver driver;
  private final boolean offload;

  Peer(Driver driver, boolean offload) {
    this.driver = driver;
    this.offload = offload;
  }

  /** The peer of that word, or null. */
  static Peer of(String word) {
    return Arrays.stream(values())
        .filter(peer -> peer.word().equals(word))
        .findFirst()
        .orElse(null);
  }

  /** All words. */
  static List<String> words() {
    return Arrays.stream(values()).map(Peer::word).toList();
  }

  /** What it is called on the command line, in the table and in JSON. */
  String word() {
    return driver.word() + (offload ? "-" + OFFLOAD : "");
  }

  /** The program that has it in it. */
  Driver driver() {
    return driver;
  }

  /** Whether it is no stack, but shows what the device and the client allow at most. */
  boolean isLimit() {
    return driver == Driver.LIMIT;
  }

  /** Whether it can be reached by IPv6. */
  boolean speaksIpv6() {
    return !isLimit();
  }

  /** Whether the link layer is ours. */
  boolean offload() {
    return offload;
  }

  /** What runs it. */
  List<String> command() {
    String program = driver.program().toString();
    return offload
        ? List.of(program, device(), v4(2), v6(2), OFFLOAD)
        : List.of(program, device(), v4(2), v6(2));
  }

  private String device() {
    return "peer" + ordinal();
  }

  /** Its address. */
  InetAddress address(boolean ipv6) {
    try {
      return InetAddress.getByName(ipv6 ? v6(2) : v4(2));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("a literal needs no looking up", e);
    }
  }

  private String v4(int host) {
    return "198.19." + ordinal() + "." + host;
  }

  private String v6(int host) {
    return "2001:2:0:10" + ordinal() + "::" + host;
  }

  /** Lets the kernel's side of its device be the client's. */
  void configure() throws TunException {
    TunInterface.named(device())
        .withoutLinkLocal()
        .address(v4(1) + "/24")
        .address(v6(1) + "/64")
        .up();
  }
}
