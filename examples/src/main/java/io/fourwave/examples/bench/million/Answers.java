package io.fourwave.examples.bench.million;

import io.fourwave.host.HostSocket;
import io.fourwave.host.SocketHandler;
import java.io.IOException;
import java.nio.ByteBuffer;

/** The server: each octet is answered with itself. One for all connections. */
final class Answers implements SocketHandler {
  private final ByteBuffer octets = ByteBuffer.allocateDirect(64);

  @Override
  public void readable(HostSocket socket) throws IOException {
    int count = socket.read(octets.clear());
    if (count < 0) {
      socket.close();
    } else if (count > 0) {
      socket.write(octets.flip());
    }
  }
}
