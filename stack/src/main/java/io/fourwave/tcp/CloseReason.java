package io.fourwave.tcp;

/** Why a connection is over. */
public enum CloseReason {
  /** Both sides closed in order. */
  CLOSED("closed"),
  /** The peer answered our SYN with a reset (RFC 9293 §3.10.7.3). */
  REFUSED("connection refused"),
  /** The peer reset the connection (RFC 9293 §3.10.7.4). */
  RESET("connection reset by peer"),
  /** The peer did not answer within R2 or the user timeout (RFC 9293 §3.8.3). */
  TIMED_OUT("connection timed out"),
  /** The peer did not answer keep-alive probes (RFC 9293 §3.8.4). */
  KEEP_ALIVE_TIMED_OUT("connection timed out: the peer does not answer keep-alive probes"),
  /** The network said, and kept saying, that it cannot reach the peer (RFC 9293 §3.9.2.2). */
  UNREACHABLE("host unreachable"),
  /** This side aborted, or the stack was closed (RFC 9293 §3.10.5). */
  ABORTED("connection aborted");

  private final String sentence;

  CloseReason(String sentence) {
    this.sentence = sentence;
  }

  /** The reason in words. */
  public String sentence() {
    return sentence;
  }

  /** Whether the application is told of an error. */
  public boolean isFailure() {
    return this != CLOSED;
  }

  /**
   * The exception that tells an application.
   *
   * @param what the connection, for the message
   */
  public TcpException toException(String what) {
    String message = sentence + ": " + what;
    return switch (this) {
      case REFUSED -> new TcpException.Refused(message);
      case RESET -> new TcpException.Reset(message);
      case TIMED_OUT, KEEP_ALIVE_TIMED_OUT -> new TcpException.TimedOut(message);
      case UNREACHABLE -> new TcpException.Unreachable(message);
      case ABORTED, CLOSED -> new TcpException.Aborted(message);
    };
  }
}
