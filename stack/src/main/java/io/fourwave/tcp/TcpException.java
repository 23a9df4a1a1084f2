package io.fourwave.tcp;

import java.io.IOException;

/** A connection that could not be made, or did not end in order. */
public abstract class TcpException extends IOException {
  private static final long serialVersionUID = 1L;

  TcpException(String message) {
    super(message);
  }

  /** Nobody listens there: the peer answered our SYN with a reset. */
  public static final class Refused extends TcpException {
    private static final long serialVersionUID = 1L;

    Refused(String message) {
      super(message);
    }
  }

  /** The peer reset the connection. What it had not acknowledged may be lost. */
  public static final class Reset extends TcpException {
    private static final long serialVersionUID = 1L;

    Reset(String message) {
      super(message);
    }
  }

  /** The peer did not answer in time. */
  public static final class TimedOut extends TcpException {
    private static final long serialVersionUID = 1L;

    TimedOut(String message) {
      super(message);
    }
  }

  /** The network cannot reach the peer. */
  public static final class Unreachable extends TcpException {
    private static final long serialVersionUID = 1L;

    Unreachable(String message) {
      super(message);
    }
  }

  /** This side aborted the connection, or closed the stack. */
  public static final class Aborted extends TcpException {
    private static final long serialVersionUID = 1L;

    Aborted(String message) {
      super(message);
    }
  }
}
