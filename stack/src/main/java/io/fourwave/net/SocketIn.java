package io.fourwave.net;

import io.fourwave.socket.InputOverBuffers;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A connection's incoming octets as a stream. Thread-safe. */
final class SocketIn extends InputOverBuffers {
  private final Connector connection;

  SocketIn(Connector connection) {
    this.connection = connection;
  }

  @Override
  protected int read(ByteBuffer target) throws IOException {
    return connection.read(target);
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
