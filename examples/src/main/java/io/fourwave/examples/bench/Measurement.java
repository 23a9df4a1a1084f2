package io.fourwave.examples.bench;

import org.HdrHistogram.Histogram;

/**
 * What a workload has done.
 *
 * @param amount octets or operations
 * @param nanos how long it took
 * @param latencies of each operation, in nanoseconds; empty where there are none
 */
record Measurement(long amount, long nanos, Histogram latencies) {
  /** An empty histogram, exact to three digits. */
  static Histogram noLatencies() {
    return new Histogram(3);
  }
}
