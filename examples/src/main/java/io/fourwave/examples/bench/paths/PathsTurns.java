package io.fourwave.examples.bench.paths;

import io.fourwave.link.Faults;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs turns: at once, if the machine can carry them; else one after the other, interleaved. */
final class PathsTurns {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final ExecutorService RECEIVERS =
      Executors.newCachedThreadPool(PathsTurns::daemon);

  private final PathsBed bed;
  private final PathsPlan plan;

  PathsTurns(PathsBed bed, PathsPlan plan) {
    this.bed = bed;
    this.plan = plan;
  }

  private record Turn(Sender sender, Lane lane, int round) {}

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "receiver");
    thread.setDaemon(true);
    return thread;
  }

  /** Lets everybody's compilers see what is to be done. */
  void warmUp(Duration time) throws IOException {
    Cell cell = new Cell(100, 5, Trouble.NONE);
    run(cell, time, turns().subList(0, 4), new Outcome(cell));
  }

  /**
   * Measures a path.
   *
   * @throws IOException if a sender does other than it should
   */
  Outcome measure(Cell cell) throws IOException {
    Outcome outcome = new Outcome(cell);
    List<Turn> turns = turns();
    int atOnce = plan.atOnce(cell);
    for (int i = 0; i < turns.size(); i += atOnce) {
      List<Turn> batch = turns.subList(i, Math.min(i + atOnce, turns.size()));
      run(cell, cell.turn(plan.turn()), batch, outcome);
    }
    return outcome;
  }

  /** All turns of a path: the senders of an algorithm are neighbours, and nobody always begins. */
  private List<Turn> turns() {
    List<Turn> turns = new ArrayList<>();
    for (int round = 0; round < plan.rounds(); round++) {
      for (Algorithm algorithm : Algorithm.values()) {
        for (int i = 0; i < 2; i++) {
          Sender sender = Sender.values()[(i + round) % 2];
          int pair = (turns.size() / 4 * 2 + i) % (plan.lanes() / 2);
          turns.add(new Turn(sender, new Lane(2 * pair + algorithm.ordinal()), round));
        }
      }
    }
    return turns;
  }

  private void run(Cell cell, Duration time, List<Turn> turns, Outcome outcome) throws IOException {
    List<Callable<Double>> receptions = new ArrayList<>();
    for (Turn turn : turns) {
      bed.become(turn.lane, cell.there(1 + turn.round), cell.back());
      receptions.add(new Reception(turn.lane.address(turn.sender), Duration.ZERO, time));
    }
    List<Double> rates = atOnce(receptions, time);
    for (int i = 0; i < turns.size(); i++) {
      Turn turn = turns.get(i);
      outcome.add(turn.lane.algorithm(), turn.sender, rates.get(i));
    }
  }

  /** Both senders share a lane, whose algorithm is CUBIC; their megabits a second. */
  List<Double> share(Cell cell, Duration time) throws IOException {
    Lane lane = new Lane(Algorithm.CUBIC.ordinal());
    bed.become(lane, cell.there(1), cell.back());
    Duration settling = time.dividedBy(3);
    List<Callable<Double>> receptions = new ArrayList<>();
    for (Sender sender : Sender.values()) {
      receptions.add(new Reception(lane.address(sender), settling, time.minus(settling)));
    }
    List<Double> rates = atOnce(receptions, time);
    bed.become(lane, Faults.NONE, Faults.NONE);
    return rates;
  }

  private static List<Double> atOnce(List<Callable<Double>> receptions, Duration time)
      throws IOException {
    List<Future<Double>> futures = receptions.stream().map(RECEIVERS::submit).toList();
    List<Double> rates = new ArrayList<>();
    for (Future<Double> future : futures) {
      rates.add(await(future, time.plus(PATIENCE)));
    }
    return rates;
  }

  private static double await(Future<Double> rate, Duration time) throws IOException {
    try {
      return rate.get(time.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IOException(e.getCause().toString(), e.getCause());
    } catch (TimeoutException e) {
      throw new IOException("nothing after " + time.toSeconds() + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
