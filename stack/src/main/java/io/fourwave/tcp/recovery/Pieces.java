package io.fourwave.tcp.recovery;

/**
 * The rows of {@link SentSegments}, in parallel arrays that begin and end anywhere. Who cuts a row
 * in two, or takes rows out, moves the shorter side: with thousands of segments in flight that is
 * little, since what was selectively acknowledged is one row a stretch.
 */
final class Pieces {
  private static final int LARGE = 64;
  private static final int SPARE = 8;

  int[] from = new int[4];
  int[] to = new int[4];
  long[] sentAt = new long[4];
  byte[] marks = new byte[4];
  int first;
  int end;

  int size() {
    return end - first;
  }

  void append(int start, int next, long now) {
    if (end == from.length) {
      makeRoom();
    }
    from[end] = start;
    to[end] = next;
    sentAt[end] = now;
    marks[end++] = 0;
  }

  /** Forgets the first row. */
  void removeFirst() {
    first++;
    if (first == end) {
      first = 0;
      end = 0;
    }
  }

  /** Makes two rows of one, the second of which begins at {@code seq}; the index of the first. */
  int split(int piece, int seq) {
    int at = copied(piece);
    to[at] = seq;
    from[at + 1] = seq;
    return at;
  }

  private int copied(int piece) {
    if (first > 0 && piece - first < end - piece) {
      move(first, first - 1, piece - first + 1);
      first--;
      return piece - 1;
    }
    int offset = piece - first;
    if (end == from.length) {
      makeRoom();
    }
    int at = first + offset;
    move(at, at + 1, end - at);
    end++;
    return at;
  }

  /** Takes out {@code count} rows from {@code at} on. */
  void remove(int at, int count) {
    int before = at - first;
    int behind = end - at - count;
    if (before < behind) {
      move(first, first + count, before);
      first += count;
    } else {
      move(at + count, at, behind);
      end -= count;
    }
  }

  private void move(int source, int target, int count) {
    System.arraycopy(from, source, from, target, count);
    System.arraycopy(to, source, to, target, count);
    System.arraycopy(sentAt, source, sentAt, target, count);
    System.arraycopy(marks, source, marks, target, count);
  }

  /** Moves the rows towards the beginning, or into larger arrays. */
  private void makeRoom() {
    int count = end - first;
    int start = from.length >= LARGE ? SPARE : 0;
    if (2 * count > from.length) {
      int capacity = 2 * from.length;
      from = moved(from, new int[capacity], start);
      to = moved(to, new int[capacity], start);
      long[] times = new long[capacity];
      System.arraycopy(sentAt, first, times, start, count);
      sentAt = times;
      byte[] bits = new byte[capacity];
      System.arraycopy(marks, first, bits, start, count);
      marks = bits;
    } else {
      move(first, start, count);
    }
    first = start;
    end = start + count;
  }

  private int[] moved(int[] old, int[] larger, int start) {
    System.arraycopy(old, first, larger, start, end - first);
    return larger;
  }
}
