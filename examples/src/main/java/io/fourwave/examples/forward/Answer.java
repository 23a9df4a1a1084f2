package io.fourwave.examples.forward;

import io.fourwave.socket.IncomingConnection;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;

/** What a peer is answered when its target cannot be had: just what befell us there. */
enum Answer {
  /** The target refused: a reset. */
  REFUSED,
  /** There is no way to it: ICMP, host unreachable. */
  UNREACHABLE,
  /** It did not answer: nor do we. */
  SILENCE;

  /** The answer to a failure of the kernel's, as the JDK names them. */
  static Answer to(IOException failure) {
    if (failure instanceof SocketTimeoutException) {
      return SILENCE;
    }
    if (failure instanceof ConnectException) { // ECONNREFUSED and, by its text alone, ETIMEDOUT
      return String.valueOf(failure.getMessage()).contains("timed out") ? SILENCE : REFUSED;
    }
    return UNREACHABLE; // EHOSTUNREACH, ENETUNREACH, and whatever else stands in the way
  }

  /** Gives it. */
  void give(IncomingConnection incoming) {
    switch (this) {
      case REFUSED -> incoming.refuse();
      case UNREACHABLE -> incoming.unreachable();
      case SILENCE -> incoming.ignore();
    }
  }
}
