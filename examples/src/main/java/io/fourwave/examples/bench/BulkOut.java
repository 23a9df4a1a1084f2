package io.fourwave.examples.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** One connection; the server sends as much as it can, and says at the end how much it was. */
final class BulkOut implements Workload {
  private final ByteBuffer octets = ByteBuffer.allocateDirect(Service.SCRATCH);
  private final ByteBuffer request = ByteBuffer.allocateDirect(Long.BYTES);

  @Override
  public Measurement run(Server server, long nanos) throws IOException {
    try (SocketChannel channel = server.connect(Service.SOURCE)) {
      Arrivals arrivals = new Arrivals();
      long begin = System.nanoTime();
      Service.writeAll(channel, request.clear().putLong(nanos).flip());
      while (channel.read(octets.clear()) >= 0) {
        arrivals.note(octets);
      }
      long elapsed = System.nanoTime() - begin;
      arrivals.check();
      return new Measurement(arrivals.received(), elapsed, Measurement.noLatencies());
    }
  }
}
