package io.fourwave.ip;

import io.fourwave.link.Packet;
import java.nio.ByteBuffer;

/**
 * A view of an arrived ICMP or ICMPv6 error: its kind, and the head of our packet it quotes.
 * Reused.
 */
public final class IcmpError {
  /** The kinds that a transport tells apart (RFC 1122 §4.2.3.9, RFC 4443, RFC 5461). */
  public enum Kind {
    /** IPv4 unreachable codes 0, 1, 5 and their like; IPv6 codes 0, 3. */
    UNREACHABLE,
    /** Codes 9, 10, 13; IPv6 code 1, 5, 6. */
    PROHIBITED,
    /** IPv4 code 2; IPv6 parameter problem code 1. */
    PROTOCOL_UNREACHABLE,
    /** IPv4 code 3; IPv6 code 4. */
    PORT_UNREACHABLE,
    /** IPv4 code 4; IPv6 packet too big. {@link #mtu()} says how big is not too big. */
    PACKET_TOO_BIG,
    /** Time to live ran out, or a fragment's time. */
    TIME_EXCEEDED,
    /** A header field was not understood. */
    PARAMETER_PROBLEM,
    /** Deprecated and to be ignored (RFC 6633). */
    SOURCE_QUENCH
  }

  Packet packet;
  Kind kind;
  int mtu;
  long localHigh;
  long localLow;
  long remoteHigh;
  long remoteLow;
  ByteBuffer bytes;
  int quoteStart;
  int quoteEnd;

  /** What happened. */
  public Kind kind() {
    return kind;
  }

  /**
   * With {@link Kind#PACKET_TOO_BIG}: the next hop's MTU in octets, as it says; from an IPv4 router
   * that does not say, the plateau below the quoted packet's length (RFC 1191 §5). Otherwise 0.
   */
  public int mtu() {
    return mtu;
  }

  /** First half of the quoted packet's source: our address. */
  public long localHigh() {
    return localHigh;
  }

  /** Second half of the quoted packet's source. */
  public long localLow() {
    return localLow;
  }

  /** First half of the quoted packet's destination: the peer's address. */
  public long remoteHigh() {
    return remoteHigh;
  }

  /** Second half of the quoted packet's destination. */
  public long remoteLow() {
    return remoteLow;
  }

  /** The packet that the error has come in. */
  public Packet packet() {
    return packet;
  }

  /** The octets that hold the quote. */
  public ByteBuffer bytes() {
    return bytes;
  }

  /** Index of the quoted transport header's first octet. */
  public int quoteStart() {
    return quoteStart;
  }

  /** Index one past the last quoted octet. Often no more than 8 past the start. */
  public int quoteEnd() {
    return quoteEnd;
  }
}
