package io.fourwave.tcp;

/** The timers of a connection (RFC 9293 §3.10.8). */
public enum TcpTimer {
  /** RFC 8985 §6.2: what was sent before something that has arrived is late enough to be lost. */
  REORDERING,
  /** RFC 8985 §7.2: nothing was acknowledged for two round trips. */
  TAIL_LOSS,
  /** RFC 6298: nothing was acknowledged for an RTO. */
  RETRANSMIT,
  /** RFC 9293 §3.8.6.1: the peer's window is zero and it is time to ask. */
  PERSIST,
  /** RFC 9293 §3.8.6.3: an acknowledgement has waited long enough. */
  DELAYED_ACK,
  /** RFC 9293 §3.8.4: the connection has been silent. */
  KEEP_ALIVE,
  /** RFC 9293 §3.9.1: what was sent has not been acknowledged for the user timeout. */
  USER_TIMEOUT,
  /** Closed and acknowledged, but the peer's FIN does not come. */
  FIN_WAIT_2,
  /** The time that close was told to linger. */
  LINGER,
  /** A SYN is held, and the application is to say what becomes of it. */
  HOLD,
  /** More may be sent from now on: what is paced is sent by it, and it tells nobody. */
  PACING
}
