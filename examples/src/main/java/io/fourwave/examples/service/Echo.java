package io.fourwave.examples.service;

import io.fourwave.socket.TcpSocket;
import io.fourwave.socket.UdpSocket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/** Sends back what it receives, until the peer closes its way, and each datagram (RFC 862). */
public final class Echo implements SocketService, DatagramService {
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
  public void serve(TcpSocket socket) throws IOException {
    ByteBuffer octets = ByteBuffer.allocate(64 << 10);
    while (socket.read(octets) >= 0) {
      socket.write(octets.flip());
      octets.clear();
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
