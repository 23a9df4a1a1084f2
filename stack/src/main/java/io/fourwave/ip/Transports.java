package io.fourwave.ip;

import io.fourwave.wire.IpProtocol;

/** The transport protocols, by number. */
final class Transports {
  private final TransportProtocol[] byNumber = new TransportProtocol[256];
  private TransportProtocol echo;

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

  /** Takes echo replies and errors about echo requests. */
  void attachEcho(TransportProtocol transport) {
    echo = transport;
  }

  /** Who takes echo replies, or null. */
  TransportProtocol echo() {
    return echo;
  }

  /** Who is to know of an error about a packet of this protocol, or null. */
  TransportProtocol concerned(int number) {
    return number == IpProtocol.ICMP || number == IpProtocol.ICMPV6 ? echo : byNumber[number];
  }

  /** The protocol of this number, or null. */
  TransportProtocol of(int number) {
    return byNumber[number];
  }
}
