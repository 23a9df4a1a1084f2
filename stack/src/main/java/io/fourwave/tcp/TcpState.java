package io.fourwave.tcp;

/**
 * The eleven states of a connection (RFC 9293 §3.3.2). {@link #after} is figure 5, and the only
 * place where an arrow between states is drawn.
 */
public enum TcpState {
  /** No connection. */
  CLOSED,
  /** Waiting for any peer to open. */
  LISTEN,
  /** SYN sent, none received. */
  SYN_SENT,
  /** SYN received and answered, our SYN not yet acknowledged. */
  SYN_RECEIVED,
  /** Both ways are open. */
  ESTABLISHED,
  /** We have closed; our FIN is not yet acknowledged. */
  FIN_WAIT_1,
  /** Our FIN is acknowledged; the peer may still send. */
  FIN_WAIT_2,
  /** The peer has closed; we may still send. */
  CLOSE_WAIT,
  /** Both have closed at once; our FIN is not yet acknowledged. */
  CLOSING,
  /** The peer closed first, then we; our FIN is not yet acknowledged. */
  LAST_ACK,
  /** Both have closed; waiting until old segments have died out. */
  TIME_WAIT;

  /** What moves a connection from one state to another. */
  public enum Event {
    /** The application listens. */
    PASSIVE_OPEN,
    /** The application connects, or sends on a listening socket. */
    ACTIVE_OPEN,
    /** The application closes; the FIN follows what it has sent before. */
    CLOSE_CALLED,
    /** A SYN has arrived and is acceptable. */
    SYN_ARRIVED,
    /** The peer has acknowledged our SYN. */
    OUR_SYN_ACKED,
    /** A FIN has arrived, in order. */
    FIN_ARRIVED,
    /** The peer has acknowledged our FIN. */
    OUR_FIN_ACKED,
    /** Reset, aborted, timed out, or 2 MSL are over. */
    GONE
  }

  /**
   * The state that follows.
   *
   * @return the next state, or this one where the event changes nothing: whatever a peer can send
   *     never throws
   * @throws IllegalStateException if our own side calls what this state does not allow
   */
  public TcpState after(Event event) {
    return switch (event) {
      case PASSIVE_OPEN -> this == CLOSED ? LISTEN : misuse(event);
      case ACTIVE_OPEN -> this == CLOSED || this == LISTEN ? SYN_SENT : misuse(event);
      case CLOSE_CALLED -> afterClose(event);
      case SYN_ARRIVED -> this == LISTEN || this == SYN_SENT ? SYN_RECEIVED : this;
      case OUR_SYN_ACKED -> this == SYN_SENT || this == SYN_RECEIVED ? ESTABLISHED : this;
      case FIN_ARRIVED -> afterFinArrived();
      case OUR_FIN_ACKED -> afterOurFinAcked();
      case GONE -> CLOSED;
    };
  }

  private TcpState afterClose(Event event) {
    return switch (this) {
      case LISTEN, SYN_SENT -> CLOSED;
      case SYN_RECEIVED, ESTABLISHED -> FIN_WAIT_1;
      case CLOSE_WAIT -> LAST_ACK;
      default -> misuse(event);
    };
  }

  private TcpState afterFinArrived() {
    return switch (this) {
      case SYN_RECEIVED, ESTABLISHED -> CLOSE_WAIT;
      case FIN_WAIT_1 -> CLOSING;
      case FIN_WAIT_2 -> TIME_WAIT;
      default -> this;
    };
  }

  private TcpState afterOurFinAcked() {
    return switch (this) {
      case FIN_WAIT_1 -> FIN_WAIT_2;
      case CLOSING -> TIME_WAIT;
      case LAST_ACK -> CLOSED;
      default -> this;
    };
  }

  private TcpState misuse(Event event) {
    throw new IllegalStateException(event + " is not possible in " + this);
  }

  /** Whether SYNs have been exchanged and acknowledged: ESTABLISHED and what comes after it. */
  public boolean isSynchronized() {
    return compareTo(SYN_RECEIVED) >= 0;
  }

  /** Whether the application may still send (RFC 9293 §3.10.2). */
  public boolean maySend() {
    return this == ESTABLISHED || this == CLOSE_WAIT;
  }

  /** Whether the peer may still send text (RFC 9293 §3.10.7.4, seventh check). */
  public boolean mayReceive() {
    return this == ESTABLISHED || this == FIN_WAIT_1 || this == FIN_WAIT_2;
  }

  /** Whether we have sent, or are about to send, our FIN. */
  public boolean hasClosed() {
    return switch (this) {
      case FIN_WAIT_1, FIN_WAIT_2, CLOSING, LAST_ACK, TIME_WAIT -> true;
      default -> false;
    };
  }

  /** The name as RFC 9293 writes it, {@code FIN-WAIT-1}. */
  public String rfcName() {
    return name().replace('_', '-');
  }
}
