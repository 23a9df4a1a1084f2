package io.fourwave.tcp;

import io.fourwave.wire.Seq;

/**
 * Acknowledge now, soon or never (RFC 9293 §3.8.6.3, RFC 5681 §4.2), and how much window to tell
 * (§3.8.6.2.2).
 */
final class AckPolicy {
  private int unacknowledged;
  private boolean now;
  private Rule why = Rule.NONE;

  /** Everything that has arrived was acknowledged by a segment that is on its way. */
  void sent() {
    unacknowledged = 0;
    now = false;
    why = Rule.NONE;
  }

  /** Acknowledge at once. */
  void atOnce(Rule reason) {
    now = true;
    why = reason;
  }

  boolean isDueNow() {
    return now;
  }

  /** Whether anything has arrived that was not acknowledged. */
  boolean isPending() {
    return unacknowledged > 0;
  }

  Rule why() {
    return why;
  }

  /**
   * Text arrived in order: every second full-sized segment is acknowledged at once, fewer soon.
   *
   * @return whether the delay's timer has to run
   */
  boolean textArrived(int octets, int segmentSize, boolean delayed) {
    unacknowledged += octets;
    if (!delayed || unacknowledged >= 2 * segmentSize) { // SHLD-19
      atOnce(Rule.SEND_ACK);
      return false;
    }
    return !now;
  }

  /**
   * The right edge to advertise. It moves only by a worthwhile step, and never back.
   *
   * @param space octets of text that fit from RCV.NXT on
   * @param shift the window scale
   */
  static int edge(Connection c, int space, int shift) {
    int unit = 1 << shift;
    int usable = Math.min(space, 0xffff << shift) & -unit;
    int offered = c.rcv.nxt + Math.max(0, usable);
    int step = Math.min(c.receiveBuffer.limit() / 2, c.segmentSize); // MUST-39
    return Seq.distance(c.rcv.edge, offered) >= step ? offered : c.rcv.edge;
  }
}
