package io.fourwave.net;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** A connection's incoming octets as a stream. Thread-safe. */
final class SocketIn extends InputStream {
  private final Connector connection;

  SocketIn(Connector connection) {
    this.connection = connection;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int from, int count) throws IOException {
    return connection.read(ByteBuffer.wrap(target, from, count));
  }

  @Override
  public int available() throws IOException {
    return connection.available();
  }

  @Override
  public void close() throws IOException {
    connection.close();
  }
}
