package io.fourwave.tcp.recovery;

import io.fourwave.wire.Seq;
import java.util.Arrays;

/**
 * What was sent and is not yet acknowledged, in ascending order of sequence numbers: when each
 * piece was sent, whether again, and what is believed of it. A piece may stand for a super-segment;
 * it is split where acknowledgements or retransmissions cut it. Nothing is forgotten before the
 * cumulative acknowledgement covers it, whatever SACK says (RFC 2018 §8).
 */
public final class SentSegments {
  /** The peer said that it has this piece. */
  static final int SACKED = 1;

  /** Believed lost. */
  static final int LOST = 2;

  /** Was sent more than once: its acknowledgement measures nothing (Karn's algorithm). */
  static final int AGAIN = 4;

  /** Believed lost, and since then sent again. */
  static final int REPAIRED = 8;

  private int[] from = new int[4];
  private int[] to = new int[4];
  private long[] sentAt = new long[4];
  private byte[] marks = new byte[4];
  private int first;
  private int end;
  private int inFlight;
  private int sackedOctets;
  private int lostOctets;
  private long sample = -1;

  /** Whether everything is acknowledged. */
  public boolean isEmpty() {
    return first == end;
  }

  /** How many pieces there are. */
  public int size() {
    return end - first;
  }

  /** Sequence space believed to be in the network: RFC 6675's pipe. */
  public int inFlight() {
    return inFlight;
  }

  /** Sequence space that the peer has selectively acknowledged. */
  public int sacked() {
    return sackedOctets;
  }

  /** Whether something is believed lost and not yet sent again. */
  public boolean hasLost() {
    return lostOctets > 0;
  }

  int first() {
    return first;
  }

  int end() {
    return end;
  }

  int from(int piece) {
    return from[piece];
  }

  int to(int piece) {
    return to[piece];
  }

  boolean is(int piece, int mark) {
    return (marks[piece] & mark) != 0;
  }

  /** New sequence space was sent; pieces of one instant are kept as one. */
  public void sent(int start, int next, long now) {
    inFlight += next - start;
    if (first < end && to[end - 1] == start && sentAt[end - 1] == now && marks[end - 1] == 0) {
      to[end - 1] = next;
      return;
    }
    makeRoom();
    from[end] = start;
    to[end] = next;
    sentAt[end] = now;
    marks[end++] = 0;
  }

  private void makeRoom() {
    if (end < from.length) {
      return;
    }
    int count = end - first;
    int capacity = 2 * count > from.length ? 2 * from.length : from.length;
    from = moved(from, new int[capacity], count);
    to = moved(to, new int[capacity], count);
    long[] times = capacity == sentAt.length ? sentAt : new long[capacity];
    System.arraycopy(sentAt, first, times, 0, count);
    sentAt = times;
    byte[] bits = capacity == marks.length ? marks : new byte[capacity];
    System.arraycopy(marks, first, bits, 0, count);
    marks = bits;
    first = 0;
    end = count;
  }

  private int[] moved(int[] old, int[] larger, int count) {
    int[] target = larger.length == old.length ? old : larger;
    System.arraycopy(old, first, target, 0, count);
    return target;
  }

  /**
   * Cuts a piece in two, so that one begins at {@code seq}; returns the index of the first half.
   */
  private int split(int piece, int seq) {
    int offset = piece - first;
    makeRoom();
    int at = first + offset;
    int behind = end - at;
    System.arraycopy(from, at, from, at + 1, behind);
    System.arraycopy(to, at, to, at + 1, behind);
    System.arraycopy(sentAt, at, sentAt, at + 1, behind);
    System.arraycopy(marks, at, marks, at + 1, behind);
    end++;
    to[at] = seq;
    from[at + 1] = seq;
    return at;
  }

  /**
   * The peer has everything before {@code una}.
   *
   * @return octets of sequence space it had not acknowledged in any way before
   */
  public int acknowledge(int una, long now) {
    int fresh = 0;
    boolean ambiguous = false;
    sample = -1;
    while (first < end && Seq.before(from[first], una)) {
      if (Seq.after(to[first], una)) {
        split(first, una);
      }
      if (!is(first, SACKED)) {
        fresh += to[first] - from[first];
      }
      ambiguous |= is(first, AGAIN);
      if (!is(first, SACKED)) {
        sample = now - sentAt[first];
      }
      mark(first, 0);
      inFlight -= to[first] - from[first];
      first++;
    }
    if (ambiguous) {
      sample = -1; // and what was sent once has waited for what was sent again
    }
    if (first == end) {
      first = 0;
      end = 0;
    }
    return fresh;
  }

  /**
   * How long the latest acknowledged piece took, in nanoseconds; -1 if there was none, or one was
   * sent more than once (Karn's algorithm, MUST-18).
   */
  public long sample() {
    return sample;
  }

