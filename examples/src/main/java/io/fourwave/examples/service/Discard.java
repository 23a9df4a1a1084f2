package io.fourwave.examples.service;

import io.fourwave.socket.TcpSocket;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Throws away what it receives, until the peer closes its way (RFC 863). */
public final class Discard implements SocketService {
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
}
