package io.fourwave.examples.bench;

import java.io.PrintWriter;
import java.util.Locale;

/** Results for people, a few lines each, as they come. */
final class Table {
  private static final String LINE = "%-27s %-7s  %-28s  %-28s  %s%n";

  private final PrintWriter out;

  Table(PrintWriter out) {
    this.out = out;
  }

  /** What the table is about, and its head. */
  void begin(Machine machine, Plan plan) {
    print("%s%n", machine);
    if (machine.isBusy()) {
      print("Others are at work on this machine: trust the ratios more than the rates.%n");
    }
    print(
        "%s, %d rounds, %.3g s for each turn; about %d s in all. Medians, and the least to the most.%n%n",
        plan.family(), plan.rounds(), plan.turn().toMillis() / 1e3, 5 + plan.length().toSeconds());
    print(LINE, "", "", "fourwave", "kernel behind relay", "ratio");
  }

  /** A row. */
  void add(Result result) {
    Turns ours = result.fourwave();
    Turns kernels = result.kernel();
    Row row = result.row();
    print(
        LINE,
        row.title(),
        row.unit().rate(),
        spread(ours.rate()),
        spread(kernels.rate()),
        ratio(result.ratio()));
    if (ours.hasLatencies()) {
      line("  median", "µs", ours.latency(50), kernels.latency(50));
      line("  99 %", "µs", ours.latency(99), kernels.latency(99));
    }
    line("  processor", row.unit().cpu(), ours.cpu(), kernels.cpu());
  }

  /** How to read it. */
  void end() {
    print(
        "%nratio: fourwave to the kernel. Of a rate more is better; of µs and processor time, less.%n"
            + "Each transfer was complete, and SHA-256 the same both ways over each link.%n");
  }

  private void line(String title, String unit, double ours, double kernels) {
    print(LINE, title, unit, number(ours), number(kernels), number(ours / kernels));
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

  private void print(String format, Object... arguments) {
    out.printf(Locale.ROOT, format, arguments);
    out.flush();
  }
}
