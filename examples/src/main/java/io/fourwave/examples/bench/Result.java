package io.fourwave.examples.bench;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What a row has come to, in each of the ways in which it was served. */
final class Result {
  private final Row row;
  private final Map<Way, Turns> turns = new EnumMap<>(Way.class);

  /** A row without turns. */
  Result(Row row, Collection<Way> ways) {
    this.row = row;
    ways.forEach(way -> turns.put(way, new Turns(row.unit())));
  }

  /** What was measured. */
  Row row() {
    return row;
  }

  /** In which ways it was served, the kernel's first. */
  List<Way> ways() {
    return List.copyOf(turns.keySet());
  }

  /** A way's turns. */
  Turns of(Way way) {
    return turns.get(way);
  }

  /** What the others are compared with: the way in which the kernel is fastest. */
  Way reference() {
    return turns.keySet().stream()
        .filter(way -> way.side() == Side.KERNEL)
        .max(Comparator.comparingDouble(way -> of(way).rate().median()))
        .orElseThrow();
  }

  /** A way's rate to the reference's: the ratio of the medians, and the rounds' extremes. */
  Spread ratio(Way way) {
    double[] ratios = of(way).rates();
    Turns reference = of(reference());
    double[] references = reference.rates();
    Arrays.setAll(ratios, round -> ratios[round] / references[round]);
    Spread rounds = Spread.of(ratios);
    return new Spread(
        of(way).rate().median() / reference.rate().median(), rounds.least(), rounds.most());
  }
}
