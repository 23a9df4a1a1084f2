package io.fourwave.socket;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A socket's incoming octets as a stream. */
final class SocketInput extends InputOverBuffers {
  private final TcpSocket socket;

  SocketInput(TcpSocket socket) {
    this.socket = socket;
  }

  @Override
  protected int read(ByteBuffer target) throws IOException {
    return socket.read(target);
  }

  @Override
  public int available() {
    return socket.available();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
