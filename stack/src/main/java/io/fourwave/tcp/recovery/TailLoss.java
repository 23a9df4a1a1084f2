package io.fourwave.tcp.recovery;

import io.fourwave.wire.Seq;

/**
 * The loss probe that is sent when no acknowledgement has come for two round trips, and what is
 * learned of it (RFC 8985 §7). One is under way at a time.
 */
final class TailLoss {
  private boolean underWay;
  private boolean again;
  private int end;
  private boolean measured;

  /** Begins anew, with a round-trip time that was measured, or without. */
  void begin(boolean timed) {
    underWay = false;
    measured = timed;
  }

  /** Whether no probe is under way, and nothing hinders the next. */
  boolean isOver() {
    return isAllowed();
  }

  /** A round-trip time was measured: another probe may be sent (§7.3, second condition). */
  void measured() {
    measured = true;
  }

  /** Whether both conditions of §7.3 are met. */
  boolean isAllowed() {
    return !underWay && measured;
  }

  /** A probe was sent, new text or old, and SND.NXT is now there. */
  void sent(int nxt, boolean wasOld) {
    underWay = true;
    measured = false;
    end = nxt;
    again = wasOld;
  }

  /** Whether a DSACK reports nothing but that text and its probe have both arrived. */
  boolean explains(AckFacts ack) {
    return ack.dsack && underWay && again && ack.dsackTo == end;
  }

  /** Whether the probe has repaired a loss of which nothing else will tell (§7.4.2). */
  boolean repairs(AckFacts ack) {
    if (!underWay || Seq.before(ack.una, end)) {
      return false;
    }
    boolean repaired = again && !explains(ack) && Seq.after(ack.una, end);
    boolean bothArrived = explains(ack) || ack.bare && ack.octets == 0;
    underWay = again && !repaired && !bothArrived;
    return repaired;
  }

  /** Another recovery begins. */
  void reset() {
    underWay = false;
  }
}
