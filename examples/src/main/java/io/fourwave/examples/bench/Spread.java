package io.fourwave.examples.bench;

import java.util.Arrays;

/**
 * Several values of the same thing.
 *
 * @param median the middle one, or the mean of the middle two
 * @param least the least
 * @param most the most
 */
public record Spread(double median, double least, double most) {
  /** What one or more values come to. */
  public static Spread of(double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int last = sorted.length - 1;
    double median = (sorted[last / 2] + sorted[(last + 1) / 2]) / 2;
    return new Spread(median, sorted[0], sorted[last]);
  }
}
