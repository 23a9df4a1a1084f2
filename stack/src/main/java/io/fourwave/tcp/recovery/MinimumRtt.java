package io.fourwave.tcp.recovery;

/**
 * The least round-trip time of the last minutes: of the present stretch of two and a half minutes
 * and of the one before, so that a path that has become longer is believed after five at most (RFC
 * 8985 §6.2, step 1). Times are nanoseconds.
 */
final class MinimumRtt {
  private static final long STRETCH = 150_000_000_000L;
  private static final long NONE = Long.MAX_VALUE;

  private long present = NONE;
  private long before = NONE;
  private long begun;

  void measured(long rtt, long now) {
    if (present == NONE || now - begun > STRETCH) {
      before = present;
      present = rtt;
      begun = now;
    }
    present = Math.min(present, rtt);
  }

  /** 0 before the first measurement. */
  long value() {
    long least = Math.min(present, before);
    return least == NONE ? 0 : least;
  }
}
