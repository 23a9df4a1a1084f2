package io.fourwave.tcp.recovery;

import io.fourwave.wire.Seq;

/**
 * What was sent and is not yet acknowledged, in ascending order of sequence numbers: when each
 * piece was sent, whether again, and what is believed of it. A piece may stand for a super-segment;
 * it is split where acknowledgements or retransmissions cut it. Nothing is forgotten before the
 * cumulative acknowledgement covers it, whatever SACK says (RFC 2018 §8).
 *
 * <p>Neighbours that are selectively acknowledged become one piece, so that no acknowledgement has
 * to look at them again; and who acknowledges single octets of a large window to make us keep a
 * piece for each (CVE-2019-11478) is not listened to any more.
 */
public final class SentSegments {
  /** Pieces for each segment of the window, and some more, that SACK blocks may cut it into. */
  private static final int PIECES_PER_SEGMENT = 4;

  private static final int SPARE_PIECES = 64;

  private final Pieces pieces = new Pieces();
  private final Deliveries deliveries;
  private long sample = -1;

  /** Tells nobody what arrives. */
  public SentSegments() {
    this((sent, piece) -> {});
  }

  SentSegments(Deliveries deliveries) {
    this.deliveries = deliveries;
  }

  /** Forgets everything. */
  void clear() {
    pieces.clear();
    sample = -1;
  }

  /** Whether it has needed much memory, which it keeps. */
  boolean isLarge() {
    return pieces.isLarge();
  }

  /** Whether everything is acknowledged. */
  public boolean isEmpty() {
    return pieces.first == pieces.end;
  }

  /** How many pieces there are. */
  public int size() {
    return pieces.size();
  }

  /** Sequence space believed to be in the network: RFC 6675's pipe. */
  public int inFlight() {
    return pieces.inFlight;
  }

  /** Sequence space that the peer has selectively acknowledged. */
  public int sacked() {
    return pieces.sacked;
  }

  /** Whether something is believed lost and not yet sent again. */
  public boolean hasLost() {
    return pieces.lost > 0;
  }

  /** Sequence space that was found lost since this was last asked, if only for a while. */
  public int takeLost() {
    int untold = pieces.lostUntold;
    pieces.lostUntold = 0;
    return untold;
  }

  int first() {
    return pieces.first;
  }

  int end() {
    return pieces.end;
  }

  int from(int piece) {
    return pieces.from[piece];
  }

  int to(int piece) {
    return pieces.to[piece];
  }

  long sentAt(int piece) {
    return pieces.sentAt[piece];
  }

  boolean is(int piece, int mark) {
    return (pieces.marks[piece] & mark) != 0;
  }

  private int length(int piece) {
    return pieces.length(piece);
  }

  /** New sequence space was sent; pieces of one instant are kept as one. */
  public void sent(int start, int next, long now) {
    pieces.inFlight += next - start;
    int last = pieces.end - 1;
    if (!isEmpty() && to(last) == start && sentAt(last) == now && pieces.marks[last] == 0) {
      pieces.to[last] = next;
      return;
    }
    pieces.append(start, next, now);
  }

  /** Begins to look at an acknowledgement: what it measures is not known yet. */
  void acknowledgementArrives() {
    sample = -1;
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
    while (!isEmpty() && Seq.before(from(pieces.first), una)) {
      int piece = pieces.first;
      if (Seq.after(to(piece), una)) {
        piece = pieces.split(piece, una);
      }
      if (!is(piece, Pieces.SACKED)) {
        deliveries.delivered(this, piece);
        fresh += length(piece);
        ambiguous |= is(piece, Pieces.AGAIN);
        sample = now - sentAt(piece);
      }
      pieces.removeFirst();
    }
    if (ambiguous) {
      sample = -1; // and what was sent once has waited for what was sent again
    }
    return fresh;
  }

  /**
   * How long the latest piece took that was newly acknowledged, in nanoseconds; -1 if there was
   * none, or one was sent more than once (Karn's algorithm, MUST-18).
   */
  public long sample() {
    return sample;
  }

