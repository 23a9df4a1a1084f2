package io.fourwave.examples.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** One connection; the client sends as much as it can. The server says how much has arrived. */
final class BulkIn implements Workload {
  private final ByteBuffer octets = ByteBuffer.allocateDirect(Service.SCRATCH);
  private final ByteBuffer answer = ByteBuffer.allocateDirect(Long.BYTES);

  @Override
  public Measurement run(Server server, long nanos) throws IOException {
    try (SocketChannel channel = server.connect(Service.SINK)) {
      long begin = System.nanoTime();
      long sent = 0;
      do {
        sent += Service.writeAll(channel, octets.clear());
      } while (System.nanoTime() - begin < nanos);
      channel.shutdownOutput();
      Service.readAll(channel, answer.clear());
      long elapsed = System.nanoTime() - begin;
      Arrivals.check(sent, answer.getLong(0));
      return new Measurement(sent, elapsed, Measurement.noLatencies());
    }
  }
}
