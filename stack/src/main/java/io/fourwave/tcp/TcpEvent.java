package io.fourwave.tcp;

/** What TCP counts, beside drops. The names in the comments are those of {@code nstat}. */
public enum TcpEvent {
  /** An active open: {@code TcpActiveOpens}. */
  ACTIVE_OPEN("TcpActiveOpens"),
  /** A half-open connection was made for a SYN: {@code TcpPassiveOpens}. */
  PASSIVE_OPEN("TcpPassiveOpens"),
  /** A connection attempt failed. */
  ATTEMPT_FAILED("TcpAttemptFails"),
  /** An open connection was reset. */
  ESTABLISHED_RESET("TcpEstabResets"),
  /** A segment arrived. */
  SEGMENT_IN("TcpInSegs"),
  /** A segment left. */
  SEGMENT_OUT("TcpOutSegs"),
  /** A segment was sent again. */
  RETRANSMISSION("TcpRetransSegs"),
  /** A reset was sent. */
  RESET_OUT("TcpOutRsts"),
  /** A retransmission timer expired. */
  TIMEOUT("TcpExtTCPTimeouts"),
  /** Fast recovery began. */
  FAST_RETRANSMIT("TcpExtTCPFastRetrans"),
  /** Something that was sent again was lost again. */
  RETRANSMISSION_LOST("TcpExtTCPLostRetransmit"),
  /** A loss probe was sent. */
  TAIL_LOSS_PROBE("TcpExtTCPLossProbes"),
  /** A loss probe has repaired the only loss. */
  TAIL_LOSS_REPAIRED("TcpExtTCPLossProbeRecovery"),
  /** The peer said that something has arrived twice. */
  DSACK_IN("TcpExtTCPDSACKRecv"),
  /** We said that something has arrived twice. */
  DSACK_OUT("TcpExtTCPDSACKOldSent"),
  /** A recovery was undone: nothing had been lost. */
  UNDONE("TcpExtTCPFullUndo"),
  /** A timeout was undone: nothing had been lost. */
  SPURIOUS_TIMEOUT("TcpExtTCPSpuriousRTOs"),
  /** A challenge ACK was sent. */
  CHALLENGE_ACK("TcpExtTCPChallengeACK"),
  /** A delayed acknowledgement was sent by its timer. */
  DELAYED_ACK("TcpExtDelayedACKs"),
  /** Text out of order was kept. */
  OUT_OF_ORDER("TcpExtTCPOFOQueue"),
  /** A connection went into TIME-WAIT. */
  TIME_WAIT("TcpExtTW"),
  /** A TIME-WAIT ended early, since there were as many as the limit allows. */
  TIME_WAIT_OVERFLOW("TcpExtTCPTimeWaitOverflow"),
  /** A TIME-WAIT was reused by a new SYN. */
  TIME_WAIT_REUSED("TcpExtTWRecycled"),
  /** A keep-alive probe was sent. */
  KEEP_ALIVE_PROBE("TcpExtTCPKeepAlive"),
  /** A window probe was sent. */
  WINDOW_PROBE("TcpExtTCPWinProbe"),
  /** A connection was given up for lack of answers. */
  ABORT_ON_TIMEOUT("TcpExtTCPAbortOnTimeout"),
  /** A connection was aborted by close with unread text, or text after close. */
  ABORT_ON_DATA("TcpExtTCPAbortOnData"),
  /** A closed socket whose peer was not done was reset, to keep to the limit on those. */
  ABORT_ON_LIMIT("TcpExtTCPAbortOnMemory"),
  /** A SYN was dropped since the backlog was full. */
  LISTEN_OVERFLOW("TcpExtListenOverflows"),
  /** A SYN was answered with a cookie. */
  COOKIE_SENT("TcpExtSyncookiesSent"),
  /** A cookie came back and opened a connection. */
  COOKIE_RETURNED("TcpExtSyncookiesRecv"),
  /** An ACK came to a listener that gives out cookies, and returned none. */
  COOKIE_BAD("TcpExtSyncookiesFailed"),
  /** R1 was reached and IP told of it. */
  NEGATIVE_ADVICE("TcpExtFourwaveNegativeAdvice"),
  /** A source quench was ignored (MUST-55). */
  SOURCE_QUENCH_IGNORED("TcpExtFourwaveSourceQuench"),
  /** Long segments were lost again and again: shorter ones from now on (RFC 4821 §7.7). */
  PATH_BLACK_HOLE("TcpExtFourwaveBlackHole"),
  /** A longer segment got through: {@code TCPMTUPSuccess}. */
  PATH_PROBE_PASSED("TcpExtTCPMTUPSuccess"),
  /** A longer segment did not get through: {@code TCPMTUPFail}. */
  PATH_PROBE_LOST("TcpExtTCPMTUPFail"),
  /** We sent text with a SYN (RFC 7413). */
  FAST_OPEN_ACTIVE("TcpExtTCPFastOpenActive"),
  /** The text of our SYN was not taken. */
  FAST_OPEN_REFUSED("TcpExtTCPFastOpenActiveFail"),
  /** Only a SYN without Fast Open got through to the server. */
  FAST_OPEN_BLACK_HOLE("TcpExtTCPFastOpenBlackhole"),
  /** The text of a peer's SYN counted at once. */
  FAST_OPEN_PASSIVE("TcpExtTCPFastOpenPassive"),
  /** A peer asked for a cookie. */
  FAST_OPEN_ASKED("TcpExtTCPFastOpenCookieReqd"),
  /** A peer's cookie was not one of ours, or is too old. */
  FAST_OPEN_BAD_COOKIE("TcpExtTCPFastOpenPassiveFail"),
  /** Too many handshakes are not done yet for another Fast Open. */
  FAST_OPEN_OVERFLOW("TcpExtTCPFastOpenListenOverflow"),
  /**
   * A segment, or an ICMP error, came to another queue than its connection's and was handed over.
   */
  HANDED_OVER("TcpExtFourwaveHandedOver"),
  /** An ICMP error that quotes no segment of ours in flight (RFC 5927). */
  ICMP_IGNORED("TcpExtOutOfWindowIcmps");

  private final String counterName;

  TcpEvent(String counterName) {
    this.counterName = counterName;
  }

  /** The counter's name, as {@code nstat} has it where there is one. */
  public String counterName() {
    return counterName;
  }
}