  /**
   * The peer has selectively acknowledged a range.
   *
   * @return octets of it that were not known to have arrived
   */
  public int sack(int start, int next) {
    int fresh = 0;
    for (int i = firstEndingAfter(start); i < end && Seq.before(from[i], next); i++) {
      if (is(i, SACKED)) {
        continue;
      }
      if (Seq.before(from[i], start)) {
        i = split(i, start) + 1;
      }
      if (Seq.after(to[i], next)) {
        i = split(i, next);
      }
      fresh += to[i] - from[i];
      mark(i, marks[i] & AGAIN | SACKED);
    }
    return fresh;
  }

  private int firstEndingAfter(int seq) {
    int low = first;
    int high = end;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (Seq.after(to[middle], seq)) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  /** Changes a piece's marks and keeps the sums true. */
  private void mark(int piece, int value) {
    int octets = to[piece] - from[piece];
    int old = marks[piece];
    inFlight += octets * (inPipe(value) - inPipe(old));
    sackedOctets += octets * ((value & SACKED) - (old & SACKED));
    lostOctets += octets * (awaitsRepair(value) - awaitsRepair(old));
    marks[piece] = (byte) value;
  }

  private static int inPipe(int value) {
    return (value & SACKED) == 0 && (value & (LOST | REPAIRED)) != LOST ? 1 : 0;
  }

  private static int awaitsRepair(int value) {
    return (value & (LOST | REPAIRED)) == LOST ? 1 : 0;
  }

  /** Believes a piece lost, unless it is already or has arrived. */
  boolean lose(int piece) {
    if (is(piece, SACKED | LOST)) {
      return false;
    }
    mark(piece, marks[piece] | LOST);
    return true;
  }

  /** Believes a range lost that was sent once, as far as the peer did not say it has it. */
  public void lose(int start, int next) {
    for (int i = firstEndingAfter(start); i < end && Seq.before(from[i], next); i++) {
      if (Seq.before(from[i], start)) {
        i = split(i, start) + 1;
      }
      if (Seq.after(to[i], next)) {
        i = split(i, next);
      }
      lose(i);
    }
  }

  /** Whether anything is believed lost, and not yet sent again, that is not in a range. */
  public boolean hasLostOutside(int start, int next) {
    for (int i = first; i < end; i++) {
      boolean inside = Seq.atOrAfter(from[i], start) && Seq.atOrBefore(to[i], next);
      if (!inside && awaitsRepair(marks[i]) != 0) {
        return true;
      }
    }
    return false;
  }

  /** Whether all of a range was sent once, and never believed lost. */
  public boolean isAsSent(int start, int next) {
    for (int i = firstEndingAfter(start); i < end && Seq.before(from[i], next); i++) {
      if (is(i, LOST | AGAIN)) {
        return false;
      }
    }
    return true;
  }

  /** Believes the first {@code octets} lost, also if they were lost, and sent again, before. */
  boolean loseFirst(int octets) {
    if (first == end || is(first, SACKED)) {
      return false;
    }
    if (to[first] - from[first] > octets) {
      split(first, from[first] + octets);
    }
    mark(first, marks[first] & ~REPAIRED | LOST);
    return true;
  }

  /**
   * The retransmission timer expired: believes everything lost that the peer did not say it has. If
   * it said so of the very first piece, it lied or changed its mind, and nothing it said counts.
   */
  public void loseAll() {
    boolean reneged = first < end && is(first, SACKED); // RFC 2018 §8
    for (int i = first; i < end; i++) {
      if (reneged || !is(i, SACKED)) {
        mark(i, marks[i] & AGAIN | LOST);
      }
    }
  }

  /** Where the first piece to be sent again begins. There must be one: {@link #hasLost()}. */
  public int lostFrom() {
    return from[firstLost()];
  }

  /** Octets of sequence space in the first piece to be sent again. */
  public int lostLength() {
    int piece = firstLost();
    return to[piece] - from[piece];
  }

  private int firstLost() {
    int piece = first;
    while (awaitsRepair(marks[piece]) == 0) {
      piece++;
    }
    return piece;
  }

  /** The first {@code octets} of the first lost piece were sent again. */
  public void repaired(int octets, long now) {
    int piece = firstLost();
    if (to[piece] - from[piece] > octets) {
      piece = split(piece, from[piece] + octets);
    }
    mark(piece, marks[piece] | AGAIN | REPAIRED);
    sentAt[piece] = now;
  }

  /** The first octets were sent again as a probe: they measure nothing any more. */
  public void probed(int octets) {
    if (to[first] - from[first] > octets) {
      split(first, from[first] + octets);
    }
    mark(first, marks[first] | AGAIN);
  }

  /** When the oldest piece was last sent, in nanoseconds. */
  public long oldestSentAt() {
    return sentAt[first];
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (int i = first; i < end; i++) {
      String[] names = {"SACKED", "LOST", "AGAIN", "REPAIRED"};
      text.append(from[i]).append("..").append(to[i]);
      for (int bit = 0; bit < names.length; bit++) {
        text.append(is(i, 1 << bit) ? " " + names[bit] : "");
      }
      text.append(i + 1 < end ? ", " : "");
    }
    return Arrays.asList(text.toString()).toString();
  }
}
