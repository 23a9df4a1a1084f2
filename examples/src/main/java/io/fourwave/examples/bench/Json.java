package io.fourwave.examples.bench;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Results for programs (RFC 8259): maps, lists, strings, numbers and truth values, as text. */
final class Json {
  private Json() {}

  /** All there is to say of a run. */
  static String of(Machine machine, Plan plan, List<Result> results) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("machine", of(machine));
    all.put("family", plan.family());
    all.put("rounds", plan.rounds());
    all.put("seconds", plan.turn().toNanos() / 1e9);
    all.put("rows", results.stream().map(Json::of).toList());
    return text(all) + "\n";
  }

  private static Map<String, Object> of(Machine machine) {
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
    all.put("unit", row.unit().rate());
    all.put("cpuUnit", row.unit().cpu());
    for (Side side : Side.values()) {
      all.put(side.toString(), of(result.of(side)));
    }
    all.put("ratio", of(result.ratio()));
    return all;
  }

  private static Map<String, Object> of(Turns turns) {
    Map<String, Object> all = of(turns.rate());
    all.put("turns", Arrays.stream(turns.rates()).boxed().toList());
    all.put("cpu", turns.cpu());
    if (turns.hasLatencies()) {
      all.put("microseconds50", turns.latency(50));
      all.put("microseconds99", turns.latency(99));
      all.put("microseconds100", turns.latency(100));
    }
    return all;
  }

  private static Map<String, Object> of(Spread spread) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("median", spread.median());
    all.put("least", spread.least());
    all.put("most", spread.most());
    return all;
  }

  /**
   * A value as text.
   *
   * @throws IllegalArgumentException if JSON has no such value
   */
  static String text(Object value) {
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(entry -> text(entry.getKey()) + ": " + text(entry.getValue()))
          .collect(Collectors.joining(", ", "{", "}"));
    }
    if (value instanceof Collection<?> items) {
      return items.stream().map(Json::text).collect(Collectors.joining(", ", "[", "]"));
    }
    if (value instanceof String string) {
      return string
          .codePoints()
          .mapToObj(Json::escaped)
          .collect(Collectors.joining("", "\"", "\""));
    }
    if (value instanceof Number number && Double.isFinite(number.doubleValue())
        || value instanceof Boolean) {
      return value.toString();
    }
    throw new IllegalArgumentException("JSON has no " + value);
  }

  private static String escaped(int c) {
    return switch (c) {
      case '"', '\\' -> "\\" + (char) c;
      default -> c < ' ' ? String.format("\\u%04x", c) : Character.toString(c);
    };
  }
}
