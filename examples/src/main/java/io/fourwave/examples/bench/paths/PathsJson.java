package io.fourwave.examples.bench.paths;

import io.fourwave.examples.Json;
import io.fourwave.examples.bench.JsonReport;
import io.fourwave.examples.bench.Machine;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Outcomes for programs. */
final class PathsJson {
  private PathsJson() {}

  /** All there is to say of a run. */
  static String of(Machine machine, PathsPlan plan, List<Outcome> outcomes, List<Shares> shares) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("machine", JsonReport.of(machine));
    all.put("rounds", plan.rounds());
    all.put("seconds", plan.turn().toNanos() / 1e9);
    all.put("paths", outcomes.stream().map(PathsJson::of).toList());
    all.put("shared", shares.stream().map(PathsJson::of).toList());
    return Json.text(all) + "\n";
  }

  private static Map<String, Object> of(Outcome outcome) {
    Map<String, Object> all = of(outcome.cell());
    for (Algorithm algorithm : Algorithm.values()) {
      Map<String, Object> one = new LinkedHashMap<>();
      for (Sender sender : Sender.values()) {
        one.put(word(sender), outcome.rates(algorithm, sender));
      }
      double ratio = outcome.ratio(algorithm);
      one.put("ratio", Double.isFinite(ratio) ? ratio : 0);
      all.put(algorithm.word(), one);
    }
    return all;
  }

  private static Map<String, Object> of(Shares shares) {
    Map<String, Object> all = of(shares.cell());
    for (Sender sender : Sender.values()) {
      all.put(word(sender), shares.rates().get(sender.ordinal()));
    }
    all.put("jain", shares.index());
    return all;
  }

  private static Map<String, Object> of(Cell cell) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("megabits", cell.megabits());
    all.put("rttMillis", cell.rtt());
    all.put("loss", cell.trouble().title());
    all.put("faults", cell.trouble().faults());
    return all;
  }

  private static String word(Sender sender) {
    return sender.name().toLowerCase(Locale.ROOT);
  }
}
