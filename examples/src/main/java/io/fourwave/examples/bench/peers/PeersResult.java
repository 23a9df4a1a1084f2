package io.fourwave.examples.bench.peers;

import io.fourwave.examples.bench.Row;
import io.fourwave.examples.bench.Turns;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a row has come to, for each who took part. */
final class PeersResult {
  private final Row row;
  private final Map<Contestant, Turns> turns = new LinkedHashMap<>();

  /** A row without turns. */
  PeersResult(Row row, Collection<Contestant> contestants) {
    this.row = row;
    contestants.forEach(each -> turns.put(each, new Turns(row.unit())));
  }

  /** What was measured. */
  Row row() {
    return row;
  }

  /** Who took part: the kernel first, then Fourwave, then the peers. */
  List<Contestant> contestants() {
    return List.copyOf(turns.keySet());
  }

  /** Fourwave in the ways in which it served. */
  List<Contestant> ours() {
    return turns.keySet().stream().filter(each -> each.kind() == Contestant.Kind.OURS).toList();
  }

  /** The turns of one. */
  Turns of(Contestant contestant) {
    return turns.get(contestant);
  }

  /** One's rate to another's, of the medians. */
  double ratio(Contestant one, Contestant other) {
    return of(one).rate().median() / of(other).rate().median();
  }

  /** The rate of Fourwave's better way to another's, of the medians. */
  double best(Contestant other) {
    return ours().stream().mapToDouble(one -> ratio(one, other)).max().orElseThrow();
  }
}
