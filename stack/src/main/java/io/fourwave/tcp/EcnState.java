package io.fourwave.tcp;

import io.fourwave.wire.Seq;

/** Explicit congestion notification on one connection (RFC 3168 §6.1), both roles. */
final class EcnState {
  /** What all have that have seen no mark, and reduced no window. Nobody may change it. */
  static final EcnState NONE = new EcnState();

  /** As a receiver: tell the peer of a mark until it says it has reduced its window. */
  boolean echo;

  /**
   * As a sender: we have reduced ours, and no text has gone since that says so or may be marked.
   */
  boolean reducedDue;

  private static final int MOST_DOUBLINGS = 6;

  private int echoes;
  private int reducedUntil;
  private boolean reducing;

  /** A segment arrived: note its mark and its CWR bit. */
  void arrived(Segment seg, boolean cwr) {
    if (cwr) {
      echo = false;
    }
    if (seg.congestionExperienced()) {
      echo = true;
    }
  }

  /** Whether a loss calls for a smaller window: once for all that is in flight. */
  boolean lossMustReduce(int una, int nxt) {
    acknowledged(una);
    return !(reducing && Seq.before(una, reducedUntil)) && begins(nxt);
  }

  /**
   * Whether an echoed mark does. The peer goes on echoing until it sees CWR, on the first new text
   * after a reduction: until that is acknowledged too, no echo tells of anything new.
   */
  boolean markMustReduce(int una, int nxt) {
    acknowledged(una);
    return !reducing && !reducedDue && begins(nxt);
  }

  private boolean begins(int nxt) {
    reduced(nxt);
    return true;
  }

  /**
   * A mark was echoed though the window is a single segment: how long to wait before the next is
   * sent, longer each time (RFC 3168 §6.1.2, RFC 9438 §4.6).
   */
  long patience(long timeout) {
    echoes = Math.min(echoes + 1, MOST_DOUBLINGS);
    return timeout << (echoes - 1);
  }

  /** An acknowledgement came without an echo. */
  void unmarked() {
    if (echoes > 0) {
      echoes = 0;
    }
  }

  /** The window was reduced, for whatever reason; what is sent next says so. */
  void reduced(int nxt) {
    reducing = true;
    reducedUntil = nxt;
    reducedDue = true;
  }

  /** SND.UNA has advanced: once beyond what was in flight at the reduction, that is over. */
  void acknowledged(int una) {
    if (reducing) {
      reducing = Seq.atOrBefore(una, reducedUntil);
    }
  }
}
