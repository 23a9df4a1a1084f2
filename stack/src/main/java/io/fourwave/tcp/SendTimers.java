package io.fourwave.tcp;

/**
 * Sets the timers that bring {@link SegmentSender} back to what it could not send, or may have
 * lost.
 */
final class SendTimers {
  /** RFC 9293 §3.8.6.2.1: 0.1 to 1 s. */
  private static final long OVERRIDE = 200_000_000L;

  /** TLP.max_ack_delay: a single segment's acknowledgement may wait so long. */
  private static final long WORST_DELAYED_ACK = 200_000_000L;

  /** RFC 7765's rrthresh. */
  private static final int FEW_SEGMENTS = 4;

  private static final long SECOND = 1_000_000_000L;

  private SendTimers() {}

  /**
   * Something was acknowledged (RFC 6298 §5.2, §5.3). The loss probe waits for the next silence
   * (RFC 8985 §7.2).
   */
  static void restart(Connection c, long now) {
    c.timers.clear(TcpTimer.USER_TIMEOUT);
    c.timers.clear(TcpTimer.TAIL_LOSS);
    if (c.snd.outstanding() == 0) {
      c.timers.clear(TcpTimer.RETRANSMIT);
    } else if (c.timers.isSet(TcpTimer.RETRANSMIT)) {
      c.timers.set(TcpTimer.RETRANSMIT, restarted(c, now));
    }
  }

  /**
   * RFC 7765 §4: with so little in flight, and nothing to follow, no three segments can tell of a
   * loss, so the timer counts the time that has passed.
   */
  private static long restarted(Connection c, long now) {
    long rto = c.rtt.timeout();
    boolean few = c.snd.outstanding() <= (FEW_SEGMENTS - 1) * c.segmentSize && c.unsent() == 0;
    long since = few ? now - c.recovery.sent().oldestSentAt() : 0;
    return since > 0 && since < rto ? now + rto - since : now + rto;
  }

  static void arm(Connection c, long now) {
    boolean inFlight = c.snd.outstanding() > 0;
    boolean waiting = c.state.isSynchronized() && isWaiting(c);
    boolean windowClosed = c.snd.wnd == 0 && c.state.isSynchronized();
    if (windowClosed && (inFlight || waiting) && c.state != TcpState.SYN_RECEIVED) {
      c.timers.clear(TcpTimer.RETRANSMIT);
      c.timers.clear(TcpTimer.TAIL_LOSS);
      c.timers.setIfOff(TcpTimer.PERSIST, now + probeInterval(c));
    } else if (inFlight) {
      c.timers.clear(TcpTimer.PERSIST);
      c.timers.setIfOff(TcpTimer.RETRANSMIT, now + c.rtt.timeout());
      awaitTailLoss(c, now);
    } else if (waiting) {
      c.timers.setIfOff(TcpTimer.PERSIST, now + OVERRIDE);
    }
    armUserTimeout(c, inFlight || waiting, now);
  }

  private static boolean isWaiting(Connection c) {
    return c.unsent() > 0 || c.pending.fin && !c.snd.finSent;
  }

  /** SHLD-29, SHLD-30: the first after an RTO, then ever more rarely. */
  private static long probeInterval(Connection c) {
    long most = c.settings.retransmission().maximumTimeout().toNanos();
    long rto = Math.min(c.rtt.timeout(), most);
    return Math.min(most, rto << Math.min(c.pending.probes, Long.numberOfLeadingZeros(rto) - 1));
  }

  /** RFC 8985 §7.2, TLP_calc_PTO: never later than the retransmission timer. */
  private static void awaitTailLoss(Connection c, long now) {
    if (!c.recovery.mayProbe()) {
      c.timers.clear(TcpTimer.TAIL_LOSS);
      return;
    }
    long srtt = c.rtt.smoothed();
    long delayed = c.snd.outstanding() <= c.segmentSize ? WORST_DELAYED_ACK : 0;
    long due = now + (srtt == 0 ? SECOND : 2 * srtt + delayed);
    c.timers.setIfOff(TcpTimer.TAIL_LOSS, Math.min(due, c.timers.deadline(TcpTimer.RETRANSMIT)));
  }

  /**
   * RFC 8985 §8: while RACK waits for what may be late, no other timer expires that would send it
   * again.
   */
  static void awaitReordered(Connection c, long now) {
    long due = c.recovery.deadline();
    c.timers.clear(TcpTimer.REORDERING);
    if (due == Long.MAX_VALUE) {
      return;
    }
    c.timers.set(TcpTimer.REORDERING, Math.max(due, now));
    c.timers.clear(TcpTimer.TAIL_LOSS);
    if (c.timers.isSet(TcpTimer.RETRANSMIT) && c.timers.deadline(TcpTimer.RETRANSMIT) <= due) {
      c.timers.set(TcpTimer.RETRANSMIT, due + c.rtt.timeout());
    }
  }

  private static void armUserTimeout(Connection c, boolean needed, long now) {
    long timeout = UserTimeout.of(c);
    if (timeout == 0 || !needed) {
      c.timers.clear(TcpTimer.USER_TIMEOUT);
    } else {
      c.timers.setIfOff(TcpTimer.USER_TIMEOUT, now + timeout);
    }
  }
}
