package io.fourwave.examples.service;

import io.fourwave.socket.TcpSocket;
import io.fourwave.socket.UdpSocket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/** Throws away what it receives, until the peer closes its way, and each datagram (RFC 863). */
public final class Discard implements SocketService, DatagramService {
  @Override
  public String name() {
    return "discard";
  }

  @Override
  public int port() {
    return 9;
  }

  @Override
  public void serve(TcpSocket socket) throws IOException {
    ByteBuffer octets = ByteBuffer.allocate(64 << 10);
    while (socket.read(octets) >= 0) {
      octets.clear();
    }
  }

  @Override
  public void datagram(UdpSocket socket, InetSocketAddress from, ByteBuffer data) {
    // nothing is what is asked for
  }
}
