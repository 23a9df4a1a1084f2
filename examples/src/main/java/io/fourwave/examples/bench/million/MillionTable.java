package io.fourwave.examples.bench.million;

import io.fourwave.examples.bench.Machine;
import java.io.PrintWriter;
import java.util.Locale;

/** What came out, for people. */
final class MillionTable {
  private final PrintWriter out;

  MillionTable(PrintWriter out) {
    this.out = out;
  }

  /** What it is about. */
  void begin(Machine machine, MillionPlan plan) {
    print("%s%n", machine);
    if (machine.isBusy()) {
      print("Others are at work on this machine: trust the ratio more than the rates.%n");
    }
    print(
        "%,d connections between two stacks of this process, from %d addresses, over a wire in"
            + " memory; %d at once.%n%n",
        plan.connections(), plan.addresses(), plan.atOnce());
  }

  /** What came out. */
  void add(MillionPlan plan, MillionResult result) {
    Stopwatch opening = result.opening();
    print("connections at both ends       %,12d%n", result.connections());
    print("opened, asked and answered     %,12.0f a second%n", opening.rate());
    print("  of these the first %,9d %,12.0f a second%n", plan.share(), opening.first());
    print("           the last  %,9d %,12.0f a second%n", plan.share(), opening.last());
    print("           last to first       %12.2f%n", result.steadiness());
    print("asked once more, and answered  %,12.0f a second%n", result.asking().rate());
    print("an idle end: heap              %,12.0f octets%n", result.heap());
    print("             outside the heap  %,12.0f octets%n", result.direct());
    print(
        "garbage collection             %,12d times, %d ms in all, %d ms at most, while they were"
            + " opened%n",
        result.collections(), result.collecting().toMillis(), result.longestPause().toMillis());
  }

  private void print(String format, Object... arguments) {
    out.printf(Locale.ROOT, format, arguments);
    out.flush();
  }
}
