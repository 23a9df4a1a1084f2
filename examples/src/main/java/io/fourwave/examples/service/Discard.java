package io.fourwave.examples.service;

import io.fourwave.host.HostSocket;
import io.fourwave.host.SocketHandler;
import io.fourwave.socket.UdpSocket;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/** Throws away what it receives, until the peer closes its way, and each datagram (RFC 863). */
public final class Discard implements HandlerService, DatagramService {
  @Override
  public String name() {
    return "discard";
  }

  @Override
  public int port() {
    return 9;
  }

  @Override
  public SocketHandler handler() {
    return Discard::throwAway;
  }

  private static void throwAway(HostSocket socket) {
    while (socket.incoming().hasRemaining()) {
      socket.consumed(socket.incoming().remaining());
    }
    if (socket.isAtEnd()) {
      socket.close();
    }
  }

  @Override
  public void datagram(UdpSocket socket, InetSocketAddress from, ByteBuffer data) {
    // nothing is what is asked for
  }
}
