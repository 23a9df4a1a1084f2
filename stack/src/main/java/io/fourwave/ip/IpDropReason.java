package io.fourwave.ip;

/** Why an IP packet went no further. */
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
  /** An option or extension header with an impossible length. */
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
  /** Fragments overlap, contradict each other or reach beyond 65,535 octets. */
  BAD_FRAGMENT,
  /** The limit on memory for fragments was reached; the oldest went. */
  FRAGMENT_LIMIT,
  /** Fragments that never became a datagram in time. */
  FRAGMENT_TIMEOUT,
  /** An ICMP type that is not for an end host on a point-to-point link. */
  ICMP_IGNORED,
  /** More than the rate limit allows. */
  RATE_LIMITED,
  /** No room for a reply. */
  OUTPUT_FULL
}
