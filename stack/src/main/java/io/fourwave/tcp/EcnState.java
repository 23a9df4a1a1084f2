package io.fourwave.tcp;

import io.fourwave.wire.Seq;

/** Explicit congestion notification on one connection (RFC 3168 §6.1), both roles. */
final class EcnState {
  /** What all have that have seen no mark, and reduced no window. Nobody may change it. */
  static final EcnState NONE = new EcnState();

  /** As a receiver: tell the peer of a mark until it says it has reduced its window. */
  boolean echo;

  /** As a sender: the next new text says that we have reduced ours. */
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

  /** Whether a sign of congestion, an ECE or a loss, calls for a smaller window: once a window. */
  boolean mustReduce(int una, int nxt) {
    acknowledged(una);
    if (reducing) {
      return false;
    }
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

  /** SND.UNA has advanced: with the window of data that the reduction was for, that is over. */
  void acknowledged(int una) {
    if (reducing) {
      reducing = Seq.before(una, reducedUntil);
    }
  }
}
