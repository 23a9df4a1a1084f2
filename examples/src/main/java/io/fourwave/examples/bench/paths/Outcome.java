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

  /** What a sender has carried in all rounds together, by their time. */
  double mean(Algorithm algorithm, Sender sender) {
    return rates(algorithm, sender).stream()
        .mapToDouble(Double::doubleValue)
        .average()
        .orElseThrow();
  }

  /** The least and the most of a sender's rounds. */
  Spread spread(Algorithm algorithm, Sender sender) {
    return Spread.of(rates(algorithm, sender).stream().mapToDouble(Double::doubleValue).toArray());
  }

  /** Ours to the kernel's. */
  double ratio(Algorithm algorithm) {
    return ratio(algorithm, algorithm);
  }

  /**
   * Ours with one algorithm to the kernel's with another: of the means, since each round has losses
   * of its own, by which both senders meet with good rounds and bad ones; a median would compare
   * one of theirs, and perhaps not the same.
   */
  double ratio(Algorithm ours, Algorithm theirs) {
    return mean(ours, Sender.FOURWAVE) / mean(theirs, Sender.KERNEL);
  }
}
