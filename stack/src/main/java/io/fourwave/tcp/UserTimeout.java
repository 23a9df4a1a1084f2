package io.fourwave.tcp;

/**
 * How long sent text may stay unacknowledged (RFC 9293 §3.9.1): as long as the application says, or
 * what both ends advertise comes to (RFC 5482).
 */
final class UserTimeout {
  /** L_LIMIT in nanoseconds: never less, whatever the peer advertises (RFC 5482 §3.1). */
  private static final long LEAST = 100_000_000_000L;

  private static final long SECOND = 1_000_000_000L;

  private UserTimeout() {}

  /** Nanoseconds; 0 if there is none, and R2 decides. */
  static long of(Connection c) {
    Retransmission settings = c.settings.retransmission();
    long own = settings.userTimeout().toNanos();
    // what the application asked for is not CHANGEABLE; until it is open the defaults hold (§3.3)
    if (own > 0 || c.advertisedByPeer == 0 || !isUsed(c) || !c.state.isSynchronized()) {
      return own;
    }
    long least = Math.max(LEAST, c.rtt.timeout() + 1);
    long advertised = settings.advertisedTimeout().toNanos();
    long wanted = Math.max(Math.max(advertised, c.advertisedByPeer * SECOND), least);
    return Math.min(settings.longestTimeout().toNanos(), wanted);
  }

  /** Whether the option is sent, and heeded (ENABLED). */
  static boolean isUsed(Connection c) {
    return seconds(c) > 0;
  }

  /** What is advertised, in seconds; 0 if nothing is. */
  static int seconds(Connection c) {
    return (int) c.settings.retransmission().advertisedTimeout().toSeconds();
  }

  /** What the peer wants, for the application to know (§3.1). */
  static String inWords(Connection c) {
    return isUsed(c) && c.advertisedByPeer > 0 ? " uto " + c.advertisedByPeer : "";
  }

  /** A segment has arrived that is what it says. */
  static void heard(Connection c, Segment seg) {
    if (seg.options.userTimeout() > 0) { // zero is reserved (§3.4)
      c.advertisedByPeer = seg.options.userTimeout();
    }
  }
}
