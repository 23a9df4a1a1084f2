package io.fourwave.examples.bench;

import io.fourwave.examples.Refusal;
import io.fourwave.examples.bench.million.MillionCommand;
import io.fourwave.examples.bench.paths.PathsCommand;
import io.fourwave.examples.bench.peers.PeersCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code fourwave bench}: measures, and prints a table. */
@Command(
    name = "bench",
    sortOptions = false,
    abbreviateSynopsis = true,
    mixinStandardHelpOptions = true,
    description = {
      "Measures the stack against the kernel's own TCP, in a network of its own.",
      "Both serve the same client over TUN devices, in turns; the kernel is behind a relay.",
      "The stack serves in several ways: blocking sockets, handlers on its own thread, NIO, Netty."
    },
    subcommands = {PathsCommand.class, MillionCommand.class, PeersCommand.class},
    footer = {
      "",
      "Rows, in and out of the server: bulk-in, bulk-in-4, -8, -64 (connections),",
      "bulk-in-plain (no offload), all of these as bulk-out as well;",
      "request-response, -one-core, -64, -1000 (connections), -1k (1 KB), -64-1k;",
      "latency-under-load (8 bulk flows beside); connect, connect-32 (at once).",
      "Ways: kernel (a thread for each connection), kernel-nio (one thread for all);",
      "the stack's: blocking (a thread for each), handler (its own), nio, netty (one for all)."
    })
public final class Bench extends PrivateCommand {
  private static final double LEAST_SECONDS = 0.01;
  private static final double MOST_SECONDS = 60;
  private static final int MOST_ROUNDS = 100;

  @Option(
      names = "--rows",
      split = ",",
      paramLabel = "ROW",
      description = "Which rows, separated by commas (the ten that say most, about 3 minutes).")
  private List<String> rows = Row.standard().stream().map(Row::word).toList();

  @Option(names = "--all", description = "Every row in every way, about 10 minutes.")
  private boolean all;

  @Option(
      names = "--ways",
      split = ",",
      paramLabel = "WAY",
      description = "In which ways beside the first, by commas (kernel-nio,blocking,handler).")
  private List<String> ways = Way.STANDARD.stream().map(Way::word).toList();

  @Option(
      names = "--rounds",
      paramLabel = "COUNT",
      description = "How many turns each way has in each row (5).")
  private Integer count;

  @Option(
      names = "--seconds",
      paramLabel = "TIME",
      description = "How long a turn is, 0.5 say (0.6).")
  private Double seconds;

  @Option(names = "--quick", description = "See whether it works: 2 rounds, turns of 0.1 s.")
  private boolean quick;

  @Option(names = "--ipv6", description = "Go by IPv6 (IPv4).")
  private boolean ipv6;

  @Option(
      names = "--congestion",
      paramLabel = "NAME",
      description = "The kernel's congestion control at both ends (${DEFAULT-VALUE}).")
  private String congestionControl = "reno";

  @Option(names = "--json", paramLabel = "FILE", description = "Write the results there as well.")
  private Path json;

  @Option(names = "--svg", paramLabel = "FILE", description = "Draw the results there as well.")
  private Path svg;

  @Option(
      names = "--profile",
      paramLabel = "FILE",
      description = "Record the stack's process with Java Flight Recorder.")
  private Path profile;

  private Plan plan;

  @Override
  protected void check() {
    plan = plan();
    if (plan.rows().stream().anyMatch(Row::isOnOneCore)) {
      OneCore.check();
    }
    checkFile("--json", json);
    checkFile("--svg", svg);
    checkFile("--profile", profile);
  }

  private Plan plan() {
    int rounds = count != null ? count : quick ? 2 : 5;
    if (rounds < 1 || rounds > MOST_ROUNDS) {
      throw new Refusal("--rounds is 1 to " + MOST_ROUNDS + ", not " + rounds);
    }
    double time = seconds != null ? seconds : quick ? 0.1 : 0.6;
    if (!(time >= LEAST_SECONDS && time <= MOST_SECONDS)) {
      throw new Refusal("--seconds is 0.01 to 60, not " + time);
    }
    return new Plan(
        all ? List.of(Row.values()) : rows.stream().map(Bench::row).toList(),
        all
            ? List.of(Way.values())
            : Stream.concat(Stream.of(Way.KERNEL), ways.stream().map(Bench::way))
                .distinct()
                .toList(),
        rounds,
        Duration.ofNanos((long) (time * 1e9)),
        ipv6);
  }

  private static Way way(String word) {
    Way way = Way.of(word);
    if (way == null) {
      throw new Refusal(
          "there is no way '" + word + "': --ways takes " + String.join(", ", Way.words()));
    }
    return way;
  }

  private static Row row(String word) {
    Row row = Row.of(word);
    if (row == null) {
      throw new Refusal(
          "there is no row '" + word + "': --rows takes " + String.join(", ", Row.words()));
    }
    return row;
  }

  @Override
  protected void measure() throws IOException {
    KernelTcp.manyPorts();
    KernelTcp.chooseCongestionControl(congestionControl);
    Machine machine = Machine.here();
    Table table = new Table(spec.commandLine().getOut());
    List<Result> results = new ArrayList<>();
    try (TestBed bed = new TestBed(plan.ways(), profile)) {
      table.begin(machine, plan);
      Rounds rounds = new Rounds(bed, plan);
      rounds.checkLinks();
      for (Row row : plan.rows()) {
        Result result = rounds.measure(row);
        results.add(result);
        table.add(result);
      }
    }
    table.end();
    if (json != null) {
      Files.writeString(json, JsonReport.of(machine, plan, results));
    }
    if (svg != null) {
      Files.writeString(svg, Chart.of(machine, plan, results));
    }
  }
}
