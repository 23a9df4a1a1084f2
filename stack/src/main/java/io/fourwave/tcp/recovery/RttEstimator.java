package io.fourwave.tcp.recovery;

/**
 * The retransmission timeout of RFC 6298: smoothed round-trip time, variation, and back-off. Times
 * are nanoseconds.
 */
public final class RttEstimator {
  private static final long AFTER_LOST_SYN = 3_000_000_000L;

  private TimeoutBounds bounds;

  /** Whether a SYN was lost, and nothing measured since. */
  private boolean synLost;

  private long smoothed;
  private long variation;
  private short backoff;
  private int timeouts;

  /** Sets the bounds; what was measured stays. */
  public void bounds(TimeoutBounds value) {
    bounds = value;
  }

  /**
   * A segment has been acknowledged after {@code rtt}, and it is certain which of its transmissions
   * (RFC 6298 §2.2, §2.3, §3). Ends the back-off.
   */
  public void measured(long rtt) {
    long sample = Math.max(rtt, 1);
    if (smoothed == 0) {
      smoothed = sample;
      variation = sample / 2;
    } else {
      variation += (Math.abs(smoothed - sample) - variation) / 4;
      smoothed += (sample - smoothed) / 8;
    }
    backoff = 0;
  }

  /**
   * RTO with its back-off, within its bounds (RFC 6298 §2.4, §2.5, §5.5). It is half the least RTO
   * beyond SRTT at least, as if that were the granularity of the clock (§2.3): on a steady path the
   * variation goes to nothing, and the timer would expire before any repair can be acknowledged.
   */
  public long timeout() {
    long spread = Math.max(bounds.minimum() / 2, 4 * variation);
    long base = smoothed == 0 ? initial() : Math.max(bounds.minimum(), smoothed + spread);
    long capped = Math.min(base, bounds.maximum());
    int shift = Math.min(backoff, Long.numberOfLeadingZeros(capped) - 1);
    return Math.min(capped << shift, bounds.maximum());
  }

  private long initial() {
    return synLost ? Math.max(bounds.initial(), AFTER_LOST_SYN) : bounds.initial();
  }

  /** The timer has expired: the next timeout is twice as long (RFC 6298 §5.5). */
  public void expired() {
    backoff = (short) Math.min(backoff + 1, Short.MAX_VALUE);
    timeouts++;
  }

  /**
   * The timer has expired though nothing was lost: the path takes longer than was thought (RFC 4015
   * §3.3).
   *
   * @param rtt what the acknowledgement measured that showed it, -1 if it measured nothing
   */
  public void expiredInVain(long rtt) {
    if (rtt > 0) {
      smoothed = Math.max(smoothed, rtt);
      variation = Math.max(variation, rtt / 2);
    }
    backoff = 0;
  }

  /**
   * The peer has answered: counting towards R2 begins anew. The back-off stays until a round-trip
   * time is measured (Karn's algorithm).
   */
  public void answered() {
    timeouts = 0;
  }

  /** How often the timer has expired since the peer last answered. */
  public int timeouts() {
    return timeouts;
  }

  /** SRTT, 0 before the first measurement. */
  public long smoothed() {
    return smoothed;
  }

  /** RTTVAR. */
  public long variation() {
    return variation;
  }

  /**
   * The connection is open. If a SYN was lost the first timeout for text is three seconds (RFC 6298
   * §5.7).
   */
  public void opened() {
    if (backoff > 0 && smoothed == 0) {
      synLost = true;
    }
    backoff = 0;
    timeouts = 0;
  }
}
