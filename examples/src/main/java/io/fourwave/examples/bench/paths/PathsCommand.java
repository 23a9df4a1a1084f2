package io.fourwave.examples.bench.paths;

import io.fourwave.examples.Refusal;
import io.fourwave.examples.bench.Machine;
import io.fourwave.examples.bench.PrivateCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code fourwave bench paths}: measures over bad paths, and prints a table. */
@Command(
    name = "paths",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    description = {
      "Measures throughput over slow, long and bad paths, of the stack and of the kernel's TCP.",
      "The receiver is the kernel; both senders have the same kind of path at the same time,",
      "with the same congestion control. At the end they share a bottleneck."
    })
public final class PathsCommand extends PrivateCommand {
  private static final int MOST_ROUNDS = 20;
  private static final double LEAST_SECONDS = 0.1;
  private static final double MOST_SECONDS = 60;
  private static final List<Cell> QUICK =
      List.of(new Cell(10, 5, Trouble.NONE), new Cell(10, 50, Trouble.THREE));

  @Option(
      names = "--rates",
      split = ",",
      paramLabel = "MBIT",
      description = "Only these rates: 10, 100, 1000.")
  private List<Long> rates = List.of(10L, 100L, 1000L);

  @Option(
      names = "--rtts",
      split = ",",
      paramLabel = "MS",
      description = "Only these round-trip times: 5, 50, 200.")
  private List<Integer> rtts = List.of(5, 50, 200);

  @Option(
      names = "--troubles",
      split = ",",
      paramLabel = "TROUBLE",
      description = "Only these: ${COMPLETION-CANDIDATES}.")
  private List<Trouble> troubles = List.of(Trouble.values());

  @Option(
      names = "--rounds",
      paramLabel = "COUNT",
      description = "How many turns each sender has on each path (3).")
  private Integer rounds;

  @Option(
      names = "--seconds",
      paramLabel = "TIME",
      description = "How long a turn is; twice that with 200 ms (4).")
  private Double seconds;

  @Option(
      names = "--shared",
      paramLabel = "TIME",
      description = "How long two flows share a bottleneck, in seconds; 0: not at all (30).")
  private Double shared;

  @Option(names = "--quick", description = "See whether it works: two paths, 1 round, 1 s.")
  private boolean quick;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the results there as well.")
  private Path json;

  private PathsPlan plan;

  @Override
  protected void check() {
    int count = rounds != null ? rounds : quick ? 1 : 3;
    if (count < 1 || count > MOST_ROUNDS) {
      throw new Refusal("--rounds is 1 to " + MOST_ROUNDS + ", not " + count);
    }
    double turn = seconds != null ? seconds : quick ? 1 : 4;
    if (!(turn >= LEAST_SECONDS && turn <= MOST_SECONDS)) {
      throw new Refusal("--seconds is 0.1 to 60, not " + turn);
    }
    double share = shared != null ? shared : quick ? 1 : 30;
    if (!(share >= 0 && share <= MOST_SECONDS)) {
      throw new Refusal("--shared is 0 to 60, not " + share);
    }
    checkFile("--json", json);
    plan = new PathsPlan(cells(), count, time(turn), time(share));
  }

  private List<Cell> cells() {
    List<Cell> cells =
        (quick ? QUICK : Cell.all())
            .stream()
                .filter(cell -> rates.contains(cell.megabits()) && rtts.contains(cell.rtt()))
                .filter(cell -> troubles.contains(cell.trouble()))
                .toList();
    if (cells.isEmpty()) {
      throw new Refusal(
          "there is no such path: --rates takes 10, 100, 1000 and --rtts 5, 50, 200, or some of them");
    }
    return cells;
  }

  private static Duration time(double seconds) {
    return Duration.ofNanos((long) (seconds * 1e9));
  }

  @Override
  protected void measure() throws IOException {
    Machine machine = Machine.here();
    PathsTable table = new PathsTable(spec.commandLine().getOut());
    table.begin(machine, plan);
    List<Outcome> outcomes = new ArrayList<>();
    List<Shares> shares = new ArrayList<>();
    try (PathsBed bed = new PathsBed(plan.lanes())) {
      PathsTurns turns = new PathsTurns(bed, plan);
      turns.warmUp(plan.turn());
      for (Cell cell : plan.cells()) {
        Outcome outcome = turns.measure(cell);
        outcomes.add(outcome);
        table.add(outcome);
      }
      table.gap();
      for (Cell cell : plan.share().isZero() ? List.<Cell>of() : Shares.PATHS) {
        Shares both = new Shares(cell, turns.share(cell, plan.share()));
        shares.add(both);
        table.add(both);
      }
    }
    table.summary(outcomes);
    table.end();
    if (json != null) {
      Files.writeString(json, PathsJson.of(machine, plan, outcomes, shares));
    }
  }
}
