package io.fourwave.ip;

import io.fourwave.link.Packet;
import io.fourwave.wire.Checksum;
import io.fourwave.wire.IcmpHeader;
import io.fourwave.wire.IpAddress;
import io.fourwave.wire.IpProtocol;
import io.fourwave.wire.Ipv6Header;
import java.util.random.RandomGenerator;

/**
 * Sends ICMP and ICMPv6 errors about arrived packets, to those who may be told and no oftener than
 * the rate limit allows (RFC 1122 §3.2.2, RFC 4443 §2.4).
 */
final class IcmpErrors {
  private static final int UNREACHABLE_V4 = 3;
  private static final int HOST_UNREACHABLE_V4 = 1;
  private static final int PROTOCOL_UNREACHABLE_V4 = 2;
  private static final int PORT_UNREACHABLE_V4 = 3;
  private static final int TIME_EXCEEDED_V4 = 11;
  private static final int PARAMETER_PROBLEM_V4 = 12;
  private static final int UNREACHABLE_V6 = 1;
  private static final int ADDRESS_UNREACHABLE_V6 = 3;
  private static final int PORT_UNREACHABLE_V6 = 4;
  private static final int TIME_EXCEEDED_V6 = 3;
  private static final int PARAMETER_PROBLEM_V6 = 4;
  private static final int REASSEMBLY = 1;

  /** ICMPv6 parameter problem: a field with an impossible value. */
  static final int ERRONEOUS_FIELD = 0;

  /** ICMPv6 parameter problem: no such protocol here. */
  static final int UNRECOGNIZED_NEXT_HEADER = 1;

  /** ICMPv6 parameter problem: no such option here. */
  static final int UNRECOGNIZED_OPTION = 2;

  /** ICMPv6 parameter problem: a first fragment that lacks headers (RFC 7112). */
  static final int INCOMPLETE_HEADER_CHAIN = 3;

  private static final int MAX_LENGTH_V4 = 576; // RFC 1812 §4.3.2.3
  private static final int MAX_LENGTH_V6 = 1280; // RFC 4443 §2.4 c

  private final int mtu;
  private final LocalAddresses local;
  private final ErrorLimit limit;
  private final HeaderWriter headers;
  private final Replies replies;
  private final IpObserver observer;
  private final Route route = new Route();
  private final IcmpHeader icmp = new IcmpHeader();
  private final HeaderChain chain = new HeaderChain();

  IcmpErrors(
      IpSettings settings,
      LocalAddresses local,
      HeaderWriter headers,
      Replies replies,
      RandomGenerator random,
      IpObserver observer) {
    this.mtu = settings.mtu();
    this.local = local;
    this.limit = new ErrorLimit(settings.icmpErrorsPerSecond(), random);
    this.headers = headers;
    this.replies = replies;
    this.observer = observer;
    this.route.hopLimit(settings.hopLimit());
  }

  /** No transport has the packet's protocol number. */
  void unknownProtocol(IpPacket ip, long now) {
    if (ip.isV4()) {
      send(ip, UNREACHABLE_V4, PROTOCOL_UNREACHABLE_V4, 0, now);
    } else {
      parameterProblem(ip, UNRECOGNIZED_NEXT_HEADER, ip.protocolField, now);
    }
  }

  /** Nobody is at the port that the packet is for. */
  void portUnreachable(IpPacket ip, long now) {
    if (ip.isV4()) {
      send(ip, UNREACHABLE_V4, PORT_UNREACHABLE_V4, 0, now);
    } else {
      send(ip, UNREACHABLE_V6, PORT_UNREACHABLE_V6, 0, now);
    }
  }

  /**
   * A field cannot be understood.
   *
   * @param code one of the above with IPv6; 0 with IPv4
   * @param index index of the octet in question, in the packet's buffer
   */
  void parameterProblem(IpPacket ip, int code, int index, long now) {
    int pointer = index - ip.packet().start();
    if (ip.isV4()) {
      send(ip, PARAMETER_PROBLEM_V4, code, pointer << 24, now);
    } else {
      send(ip, PARAMETER_PROBLEM_V6, code, pointer, now);
    }
  }

