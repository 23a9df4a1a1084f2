package io.fourwave.tcp;

import io.fourwave.time.TimerQueue;
import java.util.Arrays;

/**
 * When connections have to be looked at again, and room for the deadlines of those that have
 * several timers set, as idle ones have not.
 */
final class Deadlines {
  /** Kept for those who set a timer next; beyond that they are made anew. */
  private static final int MOST = 4096;

  final TimerQueue queue = new TimerQueue();
  private long[][] spare = new long[16][];
  private int count;

  /** Room for all timers; what is in it means nothing. */
  long[] take() {
    return count == 0 ? new long[TcpTimer.values().length] : spare[--count];
  }

  void giveBack(long[] deadlines) {
    if (count == MOST) {
      return;
    }
    if (count == spare.length) {
      spare = Arrays.copyOf(spare, 2 * count);
    }
    spare[count++] = deadlines;
  }
}
