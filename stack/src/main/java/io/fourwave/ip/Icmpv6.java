package io.fourwave.ip;

import io.fourwave.ip.IcmpError.Kind;
import io.fourwave.link.Packet;
import io.fourwave.wire.Checksum;
import io.fourwave.wire.IcmpHeader;
import io.fourwave.wire.IpProtocol;

/**
 * Takes ICMPv6 messages: echo requests are answered, errors handed on (RFC 4443). Neighbour and
 * router discovery and multicast listeners have no place on a point-to-point link without addresses
 * of its own, and are ignored.
 */
final class Icmpv6 {
  private static final int UNREACHABLE = 1;
  private static final int PACKET_TOO_BIG = 2;
  private static final int TIME_EXCEEDED = 3;
  private static final int PARAMETER_PROBLEM = 4;
  private static final int FIRST_INFORMATIONAL = 128;
  private static final int ECHO_REQUEST = 128;
  private static final int ECHO_REPLY = 129;
  private static final int REDIRECT = 137;

  private final EchoResponder echo;
  private final Transports transports;
  private final ErrorReports reports;
  private final IpObserver observer;
  private final IcmpHeader icmp = new IcmpHeader();

  Icmpv6(EchoResponder echo, Transports transports, ErrorReports reports, IpObserver observer) {
    this.echo = echo;
    this.transports = transports;
    this.reports = reports;
    this.observer = observer;
  }

  /** Whether an error may be sent about a message of this type (RFC 4443 §2.4 e.1, e.2). */
  static boolean mayBeAnswered(int type) {
    return type >= FIRST_INFORMATIONAL && type != REDIRECT;
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
    if (ip.packet().checksumState() != Packet.ChecksumState.COMPLETE) {
      return true;
    }
    long sum =
        Checksum.pseudoHeader(
            ip.sourceHigh(),
            ip.sourceLow(),
            ip.destinationHigh(),
            ip.destinationLow(),
            IpProtocol.ICMPV6,
            ip.payloadLength());
    return Checksum.isGood(Checksum.add(sum, ip.bytes(), ip.payloadStart(), ip.payloadEnd()));
  }

  private void dispatch(IpPacket ip, long now) {
    int type = icmp.type();
    if (type == ECHO_REQUEST) {
      echo.answer(ip, ECHO_REPLY, now);
    } else if (type == ECHO_REPLY && transports.echo() != null) {
      transports.echo().packetArrives(ip, now);
    } else if (type == PACKET_TOO_BIG) {
      packetTooBig(ip, now);
    } else if (type < FIRST_INFORMATIONAL) {
      reports.report(ip, kind(type, icmp.code()), 0, now);
    } else {
      observer.dropped(IpDropReason.ICMP_IGNORED);
    }
  }

  private void packetTooBig(IpPacket ip, long now) {
    int mtu = icmp.rest() < 0 ? Integer.MAX_VALUE : icmp.rest();
    if (mtu < PathMtu.FLOOR_V6) {
      observer.dropped(IpDropReason.ICMP_IGNORED); // RFC 8201 §4: to be discarded
    } else {
      reports.report(ip, Kind.PACKET_TOO_BIG, mtu, now);
    }
  }

  private static Kind kind(int type, int code) {
    return switch (type) {
      case UNREACHABLE -> unreachable(code);
      case TIME_EXCEEDED -> Kind.TIME_EXCEEDED;
      case PARAMETER_PROBLEM ->
          code == IcmpErrors.UNRECOGNIZED_NEXT_HEADER
              ? Kind.PROTOCOL_UNREACHABLE
              : Kind.PARAMETER_PROBLEM;
      default -> Kind.UNREACHABLE; // RFC 4443 §2.4 a: errors of unknown type are handed on, too
    };
  }

  private static Kind unreachable(int code) {
    return switch (code) {
      case 1, 5, 6 -> Kind.PROHIBITED;
      case 4 -> Kind.PORT_UNREACHABLE;
      default -> Kind.UNREACHABLE;
    };
  }
}
