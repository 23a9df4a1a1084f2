package io.fourwave.tcp.recovery;

import io.fourwave.wire.Seq;

/**
 * Finds out that what was sent again had not been lost, in one of three ways: by the timestamp that
 * the first acknowledgement echoes (Eifel, RFC 3522); by the peer's report that all of it arrived
 * twice (DSACK, RFC 2883, RFC 3708); after a timeout and without timestamps by acknowledgements of
 * what was sent only once (F-RTO, RFC 5682).
 */
final class Spurious {
  private enum Forward {
    /** F-RTO has no part in it, or has come to its end. */
    OFF,
    /** The first segment was sent again; the next acknowledgement decides how to go on. */
    RESENT,
    /** It has advanced SND.UNA: new text goes out, and the next one decides. */
    NEW_TEXT
  }

  private static final long NONE = -1;

  private boolean mayUndo;
  private boolean judged;
  private int lowest;
  private int highest;
  private int notReportedTwice;
  private long firstResentAt;
  private int firstResent;
  private Forward forward = Forward.OFF;
  private int point;
  private boolean originalArrived;
  private int newTextLeft;

  /** A loss was found, or the timer expired: what the window was may be wanted again. */
  void begin(int una, boolean keepsCount) {
    mayUndo = true;
    judged = false;
    firstResentAt = NONE;
    forward = Forward.OFF;
    if (!keepsCount) {
      lowest = una;
      highest = una;
      notReportedTwice = 0;
    }
  }

  /** The first timeout of text that was never sent again: F-RTO watches what comes. */
  void watchTimeout(int nxt) {
    forward = Forward.RESENT;
    point = nxt;
    originalArrived = false;
  }

  /** Something was sent again. */
  void resent(int start, int end, long now) {
    if (!mayUndo) {
      return;
    }
    notReportedTwice += Seq.distance(start, end);
    boolean none = lowest == highest;
    lowest = none ? start : Seq.min(lowest, start);
    highest = none ? end : Seq.max(highest, end);
    if (firstResentAt == NONE) {
      firstResentAt = now;
      firstResent = start;
    }
  }

  /** A piece has arrived. */
  void delivered(SentSegments sent, int piece) {
    originalArrived |= !sent.is(piece, Pieces.AGAIN) && Seq.atOrBefore(sent.to(piece), point);
  }

  /** Whether an acknowledgement shows that nothing was lost. Afterwards it cannot any more. */
  boolean isShownBy(AckFacts ack, boolean repairing, boolean anyLost) {
    if (!mayUndo) {
      return false;
    }
    boolean early = firstResentAt == NONE && !anyLost; // it came before anything was sent again
    boolean shown = allArrivedTwice(ack) || repairing && (early || isOlder(ack) || isForward(ack));
    originalArrived = false;
    if (shown) {
      mayUndo = false;
      forward = Forward.OFF;
    }
    return shown;
  }

  /** RFC 3522 §3.2: it answers what was sent before the first retransmission. */
  private boolean isOlder(AckFacts ack) {
    boolean covers = firstResentAt != NONE && Seq.after(ack.una, firstResent);
    if (ack.octets == 0 || judged || !covers) {
      return false;
    }
    judged = true;
    if (ack.sentBefore != AckFacts.UNKNOWN) {
      forward = Forward.OFF; // timestamps know better
    }
    return firstResentAt >= ack.sentBefore;
  }

  /** RFC 3708 §3: each retransmission was reported as the second of its kind. */
  private boolean allArrivedTwice(AckFacts ack) {
    boolean ours = Seq.atOrAfter(ack.dsackFrom, lowest) && Seq.atOrBefore(ack.dsackTo, highest);
    if (!ack.dsack || !ours || notReportedTwice == 0) {
      return false;
    }
    int octets = Seq.distance(ack.dsackFrom, ack.dsackTo);
    notReportedTwice = Math.max(0, notReportedTwice - octets);
    return notReportedTwice == 0;
  }

  /** RFC 5682 §2.1 and §3.1, steps 2 and 3. */
  private boolean isForward(AckFacts ack) {
    if (forward == Forward.RESENT && ack.octets > 0) {
      boolean more = Seq.before(ack.una, point) && ack.newTextPossible;
      forward = more ? Forward.NEW_TEXT : Forward.OFF;
      newTextLeft = 2 * ack.segmentSize;
    } else if (forward == Forward.NEW_TEXT && (ack.octets > 0 || ack.sacked > 0)) {
      forward = Forward.OFF;
      return originalArrived;
    } else if (ack.duplicate && (forward == Forward.NEW_TEXT || ack.sacked == 0)) {
      forward = Forward.OFF;
    }
    return false;
  }

  /** Whether new text goes out now and what is believed lost has to wait (RFC 5682 §2.1, 2b). */
  boolean prefersNewText() {
    return forward == Forward.NEW_TEXT;
  }

  /** How much of it, two segments at most. */
  int newTextLeft() {
    return newTextLeft;
  }

  /** New text was sent. */
  void sentNew(int octets) {
    newTextLeft -= octets;
  }

  /** Whether an acknowledgement may yet show that nothing was lost. */
  boolean isOpen() {
    return mayUndo || forward != Forward.OFF;
  }

  /** It was lost: nothing is to be undone. */
  void forget() {
    mayUndo = false;
    forward = Forward.OFF;
  }
}
