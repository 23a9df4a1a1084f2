package io.fourwave.examples.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Lets the ways to serve take turns: what disturbs the machine disturbs all. */
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
    if (!row.isOnOneCore()) {
      return takeTurns(row);
    }
    List<Long> everybody = new ArrayList<>(bed.processes());
    everybody.add(ProcessHandle.current().pid());
    try (OneCore core = new OneCore(everybody)) {
      return takeTurns(row);
    }
  }

  private Result takeTurns(Row row) throws IOException {
    Workload workload = row.workload();
    for (Way way : plan.ways()) {
      run(workload, row.link(way.side()), way, plan.warmUp());
    }
    Result result = new Result(row, plan.ways());
    List<Way> inTurn = new ArrayList<>(plan.ways());
    for (int round = 0; round < plan.rounds(); round++) {
      for (Way way : inTurn) {
        Duration before = bed.cpu(way.side());
        Measurement measurement = run(workload, row.link(way.side()), way, plan.turn());
        result.of(way).add(measurement, bed.cpu(way.side()).minus(before));
      }
      Collections.rotate(inTurn, 1); // nobody always begins
    }
    return result;
  }

  private Measurement run(Workload workload, Link link, Way way, Duration time) throws IOException {
    Server server = new Server(link.server(plan.ipv6()), way);
    return within(time.plus(PATIENCE), link, () -> workload.run(server, time.toNanos()));
  }

  /**
   * Checks all links in all ways; see {@link IntegrityCheck}.
   *
   * @throws IOException if one is not fit to be measured
   */
  void checkLinks() throws IOException {
    for (Way way : plan.ways()) {
      for (Link link : Link.of(way.side())) {
        check(link, way);
      }
    }
  }

  private void check(Link link, Way way) throws IOException {
    within(
        PATIENCE,
        link,
        () -> {
          IntegrityCheck.run(new Server(link.server(plan.ipv6()), way));
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
