package io.fourwave.examples.bench;

import io.fourwave.examples.Json;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Results for programs (RFC 8259): maps, lists, strings, numbers and truth values, as text. */
public final class JsonReport {
  private JsonReport() {}

  /** All there is to say of a run. */
  static String of(Machine machine, Plan plan, List<Result> results) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("machine", of(machine));
    all.put("family", plan.family());
    all.put("rounds", plan.rounds());
    all.put("seconds", plan.turn().toNanos() / 1e9);
    all.put("rows", results.stream().map(JsonReport::of).toList());
    return Json.text(all) + "\n";
  }

  /** The machine. */
  public static Map<String, Object> of(Machine machine) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("processors", machine.processors());
    all.put("model", machine.model());
    all.put("kernel", machine.kernel());
    all.put("congestionControl", machine.congestionControl());
    all.put("java", machine.java());
    all.put("load", machine.load());
    return all;
  }

  private static Map<String, Object> of(Result result) {
    Row row = result.row();
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("row", row.word());
    all.put("offload", row.link(Side.FOURWAVE).offload());
    all.put("oneCore", row.isOnOneCore());
    all.put("unit", row.unit().rate());
    all.put("cpuUnit", row.unit().cpu());
    all.put("reference", result.reference().word());
    for (Way way : result.ways()) {
      all.put(way.word(), of(result, way));
    }
    return all;
  }

  private static Map<String, Object> of(Result result, Way way) {
    Map<String, Object> all = of(result.of(way));
    if (way != result.reference()) {
      all.put("ratio", of(result.ratio(way)));
    }
    return all;
  }

  private static Map<String, Object> of(Turns turns) {
    Map<String, Object> all = of(turns.rate());
    all.put("turns", Arrays.stream(turns.rates()).boxed().toList());
    all.put("cpu", turns.cpu());
    if (turns.hasLatencies()) {
      all.put("microseconds50", turns.latency(50).median());
      all.put("microseconds99", turns.latency(99).median());
      all.put("microseconds100", turns.latency(100).most());
    }
    if (turns.hasLoad()) {
      all.put("load", of(turns.load()));
    }
    return all;
  }

  /** A spread. */
  public static Map<String, Object> of(Spread spread) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("median", spread.median());
    all.put("least", spread.least());
    all.put("most", spread.most());
    return all;
  }
}
