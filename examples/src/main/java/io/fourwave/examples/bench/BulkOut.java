package io.fourwave.examples.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** One connection; the server sends as much as it can, and says at the end how much it was. */
final class BulkOut implements Workload {
  private final ByteBuffer octets = ByteBuffer.allocateDirect(Service.SCRATCH);
  private final ByteBuffer request = ByteBuffer.allocateDirect(Long.BYTES);
  private long received;
  private long lastEight;

  @Override
  public Measurement run(Server server, long nanos) throws IOException {
    try (SocketChannel channel = server.connect(Service.SOURCE)) {
      received = 0;
      long begin = System.nanoTime();
      Service.writeAll(channel, request.clear().putLong(nanos).flip());
      while (channel.read(octets.clear()) >= 0) {
        note();
      }
      long elapsed = System.nanoTime() - begin;
      check();
      return new Measurement(received, elapsed, Measurement.noLatencies());
    }
  }

  /** The last eight octets may come in several reads. */
  private void note() {
    int count = octets.position();
    received += count;
    for (int i = Math.max(0, count - Long.BYTES); i < count; i++) {
      lastEight = lastEight << 8 | octets.get(i) & 0xff;
    }
  }

  private void check() throws IOException {
    long arrived = received - Long.BYTES;
    if (arrived != lastEight) {
      throw new IOException(lastEight + " octets were sent, and " + arrived + " have arrived");
    }
  }
}
