package io.fourwave.tcp;

/**
 * The shortest round trip of late: what the path takes without its queues. Tells how much a buffer
 * may be widened to, since what is beyond the path's own capacity would only wait.
 */
final class ShortestRoundTrip {
  /** For how long one counts: the route may become longer. */
  private static final long REMEMBERED = 10_000_000_000L;

  /** Shorter ones say more of schedulers and clocks than of the path, and never become old. */
  static final long LEAST = 1_000_000;

  /** What every connection may have: enough for 8 Gbit/s at a millisecond, and fits caches. */
  private static final int ALWAYS = 1 << 20;

  /** Twice what a path of 10 Gbit/s holds, in octets, for each nanosecond. */
  private static final double FASTEST = 2.5;

  private long time;
  private long at;

  /** A round trip took so long, or less; 0 is not known. */
  void measured(long nanos, long now) {
    if (nanos <= 0) {
      return;
    }
    boolean isOld = now - at > REMEMBERED && nanos > LEAST;
    if (time == 0 || nanos <= time || isOld) {
      time = nanos;
      at = now;
    }
  }

  /** In nanoseconds; 0 before the first. */
  long time() {
    return time;
  }

  /** The most octets that a buffer is of use for. */
  int capacity(int most) {
    return (int) Math.min(most, ALWAYS + FASTEST * time);
  }
}
