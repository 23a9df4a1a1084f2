package io.fourwave.ip;

import io.fourwave.link.Packet;
import io.fourwave.wire.Checksum;
import io.fourwave.wire.IcmpHeader;
import io.fourwave.wire.IpProtocol;

/** Answers echo requests with what they hold (RFC 1122 §3.2.2.6, RFC 4443 §4.2). */
final class EchoResponder {
  private final HeaderWriter headers;
  private final Fragmentation fragmentation;
  private final PathMtu pathMtu;
  private final IpObserver observer;
  private final Route route = new Route();
  private final IcmpHeader icmp = new IcmpHeader();
  private final Replies replies;

  EchoResponder(
      int hopLimit,
      HeaderWriter headers,
      Fragmentation fragmentation,
      PathMtu pathMtu,
      Replies replies,
      IpObserver observer) {
    this.headers = headers;
    this.fragmentation = fragmentation;
    this.pathMtu = pathMtu;
    this.replies = replies;
    this.observer = observer;
    this.route.hopLimit(hopLimit);
  }

  /**
   * Answers a request that was sent to us alone.
   *
   * @param replyType the ICMP type of the answer
   */
  void answer(IpPacket ip, int replyType, long now) {
    if (ip.toGroup()) {
      observer.dropped(IpDropReason.ICMP_IGNORED); // an amplifier otherwise: RFC 1122 §3.2.2.6
      return;
    }
    turnRound(ip);
    int length = ip.payloadLength();
    Packet reply = replies.scratch();
    int from = Replies.TRANSPORT_START;
    int end = from + length;
    reply.bytes().put(from, ip.bytes(), ip.payloadStart(), length);
    icmp.wrap(reply.bytes(), from).kind(replyType, 0).fillChecksum(pseudoHeader(length), end);
    int protocol = route.isV4() ? IpProtocol.ICMP : IpProtocol.ICMPV6;
    headers.write(reply, route, protocol, from, end, 0, true);
    int mtu = pathMtu.mtu(route.remoteHigh(), route.remoteLow(), now);
    if (fragmentation.send(reply, route.headerLength(), mtu)) {
      observer.echoAnswered();
    }
  }

  private void turnRound(IpPacket ip) {
    route
        .set(ip.destinationHigh(), ip.destinationLow(), ip.sourceHigh(), ip.sourceLow())
        .dscp(ip.trafficClass() >>> 2) // RFC 1349 §5.1: the reply's service is the request's
        .sourceRoute(ip.sourceRoute()); // RFC 1122 §3.2.2.6
  }

  private long pseudoHeader(int length) {
    if (route.isV4()) {
      return 0;
    }
    return Checksum.pseudoHeader(
        route.localHigh(),
        route.localLow(),
        route.remoteHigh(),
        route.remoteLow(),
        IpProtocol.ICMPV6,
        length);
  }
}
