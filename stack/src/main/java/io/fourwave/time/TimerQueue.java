package io.fourwave.time;

import java.util.Arrays;

/**
 * Deadlines in, expiries out, in the order of time. A heap: the next deadline is exact, which a
 * simulator needs, and the order of expiry depends on nothing but the deadlines and the order in
 * which they were set.
 *
 * <p>An owner that often postpones does not touch the heap: it lets its entry expire early and sets
 * it again. Times are nanoseconds; not thread-safe.
 */
public final class TimerQueue {
  private static final int NOT_QUEUED = -1;

  /** What can expire. One entry an owner; the owner keeps its own deadlines. */
  public abstract static class Entry {
    private long deadline;
    private long order;
    private int index = NOT_QUEUED;

    /** The time has come. The entry is no longer queued and may be queued again. */
    protected abstract void expired(long now);

    /** Whether it is queued to expire at {@code time} or before. */
    public boolean expiresBy(long time) {
      return index != NOT_QUEUED && deadline <= time;
    }

    private boolean before(Entry other) {
      return deadline < other.deadline || deadline == other.deadline && order < other.order;
    }
  }

  private Entry[] heap = new Entry[16];
  private int count;
  private long orders;

  /** Sets, or moves, an entry's deadline. */
  public void schedule(Entry entry, long deadline) {
    if (entry.index == NOT_QUEUED) {
      if (count == heap.length) {
        heap = Arrays.copyOf(heap, 2 * count);
      }
      entry.index = count++;
    }
    entry.deadline = deadline;
    entry.order = orders++;
    up(entry, entry.index);
    down(entry, entry.index);
  }

  /** Takes an entry out; does nothing if it is not queued. */
  public void cancel(Entry entry) {
    int at = entry.index;
    if (at == NOT_QUEUED) {
      return;
    }
    entry.index = NOT_QUEUED;
    Entry last = heap[--count];
    heap[count] = null;
    if (last != entry) {
      up(last, at);
      down(last, last.index);
    }
  }

  private void up(Entry entry, int from) {
    int at = from;
    while (at > 0 && entry.before(heap[(at - 1) >>> 1])) {
      place(heap[(at - 1) >>> 1], at);
      at = (at - 1) >>> 1;
    }
    place(entry, at);
  }

  private void down(Entry entry, int from) {
    int at = from;
    while (true) {
      int child = 2 * at + 1;
      if (child + 1 < count && heap[child + 1].before(heap[child])) {
        child++;
      }
      if (child >= count || !heap[child].before(entry)) {
        place(entry, at);
        return;
      }
      place(heap[child], at);
      at = child;
    }
  }

  private void place(Entry entry, int at) {
    heap[at] = entry;
    entry.index = at;
  }

  /** The earliest deadline in nanoseconds, or {@link Long#MAX_VALUE}. */
  public long nextDeadline() {
    return count == 0 ? Long.MAX_VALUE : heap[0].deadline;
  }

  /** Lets all entries expire whose deadline is {@code now} or before. */
  public void advanceTo(long now) {
    while (count > 0 && heap[0].deadline <= now) {
      Entry entry = heap[0];
      cancel(entry);
      entry.expired(now);
    }
  }

  /** How many entries are queued. */
  public int size() {
    return count;
  }
}
