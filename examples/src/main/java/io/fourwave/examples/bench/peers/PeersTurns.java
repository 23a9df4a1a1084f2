package io.fourwave.examples.bench.peers;

import io.fourwave.examples.bench.IntegrityCheck;
import io.fourwave.examples.bench.Measurement;
import io.fourwave.examples.bench.OneCore;
import io.fourwave.examples.bench.Row;
import io.fourwave.examples.bench.Server;
import io.fourwave.examples.bench.Workload;
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

/** Lets all contestants take turns: what disturbs the machine disturbs all. */
final class PeersTurns {
  /** How much longer than it should anything may take. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final PeersBed bed;
  private final PeersPlan plan;
  private final ExecutorService client = Executors.newSingleThreadExecutor(PeersTurns::daemon);

  PeersTurns(PeersBed bed, PeersPlan plan) {
    this.bed = bed;
    this.plan = plan;
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "client");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Checks that octets arrive as they were sent, at each and back; see {@link IntegrityCheck}.
   *
   * @throws IOException if one is not fit to be measured
   */
  void check() throws IOException {
    for (Contestant contestant : bed.contestants()) {
      Server server = contestant.server().apply(plan.rows().get(0));
      within(
          PATIENCE,
          contestant,
          () -> {
            IntegrityCheck.run(server);
            return server;
          });
    }
  }

  /**
   * Measures a row.
   *
   * @throws IOException if a server does other than it should, or nothing any more
   */
  PeersResult measure(Row row) throws IOException {
    if (!row.isOnOneCore()) {
      return takeTurns(row);
    }
    List<Long> everybody = new ArrayList<>(bed.processes());
    everybody.add(ProcessHandle.current().pid());
    try (OneCore core = new OneCore(everybody)) {
      return takeTurns(row);
    }
  }

  private PeersResult takeTurns(Row row) throws IOException {
    List<Contestant> inTurn = new ArrayList<>(bed.contestants());
    inTurn.removeIf(each -> !each.takesPartIn(row));
    PeersResult result = new PeersResult(row, inTurn);
    Workload workload = row.workload();
    for (Contestant contestant : inTurn) {
      run(workload, row, contestant, plan.warmUp());
    }
    for (int round = 0; round < plan.rounds(); round++) {
      for (Contestant contestant : inTurn) {
        Duration before = contestant.cpu().get();
        Measurement measurement = run(workload, row, contestant, plan.turn());
        result.of(contestant).add(measurement, contestant.cpu().get().minus(before));
      }
      Collections.rotate(inTurn, 1); // nobody always begins
    }
    return result;
  }

  private Measurement run(Workload workload, Row row, Contestant contestant, Duration time)
      throws IOException {
    Server server = contestant.server().apply(row);
    return within(time.plus(PATIENCE), contestant, () -> workload.run(server, time.toNanos()));
  }

  private <T> T within(Duration time, Contestant contestant, Callable<T> task) throws IOException {
    Future<T> future = client.submit(task);
    try {
      return future.get(time.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IOException(contestant + ": " + e.getCause(), e.getCause());
    } catch (TimeoutException e) {
      throw new IOException(contestant + ": nothing after " + time.toSeconds() + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
