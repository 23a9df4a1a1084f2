package io.fourwave.ip;

/**
 * Why an IP packet went no further. The last two are about packets of ours; every other is counted
 * once for an arrived packet, and once for a datagram of which only fragments arrived.
 */
public enum IpDropReason {
  /** Shorter than its header says, or than any header. */
  TRUNCATED,
  /** Neither 4 nor 6 in the version field. */
  BAD_VERSION,
  /** A header length below the least or beyond the packet. */
  BAD_HEADER_LENGTH,
  /** The IPv4 header checksum is wrong. */
  BAD_HEADER_CHECKSUM,
  /** An ICMP or ICMPv6 checksum is wrong. */
  BAD_ICMP_CHECKSUM,
  /**
   * An option or extension header with an impossible length, one not understood that wants its
   * packet dropped then (RFC 8200 §4.2), or too many of them.
   */
  BAD_OPTION,
  /** A source route, and they are refused (RFC 7126), or a routing header of type 0 (RFC 5095). */
  SOURCE_ROUTE,
  /**
   * A source address that cannot be a sender's: multicast, broadcast, loopback, class E, our own.
   */
  BAD_SOURCE,
  /** Not for one of our addresses. */
  NOT_OURS,
  /** No transport has this protocol number. */
  UNKNOWN_PROTOCOL,
  /** Headers with nothing behind them (RFC 8200 §4.7). */
  NO_PAYLOAD,
  /**
   * A fragment that is empty, too small, not a multiple of 8 octets or beyond 65,535; or the
   * datagram whose fragments overlap or contradict each other, and each that still comes of it.
   */
  BAD_FRAGMENT,
  /** A fragment that is there already. */
  DUPLICATE_FRAGMENT,
  /** A datagram given up for another's sake, or for having too many fragments. */
  FRAGMENT_LIMIT,
  /** A datagram whose fragments did not all come in time. */
  FRAGMENT_TIMEOUT,
  /** An ICMP message that is not for an end host on a point-to-point link, or not about us. */
  ICMP_IGNORED,
  /** An ICMP error of ours, not sent: more than the rate limit allows. */
  RATE_LIMITED,
  /** A reply of ours, not sent: no room. */
  OUTPUT_FULL
}
