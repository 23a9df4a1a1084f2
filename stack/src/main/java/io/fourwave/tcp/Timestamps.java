package io.fourwave.tcp;

import io.fourwave.wire.Seq;

/**
 * The timestamps of one connection (RFC 7323): ours count milliseconds from a random offset that
 * differs for each four-tuple, theirs are kept for the echo and against old segments (PAWS).
 *
 * <p>They tick every millisecond, but more slowly where text is late and not lost ({@link
 * #tickEvery}).
 */
final class Timestamps {
  private static final long TICK = 1_000_000;
  private static final long SLOWEST = 1000 * TICK; // RFC 7323 §5.4
  private static final int LATEST = 60_000; // a minute at least, the ticks of our peers' clocks
  private static final long HORIZON = 1 << 30; // the widest window
  private static final long NEVER = Long.MIN_VALUE;
  private static final long OUTDATED = 24L * 24 * 3600 * 1_000_000_000; // RFC 7323 §5.5: 24 days

  final int offset;
  int recent;
  private long recentAt = NEVER;

  /** What {@link #recent} was when the text came up to there. */
  private int floor;

  private long floorAt;

  /** Milliseconds from one tick to the next. */
  private int step = 1;

  /** The latest TSval. */
  private int last;

  Timestamps(int offset) {
    this.offset = offset;
  }

  /** TSval for a segment sent now. */
  int value(long now) {
    int value = at(now);
    if (step == 1 || Seq.after(value, last)) {
      last = value;
    }
    return last;
  }

  /** The tick that a time belongs to. */
  private int at(long now) {
    long milliseconds = now / TICK;
    return (int) (milliseconds - milliseconds % step) + offset;
  }

  /**
   * Ticks as slowly as that from now on, in nanoseconds, if it did not tick more slowly already.
   *
   * <p>Where segments overtake each other, what was sent again and fills a gap makes late text look
   * old that was sent a tick before, and a peer that goes by the letter of PAWS throws it away (RFC
   * 7323 §5.3). It does so less often the fewer ticks there are.
   */
  void tickEvery(long time) {
    step = Math.max(step, (int) (Math.min(time, SLOWEST) / TICK));
  }

  /** Whether {@link #elapsed} tells the round-trip time to the millisecond. */
  boolean isFine() {
    return step == 1;
  }

  /**
   * The round-trip time, in nanoseconds, that an echo stands for, at most a tick too long; -1 if it
   * cannot be ours.
   */
  long elapsed(int echo, long now) {
    int ticks = since(echo, now);
    return ticks < 0 || ticks > 600_000 ? -1 : Math.max(1, ticks) * TICK;
  }

  /** A time before which the segment with that timestamp was sent; never, if it cannot be ours. */
  long sentBefore(int echo, long now) {
    int ticks = since(echo, now);
    return ticks < 0 || ticks > 600_000 ? Long.MAX_VALUE : (now / TICK - ticks + step) * TICK;
  }

  private int since(int echo, long now) {
    return (int) (now / TICK) + offset - echo;
  }

  /** Whether a segment is older than what has arrived (RFC 7323 §5.3, R1). */
  boolean isOld(int value, long now) {
    return recentAt != NEVER && Seq.before(value, recent) && now - recentAt < OUTDATED;
  }

  /**
   * Whether a segment that {@link #isOld} was only overtaken, by what was sent again after it (RFC
   * 7323 §5.3, "discarded unnecessarily"). It was, if it was sent after text that lies less than
   * 2^30 octets before: what had its number a wrap ago had been acknowledged then.
   */
  boolean isOnlyLate(int value) {
    return Seq.after(value, floor) && Seq.distance(value, recent) <= LATEST;
  }

  /** Text has arrived in order up to a position in the stream. */
  void reached(long position) {
    if (position - floorAt >= HORIZON) {
      floor = recent;
      floorAt = position;
    }
  }

  /** Keeps the timestamp of a segment that spans what was last acknowledged (RFC 7323 §4.3). */
  void arrived(int value, long now) {
    boolean any = recentAt != NEVER;
    if (!any || Seq.atOrAfter(value, recent) || now - recentAt >= OUTDATED) {
      floor = any ? floor : value;
      recent = value;
      recentAt = now;
    }
  }
}
