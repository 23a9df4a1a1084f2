package io.fourwave.examples.bench.paths;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A pair of TUN devices with the relay in between: one in the senders' network and one in the
 * receiver's. Both senders of an algorithm can be reached by it, ours through a third device. The
 * addresses are from the block that is kept for benchmarks (RFC 2544 §C.2.2).
 *
 * @param number from 0
 */
record Lane(int number) {
  static final int PORT = 19;

  /** So many lanes. */
  static List<Lane> first(int count) {
    return IntStream.range(0, count).mapToObj(Lane::new).toList();
  }

  /** The algorithm of its senders. */
  Algorithm algorithm() {
    return Algorithm.values()[number % Algorithm.values().length];
  }

  /** The device in the senders' network. */
  String near() {
    return "near" + number;
  }

  /** The device in the receiver's network. */
  String far() {
    return "far" + number;
  }

  /** The device that our stack is behind, in the senders' network. */
  String stack() {
    return "stack" + number;
  }

  /** The addresses of both ends. */
  String network() {
    return "198.18." + number + ".0/24";
  }

  /** The addresses of our stack's network. */
  String stackNetwork() {
    return "198.19." + number + ".0/24";
  }

  /** The receiver's address. */
  String receiver() {
    return "198.18." + number + ".1";
  }

  /** The kernel's address in the senders' network. */
  String kernel() {
    return "198.18." + number + ".2";
  }

  /** The kernel's address before our stack. */
  String router() {
    return "198.19." + number + ".1";
  }

  /** Our stack's address. */
  String fourwave() {
    return "198.19." + number + ".2";
  }

  /** Where a sender waits for the receiver. */
  InetSocketAddress address(Sender sender) {
    try {
      String literal = sender == Sender.FOURWAVE ? fourwave() : kernel();
      return new InetSocketAddress(InetAddress.getByName(literal), PORT);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("a literal needs no looking up", e);
    }
  }
}
