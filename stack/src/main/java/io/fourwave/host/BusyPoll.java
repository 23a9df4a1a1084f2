package io.fourwave.host;

/**
 * Whether a loop that has nothing to do looks again or sleeps. To be woken costs more than a packet
 * does, for whoever wakes and whoever is woken; if the next packet comes soon, looking for it is
 * cheaper. Where that is in vain, since packets are rare, or because the one who would send has no
 * processor left to do it, it is tried ever more seldom: the second time, the fourth, up to the
 * 1,024th. Times are nanoseconds. For the loop's thread.
 */
final class BusyPoll {
  private static final int MOST_FAILURES = 10;

  private final long patience;
  private long since;
  private boolean looking;
  private int failures;
  private int sleepsBeforeNext;

  /** Makes one that looks for so long at most; 0: never. */
  BusyPoll(long patience) {
    this.patience = patience;
  }

  /** A turn of the loop, that began then, had something to do. */
  void wasBusy(long now) {
    failures = looking ? 0 : failures;
    looking = false;
    since = now;
  }

  /**
   * A turn of the loop is over, and leaves nothing to be done.
   *
   * @param now when it began
   * @return whether to look again; else it is time to sleep
   */
  boolean looksAgain(long now) {
    if (!looking && sleepsBeforeNext > 0) {
      sleepsBeforeNext--;
      return false;
    }
    looking = now - since < patience;
    if (!looking) {
      failures = Math.min(failures + 1, MOST_FAILURES);
      sleepsBeforeNext = (1 << failures) - 1;
    }
    return looking;
  }
}
