package io.fourwave.examples.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Lets the two sides take turns: what disturbs the machine disturbs both. */
final class Rounds {
  /** How much longer than it should anything may take. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final TestBed bed;
  private final Plan plan;
  private final ExecutorService client = Executors.newSingleThreadExecutor(Rounds::daemon);

  Rounds(TestBed bed, Plan plan) {
    this.bed = bed;
    this.plan = plan;
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "client");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Measures a row.
   *
   * @throws IOException if a server does other than it should, or nothing any more
   */
  Result measure(Row row) throws IOException {
    Workload workload = row.workload();
    for (Side side : Side.values()) {
      run(workload, row.link(side), plan.warmUp());
    }
    Result result = new Result(row);
    for (int round = 0; round < plan.rounds(); round++) {
      for (Side side : inTurn(round)) {
        Duration before = bed.cpu(side);
        Measurement measurement = run(workload, row.link(side), plan.turn());
        result.of(side).add(measurement, bed.cpu(side).minus(before));
      }
    }
    return result;
  }

  /** Nobody always begins. */
  private static List<Side> inTurn(int round) {
    return round % 2 == 0
        ? List.of(Side.FOURWAVE, Side.KERNEL)
        : List.of(Side.KERNEL, Side.FOURWAVE);
  }

  private Measurement run(Workload workload, Link link, Duration time) throws IOException {
    InetAddress server = link.server(plan.ipv6());
    return within(time.plus(PATIENCE), link, () -> workload.run(server, time.toNanos()));
  }

  /**
   * Checks all links; see {@link IntegrityCheck}.
   *
   * @throws IOException if one is not fit to be measured
   */
  void checkLinks() throws IOException {
    for (Side side : Side.values()) {
      for (Link link : Link.of(side)) {
        check(link);
      }
    }
  }

  private void check(Link link) throws IOException {
    within(
        PATIENCE,
        link,
        () -> {
          IntegrityCheck.run(link.server(plan.ipv6()));
          return link;
        });
  }

  private <T> T within(Duration time, Link link, Callable<T> task) throws IOException {
    Future<T> future = client.submit(task);
    try {
      return future.get(time.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IOException(link + ": " + e.getCause(), e.getCause());
    } catch (TimeoutException e) {
      throw new IOException(link + ": nothing after " + time.toSeconds() + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
