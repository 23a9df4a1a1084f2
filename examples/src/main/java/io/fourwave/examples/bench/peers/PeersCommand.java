package io.fourwave.examples.bench.peers;

import io.fourwave.examples.Refusal;
import io.fourwave.examples.bench.KernelTcp;
import io.fourwave.examples.bench.Machine;
import io.fourwave.examples.bench.OneCore;
import io.fourwave.examples.bench.PrivateCommand;
import io.fourwave.examples.bench.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code fourwave bench peers}: measures beside other user-space stacks, and prints a table. */
@Command(
    name = "peers",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    description = {
      "Measures the stack beside lwIP, smoltcp and gVisor's netstack, as far as their tools are here",
      "(gcc, Rust, Go), and beside the kernel's TCP: the same client, the same rounds. Also beside",
      "the limit: the least that the kernel takes for TCP, which is no stack and not compared.",
      "The first time it fetches and builds them, which takes some minutes."
    })
public final class PeersCommand extends PrivateCommand {
  private static final double LEAST_SECONDS = 0.01;
  private static final double MOST_SECONDS = 60;
  private static final int MOST_ROUNDS = 100;

  @Option(
      names = "--peers",
      split = ",",
      paramLabel = "PEER",
      description =
          "Which: lwip, smoltcp, gvisor, limit, each also with -offload: its link layer is ours (all).")
  private List<String> peers = Peer.words();

  @Option(
      names = "--rows",
      split = ",",
      paramLabel = "ROW",
      description = "Which of the rows that bench has (five that say most, about 5 minutes).")
  private List<String> rows =
      List.of(
          "bulk-in", "bulk-out", "request-response-one-core", "request-response-64", "connect-32");

  @Option(
      names = "--rounds",
      paramLabel = "COUNT",
      description = "How many turns each has in each row (5).")
  private Integer count;

  @Option(
      names = "--seconds",
      paramLabel = "TIME",
      description = "How long a turn is, 0.5 say (0.75).")
  private Double seconds;

  @Option(names = "--quick", description = "See whether it works: 2 rounds, turns of 0.1 s.")
  private boolean quick;

  @Option(names = "--ipv6", description = "Go by IPv6 (IPv4).")
  private boolean ipv6;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the results there as well.")
  private Path json;

  private List<Row> chosenRows;
  private List<Peer> chosenPeers;

  @Override
  protected void check() {
    chosenRows = rows.stream().map(PeersCommand::row).toList();
    chosenPeers = peers.stream().map(PeersCommand::peer).distinct().toList();
    if (chosenRows.stream().anyMatch(Row::isOnOneCore)) {
      OneCore.check();
    }
    checkFile("--json", json);
    plan();
  }

  private static Row row(String word) {
    Row row = Row.of(word);
    if (row == null) {
      throw new Refusal(
          "there is no row '" + word + "': --rows takes " + String.join(", ", Row.words()));
    }
    return row;
  }

  private static Peer peer(String word) {
    Peer peer = Peer.of(word);
    if (peer == null) {
      throw new Refusal(
          "there is no peer '" + word + "': --peers takes " + String.join(", ", Peer.words()));
    }
    return peer;
  }

  /** The plan, with those peers of which there is a program. */
  private PeersPlan plan() {
    int rounds = count != null ? count : quick ? 2 : 5;
    if (rounds < 1 || rounds > MOST_ROUNDS) {
      throw new Refusal("--rounds is 1 to " + MOST_ROUNDS + ", not " + rounds);
    }
    double time = seconds != null ? seconds : quick ? 0.1 : 0.75;
    if (!(time >= LEAST_SECONDS && time <= MOST_SECONDS)) {
      throw new Refusal("--seconds is 0.01 to 60, not " + time);
    }
    List<Peer> there =
        chosenPeers.stream()
            .filter(this::isReachable)
            .filter(peer -> peer.driver().isBuilt())
            .toList();
    return new PeersPlan(chosenRows, there, rounds, Duration.ofNanos((long) (time * 1e9)), ipv6);
  }

  private boolean isReachable(Peer peer) {
    return !ipv6 || peer.speaksIpv6();
  }

  @Override
  protected void prepare() throws IOException {
    Set<Driver> drivers = EnumSet.noneOf(Driver.class);
    for (Peer peer : chosenPeers) {
      if (isReachable(peer)) {
        drivers.add(peer.driver());
      } else {
        spec.commandLine().getOut().println(peer.word() + " is left out: it speaks IPv4 alone.");
      }
    }
    for (Driver driver : drivers) {
      driver.build().ifPresent(why -> spec.commandLine().getOut().println(why));
    }
    spec.commandLine().getOut().flush();
  }

  @Override
  protected void measure() throws IOException {
    KernelTcp.manyPorts();
    KernelTcp.chooseCongestionControl("reno");
    PeersPlan plan = plan();
    Machine machine = Machine.here();
    PeersTable table = new PeersTable(spec.commandLine().getOut());
    List<PeersResult> results = new ArrayList<>();
    try (PeersBed bed = new PeersBed(plan)) {
      table.begin(machine, plan);
      PeersTurns turns = new PeersTurns(bed, plan);
      turns.check();
      for (Row row : plan.rows()) {
        PeersResult result = turns.measure(row);
        results.add(result);
        table.add(result);
      }
    }
    table.end(results);
    if (json != null) {
      Files.writeString(json, PeersJson.of(machine, plan, results));
    }
  }
}
