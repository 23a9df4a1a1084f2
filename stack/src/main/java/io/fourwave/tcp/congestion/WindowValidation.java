package io.fourwave.tcp.congestion;

/**
 * Congestion window validation (RFC 7661): how much the path was recently seen to carry in a round
 * trip, pipeACK, and so whether the window is known to be right. Sizes are octets, times
 * nanoseconds.
 */
final class WindowValidation {
  private static final long SECOND = 1_000_000_000;
  private static final long NON_VALIDATED_PERIOD = 300 * SECOND; // §5

  /** What was acknowledged in the present round trip so far, of which the beginning was seen. */
  private int sample;

  private boolean sampling;

  /** Whether a whole round trip was sampled: else pipeACK is undefined (§4.2). */
  private boolean defined;

  /** The largest sample of this half of the sampling period, and of the half before (§4.5.1). */
  private int recent;

  private int older;
  private long recentSince;
  private long halfPeriod = SECOND / 2;

  /** Whether what was acknowledged last was in flight when the window was full (§4.5.3). */
  private boolean full;

  /** When the window was last known to be right. */
  private long validatedAt;

  /** Begins in the validated phase (§4.1). */
  void begin(long now) {
    validatedAt = now;
  }

  /** Text was acknowledged, outside recovery. */
  void acknowledged(Acknowledgement ack, int window, long now) {
    halfPeriod = Math.max(3 * ack.smoothedRtt(), SECOND) / 2;
    age(now);
    if (ack.isRoundBegun()) {
      defined |= sampling;
      sampling = true;
      sample = 0;
    }
    sample += ack.delivered();
    recent = Math.max(recent, sample);
    full = ack.isLimited();
    if (isValidated(window)) {
      validatedAt = now;
    }
  }

  private void age(long now) {
    long passed = now - recentSince;
    if (passed >= halfPeriod) {
      boolean silence = passed >= 2 * halfPeriod;
      older = silence ? 0 : recent;
      full &= !silence;
      recent = 0;
      recentSince = now;
    }
  }

  /** pipeACK, or what is known of it so far. */
  int pipeAck(long now) {
    age(now);
    return Math.max(recent, older);
  }

  /**
   * Whether the window is filled, or half of it is (§4.3, §4.4): only then may it grow. In the
   * first round trip, when pipeACK is undefined, what is known of it has to do.
   */
  boolean isUsed(int window) {
    return full || 2L * Math.max(recent, older) >= window;
  }

  /**
   * Whether this is the validated phase. A window that is filled is, whatever the samples say: they
   * are behind by the round trip in which slow start doubles it.
   */
  boolean isValidated(int window) {
    return !defined || isUsed(window);
  }

  /** How many non-validated periods are over that were not told of before (§4.4.3). */
  int periodsOver(long now) {
    age(now);
    long periods = (now - validatedAt) / NON_VALIDATED_PERIOD;
    validatedAt += periods * NON_VALIDATED_PERIOD;
    return (int) Math.min(periods, Integer.SIZE);
  }

  /** A loss is repaired, or the timer has expired: pipeACK is undefined again. */
  void reset(long now) {
    defined = false;
    sampling = false;
    sample = 0;
    full = false;
    recent = 0;
    older = 0;
    validatedAt = now;
  }
}
