package io.fourwave.tcp.recovery;

import io.fourwave.wire.Seq;

/**
 * The rows of {@link SentSegments}, in parallel arrays that begin and end anywhere. Who cuts a row
 * in two, or takes rows out, moves the shorter side: with thousands of segments in flight that is
 * little, since what was selectively acknowledged is one row a stretch. Marks are changed here
 * only, so that the sums stay true.
 */
final class Pieces {
  /** The peer said that it has this piece. */
  static final int SACKED = 1;

  /** Believed lost. */
  static final int LOST = 2;

  /** Was sent more than once: its acknowledgement measures nothing (Karn's algorithm). */
  static final int AGAIN = 4;

  /** Believed lost, and since then sent again. */
  static final int REPAIRED = 8;

  private static final int LARGE = 64;
  private static final int SPARE = 8;

  int[] from = new int[4];
  int[] to = new int[4];
  long[] sentAt = new long[4];
  byte[] marks = new byte[4];
  int first;
  int end;

  /** Octets believed to be in the network. */
  int inFlight;

  /** Octets that the peer has selectively acknowledged. */
  int sacked;

  /** Octets believed lost and not yet sent again. */
  int lost;

  /** Octets that were found lost since somebody asked, if only for a while. */
  int lostUntold;

  /** No row before this number is believed lost and not yet sent again, if any is. */
  int lostFrom;

  void clear() {
    first = 0;
    end = 0;
    inFlight = 0;
    sacked = 0;
    lost = 0;
    lostUntold = 0;
  }

  /** Whether there is room for many rows. */
  boolean isLarge() {
    return from.length > LARGE;
  }

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

  int length(int piece) {
    return Seq.distance(from[piece], to[piece]);
  }

  void mark(int piece, int value) {
    int octets = length(piece);
    int old = marks[piece];
    inFlight += octets * (inPipe(value) - inPipe(old));
    sacked += octets * ((value & SACKED) - (old & SACKED));
    if (awaiting(value) > awaiting(old)) {
      lostFrom = lost == 0 ? from[piece] : Seq.min(lostFrom, from[piece]);
    }
    lost += octets * (awaiting(value) - awaiting(old));
    lostUntold += octets * Math.max(0, awaiting(value) - awaiting(old));
    marks[piece] = (byte) value;
  }

  private static int inPipe(int value) {
    return (value & SACKED) == 0 && (value & (LOST | REPAIRED)) != LOST ? 1 : 0;
  }

  private static int awaiting(int value) {
    return (value & (LOST | REPAIRED)) == LOST ? 1 : 0;
  }

  /** Whether a row is believed lost and was not sent again since. */
  boolean awaitsRepair(int piece) {
    return awaiting(marks[piece]) == 1;
  }

  /** Forgets the first row: it has arrived. */
  void removeFirst() {
    mark(first, SACKED);
    sacked -= length(first);
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

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("[");
    String[] names = {"SACKED", "LOST", "AGAIN", "REPAIRED"};
    for (int i = first; i < end; i++) {
      text.append(i > first ? ", " : "").append(from[i]).append("..").append(to[i]);
      for (int bit = 0; bit < names.length; bit++) {
        text.append((marks[i] & 1 << bit) != 0 ? " " + names[bit] : "");
      }
    }
    return text.append(']').toString();
  }
}
