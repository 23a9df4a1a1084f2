package io.fourwave.ip;

import io.fourwave.ip.IcmpError.Kind;
import io.fourwave.link.Packet;
import io.fourwave.wire.Checksum;
import io.fourwave.wire.IcmpHeader;

/** Takes ICMP messages: echo requests are answered, errors handed on (RFC 792, RFC 1122 §3.2.2). */
final class Icmpv4 {
  private static final int ECHO_REPLY = 0;
  private static final int UNREACHABLE = 3;
  private static final int SOURCE_QUENCH = 4;
  private static final int ECHO = 8;
  private static final int TIME_EXCEEDED = 11;
  private static final int PARAMETER_PROBLEM = 12;

  private final EchoResponder echo;
  private final Transports transports;
  private final ErrorReports reports;
  private final IpObserver observer;
  private final IcmpHeader icmp = new IcmpHeader();

  Icmpv4(EchoResponder echo, Transports transports, ErrorReports reports, IpObserver observer) {
    this.echo = echo;
    this.transports = transports;
    this.reports = reports;
    this.observer = observer;
  }

  /** Whether a message of this type is a query or an answer, so that an error may tell about it. */
  static boolean isQuery(int type) {
    return switch (type) {
      case 0, 8, 9, 10, 13, 14, 15, 16, 17, 18 -> true;
      default -> false; // also what we do not know might be an error
    };
  }

  /** Takes the message that is the packet's payload. */
  void arrives(IpPacket ip, long now) {
    if (ip.payloadLength() < IcmpHeader.LENGTH) {
      observer.dropped(IpDropReason.TRUNCATED);
    } else if (!checksumIsGood(ip)) {
      observer.dropped(IpDropReason.BAD_ICMP_CHECKSUM);
    } else {
      icmp.wrap(ip.bytes(), ip.payloadStart());
      dispatch(ip, now);
    }
  }

  private static boolean checksumIsGood(IpPacket ip) {
    return ip.packet().checksumState() != Packet.ChecksumState.COMPLETE
        || Checksum.isGood(Checksum.add(0, ip.bytes(), ip.payloadStart(), ip.payloadEnd()));
  }

  private void dispatch(IpPacket ip, long now) {
    switch (icmp.type()) {
      case ECHO -> echo.answer(ip, ECHO_REPLY, now);
      case ECHO_REPLY -> echoReply(ip, now);
      case UNREACHABLE -> unreachable(ip, now);
      case SOURCE_QUENCH -> reports.report(ip, Kind.SOURCE_QUENCH, 0, now);
      case TIME_EXCEEDED -> reports.report(ip, Kind.TIME_EXCEEDED, 0, now);
      case PARAMETER_PROBLEM -> reports.report(ip, Kind.PARAMETER_PROBLEM, 0, now);
      default -> observer.dropped(IpDropReason.ICMP_IGNORED);
    }
  }

  private void echoReply(IpPacket ip, long now) {
    if (transports.echo() == null) {
      observer.dropped(IpDropReason.ICMP_IGNORED);
    } else {
      transports.echo().packetArrives(ip, now);
    }
  }

  private void unreachable(IpPacket ip, long now) {
    Kind kind = kind(icmp.code());
    reports.report(ip, kind, kind == Kind.PACKET_TOO_BIG ? icmp.nextHopMtu() : 0, now);
  }

  /** What a destination unreachable message of this code means (RFC 792, 1122 §3.2.2.1, 1812). */
  private static Kind kind(int code) {
    return switch (code) {
      case 2 -> Kind.PROTOCOL_UNREACHABLE;
      case 3 -> Kind.PORT_UNREACHABLE;
      case 4 -> Kind.PACKET_TOO_BIG;
      case 9, 10, 13 -> Kind.PROHIBITED;
      default -> Kind.UNREACHABLE;
    };
  }
}