  /**
   * The peer has selectively acknowledged a range. Of several in one acknowledgement the lower come
   * first, else they would look reordered.
   *
   * @return octets of it that were not known to have arrived
   */
  public int sack(int start, int next, int segmentSize, long now) {
    int window = isEmpty() ? 0 : Seq.distance(from(pieces.first), to(pieces.end - 1));
    int most = SPARE_PIECES + PIECES_PER_SEGMENT * (window / segmentSize);
    cut(start, most);
    cut(next, most);
    int begin = firstEndingAfter(start);
    if (begin < pieces.end && Seq.before(from(begin), start) && !is(begin, Pieces.SACKED)) {
      begin++; // it was not cut
    }
    int fresh = 0;
    int behind = begin;
    while (behind < pieces.end && Seq.before(from(behind), next)) {
      if (!is(behind, Pieces.SACKED)) {
        if (Seq.after(to(behind), next)) {
          break; // nor was this
        }
        fresh += arrived(behind, now);
      }
      behind++;
    }
    join(begin, behind);
    return fresh;
  }

  /** Lets a piece end, and the next begin, at {@code seq}, unless it is already in many pieces. */
  private void cut(int seq, int most) {
    int piece = firstEndingAfter(seq);
    if (piece < pieces.end && Seq.before(from(piece), seq) && !is(piece, Pieces.SACKED)) {
      if (pieces.size() < most) {
        pieces.split(piece, seq);
      }
    }
  }

  private int arrived(int piece, long now) {
    deliveries.delivered(this, piece);
    if (!is(piece, Pieces.AGAIN)) {
      sample = now - sentAt(piece);
    }
    pieces.mark(piece, Pieces.SACKED);
    return length(piece);
  }

  /** Makes one piece of selectively acknowledged ones and of those they touch. */
  private void join(int from, int behind) {
    if (from >= behind) {
      return;
    }
    int begin = from > pieces.first && is(from - 1, Pieces.SACKED) ? from - 1 : from;
    int end = behind < pieces.end && is(behind, Pieces.SACKED) ? behind + 1 : behind;
    if (end - begin > 1) {
      pieces.to[begin] = to(end - 1);
      pieces.remove(begin + 1, end - begin - 1);
    }
  }

