package io.fourwave.tcp;

import io.fourwave.wire.Seq;

/**
 * The timestamps of one connection (RFC 7323): ours tick every millisecond from a random offset
 * that differs for each four-tuple, theirs are kept for the echo and against old segments (PAWS).
 */
final class Timestamps {
  private static final long TICK = 1_000_000;
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

  Timestamps(int offset) {
    this.offset = offset;
  }

  /** TSval for a segment sent now. */
  int value(long now) {
    return (int) (now / TICK) + offset;
  }

  /** The round-trip time, in nanoseconds, that an echo stands for; -1 if it cannot be ours. */
  long elapsed(int echo, long now) {
    int ticks = value(now) - echo;
    return ticks < 0 || ticks > 600_000 ? -1 : Math.max(1, ticks) * TICK;
  }

  /** A time before which the segment with that timestamp was sent; never, if it cannot be ours. */
  long sentBefore(int echo, long now) {
    int ticks = value(now) - echo;
    return ticks < 0 || ticks > 600_000 ? Long.MAX_VALUE : (now / TICK - ticks + 1) * TICK;
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
