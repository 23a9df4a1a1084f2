package io.fourwave.examples.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/** A way's turns in one row. */
public final class Turns {
  private final Unit unit;
  private final List<Double> rates = new ArrayList<>();
  private final List<Double> loads = new ArrayList<>();
  private final List<Histogram> latencies = new ArrayList<>();
  private long amount;
  private long cpuNanos;

  /** None yet. */
  public Turns(Unit unit) {
    this.unit = unit;
  }

  /** Adds a turn and the processor time that the server's side used in it. */
  public void add(Measurement measurement, Duration cpu) {
    rates.add(unit.rate(measurement.amount(), measurement.nanos()));
    loads.add(measurement.load());
    latencies.add(measurement.latencies());
    amount += measurement.amount();
    cpuNanos += cpu.toNanos();
  }

  /** The rate of each turn. */
  public double[] rates() {
    return array(rates);
  }

  private static double[] array(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** All turns' rates. */
  public Spread rate() {
    return Spread.of(rates());
  }

  /** Processor time of all turns for the amount of all turns. */
  public double cpu() {
    return unit.cpu(amount, cpuNanos);
  }

  /** Whether there was other traffic beside it. */
  boolean hasLoad() {
    return load().most() > 0;
  }

  /** The rates of other traffic beside it, in Gbit/s. */
  Spread load() {
    return Spread.of(array(loads));
  }

  /** Whether there are latencies. */
  public boolean hasLatencies() {
    return latencies.stream().anyMatch(turn -> turn.getTotalCount() > 0);
  }

  /**
   * The latency in microseconds that so many percent of a turn's operations do not exceed. Each
   * turn counts alike: in a fast one there are more operations, which would hide a slow one's.
   */
  public Spread latency(double percent) {
    return Spread.of(
        latencies.stream().mapToDouble(turn -> turn.getValueAtPercentile(percent) / 1e3).toArray());
  }
}
