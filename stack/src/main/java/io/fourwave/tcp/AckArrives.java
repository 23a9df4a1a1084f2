package io.fourwave.tcp;

import io.fourwave.tcp.congestion.Acknowledgement;
import io.fourwave.tcp.congestion.Congestion;
import io.fourwave.tcp.recovery.Recovery;
import io.fourwave.tcp.recovery.SentSegments;
import io.fourwave.wire.Seq;
import io.fourwave.wire.TcpFlags;

/**
 * RFC 9293 §3.10.7.4, fifth check: what an acknowledgement means (with RFC 5681, 6298, 2018, 3168).
 */
final class AckArrives {
  private final TcpLayer layer;
  private final Acknowledgement ack = new Acknowledgement();

  AckArrives(TcpLayer layer) {
    this.layer = layer;
  }

  /** Says whether the rest of the segment counts. */
  boolean check(Connection c, Segment seg, long now) {
    if (!seg.hasAck()) {
      layer.decided(Rule.NO_ACK);
      layer.drop(TcpDropReason.NO_ACK);
      return false;
    }
    if (c.state == TcpState.SYN_RECEIVED && !layer.handshake().openInSynReceived(c, seg, now)) {
      return false;
    }
    if (!c.snd.isPlausibleAck(seg.ack)) {
      layer.decided(Rule.ACK_CHALLENGED);
      layer.drop(TcpDropReason.BAD_ACK);
      if (layer.mayChallenge(c, now)) {
        layer.count(TcpEvent.CHALLENGE_ACK);
        c.acks.atOnce(Rule.CHALLENGE);
      }
      return false;
    }
    peerAnswered(c, seg, now);
    apply(c, seg, now);
    return !c.snd.isFinAcked() || finAcknowledged(c, now);
  }

  private static void peerAnswered(Connection c, Segment seg, long now) {
    c.lastHeard = now;
    c.pending.unanswered = 0;
    c.softError = null;
    if (c.agreed.ecn) {
      c.ecn.arrived(seg, (seg.flags & TcpFlags.CWR) != 0);
    }
  }

  private void apply(Connection c, Segment seg, long now) {
    int before = c.snd.outstanding();
    int acknowledged = c.snd.isNewAck(seg.ack) ? Seq.distance(c.snd.una, seg.ack) : 0;
    ack.clear().during(c.snd.wasWindowFull(), isRecovering(c));
    int delivered = 0;
    if (acknowledged > 0) {
      layer.decided(Rule.ACKED);
      delivered = takeAcknowledged(c, seg, acknowledged, now);
    }
    boolean windowChanged = takeWindow(c, seg);
    int sacked = c.agreed.sack ? takeSackBlocks(c, seg) : 0;
    ack.covering(acknowledged, delivered + sacked);
    boolean duplicate =
        sacked > 0
            || !c.agreed.sack
                && acknowledged == 0
                && before > 0
                && seg.ack == c.snd.una
                && seg.length() == 0
                && !windowChanged; // RFC 5681 §2
    Recovery.Change change =
        c.recovery.acknowledged(acknowledged, duplicate, c.snd.una, c.snd.nxt, c.segmentSize);
    boolean marked = c.agreed.ecn && (seg.flags & TcpFlags.ECE) != 0;
    ack.echoing(marked);
    if (marked) {
      congestionEchoed(c, now);
    } else {
      c.ecn.unmarked();
    }
    adjustWindow(c, change, now);
    c.sendTuning.acknowledged(c, layer.memory(), now);
  }

  private static boolean isRecovering(Connection c) {
    return c.recovery.phase() == Recovery.Phase.FAST;
  }

  /** Tells how much of it was not known to have arrived. */
  private int takeAcknowledged(Connection c, Segment seg, int acknowledged, long now) {
    int text = acknowledged - (c.snd.finSent && seg.ack == c.snd.nxt ? 1 : 0);
    layer.pathSearch().acknowledged(c, seg.ack, now);
    SentSegments sent = c.recovery.sent();
    int delivered = sent.acknowledge(seg.ack, now);
    c.sendRing.release(c.sendRing.head() + text);
    c.snd.una = seg.ack;
    c.snd.urgent &= Seq.after(c.snd.up, c.snd.una);
    c.ecn.acknowledged(c.snd.una);
    measure(c, seg, sent.sample(), now);
    ack.beginningRound(c.snd.beginsRound());
    c.rtt.answered();
    restartTimers(c, now);
    if (text > 0) {
      c.events.writable();
    }
    return delivered;
  }

  /** RFC 6298 §3 (Karn), or the echoed timestamp where that cannot tell (RFC 7323 §4.1). */
  private void measure(Connection c, Segment seg, long sample, long now) {
    long rtt = sample;
    if (rtt < 0 && c.agreed.timestamps) {
      rtt = c.timestamps.elapsed(seg.options.timestampEcho(), now);
    }
    if (rtt >= 0) {
      c.rtt.measured(rtt);
    }
    ack.measuring(rtt, c.rtt.smoothed());
  }

