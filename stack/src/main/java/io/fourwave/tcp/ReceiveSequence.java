package io.fourwave.tcp;

import io.fourwave.wire.Seq;

/** The receive sequence variables (RFC 9293 §3.3.1) and their tests. */
final class ReceiveSequence {
  int irs;
  int nxt;

  /** RCV.NXT + RCV.WND as last advertised: the right edge, which never moves left (SHLD-14). */
  int edge;

  /** The window of our SYN, in an active open. */
  int offered;

  /** Last.ACK.sent of RFC 7323 §4.3. */
  int acked;

  /** RCV.UP, but as a position in the stream of text, which does not wrap: 0 is nowhere. */
  long up;

  boolean finSeen;
  int finSeq;

  /** What has arrived twice and is not reported yet (RFC 2883): from there, if it is any. */
  int twiceFrom;

  /** Up to there. */
  int twiceTo;

  /**
   * A segment was a duplicate, in part or as a whole; the next acknowledgement says so. It reports
   * neighbours together, though RFC 2883 §4 speaks of one packet only: a sender who is not told of
   * all that it has sent in vain does not undo what it did about it.
   */
  void twice(int from, int to) {
    boolean touches = Seq.atOrBefore(from, twiceTo) && Seq.atOrAfter(to, twiceFrom);
    boolean joins = hasTwice() && touches;
    twiceFrom = joins ? Seq.min(from, twiceFrom) : from;
    twiceTo = joins ? Seq.max(to, twiceTo) : to;
  }

  /** That was said. */
  void reportedTwice() {
    twiceTo = twiceFrom;
  }

  /** Whether the next acknowledgement reports a duplicate. */
  boolean hasTwice() {
    return twiceFrom != twiceTo;
  }

  void startAt(int initial) {
    irs = initial;
    nxt = initial + 1;
    edge = nxt;
    acked = nxt;
  }

  /** RCV.WND. */
  int wnd() {
    return edge - nxt;
  }

  /**
   * Whether a segment has something for us (RFC 9293 §3.10.7.4, first check): part of it lies in
   * the window. An empty segment may lie at the right edge as well, where a peer that has filled
   * the window, and lost some of it, sends its acknowledgements from.
   */
  boolean isAcceptable(Segment seg) {
    if (seg.length() == 0) {
      return Seq.atOrAfter(seg.seq, nxt) && Seq.atOrBefore(seg.seq, edge);
    }
    return Seq.before(seg.seq, edge) && Seq.after(seg.end(), nxt);
  }

  /** Whether everything up to the peer's FIN has arrived, but for the FIN's own number. */
  boolean reachesFin() {
    return finSeen && nxt == finSeq;
  }
}
