package io.fourwave.examples.bench.paths;

import io.fourwave.examples.bench.Spread;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What has come through one path: megabits a second, of each sender with each algorithm. */
final class Outcome {
  private final Cell cell;
  private final Map<Algorithm, Map<Sender, List<Double>>> rates = new EnumMap<>(Algorithm.class);

  Outcome(Cell cell) {
    this.cell = cell;
  }

  void add(Algorithm algorithm, Sender sender, double rate) {
    rates
        .computeIfAbsent(algorithm, key -> new EnumMap<>(Sender.class))
        .computeIfAbsent(sender, key -> new ArrayList<>())
        .add(rate);
  }

  /** The path. */
  Cell cell() {
    return cell;
  }

  /** A sender's rates, one a round. */
  List<Double> rates(Algorithm algorithm, Sender sender) {
    return rates.get(algorithm).get(sender);
  }

  /** The same as a spread. */
  Spread spread(Algorithm algorithm, Sender sender) {
    return Spread.of(rates(algorithm, sender).stream().mapToDouble(Double::doubleValue).toArray());
  }

  /** Ours to the kernel's, of the medians. */
  double ratio(Algorithm algorithm) {
    return ratio(algorithm, algorithm);
  }

  /** Ours with one algorithm to the kernel's with another. */
  double ratio(Algorithm ours, Algorithm theirs) {
    return spread(ours, Sender.FOURWAVE).median() / spread(theirs, Sender.KERNEL).median();
  }
}
