package io.fourwave.examples.bench;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import org.HdrHistogram.Histogram;

/** One connection; some octets there and back, again and again. */
final class RequestResponse implements Workload {
  private final int octets;

  /** Of so many octets. */
  RequestResponse(int octets) {
    this.octets = octets;
  }

  @Override
  public Measurement run(Server server, long nanos) throws IOException {
    Histogram latencies = Measurement.noLatencies();
    Exchange exchange = new Exchange(octets);
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
}
