package io.fourwave.ip;

import io.fourwave.wire.IpProtocol;

/** The transport protocols, by number. */
final class Transports {
  private final TransportProtocol[] byNumber = new TransportProtocol[256];

  /** Adds a protocol; refuses ICMP, which the IP layer is itself, and a number that is taken. */
  void attach(TransportProtocol transport) {
    int number = transport.number();
    if (number < 0 || number >= byNumber.length) {
      throw new IllegalArgumentException("a protocol number has eight bits, got " + number);
    }
    if (number == IpProtocol.ICMP || number == IpProtocol.ICMPV6 || byNumber[number] != null) {
      throw new IllegalArgumentException("protocol number " + number + " is taken");
    }
    byNumber[number] = transport;
  }

  /** The protocol of this number, or null. */
  TransportProtocol of(int number) {
    return byNumber[number];
  }
}
