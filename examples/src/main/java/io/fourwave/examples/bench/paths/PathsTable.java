package io.fourwave.examples.bench.paths;

import io.fourwave.examples.bench.Machine;
import io.fourwave.examples.bench.Spread;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Outcomes for people, a line each, as they come. */
final class PathsTable {
  private static final String LINE = "%-6s %-5s %-15s %-24s %-24s %-7s %-24s %-24s %s%n";
  private static final double EQUAL = 0.995;
  private static final double LEAST = 0.9;

  private final PrintWriter out;

  PathsTable(PrintWriter out) {
    this.out = out;
  }

  /** What the table is about, and its head. */
  void begin(Machine machine, PathsPlan plan) {
    print("%s%n", machine);
    if (machine.isBusy()) {
      print("Others are at work on this machine: trust the ratios more than the rates.%n");
    }
    print(
        "%d paths, %d rounds; about %d s in all. Means and the least to the most, in Mbit/s.%n%n",
        plan.cells().size(), plan.rounds(), 10 + plan.length().toSeconds());
    print(LINE, "", "", "", "CUBIC", "", "", "Reno", "", "");
    print(
        LINE, "Mbit/s", "ms", "loss", "fourwave", "kernel", "ratio", "fourwave", "kernel", "ratio");
  }

  /** A path. */
  void add(Outcome outcome) {
    Cell cell = outcome.cell();
    print(
        LINE,
        cell.megabits(),
        cell.rtt(),
        cell.trouble().title(),
        rates(outcome, Algorithm.CUBIC, Sender.FOURWAVE),
        rates(outcome, Algorithm.CUBIC, Sender.KERNEL),
        number(outcome.ratio(Algorithm.CUBIC)),
        rates(outcome, Algorithm.RENO, Sender.FOURWAVE),
        rates(outcome, Algorithm.RENO, Sender.KERNEL),
        number(outcome.ratio(Algorithm.RENO)));
  }

  /** How it went, with the same algorithm and as our stack comes, which is with CUBIC. */
  void summary(List<Outcome> outcomes) {
    summary(Algorithm.CUBIC, Algorithm.CUBIC, outcomes);
    summary(Algorithm.CUBIC, Algorithm.RENO, outcomes);
    summary(Algorithm.RENO, Algorithm.RENO, outcomes);
  }

  private void summary(Algorithm ours, Algorithm theirs, List<Outcome> outcomes) {
    double[] ratios =
        outcomes.stream().mapToDouble(outcome -> outcome.ratio(ours, theirs)).sorted().toArray();
    print(
        "%-5s beside the kernel's %-5s: at least equal on %d of %d paths, under %.1f of it on %d; median %s, least %s%n",
        ours.word(),
        theirs.word(),
        Arrays.stream(ratios).filter(ratio -> ratio >= EQUAL).count(),
        ratios.length,
        LEAST,
        Arrays.stream(ratios).filter(ratio -> ratio < LEAST).count(),
        number(Spread.of(ratios).median()),
        number(ratios[0]));
  }

  /** A bottleneck that was shared. */
  void add(Shares shares) {
    print(
        "shared, %s: fourwave %s, kernel %s Mbit/s, both CUBIC: Jain's index %.3f%n",
        shares.cell(),
        number(shares.rates().get(0)),
        number(shares.rates().get(1)),
        shares.index());
  }

  /** How to read it. */
  void end() {
    print("Each octet was compared with what was sent.%n");
  }

  /** An empty line. */
  void gap() {
    print("%n");
  }

  private static String rates(Outcome outcome, Algorithm algorithm, Sender sender) {
    Spread spread = outcome.spread(algorithm, sender);
    return number(outcome.mean(algorithm, sender))
        + " "
        + number(spread.least())
        + ".."
        + number(spread.most());
  }

  private static String number(double value) {
    int digits = value >= 100 ? 0 : value >= 10 ? 1 : 2;
    return String.format(Locale.ROOT, "%." + digits + "f", value);
  }

  private void print(String format, Object... arguments) {
    out.printf(Locale.ROOT, format, arguments);
    out.flush();
  }
}
