package io.fourwave.examples.bench;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.HdrHistogram.Histogram;

/** One connection; an octet there and back, again and again. */
final class RequestResponse implements Workload {
  @Override
  public Measurement run(Server server, long nanos) throws IOException {
    Histogram latencies = Measurement.noLatencies();
    Exchange exchange = new Exchange();
    try (SocketChannel channel = server.connect(Service.ECHO)) {
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      long begin = System.nanoTime();
      long now = begin;
      do {
        exchange.run(channel);
        long last = now;
        now = System.nanoTime();
        latencies.recordValue(now - last);
      } while (now - begin < nanos);
      return new Measurement(latencies.getTotalCount(), now - begin, latencies);
    }
  }

  /** An octet there and back. */
  static final class Exchange {
    private final ByteBuffer octet = ByteBuffer.allocateDirect(1);
    private byte next;

    /** Does it, with another octet than the last time. */
    void run(SocketChannel channel) throws IOException {
      next++;
      Service.writeAll(channel, octet.put(0, next).clear());
      Service.readAll(channel, octet.clear());
      if (octet.get(0) != next) {
        throw new IOException(next + " was sent, and " + octet.get(0) + " came back");
      }
    }
  }
}