  /** The first piece that ends after a sequence number; {@link #end()} if there is none. */
  int firstEndingAfter(int seq) {
    int low = pieces.first;
    int high = pieces.end;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (Seq.after(to(middle), seq)) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  /** Believes a piece lost, unless it is already or has arrived. */
  boolean lose(int piece) {
    if (is(piece, Pieces.SACKED | Pieces.LOST)) {
      return false;
    }
    pieces.mark(piece, pieces.marks[piece] | Pieces.LOST);
    return true;
  }

  /** Believes a range lost that was sent once, as far as the peer did not say it has it. */
  public void lose(int start, int next) {
    cut(start, Integer.MAX_VALUE);
    cut(next, Integer.MAX_VALUE);
    for (int i = firstEndingAfter(start); i < pieces.end && Seq.before(from(i), next); i++) {
      lose(i);
    }
  }

  /** Whether anything is believed lost, and not yet sent again, that is not in a range. */
  public boolean hasLostOutside(int start, int next) {
    for (int i = pieces.first; i < pieces.end; i++) {
      boolean inside = Seq.atOrAfter(from(i), start) && Seq.atOrBefore(to(i), next);
      if (!inside && pieces.awaitsRepair(i)) {
        return true;
      }
    }
    return false;
  }

  /** Whether all of a range was sent once, and never believed lost. */
  public boolean isAsSent(int start, int next) {
    for (int i = firstEndingAfter(start); i < pieces.end && Seq.before(from(i), next); i++) {
      if (is(i, Pieces.LOST | Pieces.AGAIN)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Believes lost what was sent again at {@code time} within a range; what has arrived since, or
   * was sent yet again, is not meant.
   */
  boolean loseResent(int start, int next, long time) {
    boolean any = false;
    for (int i = firstEndingAfter(start); i < pieces.end && Seq.before(from(i), next); i++) {
      int marks = pieces.marks[i];
      if (sentAt(i) == time && (marks & Pieces.SACKED) == 0 && !pieces.awaitsRepair(i)) {
        pieces.mark(i, marks & ~Pieces.REPAIRED | Pieces.LOST);
        any = true;
      }
    }
    return any;
  }

  /** Believes the first {@code octets} lost, also if they were lost, and sent again, before. */
  boolean loseFirst(int octets) {
    if (isEmpty() || is(pieces.first, Pieces.SACKED)) {
      return false;
    }
    int piece = cutFirst(octets);
    pieces.mark(piece, pieces.marks[piece] & ~Pieces.REPAIRED | Pieces.LOST);
    return true;
  }

  private int cutFirst(int octets) {
    int piece = pieces.first;
    return length(piece) > octets ? pieces.split(piece, from(piece) + octets) : piece;
  }

  /** Believes everything lost that the peer did not say it has. */
  public void loseAll() {
    loseSentBy(Long.MAX_VALUE);
  }

  /**
   * Believes the first piece lost, and all that were sent by a time. If the peer said of the very
   * first piece that it has it, it lied or changed its mind, and nothing it said counts.
   */
  void loseSentBy(long time) {
    boolean reneged = !isEmpty() && is(pieces.first, Pieces.SACKED); // RFC 2018 §8
    for (int i = pieces.first; i < pieces.end; i++) {
      if (reneged && is(i, Pieces.SACKED)) {
        pieces.mark(i, Pieces.AGAIN | Pieces.LOST);
      } else if (!is(i, Pieces.SACKED) && (i == pieces.first || sentAt(i) <= time)) {
        pieces.mark(i, pieces.marks[i] & Pieces.AGAIN | Pieces.LOST);
      }
    }
  }

  /** What was believed lost, and was not sent again yet, was not lost. */
  void believeInFlight() {
    for (int i = pieces.first; i < pieces.end; i++) {
      if (pieces.awaitsRepair(i)) {
        pieces.mark(i, pieces.marks[i] & ~Pieces.LOST);
      }
    }
  }

  /** Where the first piece to be sent again begins. There must be one: {@link #hasLost()}. */
  public int lostFrom() {
    return from(firstLost());
  }

  /** Octets of sequence space in the first piece to be sent again. */
  public int lostLength() {
    return length(firstLost());
  }

  private int firstLost() {
    int piece = firstEndingAfter(pieces.lostFrom);
    while (!pieces.awaitsRepair(piece)) {
      piece++;
    }
    pieces.lostFrom = from(piece);
    return piece;
  }

  /** The first {@code octets} of the first lost piece were sent again. */
  public void repaired(int octets, long now) {
    int piece = firstLost();
    if (length(piece) > octets) {
      piece = pieces.split(piece, from(piece) + octets);
    }
    pieces.mark(piece, pieces.marks[piece] | Pieces.AGAIN | Pieces.REPAIRED);
    pieces.sentAt[piece] = now;
  }

  /** The first octets were sent again as a probe: they measure nothing any more. */
  public void probed(int octets) {
    int piece = cutFirst(octets);
    pieces.mark(piece, pieces.marks[piece] | Pieces.AGAIN);
  }

  /** What begins at {@code seq}, within the last piece, was sent again to find out what is lost. */
  void probedFrom(int seq, long now) {
    int piece = pieces.end - 1;
    if (Seq.after(seq, from(piece))) {
      piece = pieces.split(piece, seq) + 1;
    }
    pieces.mark(piece, pieces.marks[piece] | Pieces.AGAIN);
    pieces.sentAt[piece] = now;
  }

  /** Where the last piece begins. There must be one. */
  int lastFrom() {
    return from(pieces.end - 1);
  }

  /** When the oldest piece was last sent, in nanoseconds. There must be one. */
  public long oldestSentAt() {
    return sentAt(pieces.first);
  }

  @Override
  public String toString() {
    return pieces.toString();
  }
}
