package io.fourwave.tcp;

/**
 * Spreads segments out over time. What goes at once after a pause is a millisecond's worth, for the
 * timer that brings us back need not be exact; or four segments if that is more. That few overflow
 * no queue, and a receiver who acknowledges every second segment is not to wait for the second: at
 * a window of three it would, for a third of the round trip. Times are nanoseconds, rates octets a
 * second.
 */
final class Pacer {
  private static final long SLACK = 1_000_000;
  private static final int BURST = 4;
  private static final long SLACKS_PER_SECOND = 1000;
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private long opensAt = Long.MIN_VALUE;

  /** When the next segment may go. */
  long opensAt() {
    return opensAt;
  }

  /** The most that goes in one packet; no limit if nothing is paced. */
  static int quantum(long rate, int segmentSize) {
    long most = Math.max(2L * segmentSize, rate / SLACKS_PER_SECOND);
    return rate == 0 ? Integer.MAX_VALUE : (int) Math.min(most, Integer.MAX_VALUE);
  }

  /** Nothing may go before this. */
  void hold(long until) {
    opensAt = Math.max(opensAt, until);
  }

  /** So much went; a rate of 0 does not pace. */
  void sent(int octets, long rate, int segmentSize, long now) {
    if (rate > 0) {
      long burst = (BURST - 1L) * segmentSize * NANOS_PER_SECOND / rate;
      long earned = now - Math.max(SLACK, burst);
      opensAt = Math.max(opensAt, earned) + octets * NANOS_PER_SECOND / rate;
    }
  }
}
