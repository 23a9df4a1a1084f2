package io.fourwave.socket;

import io.fourwave.host.EventLoop;
import io.fourwave.host.Host;
import io.fourwave.host.Loops;
import io.fourwave.tcp.Connection;
import io.fourwave.tcp.ConnectionEvents;
import io.fourwave.tcp.TcpSettings;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/**
 * What an application wants to connect.
 *
 * @param local the address and port to come from, or null for any
 * @param first text to go with the SYN if that is possible, of which is taken what fits; or null
 */
record ActiveOpen(
    InetSocketAddress local, InetSocketAddress remote, TcpSettings settings, ByteBuffer first) {
  /**
   * Begins to connect at one of a stack's hosts, at each in turn. If the port is given, what waits
   * in TIME-WAIT under the connection's name may be another host's; only that one may follow it.
   */
  TcpSocket by(Loops loops) throws IOException {
    EventLoop chosen = loops.next();
    try {
      return at(chosen);
    } catch (BindException e) {
      for (EventLoop other : loops.all()) {
        TcpSocket socket = other == chosen ? null : atOther(other);
        if (socket != null) {
          return socket;
        }
      }
      throw e;
    }
  }

  private TcpSocket at(EventLoop loop) throws IOException {
    return loop.ask(() -> TcpSocket.opening(this, loop));
  }

  /** The socket, or null for the reason that is known from the first host. */
  private TcpSocket atOther(EventLoop loop) throws IOException {
    try {
      return at(loop);
    } catch (BindException e) {
      return null;
    }
  }

  /** On the loop's thread. */
  Connection begin(Host host, ConnectionEvents events) throws IOException {
    Connection connection = host.open(local, remote, settings, events);
    if (first != null) {
      connection.outgoing().write(first); // before the SYN goes out
    }
    return connection;
  }
}
