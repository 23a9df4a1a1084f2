package io.fourwave.net;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/** A connection's outgoing octets as a stream. Thread-safe. */
final class SocketOut extends OutputStream {
  private final Connector connection;

  SocketOut(Connector connection) {
    this.connection = connection;
  }

  @Override
  public void write(int octet) throws IOException {
    write(new byte[] {(byte) octet}, 0, 1);
  }

  @Override
  public void write(byte[] source, int from, int count) throws IOException {
    connection.write(ByteBuffer.wrap(source, from, count));
  }

  @Override
  public void close() throws IOException {
    connection.close();
  }
}
