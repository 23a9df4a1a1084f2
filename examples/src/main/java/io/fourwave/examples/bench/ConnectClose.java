package io.fourwave.examples.bench;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.HdrHistogram.Histogram;

/**
 * Connects, sends an octet, receives it back, closes; again and again. The client closes first, so
 * TIME-WAIT is its kernel's, whoever serves.
 */
final class ConnectClose implements Workload {
  private final int atOnce;

  /** So many threads of the client do it, each one connection at a time, and one at least. */
  ConnectClose(int atOnce) {
    this.atOnce = atOnce;
  }

  @Override
  public Measurement run(Server server, long nanos) throws IOException {
    ExecutorService threads = Executors.newFixedThreadPool(atOnce);
    try {
      long begin = System.nanoTime();
      Callable<Histogram> client = () -> repeat(server, begin + nanos);
      List<Future<Histogram>> clients = threads.invokeAll(Collections.nCopies(atOnce, client));
      long elapsed = System.nanoTime() - begin;
      Histogram all = Measurement.noLatencies();
      for (Future<Histogram> each : clients) {
        all.add(result(each));
      }
      return new Measurement(all.getTotalCount(), elapsed, all);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      threads.shutdownNow();
    }
  }

  private static Histogram result(Future<Histogram> client)
      throws IOException, InterruptedException {
    try {
      return client.get();
    } catch (ExecutionException e) {
      throw new IOException("a connection has failed: " + e.getCause(), e);
    }
  }

  private static Histogram repeat(Server server, long end) throws IOException {
    Histogram latencies = Measurement.noLatencies();
    Exchange exchange = new Exchange(1);
    long now = System.nanoTime();
    do {
      try (SocketChannel channel = server.connect(Service.ECHO)) {
        exchange.run(channel);
      }
      long last = now;
      now = System.nanoTime();
      latencies.recordValue(now - last);
    } while (now - end < 0);
    return latencies;
  }
}
