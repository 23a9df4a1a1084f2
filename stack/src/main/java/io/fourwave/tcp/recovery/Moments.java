package io.fourwave.tcp.recovery;

/**
 * Times that tell what was sent before from what was sent after, even in one instant: RACK's order,
 * in which sequence numbers decide only between first transmissions. In nanoseconds.
 */
final class Moments {
  private long latest;
  private boolean latestWasAgain;

  void clear() {
    latest = Long.MIN_VALUE;
    latestWasAgain = false;
  }

  /** The time of what is sent now, for the first time or again. */
  long next(boolean again, long now) {
    long least = again || latestWasAgain ? latest + 1 : latest;
    latest = Math.max(now, least);
    latestWasAgain = again;
    return latest;
  }
}
