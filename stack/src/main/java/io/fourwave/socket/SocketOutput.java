package io.fourwave.socket;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A socket's outgoing octets as a stream. */
final class SocketOutput extends OutputOverBuffers {
  private final TcpSocket socket;

  SocketOutput(TcpSocket socket) {
    this.socket = socket;
  }

  @Override
  protected void write(ByteBuffer source) throws IOException {
    socket.write(source);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
