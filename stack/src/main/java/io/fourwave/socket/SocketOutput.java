package io.fourwave.socket;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/** A socket's outgoing octets as a stream. */
final class SocketOutput extends OutputStream {
  private final TcpSocket socket;

  SocketOutput(TcpSocket socket) {
    this.socket = socket;
  }

  @Override
  public void write(int octet) throws IOException {
    write(new byte[] {(byte) octet}, 0, 1);
  }

  @Override
  public void write(byte[] source, int from, int count) throws IOException {
    socket.write(ByteBuffer.wrap(source, from, count));
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
