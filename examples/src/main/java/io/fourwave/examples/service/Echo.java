package io.fourwave.examples.service;

import io.fourwave.host.HostSocket;
import io.fourwave.host.SocketHandler;
import io.fourwave.socket.UdpSocket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/** Sends back what it receives, until the peer closes its way, and each datagram (RFC 862). */
public final class Echo implements HandlerService, DatagramService {
  private static final int FIRST_USER_PORT = 1024;

  @Override
  public String name() {
    return "echo";
  }

  @Override
  public int port() {
    return 7;
  }

  @Override
  public SocketHandler handler() {
    return new Handler();
  }

  private static final class Handler implements SocketHandler {
    @Override
    public void readable(HostSocket socket) throws IOException {
      sendBack(socket);
    }

    @Override
    public void writable(HostSocket socket) throws IOException {
      sendBack(socket);
    }

    /** From ring to ring, in at most as many pieces as each has; what has no room waits. */
    private static void sendBack(HostSocket socket) throws IOException {
      int count;
      do {
        ByteBuffer in = socket.incoming();
        ByteBuffer out = socket.outgoing(in.remaining());
        count = Math.min(in.remaining(), out.remaining());
        out.put(out.position(), in, in.position(), count);
        socket.produced(count);
        socket.consumed(count);
      } while (count > 0);
      if (socket.isAtEnd()) {
        socket.close();
      }
    }
  }

  /** Not to well-known ports: two echoes would go on answering each other for ever. */
  @Override
  public void datagram(UdpSocket socket, InetSocketAddress from, ByteBuffer data)
      throws IOException {
    if (from.getPort() >= FIRST_USER_PORT) {
      socket.send(data, from);
    }
  }
}
