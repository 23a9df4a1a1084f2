package io.fourwave.examples.bench;

import org.HdrHistogram.Histogram;

/**
 * What a workload has done.
 *
 * @param amount octets or operations
 * @param nanos how long it took
 * @param latencies of each operation, in nanoseconds; empty where there are none
 * @param load the rate of the octets that went beside it, in Gbit/s; 0 where there were none
 */
public record Measurement(long amount, long nanos, Histogram latencies, double load) {
  /** Nothing went beside it. */
  Measurement(long amount, long nanos, Histogram latencies) {
    this(amount, nanos, latencies, 0);
  }

  /** An empty histogram, exact to three digits. */
  static Histogram noLatencies() {
    return new Histogram(3);
  }

  /** The same, with what went beside it. */
  Measurement beside(Measurement octets) {
    return new Measurement(
        amount, nanos, latencies, Unit.GIGABITS.rate(octets.amount(), octets.nanos()));
  }
}