  /** RFC 6298 §5.2 and §5.3. */
  private static void restartTimers(Connection c, long now) {
    c.timers.clear(TcpTimer.USER_TIMEOUT);
    if (c.snd.outstanding() == 0) {
      c.timers.clear(TcpTimer.RETRANSMIT);
    } else if (c.timers.isSet(TcpTimer.RETRANSMIT)) {
      c.timers.set(TcpTimer.RETRANSMIT, now + c.rtt.timeout());
    }
  }

  /** Takes over the window if it is news; tells whether it is another one. */
  private static boolean takeWindow(Connection c, Segment seg) {
    if (Seq.before(seg.ack, c.snd.una) || !c.snd.isNewerWindow(seg)) {
      return false;
    }
    int old = c.snd.wnd;
    c.snd.window(seg.window << c.agreed.sendShift, seg);
    if (old == 0 && c.snd.wnd > 0) {
      windowOpened(c);
    } else if (old > 0 && c.snd.wnd == 0) {
      c.timers.clear(TcpTimer.PERSIST); // it ran for a larger window: probes have their own time
    }
    return old != c.snd.wnd;
  }

  private static void windowOpened(Connection c) {
    c.timers.clear(TcpTimer.PERSIST);
    c.pending.probe = false;
    c.pending.probes = 0;
    if (c.snd.outstanding() > 0) {
      c.recovery.resendAll(); // what met the closed window was thrown away, not lost
    }
  }

  /** Applies SACK blocks that lie within what was sent; others are ignored (RFC 2018). */
  private static int takeSackBlocks(Connection c, Segment seg) {
    int fresh = 0;
    for (int i = 0; i < seg.options.sackBlocks(); i++) {
      int from = seg.options.sackFrom(i);
      int to = seg.options.sackTo(i);
      boolean sound =
          Seq.before(from, to) && Seq.after(from, c.snd.una) && Seq.atOrBefore(to, c.snd.nxt);
      fresh += sound ? c.recovery.sent().sack(from, to) : 0;
    }
    return fresh;
  }

  private void adjustWindow(Connection c, Recovery.Change change, long now) {
    switch (change) {
      case BEGUN -> {
        layer.decided(c.agreed.sack ? Rule.SACK_LOSS : Rule.FAST_RETRANSMIT);
        layer.count(TcpEvent.FAST_RETRANSMIT);
        if (!layer.pathSearch().isOnlyProbeLost(c, now)) {
          reduce(c, Congestion.LOSS, now);
        }
      }
      case ENDED -> {
        if (!layer.pathSearch().endsForgiven(c)) {
          c.congestion.onRecovered(now);
        }
      }
      case NONE -> {
        if (layer.pathSearch().isMoreLost(c)) {
          reduce(c, Congestion.LOSS, now);
        }
      }
    }
    boolean changed = change != Recovery.Change.NONE;
    if (ack.delivered() > 0) {
      ack.leaving(c.recovery.inFlight()).during(ack.isLimited(), changed || isRecovering(c));
      c.congestion.onAcknowledged(ack, now);
    }
  }

  /** RFC 3168 §6.1.2: an echoed mark is answered like a loss, once a window of data. */
  private void congestionEchoed(Connection c, long now) {
    if (c.recovery.phase() != Recovery.Phase.OPEN) {
      return;
    }
    if (c.congestion.window() <= c.segmentSize && ack.octets() > 0) {
      c.pacer.hold(now + c.ecn.patience(c.rtt.timeout())); // it cannot be reduced any further
    }
    reduce(c, Congestion.MARK, now);
  }

  /** Once a window of data; what limited transmit sent beyond it does not count (RFC 5681 §3.2). */
  private static void reduce(Connection c, Congestion sign, long now) {
    if (c.ecn.mustReduce(c.snd.una, c.snd.nxt)) {
      int flight = Math.min(c.snd.outstanding(), c.congestion.window());
      c.congestion.onCongestion(sign, flight, now);
    }
  }

  /** Our FIN is acknowledged; says whether the connection goes on. */
  private boolean finAcknowledged(Connection c, long now) {
    if (c.state == TcpState.FIN_WAIT_2) {
      return true;
    }
    layer.decided(Rule.FIN_ACKED);
    layer.change(c, TcpState.Event.OUR_FIN_ACKED, now);
    if (c.state == TcpState.TIME_WAIT) {
      layer.enterTimeWait(c, now);
      return false;
    }
    if (c.state == TcpState.CLOSED) {
      layer.closedInOrder(c);
      return false;
    }
    c.timers.clear(TcpTimer.LINGER);
    if (c.pending.orphaned) {
      c.timers.set(TcpTimer.FIN_WAIT_2, now + c.settings.sending().finWait2Timeout().toNanos());
    }
    return true;
  }
}
