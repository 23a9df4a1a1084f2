package io.fourwave.examples.service;

import io.fourwave.socket.TcpSocket;
import java.io.IOException;

/** A service on a well-known port. Its methods are called by many threads at once. */
public interface Service {
  /** The name, as {@code /etc/services} has it. */
  String name();

  /** The port it listens on. */
  int port();

  /**
   * Serves one connection, on a thread of its own. Closing it is the caller's business.
   *
   * @param socket an open connection
   * @throws IOException if the connection fails; that ends this connection and nothing else
   */
  void serve(TcpSocket socket) throws IOException;
}
