package io.fourwave.net;

import io.fourwave.socket.OutputOverBuffers;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A connection's outgoing octets as a stream. Thread-safe. */
final class SocketOut extends OutputOverBuffers {
  private final Connector connection;

  SocketOut(Connector connection) {
    this.connection = connection;
  }

  @Override
  protected void write(ByteBuffer source) throws IOException {
    connection.write(source);
  }

  @Override
  public void close() throws IOException {
    connection.close();
  }
}
