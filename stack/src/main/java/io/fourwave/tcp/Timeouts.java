package io.fourwave.tcp;

import io.fourwave.ip.IpLayer;
import io.fourwave.tcp.recovery.Recovery;

/** RFC 9293 §3.10.8: what happens when a timer expires. */
final class Timeouts {
  private final TcpLayer layer;
  private final IpLayer ip;

  Timeouts(TcpLayer layer, IpLayer ip) {
    this.layer = layer;
    this.ip = ip;
  }

  void expired(Connection c, TcpTimer timer, long now) {
    if (c.closeReason != null) {
      return;
    }
    layer.decided(Rule.NONE);
    if (timer != TcpTimer.PACING && layer.observer().seesSegments()) {
      layer.observer().timerExpired(c, timer, now);
    }
    switch (timer) {
      case REORDERING -> reordering(c, now);
      case TAIL_LOSS -> tailLoss(c, now);
      case RETRANSMIT -> retransmit(c, now);
      case PERSIST -> persist(c, now);
      case DELAYED_ACK -> {
        layer.count(TcpEvent.DELAYED_ACK);
        c.acks.atOnce(Rule.SEND_ACK);
      }
      case KEEP_ALIVE -> keepAlive(c, now);
      case USER_TIMEOUT -> giveUp(c, CloseReason.TIMED_OUT, now);
      case FIN_WAIT_2 -> giveUp(c, CloseReason.TIMED_OUT, now);
      case HOLD -> layer.heldSyns().expired(c, now);
      case PACING -> {}
      case LINGER -> {
        layer.closedPort().abort(c, Rule.ABORT, now);
        layer.gone(c, CloseReason.ABORTED, now);
      }
    }
    if (c.closeReason == null) {
      layer.ready(c);
    }
  }

  /** RFC 8985 §6.2: what may have been late has not come. */
  private void reordering(Connection c, long now) {
    Recovery.Change change = c.recovery.expired(c.snd.una, c.snd.nxt, c.segmentSize, now);
    layer.congestionSigns().changed(c, change, -1, now);
    SendTimers.awaitReordered(c, now);
  }

  /** RFC 8985 §7.3: a probe, and then the retransmission timer is the last resort. */
  private void tailLoss(Connection c, long now) {
    if (c.snd.outstanding() > 0 && c.recovery.mayProbe()) {
      c.pending.tailProbe = true;
      c.timers.set(TcpTimer.RETRANSMIT, now + c.rtt.timeout());
    }
  }

  /** RFC 6298 §5.4 to §5.6; R1 and R2 of RFC 9293 §3.8.3. */
  private void retransmit(Connection c, long now) {
    if (c.snd.outstanding() == 0) {
      return;
    }
    layer.count(TcpEvent.TIMEOUT);
    Retransmission limits = c.settings.retransmission();
    boolean opening = c.state == TcpState.SYN_SENT || c.state == TcpState.SYN_RECEIVED;
    boolean again = c.rtt.timeouts() > 0;
    c.rtt.expired();
    boolean timed =
        !opening && UserTimeout.of(c) > 0; // then its own timer ends it, sooner or later
    if (!timed && c.rtt.timeouts() > (opening ? limits.synR2() : limits.r2())) {
      giveUp(c, c.softError == null ? CloseReason.TIMED_OUT : c.softError, now); // MUST-20
      return;
    }
    if (c.rtt.timeouts() == limits.r1()) {
      adviseAgainst(c);
    }
    if (!opening) {
      c.congestion.onTimeout(flight(c), again, now);
      c.ownEcn().reduced(c.snd.nxt);
    }
    c.recovery.timeout(c.snd.una, c.snd.nxt, again, now);
    layer.pathSearch().timedOut(c, now);
    c.timers.clear(TcpTimer.REORDERING);
    c.timers.set(TcpTimer.RETRANSMIT, now + c.rtt.timeout());
  }

  /**
   * What was sent because of SACK, beyond the window, is no sign that more may be in flight; but in
   * fast recovery it may have been in the window, which was reduced since.
   */
  private static int flight(Connection c) {
    boolean reduced = c.recovery.phase() == Recovery.Phase.FAST;
    int outstanding = c.snd.outstanding();
    return reduced ? outstanding : Math.min(outstanding, c.congestion.window());
  }

  /**
   * RFC 9293 §3.8.3: IP is told that the route may be dead, the application that there is trouble.
   */
  private void adviseAgainst(Connection c) {
    layer.count(TcpEvent.NEGATIVE_ADVICE);
    ip.pathMtu().forget(c.route.remoteHigh(), c.route.remoteLow());
    c.events.troubled(CloseReason.TIMED_OUT);
  }

  /** RFC 9293 §3.8.6.1: probes go on for as long as the peer answers (MUST-37). */
  private void persist(Connection c, long now) {
    if (c.snd.wnd > 0) {
      c.pending.override = true;
      return;
    }
    if (c.pending.unanswered >= c.settings.retransmission().r2()) {
      giveUp(c, CloseReason.TIMED_OUT, now);
      return;
    }
    c.pending.probe = true;
    c.pending.probes++;
    c.pending.unanswered++;
  }

  /** RFC 9293 §3.8.4: only after silence, and not for one lost answer (MUST-26, MUST-29). */
  private void keepAlive(Connection c, long now) {
    KeepAlive settings = c.settings.keepAlive();
    if (!settings.on()) {
      return;
    }
    long due = c.lastHeard + settings.idle().toNanos();
    if (now < due) {
      c.timers.set(TcpTimer.KEEP_ALIVE, due);
      return;
    }
    if (c.snd.outstanding() == 0) { // else the retransmission timer finds out
      if (c.pending.unanswered >= settings.count()) {
        giveUp(c, CloseReason.KEEP_ALIVE_TIMED_OUT, now);
        return;
      }
      c.pending.keepAlive = true;
      c.pending.unanswered++;
    }
    c.timers.set(TcpTimer.KEEP_ALIVE, now + settings.interval().toNanos());
  }

  private void giveUp(Connection c, CloseReason reason, long now) {
    layer.decided(Rule.GIVE_UP);
    layer.count(TcpEvent.ABORT_ON_TIMEOUT);
    if (c.state != TcpState.SYN_SENT) {
      layer.closedPort().abort(c, Rule.GIVE_UP, now);
    }
    layer.gone(c, reason, now);
  }
}
