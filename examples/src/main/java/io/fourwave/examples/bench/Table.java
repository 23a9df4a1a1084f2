package io.fourwave.examples.bench;

import java.io.PrintWriter;
import java.util.Locale;

/** Results for people, a few lines each, as they come. */
final class Table {
  private final PrintWriter out;

  Table(PrintWriter out) {
    this.out = out;
  }

  /** What the table is about. */
  void begin(Machine machine, Plan plan) {
    print("%s%n", machine);
    if (machine.isBusy()) {
      print("Others are at work on this machine: trust the ratios more than the rates.%n");
    }
    print(
        "%s, %d rounds, %.3g s for each turn; about %d s in all. Medians, and the least to the most.%n",
        plan.family(), plan.rounds(), plan.turn().toMillis() / 1e3, 5 + plan.length().toSeconds());
  }

  /** A row: its head, and a line for each way in which it was served. */
  void add(Result result) {
    Row row = result.row();
    Turns reference = result.of(result.reference());
    boolean latencies = reference.hasLatencies();
    print("%n");
    line(
        row.title(),
        row.unit().rate(),
        "ratio",
        reference.hasLoad() ? "Gbit/s" : row.unit().cpu(),
        "ratio",
        latencies ? "median µs" : "",
        latencies ? "ratio" : "",
        latencies ? "99 % µs" : "",
        latencies ? "ratio" : "");
    for (Way way : result.ways()) {
      line(result, way);
    }
  }

  private void line(Result result, Way way) {
    Turns turns = result.of(way);
    Turns reference = result.of(result.reference());
    boolean latencies = turns.hasLatencies();
    boolean compared = way != result.reference();
    line(
        "  " + way.word(),
        spread(turns.rate()),
        compared ? ratio(result.ratio(way)) : "",
        number(beside(turns)),
        compared ? number(beside(turns) / beside(reference)) : "",
        latencies ? number(latency(turns, 50)) : "",
        latencies && compared ? number(latency(turns, 50) / latency(reference, 50)) : "",
        latencies ? number(latency(turns, 99)) : "",
        latencies && compared ? number(latency(turns, 99) / latency(reference, 99)) : "");
  }

  private static double latency(Turns turns, double percent) {
    return turns.latency(percent).median();
  }

  /** Processor time, or what else went over the link: then it is for both. */
  private static double beside(Turns turns) {
    return turns.hasLoad() ? turns.load().median() : turns.cpu();
  }

  /** How to read it. */
  void end() {
    print(
        "%nratio: to the kernel, which is behind a relay, in the way in which it is fastest.%n"
            + "Of a rate more is better; of µs and processor time, less.%n"
            + "Each transfer was complete, and SHA-256 the same both ways, in each way, over each link.%n");
  }

  private static String spread(Spread spread) {
    return String.format(
        "%-8s %s..%s", number(spread.median()), number(spread.least()), number(spread.most()));
  }

  private static String ratio(Spread ratio) {
    return String.format(
        Locale.ROOT, "%.2f  %.2f..%.2f", ratio.median(), ratio.least(), ratio.most());
  }

  /** Three digits that say something. */
  static String number(double value) {
    int digits = value >= 100 ? 0 : value >= 10 ? 1 : 2;
    return String.format(Locale.ROOT, "%,." + digits + "f", value);
  }

  private void line(Object... columns) {
    String line =
        String.format(Locale.ROOT, "%-33s %-25s %-16s %-8s %-6s %-9s %-6s %-9s %s", columns);
    print("%s%n", line.stripTrailing());
  }

  private void print(String format, Object... arguments) {
    out.printf(Locale.ROOT, format, arguments);
    out.flush();
  }
}
