package io.fourwave.examples.service;

import io.fourwave.socket.TcpSocket;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Sends back what it receives, until the peer closes its way (RFC 862). */
public final class Echo implements SocketService {
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
}
