package io.fourwave.tcp;

/**
 * Sets the timers that bring {@link SegmentSender} back to what it could not send, or may have
 * lost.
 */
final class SendTimers {
  /** RFC 9293 §3.8.6.2.1: 0.1 to 1 s. */
  private static final long OVERRIDE = 200_000_000L;

  private SendTimers() {}

  static void arm(Connection c, long now) {
    boolean inFlight = c.snd.outstanding() > 0;
    boolean waiting = c.state.isSynchronized() && isWaiting(c);
    boolean windowClosed = c.snd.wnd == 0 && c.state.isSynchronized();
    if (windowClosed && (inFlight || waiting) && c.state != TcpState.SYN_RECEIVED) {
      c.timers.clear(TcpTimer.RETRANSMIT);
      c.timers.setIfOff(TcpTimer.PERSIST, now + probeInterval(c));
    } else if (inFlight) {
      c.timers.clear(TcpTimer.PERSIST);
      c.timers.setIfOff(TcpTimer.RETRANSMIT, now + c.rtt.timeout());
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

  private static void armUserTimeout(Connection c, boolean needed, long now) {
    long timeout = UserTimeout.of(c);
    if (timeout == 0 || !needed) {
      c.timers.clear(TcpTimer.USER_TIMEOUT);
    } else {
      c.timers.setIfOff(TcpTimer.USER_TIMEOUT, now + timeout);
    }
  }
}
