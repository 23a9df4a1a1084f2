package io.fourwave.ip;

/**
 * What the fragments of one datagram have in common (RFC 791 §3.2, RFC 8200 §4.5).
 *
 * @param protocol with IPv4, the protocol number; with IPv6, {@link #V6}
 * @param seed secret, so that nobody can choose keys that collide
 */
record FragmentKey(
    long sourceHigh,
    long sourceLow,
    long destinationHigh,
    long destinationLow,
    int identification,
    int protocol,
    long seed) {
  /** In place of a protocol, which does not tell IPv6 datagrams apart. */
  static final int V6 = -1;

  static FragmentKey of(IpPacket ip, long seed) {
    return new FragmentKey(
        ip.sourceHigh(),
        ip.sourceLow(),
        ip.destinationHigh(),
        ip.destinationLow(),
        ip.identification,
        ip.isV4() ? ip.protocol : V6,
        seed);
  }

  @Override
  public int hashCode() {
    long mixed = mix(seed, sourceHigh);
    mixed = mix(mixed, sourceLow);
    mixed = mix(mixed, destinationLow);
    mixed = mix(mixed, (long) identification << 32 | (protocol & 0xffff_ffffL));
    return (int) (mixed ^ mixed >>> 32);
  }

  private static long mix(long state, long word) {
    long mixed = (state ^ word) * 0x9e37_79b9_7f4a_7c15L;
    return mixed ^ mixed >>> 29;
  }
}
