package io.fourwave.tcp;

import io.fourwave.stream.Reassembly;
import io.fourwave.wire.Seq;

/** RFC 9293 §3.10.7.4, sixth to eighth check: URG, text and FIN. */
final class TextArrives {
  private final TcpLayer layer;

  TextArrives(TcpLayer layer) {
    this.layer = layer;
  }

  void process(Connection c, Segment seg, long now) {
    if (seg.length() == 0 && !seg.hasUrg()) {
      return;
    }
    if (!c.state.mayReceive()) {
      if (seg.textLength > 0) {
        layer.drop(TcpDropReason.UNWANTED_TEXT); // the peer has said that there is no more
      }
      return;
    }
    urgent(c, seg);
    trim(c, seg);
    if (seg.textLength > 0 && c.pending.orphaned) {
      textForNobody(c, now);
      return;
    }
    if (seg.textLength > 0) {
      text(c, seg, now);
    }
    fin(c, seg, now);
  }

  /** The text of a SYN with a good cookie, in SYN-RECEIVED (RFC 7413 §4.2.2). */
  void ofSyn(Connection c, Segment seg, long now) {
    trim(c, seg);
    if (seg.textLength > 0) {
      text(c, seg, now);
    }
  }

  /** Sixth check (RFC 6093 §3.1: the pointer names the first octet after the urgent ones). */
  private static void urgent(Connection c, Segment seg) {
    if (!seg.hasUrg()) {
      return;
    }
    int beyond = Seq.distance(c.rcv.nxt, seg.seq + seg.urgentPointer);
    long up = c.receiveBuffer.next() + beyond;
    if (up > c.rcv.up && up > c.incoming().head()) { // what was read is urgent no more
      c.rcv.up = up;
      c.events.urgent(); // MUST-32
    }
  }

  /** Leaves of a segment what is new, in the window, and before the peer's FIN. */
  private static void trim(Connection c, Segment seg) {
    if (Seq.before(seg.seq, c.rcv.nxt)) {
      if (seg.textLength > 0) {
        c.rcv.twice(seg.seq, Seq.min(seg.seq + seg.textLength, c.rcv.nxt)); // RFC 2883 §4.1
      }
      seg.trimFront(Seq.distance(seg.seq, c.rcv.nxt));
    }
    int beyond = Seq.distance(c.rcv.edge, seg.end());
    if (beyond > 0) {
      seg.trimEnd(beyond);
      c.acks.atOnce(Rule.WINDOW_TRIMMED);
    }
    if (c.rcv.finSeen && Seq.after(seg.seq + seg.textLength, c.rcv.finSeq)) {
      seg.trimEnd(Seq.distance(c.rcv.finSeq, seg.end()));
    }
  }

  /** SHLD-3, RFC 2525 §2.17: nobody will ever read it, and the peer is told so. */
  private void textForNobody(Connection c, long now) {
    layer.decided(Rule.TEXT_AFTER_CLOSE);
    layer.drop(TcpDropReason.UNWANTED_TEXT);
    layer.count(TcpEvent.ABORT_ON_DATA);
    layer.closedPort().abort(c, Rule.TEXT_AFTER_CLOSE, now);
    layer.gone(c, CloseReason.ABORTED, now);
  }

  /** Seventh check. */
  private void text(Connection c, Segment seg, long now) {
    boolean hadGap = c.receiveBuffer.hasGap();
    long position = c.receiveBuffer.next() + Seq.distance(c.rcv.nxt, seg.seq);
    if (hadGap) {
      reportHeld(c, seg, position);
    }
    int inOrder = store(c, seg, position);
    if (inOrder < 0) {
      layer.drop(TcpDropReason.LIMIT);
      c.acks.atOnce(Rule.OUT_OF_ORDER);
    } else if (inOrder == 0) {
      layer.decided(Rule.OUT_OF_ORDER); // SHLD-31, MAY-13
      layer.count(TcpEvent.OUT_OF_ORDER);
      c.acks.atOnce(Rule.OUT_OF_ORDER);
    } else {
      layer.decided(Rule.TEXT);
      c.receiveTuning().textArrived(c, seg, layer.memory(), now);
      takeInOrder(c, inOrder, hadGap, now);
    }
  }

  private int store(Connection c, Segment seg, long position) {
    layer.landing().arrived(c, seg.textLength);
    if (seg.landed) {
      c.receiveBuffer.landed(seg.textLength);
      return seg.textLength;
    }
    return c.receiveBuffer.arrive(position, seg.bytes, seg.textStart, seg.textLength);
  }

  /** RFC 2883 §4.2: of what is beyond the gap, this was there already. */
  private static void reportHeld(Connection c, Segment seg, long position) {
    Reassembly held = c.receiveBuffer.reassembly();
    long end = position + seg.textLength;
    long from = held.overlapFrom(position, end);
    if (from >= 0) {
      int offset = (int) (from - position);
      int octets = (int) (held.overlapTo(from, end) - from);
      c.rcv.twice(seg.seq + offset, seg.seq + offset + octets);
    }
  }

  private static void takeInOrder(Connection c, int octets, boolean hadGap, long now) {
    c.rcv.nxt += octets;
    long delay = c.settings.sending().delayedAck().toNanos();
    if (hadGap) {
      c.acks.atOnce(Rule.SEND_ACK); // RFC 5681 §4.2: filling a gap is news
    } else if (c.acks.textArrived(octets, c.segmentSize, delay > 0)) {
      c.timers.setIfOff(TcpTimer.DELAYED_ACK, now + delay);
    }
    if (c.pending.discardsInput) {
      c.incoming().release(c.incoming().tail());
    }
    c.events.readable();
  }

  /** Eighth check. A FIN beyond a gap is remembered until the gap is filled. */
  private void fin(Connection c, Segment seg, long now) {
    if (seg.hasFin() && !c.rcv.finSeen) {
      c.rcv.finSeen = true;
      c.rcv.finSeq = seg.seq + seg.textLength;
    }
    if (!c.rcv.reachesFin()) {
      if (seg.hasFin()) {
        c.acks.atOnce(Rule.OUT_OF_ORDER);
      }
      return;
    }
    c.rcv.nxt++;
    c.rcv.edge = Seq.max(c.rcv.edge, c.rcv.nxt);
    layer.decided(Rule.FIN);
    layer.change(c, TcpState.Event.FIN_ARRIVED, now);
    acknowledgeFin(c, now);
    c.timers.clear(TcpTimer.FIN_WAIT_2);
    c.events.readable();
    if (c.state == TcpState.TIME_WAIT) {
      layer.enterTimeWait(c, now);
    }
  }

  /**
   * While this side is still open the acknowledgement may wait like any other (RFC 9293 §3.8.6.3):
   * an application that closes at once sends it with its own FIN, and three segments close instead
   * of four.
   */
  private static void acknowledgeFin(Connection c, long now) {
    long delay = c.settings.sending().delayedAck().toNanos();
    if (c.state != TcpState.CLOSE_WAIT) {
      c.acks.atOnce(Rule.FIN);
    } else if (c.acks.textArrived(1, c.segmentSize, delay > 0)) {
      c.timers.setIfOff(TcpTimer.DELAYED_ACK, now + delay);
    }
  }
}
