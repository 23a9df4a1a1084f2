package io.fourwave.ip;

import io.fourwave.wire.IpProtocol;

/** Gives each whole packet to ICMP or to the transport whose number it bears (RFC 1122 §3.2.1). */
final class Demultiplexer {
  private final Transports transports;
  private final Icmpv4 icmpv4;
  private final Icmpv6 icmpv6;
  private final IcmpErrors errors;
  private final IpObserver observer;

  Demultiplexer(
      Transports transports, Icmpv4 icmpv4, Icmpv6 icmpv6, IcmpErrors errors, IpObserver observer) {
    this.transports = transports;
    this.icmpv4 = icmpv4;
    this.icmpv6 = icmpv6;
    this.errors = errors;
    this.observer = observer;
  }

  void deliver(IpPacket ip, long now) {
    TransportProtocol transport = transports.of(ip.protocol);
    if (transport != null) {
      transport.packetArrives(ip, now);
    } else if (ip.isV4() && ip.protocol == IpProtocol.ICMP) {
      icmpv4.arrives(ip, now);
    } else if (!ip.isV4() && ip.protocol == IpProtocol.ICMPV6) {
      icmpv6.arrives(ip, now);
    } else {
      observer.dropped(IpDropReason.UNKNOWN_PROTOCOL);
      errors.unknownProtocol(ip, now);
    }
  }
}
