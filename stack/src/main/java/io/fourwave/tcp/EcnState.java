package io.fourwave.tcp;

import io.fourwave.wire.Seq;

/** Explicit congestion notification on one connection (RFC 3168 §6.1), both roles. */
final class EcnState {
  /** As a receiver: tell the peer of a mark until it says it has reduced its window. */
  boolean echo;

  /** As a sender: the next new text says that we have reduced ours. */
  boolean reducedDue;

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

  /** Whether an ECE calls for a smaller window: once a window of data. */
  boolean mustReduce(int una, int nxt) {
    if (reducing && Seq.before(una, reducedUntil)) {
      return false;
    }
    reducing = true;
    reducedUntil = nxt;
    reducedDue = true;
    return true;
  }
}
