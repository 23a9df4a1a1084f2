package io.fourwave.tcp.recovery;

import java.util.Arrays;

/** What was sent again, oldest first: a queue of ranges and times. */
final class Resent {
  private static final int FEW = 4;
  private static final int[] NONE = {};

  private int[] from = NONE;
  private int[] to = NONE;
  private long[] at = {};
  private int head;
  private int count;

  boolean isEmpty() {
    return count == 0;
  }

  int from() {
    return from[head];
  }

  int to() {
    return to[head];
  }

  long at() {
    return at[head];
  }

  void add(int start, int next, long now) {
    if (count == from.length) {
      grow();
    }
    int tail = head + count & from.length - 1;
    from[tail] = start;
    to[tail] = next;
    at[tail] = now;
    count++;
  }

  private void grow() {
    int size = Math.max(FEW, 2 * count);
    int[] starts = Arrays.copyOf(from, size);
    int[] nexts = Arrays.copyOf(to, size);
    long[] times = Arrays.copyOf(at, size);
    for (int i = 0; i < count; i++) {
      int old = head + i & count - 1;
      starts[i] = from[old];
      nexts[i] = to[old];
      times[i] = at[old];
    }
    from = starts;
    to = nexts;
    at = times;
    head = 0;
  }

  void remove() {
    head = head + 1 & from.length - 1;
    count--;
  }

  void clear() {
    count = 0;
  }
}
