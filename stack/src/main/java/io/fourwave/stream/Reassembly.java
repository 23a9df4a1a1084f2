package io.fourwave.stream;

import java.util.Arrays;

/**
 * Which octets beyond the next expected one have arrived: disjoint ranges of positions in ascending
 * order. The octets themselves lie in the ring, at their place, so that a thousand tiny segments
 * cost no more memory than one. Insertion is a binary search; the number of ranges has a limit
 * (SegmentSmack, CVE-2018-5390).
 */
public final class Reassembly {
  /** Ranges kept at most; what would make one more is not kept. */
  public static final int MOST_RANGES = 1024;

  private static final int REMEMBERED = 4;

  private long[] from = new long[4];
  private long[] to = new long[4];
  private int count;
  private final long[] recent = new long[REMEMBERED];
  private int recentCount;

  /** Whether nothing is out of order. */
  public boolean isEmpty() {
    return count == 0;
  }

  /** How many ranges there are. */
  public int ranges() {
    return count;
  }

  /** The position after the last octet that has arrived; meaningless if empty. */
  public long end() {
    return to[count - 1];
  }

  /**
   * Adds a range, merging it with those it touches.
   *
   * @return false if there are too many ranges; nothing was added
   */
  public boolean add(long start, long end) {
    int first = firstEndingAtOrAfter(start);
    int last = first;
    while (last < count && from[last] <= end) {
      last++;
    }
    if (first == last) {
      if (count == MOST_RANGES) {
        return false;
      }
      insert(first, start, end);
    } else {
      from[first] = Math.min(from[first], start);
      to[first] = Math.max(to[last - 1], end);
      remove(first + 1, last);
    }
    remember(start);
    return true;
  }

  /** The first position of a range that has arrived already; -1 if all of it is new. */
  public long overlapFrom(long start, long end) {
    int at = firstEndingAtOrAfter(start + 1);
    return at < count && from[at] < end ? Math.max(start, from[at]) : -1;
  }

  /** How far what has arrived goes from such a position on, at most to {@code end}. */
  public long overlapTo(long position, long end) {
    return Math.min(end, to[firstEndingAtOrAfter(position + 1)]);
  }

  private int firstEndingAtOrAfter(long position) {
    int low = Arrays.binarySearch(to, 0, count, position);
    return low < 0 ? -low - 1 : low;
  }

  private void insert(int at, long start, long end) {
    if (count == from.length) {
      from = Arrays.copyOf(from, 2 * count);
      to = Arrays.copyOf(to, 2 * count);
    }
    System.arraycopy(from, at, from, at + 1, count - at);
    System.arraycopy(to, at, to, at + 1, count - at);
    from[at] = start;
    to[at] = end;
    count++;
  }

  private void remove(int first, int last) {
    System.arraycopy(from, last, from, first, count - last);
    System.arraycopy(to, last, to, first, count - last);
    count -= last - first;
  }

  /** Remembers where the latest segments fell: RFC 2018 §4 reports their blocks first. */
  private void remember(long position) {
    int kept = Math.min(recentCount, REMEMBERED - 1);
    System.arraycopy(recent, 0, recent, 1, kept);
    recent[0] = position;
    recentCount = kept + 1;
  }

  /**
   * Tells how far the stream is unbroken, given that everything before {@code position} has
   * arrived, and forgets the ranges that are now in order.
   */
  public long advance(long position) {
    long reached = position;
    int done = 0;
    while (done < count && from[done] <= reached) {
      reached = Math.max(reached, to[done++]);
    }
    if (done > 0) {
      remove(0, done);
    }
    if (count == 0) {
      recentCount = 0;
    }
    return reached;
  }

  /** The index of the range that holds the {@code i}-th latest arrival, or -1. */
  private int recentRange(int i) {
    int at = firstEndingAtOrAfter(recent[i] + 1);
    return at < count && from[at] <= recent[i] ? at : -1;
  }

  /** Is given the ranges to be reported. */
  public interface Report {
    /** Takes one range; called with distinct ranges. */
    void range(long start, long end);
  }

  /** Reports up to {@code most} ranges, the latest arrivals' first (RFC 2018 §4). */
  public void report(int most, Report report) {
    int reported = 0;
    for (int i = 0; i < recentCount && reported < most; i++) {
      int range = recentRange(i);
      if (range >= 0 && !reportedBefore(i, range)) {
        report.range(from[range], to[range]);
        reported++;
      }
    }
  }

  private boolean reportedBefore(int i, int range) {
    for (int j = 0; j < i; j++) {
      if (recentRange(j) == range) {
        return true;
      }
    }
    return false;
  }
}
