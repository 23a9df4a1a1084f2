package io.fourwave.examples.service;

import io.fourwave.socket.TcpSocket;
import java.io.IOException;

/** A service that an {@link AcceptLoop} hands its connections to, each on a thread of its own. */
public non-sealed interface SocketService extends Service {
  /**
   * Serves one connection. Closing it is the caller's business. Called by many threads at once.
   *
   * @param socket an open connection
   * @throws IOException if the connection fails; that ends this connection and nothing else
   */
  void serve(TcpSocket socket) throws IOException;
}