  /** An option asks for an error even if its packet went to a group (RFC 4443 §2.4 e.3). */
  void unrecognizedOptionEvenToGroup(IpPacket ip, int index, long now) {
    if (!isAboutError(ip)) {
      emit(ip, PARAMETER_PROBLEM_V6, UNRECOGNIZED_OPTION, index - ip.packet().start(), now);
    }
  }

  /** The rest of a datagram did not come in time; {@code ip} is its first fragment. */
  void reassemblyTimeExceeded(IpPacket ip, long now) {
    send(ip, ip.isV4() ? TIME_EXCEEDED_V4 : TIME_EXCEEDED_V6, REASSEMBLY, 0, now);
  }

  /** What a packet was for cannot be reached from here; {@code head} is what is left of it. */
  void hostUnreachable(byte[] head, long now) {
    IpPacket ip = IpPacket.remembered(head);
    if (ip.isV4()) {
      send(ip, UNREACHABLE_V4, HOST_UNREACHABLE_V4, 0, now);
    } else {
      send(ip, UNREACHABLE_V6, ADDRESS_UNREACHABLE_V6, 0, now);
    }
  }

  private void send(IpPacket ip, int type, int code, int rest, long now) {
    boolean laterFragment = ip.isV4() && ip.fragmentOffset > 0;
    if (!ip.toGroup() && !laterFragment && !isAboutError(ip)) {
      emit(ip, type, code, rest, now);
    }
  }

  private boolean isAboutError(IpPacket ip) {
    int header = ip.packet().start();
    if (ip.isV4()) {
      return ip.protocol == IpProtocol.ICMP
          && (ip.payloadLength() == 0 || !Icmpv4.isQuery(ip.bytes().get(ip.payloadStart()) & 0xff));
    }
    int nextHeader = ip.bytes().get(header + Ipv6Header.NEXT_HEADER_FIELD) & 0xff;
    return chain.find(ip.bytes(), nextHeader, header + Ipv6Header.LENGTH, ip.payloadEnd())
        && chain.protocol() == IpProtocol.ICMPV6
        && !Icmpv6.mayBeAnswered(ip.bytes().get(chain.at()) & 0xff);
  }

  private void emit(IpPacket ip, int type, int code, int rest, long now) {
    if (!limit.take(ip.sourceHigh(), ip.sourceLow(), now)) {
      observer.dropped(IpDropReason.RATE_LIMITED);
      return;
    }
    turnRound(ip);
    Packet reply = replies.scratch();
    int from = Replies.TRANSPORT_START;
    int most = Math.min(mtu, ip.isV4() ? MAX_LENGTH_V4 : MAX_LENGTH_V6);
    int room = most - route.headerLength() - IcmpHeader.LENGTH;
    int quoted = Math.min(room, ip.payloadEnd() - ip.packet().start());
    int end = from + IcmpHeader.LENGTH + quoted;
    reply.bytes().put(from + IcmpHeader.LENGTH, ip.bytes(), ip.packet().start(), quoted);
    icmp.wrap(reply.bytes(), from).kind(type, code).rest(rest);
    finish(reply, from, end);
    if (replies.add(reply)) {
      observer.errorSent();
    }
  }

  private void turnRound(IpPacket ip) {
    long high = ip.destinationHigh();
    long low = ip.destinationLow();
    if (ip.toGroup()) {
      IpAddress own = local.towards(ip.sourceHigh(), ip.sourceLow());
      high = own.high();
      low = own.low();
    }
    route.set(high, low, ip.sourceHigh(), ip.sourceLow());
  }

  private void finish(Packet reply, int from, int end) {
    long sum = 0;
    int protocol = IpProtocol.ICMP;
    if (!route.isV4()) {
      protocol = IpProtocol.ICMPV6;
      sum = pseudoHeader(end - from);
    }
    icmp.fillChecksum(sum, end);
    headers.write(reply, route, protocol, from, end, 0, true);
  }

  private long pseudoHeader(int length) {
    return Checksum.pseudoHeader(
        route.localHigh(),
        route.localLow(),
        route.remoteHigh(),
        route.remoteLow(),
        IpProtocol.ICMPV6,
        length);
  }
}
