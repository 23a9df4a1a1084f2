package io.fourwave.examples.bench.paths;

import java.util.List;

/**
 * What two flows, ours and the kernel's, have of a bottleneck that they share.
 *
 * @param rates megabits a second, ours first
 */
record Shares(Cell cell, List<Double> rates) {
  /** Where they share one. */
  static final List<Cell> PATHS =
      List.of(
          new Cell(10, 20, Trouble.NONE),
          new Cell(20, 50, Trouble.NONE),
          new Cell(100, 20, Trouble.NONE));

  /** Jain's index: 1 if both have as much, a half if one has all. */
  double index() {
    double sum = rates.stream().mapToDouble(Double::doubleValue).sum();
    double squares = rates.stream().mapToDouble(rate -> rate * rate).sum();
    return sum * sum / (rates.size() * squares);
  }
}
