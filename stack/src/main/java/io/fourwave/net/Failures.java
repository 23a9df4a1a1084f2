package io.fourwave.net;

import io.fourwave.tcp.TcpException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;

/** What went wrong, in the types and words of {@code java.net}. */
final class Failures {
  private Failures() {}

  static SocketException closed() {
    return new SocketException("Socket closed");
  }

  static IOException ofConnect(IOException e) {
    if (e instanceof TcpException.Refused) {
      return because(e, new ConnectException("Connection refused"));
    }
    if (e instanceof TcpException.TimedOut) {
      return because(e, new ConnectException("Connection timed out"));
    }
    if (e instanceof TcpException.Unreachable) {
      return because(e, new NoRouteToHostException("No route to host"));
    }
    if (e instanceof ClosedByInterruptException) {
      return because(e, new SocketException("Closed by interrupt"));
    }
    return of(e, "Connect timed out");
  }

  static IOException ofRead(IOException e) {
    return of(e, "Read timed out");
  }

  static IOException ofAccept(IOException e) {
    return of(e, "Accept timed out");
  }

  /**
   * What a write failed with.
   *
   * @param closed whether the whole socket is closed, and not just its output
   */
  static IOException ofWrite(IOException e, boolean closed) {
    boolean shut =
        e instanceof ClosedChannelException && !(e instanceof ClosedByInterruptException);
    return shut && !closed || e instanceof TcpException.Reset
        ? because(e, new SocketException("Broken pipe"))
        : of(e, "Write timed out");
  }

  private static IOException of(IOException e, String timedOut) {
    if (e instanceof ClosedByInterruptException) {
      // java.net closes the socket of a virtual thread on this, and says "Closed by interrupt"
      return because(e, new InterruptedIOException("Closed by interrupt"));
    }
    if (e instanceof SocketTimeoutException) {
      return because(e, new SocketTimeoutException(timedOut));
    }
    if (e instanceof ClosedChannelException || e instanceof TcpException.Aborted) {
      return because(e, closed());
    }
    return e instanceof SocketException ? e : because(e, new SocketException(words(e)));
  }

  private static String words(IOException e) {
    if (e instanceof TcpException.Reset) {
      return "Connection reset";
    }
    if (e instanceof TcpException.TimedOut) {
      return "Connection timed out";
    }
    return e instanceof TcpException.Unreachable ? "No route to host" : e.getMessage();
  }

  private static IOException because(IOException cause, IOException what) {
    what.initCause(cause);
    return what;
  }
}
