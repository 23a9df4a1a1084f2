package io.fourwave.sim;

import io.fourwave.link.Faults;
import io.fourwave.tcp.congestion.CongestionControl;
import io.fourwave.tcp.congestion.Cubic;
import io.fourwave.tcp.congestion.NewReno;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Throughput under loss, as a page: all its rows, or the few that are measured in every build. */
final class ThroughputTable {
  private static final Duration TIME = Duration.ofSeconds(20);
  private static final int SEEDS = 3;
  private static final int SEGMENT = 1448;
  private static final int PACKET = 1500;
  private static final long MEGABIT = 1_000_000;
  private static final List<Long> RATES = List.of(10L, 100L, 1000L);
  private static final List<Integer> RTTS = List.of(5, 50, 200);
  private static final List<Condition> CONDITIONS =
      List.of(
          new Condition("none", "none", 0),
          new Condition("0.1 %", "loss=0.1%", 0.001),
          new Condition("1 %", "loss=1%", 0.01),
          new Condition("3 %", "loss=3%", 0.03),
          new Condition("10 %", "loss=10%", 0.1),
          new Condition("0.1 %, bursts", "loss=0.1%,burst=4", 0.001 / 4),
          new Condition("1 %, bursts", "loss=1%,burst=4", 0.01 / 4),
          new Condition("3 %, bursts", "loss=3%,burst=4", 0.03 / 4),
          new Condition("10 %, bursts", "loss=10%,burst=4", 0.1 / 4),
          new Condition("none, reordering", "reorder=5%,late=10ms", 0));

  /** What was measured of one algorithm over one path: the mean of the seeds. */
  private record Measured(double goodput, double again) {}

  /**
   * What goes wrong on a path.
   *
   * @param events the chance that a packet is the first of those lost together
   */
  private record Condition(String name, String faults, double events) {}

  /** A path: megabits a second, milliseconds, and what goes wrong. */
  record Row(long rate, int rtt, Condition condition) {
    /** Measures it and says what came out. */
    String measured() {
      Measured reno = mean(NewReno::new);
      Measured cubic = mean(Cubic::new);
      double most = (double) rate * SEGMENT / PACKET;
      return String.format(
          Locale.ROOT,
          "| %d | %d | %s | %s | %.0f %% | %.1f %% | %s | %.0f %% | %.1f %% | %s |",
          rate,
          rtt,
          condition.name,
          number(reno.goodput),
          100 * reno.goodput / most,
          100 * reno.again,
          number(cubic.goodput),
          100 * cubic.goodput / most,
          100 * cubic.again,
          number(Math.min(most, renoModel())));
    }

    private Measured mean(Supplier<CongestionControl> congestionControl) {
      int seeds = condition.faults.equals("none") ? 1 : SEEDS; // nothing is left to chance
      double goodput = 0;
      double again = 0;
      for (int seed = 1; seed <= seeds; seed++) {
        Measured one = run(seed, congestionControl);
        goodput += one.goodput / seeds;
        again += one.again / seeds;
      }
      return new Measured(goodput, again);
    }

    private Measured run(long seed, Supplier<CongestionControl> congestionControl) {
      try {
        BulkPath path =
            new BulkPath(
                seed, rate * MEGABIT, Duration.ofMillis(rtt), Faults.parse(condition.faults));
        BulkFlow flow = path.flow(congestionControl);
        path.run(TIME);
        double goodput = flow.octets() * 8.0 / MEGABIT / TIME.toSeconds();
        long again = flow.client().status().retransmissions();
        return new Measured(goodput, (double) again / path.sent());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** The square-root law of Mathis et al. for an acknowledgement a segment. */
    private double renoModel() {
      double windows = Math.sqrt(1.5 / condition.events);
      return windows * SEGMENT * 8 / (rtt / 1e3) / MEGABIT;
    }
  }

  private ThroughputTable() {}

  /** The page. */
  static String page() {
    String rows =
        rows().parallelStream().map(Row::measured).collect(Collectors.joining("\n", "", "\n"));
    return HEAD + rows;
  }

  /** Rows that take little time: of the slowest links and the ordinary round trip. */
  static List<Row> sample() {
    return rows().stream().filter(row -> row.rate == 10 && row.rtt == 50).toList();
  }

  private static List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    for (long rate : RATES) {
      for (int rtt : RTTS) {
        CONDITIONS.forEach(condition -> rows.add(new Row(rate, rtt, condition)));
      }
    }
    return rows;
  }

  private static String number(double value) {
    String format = value >= 100 ? "%.0f" : value >= 10 ? "%.1f" : "%.2f";
    return String.format(Locale.ROOT, format, value);
  }

  private static final String HEAD =
      """
      # Throughput under loss and reordering

      Two hosts of ours in virtual time: one sends for 20 s as fast as it may, the other reads. The bottleneck's queue is one
      bandwidth-delay product, 64 KB at least. Buffers are the defaults, 16 MiB at most, which is what limits at 1000 Mbit/s and
      200 ms. Loss and reordering befall the text and not the acknowledgements; bursts are of 4 packets on average, of Gilbert's
      model; reordering has 5 % of the packets up to 10 ms late. The mean of 3 seeds, slow start included. Printed by
      `ThroughputTest`, which measures the rows of 10 Mbit/s and 50 ms again in every build.

      - **Mbit/s**: octets that the application received. **link**: their share of the most that the link could carry.
      - **again**: retransmissions among the packets sent.
      - **model**: what the square-root law gives Reno, 1.22 segments a round trip and root of the chance of loss (of bursts, where
        losses come in bursts), or all of the link. It knows no queue, no timeout and no slow start.

      | Mbit/s | RTT ms | loss | NewReno Mbit/s | link | again | CUBIC Mbit/s | link | again | model |
      |---:|---:|---|---:|---:|---:|---:|---:|---:|---:|
      """;
}
