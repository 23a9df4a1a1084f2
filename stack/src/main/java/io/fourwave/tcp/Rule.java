package io.fourwave.tcp;

/**
 * The rules that decide, for traces and captures: what was done with a segment, and by which text.
 */
public enum Rule {
  /** Nothing out of the ordinary. */
  NONE("", ""),
  /** A closed port answers with a reset. */
  CLOSED_PORT("no connection: reset", "RFC 9293 §3.10.7.1"),
  /** A SYN makes a half-open connection. */
  LISTEN_SYN("SYN accepted, SYN,ACK follows", "RFC 9293 §3.10.7.2"),
  /** A SYN with a good cookie: its text counts before the handshake is done. */
  FAST_OPEN("a good cookie: the SYN's text counts at once", "RFC 7413 §4.2.2"),
  /** A SYN is held until the application answers it. */
  SYN_HELD("SYN held: the application decides", "RFC 9293 §3.10.7.2"),
  /** An ACK to a listener is reset. */
  LISTEN_ACK("nothing was sent that this could acknowledge: reset", "RFC 9293 §3.10.7.2"),
  /** The listener has no room. */
  BACKLOG_FULL("the backlog is full: dropped, the peer will try again", "RFC 4987 §3.3"),
  /** A SYN is answered with a cookie. */
  SYN_COOKIE("SYN,ACK is a cookie: nothing is kept", "RFC 4987 §3.6"),
  /** A cookie came back. */
  COOKIE_RETURNED("our cookie came back: open", "RFC 4987 §3.6"),
  /** Text without a cookie, when cookies are given out. */
  COOKIE_BAD("text, but no cookie of ours: dropped", "RFC 4987 §3.6"),
  /** SYN,ACK to our SYN. */
  SYN_ACKED("our SYN is acknowledged", "RFC 9293 §3.10.7.3"),
  /** SYN crosses our SYN. */
  SIMULTANEOUS_OPEN("both opened at once", "RFC 9293 §3.5"),
  /** Reset to our SYN. */
  REFUSED("our SYN was refused", "RFC 9293 §3.10.7.3"),
  /** Wrong ACK in SYN-SENT. */
  SYN_SENT_BAD_ACK("acknowledges what was never sent: reset", "RFC 9293 §3.10.7.3"),
  /** The final ACK of the handshake. */
  HANDSHAKE_DONE("our SYN is acknowledged: open", "RFC 9293 §3.10.7.4"),
  /** Not in the window. */
  NOT_ACCEPTABLE("outside the window: acknowledged, dropped", "RFC 9293 §3.10.7.4"),
  /** Old timestamp. */
  PAWS("its timestamp is older than the last: acknowledged, dropped", "RFC 7323 §5.3"),
  /** No timestamp. */
  TIMESTAMP_MISSING("timestamps were agreed, it has none: dropped", "RFC 7323 §3.2"),
  /** Exact reset. */
  RESET("a reset at exactly RCV.NXT: closed", "RFC 5961 §3.2"),
  /** Inexact reset. */
  RESET_CHALLENGED("a reset in the window but not at RCV.NXT: challenged", "RFC 5961 §3.2"),
  /** SYN in a synchronized state. */
  SYN_CHALLENGED("a SYN on an open connection: challenged", "RFC 5961 §4.2"),
  /** Impossible ACK. */
  ACK_CHALLENGED("its ACK is outside what was sent: challenged", "RFC 5961 §5.2"),
  /** No ACK bit. */
  NO_ACK("no ACK bit: dropped", "RFC 9293 §3.10.7.4"),
  /** Acknowledges new text. */
  ACKED("acknowledges new text", "RFC 9293 §3.10.7.4"),
  /** Third duplicate acknowledgement. */
  FAST_RETRANSMIT("the third duplicate acknowledgement: retransmit", "RFC 5681 §3.2"),
  /** Loss found by SACK. */
  SACK_LOSS("enough was received beyond it: lost, retransmit", "RFC 6675 §3"),
  /** Loss found by time. */
  RACK_LOSS("what was sent later has arrived: lost, retransmit", "RFC 8985 §6.2"),
  /** A loss probe was the repair. */
  TAIL_LOSS_REPAIRED("the probe has repaired a loss: reduce the window", "RFC 8985 §7.4.2"),
  /** Nothing was lost. */
  SPURIOUS("what was sent again was only late: the window is as before", "RFC 4015 §3"),
  /** Text in order. */
  TEXT("text in order", "RFC 9293 §3.10.7.4"),
  /** Text out of order. */
  OUT_OF_ORDER("text out of order is kept, and acknowledged at once", "RFC 5681 §4.2"),
  /** Text that came a second time. */
  DUPLICATE("seen before: acknowledged again", "RFC 9293 §3.10.7.4"),
  /** Text beyond the window. */
  WINDOW_TRIMMED("beyond the window: trimmed", "RFC 9293 §3.10.7.4"),
  /** Text for a closed socket. */
  TEXT_AFTER_CLOSE("text for an application that is gone: reset", "RFC 9293 §3.6.1"),
  /** FIN in order. */
  FIN("FIN in order: the peer has closed", "RFC 9293 §3.10.7.4"),
  /** ACK of our FIN. */
  FIN_ACKED("our FIN is acknowledged", "RFC 9293 §3.10.7.4"),
  /** FIN again in TIME-WAIT. */
  TIME_WAIT_FIN("FIN again: acknowledged again, 2 MSL anew", "RFC 9293 §3.10.7.4"),
  /** Reset in TIME-WAIT. */
  TIME_WAIT_RESET("a reset does not end TIME-WAIT", "RFC 1337 §3"),
  /** Old segment in TIME-WAIT. */
  TIME_WAIT_OLD("an old segment: acknowledged, dropped", "RFC 1337 §3"),
  /** New SYN in TIME-WAIT. */
  TIME_WAIT_REUSED("a newer SYN reuses the four-tuple", "RFC 6191 §2"),
  /** The oldest TIME-WAIT makes room. */
  TIME_WAIT_OVERFLOW("too many wait: the oldest ends early", "RFC 9293 §3.6.1"),
  /** The application refuses a SYN. */
  SYN_REFUSED("the application refuses: reset, as from a closed port", "RFC 9293 §3.10.7.1"),
  /** The application says that there is no way. */
  SYN_UNREACHABLE("the application reports no way there: ICMP", "RFC 1122 §3.2.2.1"),
  /** The application ignores a SYN, or has not decided in time. */
  SYN_IGNORED("the application does not answer: silence", "RFC 9293 §3.8.3"),
  /** New text is sent. */
  SEND("text", "RFC 9293 §3.8"),
  /** An acknowledgement alone. */
  SEND_ACK("acknowledgement", "RFC 9293 §3.8.6.3"),
  /** The window opens. */
  WINDOW_UPDATE("window update", "RFC 9293 §3.8.6.2.2"),
  /** Opening. */
  SEND_SYN("opening", "RFC 9293 §3.10.1"),
  /** Answering an opening. */
  SEND_SYN_ACK("answering the SYN", "RFC 9293 §3.10.7.2"),
  /** Closing. */
  SEND_FIN("closing: nothing more to send", "RFC 9293 §3.10.4"),
  /** Sent again because time ran out. */
  RETRANSMIT_TIMEOUT("not acknowledged in time: again", "RFC 6298 §5.4"),
  /** Sent again because a loss was found. */
  RETRANSMIT_LOST("found lost: again", "RFC 5681 §3.2"),
  /** Sent to find out what is lost. */
  TAIL_LOSS_PROBE("an acknowledgement is overdue: loss probe", "RFC 8985 §7.3"),
  /** New text for the first two duplicates. */
  LIMITED_TRANSMIT("a duplicate acknowledgement lets new text go", "RFC 3042 §2"),
  /** A longer segment, to see whether the path takes it. */
  PATH_PROBE("a longer segment: does the path take it?", "RFC 4821 §7.5"),
  /** The peer is told of a new user timeout. */
  USER_TIMEOUT("a user timeout is advertised", "RFC 5482 §3"),
  /** Zero window probe. */
  WINDOW_PROBE("the window is zero: probe", "RFC 9293 §3.8.6.1"),
  /** Keep-alive probe. */
  KEEP_ALIVE("silence: is the peer still there?", "RFC 9293 §3.8.4"),
  /** Challenge. */
  CHALLENGE("challenge: what do you really mean?", "RFC 5961 §3.2"),
  /** Reset by the application. */
  ABORT("aborted by the application", "RFC 9293 §3.10.5"),
  /** Too many closed sockets. */
  TOO_MANY_ORPHANS(
      "too many closed sockets wait for their peers: the oldest is reset", "RFC 6429 §4"),
  /** Gave up. */
  GIVE_UP("R2 is reached: given up", "RFC 9293 §3.8.3"),
  /** 2 MSL are over. */
  TWO_MSL_OVER("2 MSL are over", "RFC 9293 §3.6.1");

  private final String sentence;
  private final String source;

  Rule(String sentence, String source) {
    this.sentence = sentence;
    this.source = source;
  }

  /** What the rule did, in words. */
  public String sentence() {
    return sentence;
  }

  /** Where it stands: RFC and section. */
  public String source() {
    return source;
  }
}
