package io.fourwave.ip;

import io.fourwave.wire.IpAddress;

/** Which addresses stand for one host, and which for a group (RFC 1122 §3.2.1.3, RFC 4291 §2). */
final class UnicastRules {
  private static final long V6_LOOPBACK_LOW = 1;

  private UnicastRules() {}

  /** Whether a packet on the link may come from this address, or go to it and be answered. */
  static boolean maySend(long high, long low) {
    return IpAddress.isV4(high, low) ? maySend((int) low) : maySendV6(high, low);
  }

  /** The same for IPv4: not 0/8, loopback, multicast, class E or broadcast. */
  static boolean maySend(int v4) {
    int network = v4 >>> 24;
    return network != 0 && network != 127 && network < 224;
  }

  /** The same for 128 bits of an IPv6 header: not unspecified, loopback, multicast or mapped. */
  static boolean maySendV6(long high, long low) {
    if (high == 0 && (low == 0 || low == V6_LOOPBACK_LOW)) {
      return false;
    }
    // A mapped address in an IPv6 header would pass for IPv4 everywhere above (RFC 4942 §2.2).
    return !isGroupV6(high) && !IpAddress.isV4(high, low);
  }

  /** Limited broadcast or multicast (class D). Directed broadcasts need a mask, which we lack. */
  static boolean isGroup(int v4) {
    return v4 == -1 || v4 >>> 28 == 0xe;
  }

  /** IPv6 multicast, ff00::/8. */
  static boolean isGroupV6(long high) {
    return high >>> 56 == 0xff;
  }
}
