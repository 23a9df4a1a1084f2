package io.fourwave.ip;

import io.fourwave.ip.IcmpError.Kind;
import io.fourwave.wire.IcmpHeader;
import io.fourwave.wire.IpAddress;
import io.fourwave.wire.Ipv4Header;
import io.fourwave.wire.Ipv6Header;
import java.nio.ByteBuffer;

/**
 * Hands arrived ICMP errors to the transport whose packet they quote, if the quote is whole enough
 * to tell, and of a packet from the address the error came to (RFC 1122 §3.2.2, RFC 4443 §2.4 d).
 */
final class ErrorReports {
  private static final int LEAST_QUOTE = 8; // octets of transport header: RFC 792

  private final Transports transports;
  private final IpObserver observer;
  private final IcmpError error = new IcmpError();
  private final Ipv4Header v4 = new Ipv4Header();
  private final Ipv6Header v6 = new Ipv6Header();
  private final HeaderChain chain = new HeaderChain();
  private int protocol;

  ErrorReports(Transports transports, IpObserver observer) {
    this.transports = transports;
    this.observer = observer;
  }

  /**
   * Hands on, or drops, the error that is the packet's payload.
   *
   * @param mtu with {@link Kind#PACKET_TOO_BIG}, octets; 0 if IPv4's router did not tell
   */
  void report(IpPacket ip, Kind kind, int mtu, long now) {
    error.packet = ip.packet();
    error.kind = kind;
    error.mtu = mtu;
    error.bytes = ip.bytes();
    int from = ip.payloadStart() + IcmpHeader.LENGTH;
    boolean whole = ip.isV4() ? readV4(from, ip.payloadEnd()) : readV6(from, ip.payloadEnd());
    if (!whole) {
      observer.dropped(IpDropReason.TRUNCATED);
    } else if (!isOurs(ip) || transports.concerned(protocol) == null) {
      observer.dropped(IpDropReason.ICMP_IGNORED);
    } else {
      observer.errorArrived(kind);
      transports.concerned(protocol).errorArrives(error, now);
    }
  }

  private boolean isOurs(IpPacket ip) {
    return !ip.toGroup()
        && error.localHigh == ip.destinationHigh()
        && error.localLow == ip.destinationLow();
  }

  private boolean readV4(int from, int end) {
    if (end - from < Ipv4Header.MIN_LENGTH || v4.wrap(error.bytes, from).version() != 4) {
      return false;
    }
    int header = v4.headerLength();
    if (header < Ipv4Header.MIN_LENGTH
        || end - from < header + LEAST_QUOTE
        || v4.fragmentOffset() != 0) {
      return false;
    }
    protocol = v4.protocol();
    error.localHigh = 0;
    error.localLow = IpAddress.mapped(v4.source());
    error.remoteHigh = 0;
    error.remoteLow = IpAddress.mapped(finalDestination(from, header));
    error.quoteStart = from + header;
    error.quoteEnd = end; // the quoted length is not to be relied on: RFC 1191 §5 has examples
    if (error.kind == Kind.PACKET_TOO_BIG && error.mtu == 0) {
      error.mtu = PathMtu.plateauBelow(v4.totalLength());
    }
    return true;
  }

  /**
   * Where the quoted packet was to go in the end, if a source route of ours was not yet used up.
   */
  private int finalDestination(int from, int header) {
    int end = from + header;
    int at = from + Ipv4Header.MIN_LENGTH;
    while (at + SourceRoute.HEAD <= end) {
      int type = error.bytes.get(at) & 0xff;
      int length = type == 1 ? 1 : error.bytes.get(at + 1) & 0xff;
      if (type == 0 || length == 0 || length > end - at) {
        break;
      }
      int pointer = error.bytes.get(at + 2) & 0xff;
      if (SourceRoute.isSourceRoute(type) && length >= SourceRoute.HEAD + 4 && pointer <= length) {
        return error.bytes.getInt(at + length - 4);
      }
      at += length;
    }
    return v4.destination();
  }

  private boolean readV6(int from, int end) {
    ByteBuffer bytes = error.bytes;
    if (end - from < Ipv6Header.LENGTH || v6.wrap(bytes, from).version() != 6) {
      return false;
    }
    int payload = from + Ipv6Header.LENGTH;
    int quoteEnd = Math.min(end, payload + v6.payloadLength());
    if (!chain.find(bytes, v6.nextHeader(), payload, quoteEnd)
        || quoteEnd - chain.at() < LEAST_QUOTE) {
      return false;
    }
    protocol = chain.protocol();
    error.localHigh = v6.sourceHigh();
    error.localLow = v6.sourceLow();
    error.remoteHigh = v6.destinationHigh();
    error.remoteLow = v6.destinationLow();
    error.quoteStart = chain.at();
    error.quoteEnd = quoteEnd;
    return true;
  }
}
