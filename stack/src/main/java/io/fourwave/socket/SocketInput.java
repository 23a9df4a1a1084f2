package io.fourwave.socket;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** A socket's incoming octets as a stream. */
final class SocketInput extends InputStream {
  private final TcpSocket socket;

  SocketInput(TcpSocket socket) {
    this.socket = socket;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int from, int count) throws IOException {
    return socket.read(ByteBuffer.wrap(target, from, count));
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
