package io.fourwave.examples.bench.million;

/** How quickly a number of things were done: all, the first of them and the last. */
final class Stopwatch {
  private static final double NANOS_PER_SECOND = 1e9;

  private final int all;
  private final int share;
  private final long begun = System.nanoTime();
  private long firstDone;
  private long lastBegun;
  private long ended;
  private int done;

  /** Starts. */
  Stopwatch(MillionPlan plan) {
    all = plan.connections();
    share = plan.share();
  }

  /** One more is done; whether all are. */
  boolean one() {
    done++;
    firstDone = done == share ? System.nanoTime() : firstDone;
    lastBegun = done == all - share ? System.nanoTime() : lastBegun;
    ended = done == all ? System.nanoTime() : ended;
    return done == all;
  }

  /** All, a second. */
  double rate() {
    return rate(all, ended - begun);
  }

  /** The first of them, a second. */
  double first() {
    return rate(share, firstDone - begun);
  }

  /** The last of them, a second. */
  double last() {
    return rate(share, ended - lastBegun);
  }

  private static double rate(int count, long nanos) {
    return count * NANOS_PER_SECOND / Math.max(1, nanos);
  }
}
