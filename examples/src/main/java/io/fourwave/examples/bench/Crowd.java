package io.fourwave.examples.bench;

import java.io.IOException;
import java.nio.channels.spi.SelectorProvider;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * Many connections at once, driven by one thread of the client: what they cost it is little beside
 * what they cost the server, and the scheduler has no crowd to be fair to.
 */
final class Crowd implements Workload {
  private final List<Flow.Maker> makers = new ArrayList<>();

  /** So many connections of a kind. */
  static Crowd of(int connections, Flow.Maker maker) {
    return new Crowd().and(connections, maker);
  }

  /** And so many more. */
  Crowd and(int connections, Flow.Maker maker) {
    for (int i = 0; i < connections; i++) {
      makers.add(maker);
    }
    return this;
  }

  @Override
  public Measurement run(Server server, long nanos) throws IOException {
    Histogram latencies = Measurement.noLatencies();
    List<Flow> flows = new ArrayList<>();
    try (SelectorLoop loop = new SelectorLoop(SelectorProvider.provider())) {
      for (Flow.Maker maker : makers) {
        flows.add(maker.to(server, latencies));
      }
      long begin = System.nanoTime();
      for (Flow flow : flows) {
        loop.add(flow.channel(), flow.begin(nanos), flow);
      }
      loop.run();
      long elapsed = System.nanoTime() - begin;
      long amount = flows.stream().mapToLong(Flow::amount).sum();
      return new Measurement(amount, elapsed, latencies);
    } finally {
      for (Flow flow : flows) {
        flow.channel().close();
      }
    }
  }
}
