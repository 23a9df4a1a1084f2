package io.fourwave.examples.bench.peers;

import io.fourwave.examples.bench.Machine;
import io.fourwave.examples.bench.Spread;
import io.fourwave.examples.bench.Turns;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** Results for people: a line for each who took part in a row, as they come. */
final class PeersTable {
  private final PrintWriter out;

  PeersTable(PrintWriter out) {
    this.out = out;
  }

  /** What the table is about. */
  void begin(Machine machine, PeersPlan plan) {
    print("%s%n", machine);
    if (machine.isBusy()) {
      print("Others are at work on this machine: trust the ratios more than the rates.%n");
    }
    print(
        "%s, %d rounds, %.3g s for each turn; about %d s in all. Medians, and the least to the most.%n",
        plan.family(), plan.rounds(), plan.turn().toMillis() / 1e3, 5 + plan.length().toSeconds());
  }

  /** A row. */
  void add(PeersResult result) {
    print("%n");
    String latency = latencies(result) ? "median µs" : "";
    List<Contestant> ours = result.ours();
    line(
        result.row().title(),
        result.row().unit().rate(),
        ours.get(0) + " to it",
        ours.get(1) + " to it",
        result.row().unit().cpu(),
        latency);
    for (Contestant contestant : result.contestants()) {
      Turns turns = result.of(contestant);
      line(
          "  " + contestant + (contestant.isLimit() ? " (no TCP)" : ""),
          spread(turns.rate()),
          ratio(result, ours.get(0), contestant),
          ratio(result, ours.get(1), contestant),
          number(turns.cpu()),
          latencies(result) ? number(turns.latency(50).median()) : "");
    }
  }

  private static boolean latencies(PeersResult result) {
    return result.of(result.contestants().get(0)).hasLatencies();
  }

  private static String ratio(PeersResult result, Contestant one, Contestant other) {
    return one.equals(other) ? "" : number(result.ratio(one, other));
  }

  /** Who was ahead, and how to read it. */
  void end(List<PeersResult> results) {
    print("%n");
    int pairs = 0;
    int ahead = 0;
    for (PeersResult result : results) {
      for (Contestant contestant : result.contestants()) {
        if (contestant.isPeer()) {
          pairs++;
          double ratio = result.best(contestant);
          if (ratio > 1) {
            ahead++;
          } else {
            print("behind %s in %s: %s of it%n", contestant, result.row().title(), number(ratio));
          }
        }
      }
    }
    print(
        "Fourwave, in its better way, is ahead in %d of %d comparisons.%n"
            + "To it: Fourwave's rate to that one's; more than 1 is ahead. -offload: that stack with a link%n"
            + "layer of ours, which leaves checksums and packets of up to 64 KB to the device; without it,%n"
            + "with the link layer it comes with. Each transfer was complete, and SHA-256 the same.%n",
        ahead, pairs);
    if (results.stream()
        .flatMap(each -> each.contestants().stream())
        .anyMatch(Contestant::isLimit)) {
      print(
          "limit is no TCP: the least that the kernel takes for it, so what the device allows at most. It is in%n"
              + "none of the comparisons.%n");
    }
  }

  private static String spread(Spread spread) {
    return String.format(
        "%-8s %s..%s", number(spread.median()), number(spread.least()), number(spread.most()));
  }

  /** Three digits that say something. */
  private static String number(double value) {
    int digits = value >= 100 ? 0 : value >= 10 ? 1 : 2;
    return String.format(Locale.ROOT, "%,." + digits + "f", value);
  }

  private void line(Object... columns) {
    String line = String.format(Locale.ROOT, "%-35s %-26s %-14s %-14s %-9s %s", columns);
    print("%s%n", line.stripTrailing());
  }

  private void print(String format, Object... arguments) {
    out.printf(Locale.ROOT, format, arguments);
    out.flush();
  }
}
