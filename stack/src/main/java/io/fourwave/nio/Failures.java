package io.fourwave.nio;

import io.fourwave.tcp.TcpException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.channels.AlreadyBoundException;
import java.nio.channels.AlreadyConnectedException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NotYetBoundException;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.channels.UnsupportedAddressTypeException;

/** What went wrong, in the JDK's exceptions. The stack's own are their causes. */
final class Failures {
  private Failures() {}

  /** A connection could not be made. */
  static IOException connecting(IOException e) {
    if (!(e instanceof TcpException)) {
      return e;
    }
    String message = e.getMessage();
    IOException failure =
        e instanceof TcpException.Unreachable
            ? new NoRouteToHostException(message)
            : new ConnectException(message);
    failure.initCause(e);
    return failure;
  }

  /** A connection failed. */
  static IOException talking(TcpException e) {
    SocketException failure =
        e instanceof TcpException.Reset
            ? new SocketException("Connection reset") // applications compare this text
            : new SocketException(e.getMessage());
    failure.initCause(e);
    return failure;
  }

  /** A channel's failure as {@link java.net.Socket} tells it. */
  static SocketException ofSocket(IOException e) {
    return e instanceof SocketException already ? already : with(e, sentence(e));
  }

  /** The same; what is wrong with the call itself is told as it is. */
  static SocketException ofSocket(RuntimeException e) {
    String sentence = sentence(e);
    if (sentence == null) {
      throw e;
    }
    return with(e, sentence);
  }

  /** What a {@link java.net.DatagramSocket} failed to send or receive with. */
  static IOException ofDatagrams(IOException e) {
    if (e instanceof ClosedByInterruptException) {
      return with(e, "Closed by interrupt");
    } else if (e instanceof ClosedChannelException) {
      return with(e, "Socket closed");
    } else if (e instanceof SocketTimeoutException) {
      SocketTimeoutException late = new SocketTimeoutException("Receive timed out");
      late.initCause(e);
      return late;
    }
    return ofSocket(e);
  }

  private static SocketException with(Exception cause, String sentence) {
    SocketException failure = new SocketException(sentence);
    failure.initCause(cause);
    return failure;
  }

  private static String sentence(IOException e) {
    return e instanceof ClosedChannelException ? "Socket is closed" : e.getMessage();
  }

  private static String sentence(RuntimeException e) {
    if (e instanceof NotYetConnectedException) {
      return "Socket is not connected";
    } else if (e instanceof AlreadyBoundException) {
      return "Already bound";
    } else if (e instanceof AlreadyConnectedException) {
      return "Already connected";
    } else if (e instanceof NotYetBoundException) {
      return "Socket is not bound yet";
    } else if (e instanceof UnsupportedAddressTypeException) {
      return "Unsupported address type";
    } else if (e instanceof UnresolvedAddressException) {
      return "Unresolved address";
    }
    return null;
  }
}
