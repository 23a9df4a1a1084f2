package io.fourwave.wire;

/** Protocol numbers of IPv4 and next-header numbers of IPv6 (RFC 791 §3.1, RFC 8200 §4). */
public final class IpProtocol {
  /** Hop-by-hop options, IPv6. */
  public static final int HOP_BY_HOP = 0;

  /** ICMP for IPv4. */
  public static final int ICMP = 1;

  /** TCP. */
  public static final int TCP = 6;

  /** UDP. */
  public static final int UDP = 17;

  /** Routing header, IPv6. */
  public static final int ROUTING = 43;

  /** Fragment header, IPv6. */
  public static final int FRAGMENT = 44;

  /** ICMP for IPv6. */
  public static final int ICMPV6 = 58;

  /** Nothing follows, IPv6. */
  public static final int NO_NEXT_HEADER = 59;

  /** Destination options, IPv6. */
  public static final int DESTINATION_OPTIONS = 60;

  private IpProtocol() {}
}
