package io.fourwave.tcp;

/**
 * Spreads segments out over time. What is sent at once is a millisecond's worth, or two segments if
 * that is more: the timer that brings us back need not be exact, and what a late one has missed is
 * made good, a millisecond's worth at most. Times are nanoseconds, rates octets a second.
 */
final class Pacer {
  private static final long SLACK = 1_000_000;
  private static final long SLACKS_PER_SECOND = 1000;
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private long opensAt = Long.MIN_VALUE;

  /** When the next segment may go. */
  long opensAt() {
    return opensAt;
  }

  /** The most that goes at once; no limit if nothing is paced. */
  static int quantum(long rate, int segmentSize) {
    long most = Math.max(2L * segmentSize, rate / SLACKS_PER_SECOND);
    return rate == 0 ? Integer.MAX_VALUE : (int) Math.min(most, Integer.MAX_VALUE);
  }

  /** Nothing may go before this. */
  void hold(long until) {
    opensAt = Math.max(opensAt, until);
  }

  /** So much went; a rate of 0 does not pace. */
  void sent(int octets, long rate, long now) {
    if (rate > 0) {
      opensAt = Math.max(opensAt, now - SLACK) + octets * NANOS_PER_SECOND / rate;
    }
  }
}
