package io.fourwave.tcp;

import io.fourwave.tcp.congestion.Acknowledgement;
import io.fourwave.tcp.recovery.AckFacts;
import io.fourwave.tcp.recovery.Recovery;
import io.fourwave.wire.Seq;
import io.fourwave.wire.TcpFlags;

/**
 * RFC 9293 §3.10.7.4, fifth check: what an acknowledgement means (with RFC 5681, 6298, 2018, 3168).
 */
final class AckArrives {
  private final TcpLayer layer;
  private final CongestionSigns signs;
  private final Acknowledgement ack = new Acknowledgement();
  private final AckFacts facts = new AckFacts();

  AckArrives(TcpLayer layer) {
    this.layer = layer;
    signs = layer.congestionSigns();
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

  private void peerAnswered(Connection c, Segment seg, long now) {
    c.lastHeard = now;
    layer.idleMemory().happened(c);
    c.pending.unanswered = 0;
    c.softError = null;
    if (c.agreed.accurateEcn) {
      c.accurateEcn.segmentArrived(seg, c.segmentSize);
    } else if (c.agreed.ecn) {
      c.ownEcn().arrived(seg, (seg.flags & TcpFlags.CWR) != 0);
    }
  }

  private void apply(Connection c, Segment seg, long now) {
    int before = c.snd.outstanding();
    int acknowledged = c.snd.isNewAck(seg.ack) ? Seq.distance(c.snd.una, seg.ack) : 0;
    ack.clear().during(c.snd.wasWindowFull(), isRecovering(c)).telling(0, c.snd.ranDry());
    facts.clear(sentBefore(c, seg, now), now);
    c.own().acknowledgementArrives(facts);
    int delivered = acknowledged > 0 ? takeAcknowledged(c, seg, acknowledged, now) : 0;
    boolean windowChanged = takeWindow(c, seg);
    int sacked = c.agreed.sack ? takeSackBlocks(c, seg, now) : 0;
    measure(c, seg, acknowledged > 0, now);
    if (acknowledged > 0) {
      SendTimers.restart(c, now);
    }
    ack.covering(acknowledged, delivered + sacked);
    boolean same = seg.ack == c.snd.una && seg.length() == 0 && !windowChanged; // RFC 5681 §2
    boolean gap = before > 0 && c.snd.wnd > 0; // else it answers a window probe
    boolean duplicate = sacked > 0 || !c.agreed.sack && acknowledged == 0 && gap && same;
    facts
        .covering(acknowledged, delivered + sacked - acknowledged)
        .leaving(c.snd.una, c.snd.nxt)
        .on(c.segmentSize, c.rtt.smoothed())
        .being(duplicate, same && seg.options.sackBlocks() == 0)
        .withNewText(Math.min(c.unsent(), c.snd.usableWindow()) >= c.segmentSize);
    boolean echo = echoesMark(c, seg) && before > 0;
    adjustWindow(c, echo, now);
    if (acknowledged > 0) {
      c.sendTuning().acknowledged(c, layer.memory(), now);
    }
  }

  /** When, at the latest, what it answers was sent: its echoed timestamp says so. */
  private static long sentBefore(Connection c, Segment seg, long now) {
    return c.agreed.timestamps
        ? c.timestamps.sentBefore(seg.options.timestampEcho(), now)
        : AckFacts.UNKNOWN;
  }

  private static boolean echoesMark(Connection c, Segment seg) {
    if (c.agreed.accurateEcn) {
      boolean latest = Seq.atOrAfter(seg.ack, c.snd.una);
      return latest && c.accurateEcn.newlyTold(seg) > 0 && c.agreed.ecn;
    }
    return c.agreed.ecn && (seg.flags & TcpFlags.ECE) != 0;
  }

  private static boolean isRecovering(Connection c) {
    return c.recovery.isReducing();
  }

  /** Tells how much of it was not known to have arrived. */
  private int takeAcknowledged(Connection c, Segment seg, int acknowledged, long now) {
    layer.decided(Rule.ACKED);
    int text = acknowledged - (c.snd.finSent && seg.ack == c.snd.nxt ? 1 : 0);
    layer.pathSearch().acknowledged(c, seg.ack, now);
    int delivered = c.recovery.sent().acknowledge(seg.ack, now);
    c.sendRing.release(c.sendRing.head() + text);
    c.snd.una = seg.ack;
    c.snd.urgent &= Seq.after(c.snd.up, c.snd.una);
    c.ecn.acknowledged(c.snd.una);
    ack.beginningRound(c.snd.beginsRound());
    c.rtt.answered();
    if (text > 0) {
      c.events.writable();
    }
    return delivered;
  }

  /**
   * RFC 6298 §3 (Karn), or the echoed timestamp where that cannot tell (RFC 7323 §4.1): of an
   * acknowledgement that does not advance it would be the first segment's of several.
   */
  private void measure(Connection c, Segment seg, boolean advances, long now) {
    long rtt = c.recovery.sent().sample();
    if (rtt < 0 && advances && c.agreed.timestamps && c.timestamps.isFine()) {
      rtt = c.timestamps.elapsed(seg.options.timestampEcho(), now);
    }
    if (rtt >= 0) {
      c.rtt.measured(rtt);
      c.recovery.measured();
    }
    ack.measuring(rtt, c.rtt.smoothed());
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

  private int takeSackBlocks(Connection c, Segment seg, long now) {
    if (SackBlocks.noteTwice(c, seg, facts)) {
      layer.count(TcpEvent.DSACK_IN);
    }
    return SackBlocks.apply(c, seg, now);
  }

  private void adjustWindow(Connection c, boolean marked, long now) {
    Recovery.Change change = c.recovery.acknowledged();
    ack.echoing(marked).telling(c.recovery.sent().takeLost(), ack.isStarved());
    signs.echoed(c, marked, ack.octets(), now);
    signs.changed(c, change, ack.rtt(), now);
    boolean ended = change == Recovery.Change.ENDED && c.agreed.sack;
    if (ended) { // the window is final, and what has arrived just now makes it grow again
      ack.covering(ack.delivered(), ack.delivered());
    }
    boolean changed = change != Recovery.Change.NONE && !ended;
    if (ack.delivered() > 0) {
      ack.leaving(c.recovery.inFlight()).during(ack.isLimited(), changed || isRecovering(c));
      c.congestion.onAcknowledged(ack, now);
    }
    c.recovery.pace(c.congestion.window(), c.segmentSize);
    SendTimers.awaitReordered(c, now);
    c.slowTimestamps();
    c.rest();
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
