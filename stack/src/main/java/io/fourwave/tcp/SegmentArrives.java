package io.fourwave.tcp;

import io.fourwave.wire.Seq;

/**
 * RFC 9293 §3.10.7: what a segment does to its connection. In the synchronized states, and
 * SYN-RECEIVED, a chain of checks in the order of §3.10.7.4, each of which may stop.
 */
final class SegmentArrives {
  private final TcpLayer layer;
  private final AckArrives acknowledgement;
  private final TextArrives text;

  SegmentArrives(TcpLayer layer) {
    this.layer = layer;
    acknowledgement = new AckArrives(layer);
    text = new TextArrives(layer);
  }

  void process(Connection c, Segment seg, long now) {
    if (c.state == TcpState.SYN_SENT) {
      inSynSent(c, seg, now);
    } else {
      inSynchronizedState(c, seg, now);
    }
    if (c.closeReason == null) {
      layer.ready(c);
    }
  }

  /** A SYN,ACK may carry text or a FIN, which are processed as in the other states. */
  private void inSynSent(Connection c, Segment seg, long now) {
    if (layer.handshake().inSynSent(c, seg, now)) {
      seg.trimFront(1);
      text.process(c, seg, now);
    }
  }

  /** The text of a SYN that counts at once; the SYN itself is taken off. */
  void textOfSyn(Connection c, Segment seg, long now) {
    text.ofSyn(c, seg, now);
  }

  private void inSynchronizedState(Connection c, Segment seg, long now) {
    boolean goesOn =
        checkSynAgain(c, seg, now)
            && checkTimestamp(c, seg, now)
            && checkSequenceNumber(c, seg, now)
            && checkReset(c, seg, now)
            && checkSyn(c, seg, now)
            && acknowledgement.check(c, seg, now);
    if (goesOn) {
      UserTimeout.heard(c, seg);
      takeSourceRoute(c, seg);
      text.process(c, seg, now);
    }
  }

  /**
   * SHLD-24: a later way back takes the place of an earlier; MUST-52: but not of our own choice.
   */
  private static void takeSourceRoute(Connection c, Segment seg) {
    if (seg.sourceRoute != null && c.settings.ip().sourceRoute().isEmpty()) {
      c.route.sourceRoute(seg.sourceRoute);
      Handshake.updateSegmentSize(c);
    }
  }

  /**
   * In SYN-RECEIVED the peer's SYN may come again: because our SYN,ACK was lost, or with an ACK
   * because both opened at once. Taking the SYN off its front leaves what the other checks are
   * about.
   */
  private boolean checkSynAgain(Connection c, Segment seg, long now) {
    boolean again = seg.hasSyn() && !seg.hasRst() && seg.seq == c.rcv.irs;
    if (c.state != TcpState.SYN_RECEIVED || !again) {
      return true;
    }
    if (seg.hasAck()) {
      seg.trimFront(1);
      return true;
    }
    if (c.isHeld()) {
      layer.heldSyns().synAgain(c, seg, now);
      return false;
    }
    layer.decided(Rule.DUPLICATE);
    EcnHandshake.synAgain(c, seg);
    c.recovery.resendAll();
    return false;
  }

  /** RFC 7323 §3.2 and §5.3 (R1): before all else, is it older than what has arrived? */
  private boolean checkTimestamp(Connection c, Segment seg, long now) {
    if (!c.agreed.timestamps || seg.hasRst()) {
      return true;
    }
    if (!seg.options.hasTimestamps()) {
      layer.decided(Rule.TIMESTAMP_MISSING);
      layer.drop(TcpDropReason.MISSING_TIMESTAMP);
      return false;
    }
    if (c.timestamps.isOld(seg.options.timestamp(), now)) {
      layer.drop(TcpDropReason.OLD_TIMESTAMP);
      answerOldSegment(c, seg, Rule.PAWS, now);
      return false;
    }
    return true;
  }

  /** First check: is any of it in the window? */
  private boolean checkSequenceNumber(Connection c, Segment seg, long now) {
    // MUST-66: with a zero window RST, ACK and URG still count; text.process trims the text
    boolean atClosedWindow = c.rcv.wnd() == 0 && seg.seq == c.rcv.nxt;
    if (c.rcv.isAcceptable(seg) || atClosedWindow) {
      if (seg.options.hasTimestamps() && Seq.atOrBefore(seg.seq, c.rcv.acked)) {
        c.timestamps.arrived(seg.options.timestamp(), now); // RFC 7323 §4.3
      }
      return true;
    }
    layer.drop(TcpDropReason.OUT_OF_WINDOW);
    if (!seg.hasRst()) {
      answerOldSegment(c, seg, Rule.NOT_ACCEPTABLE, now);
    }
    return false;
  }

  /**
   * Acknowledges what is not accepted. Text or a FIN is a retransmission, whose sender waits for
   * it; an answer to anything else has a limit, lest two ends answer each other for ever.
   */
  private void answerOldSegment(Connection c, Segment seg, Rule why, long now) {
    layer.decided(why);
    boolean retransmission = seg.length() > 0 && !seg.hasSyn();
    if (retransmission && Seq.before(seg.seq, c.rcv.nxt)) {
      c.rcv.twice(seg.seq, Seq.min(seg.seq + seg.length(), c.rcv.nxt)); // RFC 2883 §4.1
    }
    if (retransmission || layer.mayChallenge(c, now)) {
      c.acks.atOnce(why);
    }
  }

  /** Second check: RST (RFC 5961 §3.2). */
  private boolean checkReset(Connection c, Segment seg, long now) {
    if (!seg.hasRst()) {
      return true;
    }
    if (seg.seq != c.rcv.nxt && !Seq.within(seg.seq, c.rcv.nxt, c.rcv.edge)) {
      layer.drop(TcpDropReason.OUT_OF_WINDOW); // at the right edge, or begun before the left one
      return false;
    }
    if (seg.seq != c.rcv.nxt) {
      layer.decided(Rule.RESET_CHALLENGED);
      challenge(c, now);
      return false;
    }
    layer.decided(Rule.RESET);
    // MUST-11: an active open is told of a refusal, a passive one goes back to LISTEN in silence
    boolean opening = c.state == TcpState.SYN_RECEIVED;
    layer.gone(c, opening ? CloseReason.REFUSED : CloseReason.RESET, now);
    return false;
  }

  /** Fourth check: SYN (RFC 5961 §4.2); in SYN-RECEIVED a passive open returns to LISTEN. */
  private boolean checkSyn(Connection c, Segment seg, long now) {
    if (!seg.hasSyn()) {
      return true;
    }
    layer.decided(Rule.SYN_CHALLENGED);
    if (c.state == TcpState.SYN_RECEIVED && c.parent != null) {
      layer.gone(c, CloseReason.REFUSED, now);
    } else {
      challenge(c, now);
    }
    return false;
  }

  private void challenge(Connection c, long now) {
    layer.drop(TcpDropReason.CHALLENGED);
    if (layer.mayChallenge(c, now)) {
      layer.count(TcpEvent.CHALLENGE_ACK);
      c.acks.atOnce(Rule.CHALLENGE);
    }
  }
}
