package io.fourwave.examples.bench.million;

import io.fourwave.examples.Refusal;
import io.fourwave.examples.bench.Machine;
import io.fourwave.examples.bench.PrivateCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code fourwave bench million}: opens very many connections, and prints what they cost. */
@Command(
    name = "million",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    description = {
      "Opens a million connections between two stacks in one process.",
      "Each carries a request when it opens and another in the end; between them all are idle,",
      "and the memory that they take is measured."
    })
public final class MillionCommand implements Callable<Integer> {
  private static final int LEAST = 1_000;
  private static final int MOST = 10_000_000;

  /** Octets of heap for a connection, both ends, and room for the collector. */
  private static final long EACH = 3_000;

  private static final long OTHERS = 100 << 20;

  @Spec private CommandSpec spec;

  @Option(
      names = "--connections",
      paramLabel = "COUNT",
      description = "How many (${DEFAULT-VALUE}).")
  private int connections = 1_000_000;

  @Option(
      names = "--at-once",
      paramLabel = "COUNT",
      description = "How many are being opened, or asked, at a time (${DEFAULT-VALUE}).")
  private int atOnce = 256;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the results there as well.")
  private Path json;

  /** For the command line. */
  public MillionCommand() {}

  @Override
  public Integer call() throws IOException {
    MillionPlan plan = plan();
    Machine machine = Machine.here();
    MillionTable table = new MillionTable(spec.commandLine().getOut());
    table.begin(machine, plan);
    MillionResult result = measure(plan);
    table.add(plan, result);
    if (json != null) {
      Files.writeString(json, MillionJson.of(machine, plan, result));
    }
    return 0;
  }

  private MillionPlan plan() {
    if (connections < LEAST || connections > MOST) {
      throw new Refusal("--connections is 1000 to 10000000, not " + connections);
    }
    if (atOnce < 1 || atOnce > LEAST) {
      throw new Refusal("--at-once is 1 to 1000, not " + atOnce);
    }
    long heap = Runtime.getRuntime().maxMemory();
    long needed = OTHERS + EACH * connections;
    if (heap < needed) {
      throw new Refusal(
          String.format(
              "%d connections need a heap of %d MiB, and this JVM has %d: "
                  + "set FOURWAVE_JAVA_OPTS=-Xmx%dm",
              connections, needed >> 20, heap >> 20, needed >> 20));
    }
    PrivateCommand.checkFile("--json", json);
    return new MillionPlan(connections, atOnce);
  }

  private static MillionResult measure(MillionPlan plan) throws IOException {
    try (MillionBed bed = new MillionBed(plan)) {
      Memory before = Memory.inUse();
      Pauses pauses = new Pauses();
      Stopwatch opening;
      try (pauses) {
        opening = bed.open();
      }
      bed.awaitIdle();
      Memory idle = Memory.inUse().beyond(before);
      Stopwatch asking = bed.ask();
      return new MillionResult(
          bed.connections(), opening, idle, asking, pauses.count(), pauses.sum(), pauses.longest());
    }
  }
}
