package io.fourwave.host;

/**
 * How many packets a turn of the loop takes in before it sends what they cause. To see that there
 * is no further one costs a system call. Where packets come one at a time, as requests do, a turn
 * takes one, and looks for the next when the answer is out: if the one who waits for it runs on our
 * processor, the next request is there by then, and nobody has slept. Where they come in bursts a
 * turn takes all, so that one acknowledgement is for many. What is looked for in vain is looked for
 * ever more seldom: in every second turn, the fourth, up to the 64th. For the loop's thread.
 */
final class Batch {
  private static final int MOST = 64;
  private static final int MOST_FAILURES = 6;

  private int failures;
  private int turnsBeforeNext;

  /**
   * Packets that this turn takes at most.
   *
   * @param isDue whether a timer is about to expire: what has come in time must not find it expired
   */
  int limit(boolean isDue) {
    return turnsBeforeNext > 0 && !isDue ? 1 : MOST;
  }

  /** So many were there. A turn without any says nothing about how they come. */
  void taken(int packets) {
    if (packets > 1) {
      failures = 0;
      turnsBeforeNext = 0;
    } else if (packets == 1 && turnsBeforeNext > 0) {
      turnsBeforeNext--;
    } else if (packets == 1) {
      failures = Math.min(failures + 1, MOST_FAILURES);
      turnsBeforeNext = (1 << failures) - 1;
    }
  }
}
