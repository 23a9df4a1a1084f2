package io.fourwave.link;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Faults written as text, see {@link Faults#parse}. */
final class FaultSpec {
  private static final List<String> KEYS =
      List.of(
          "loss", "burst", "dup", "reorder", "late", "corrupt", "delay", "jitter", "rate", "queue",
          "seed");

  private static final Map<String, Integer> TIMES =
      Map.of("s", 9, "ms", 6, "us", 3, "µs", 3, "ns", 0);
  private static final Map<String, Integer> RATES =
      Map.of("gbit", 9, "mbit", 6, "kbit", 3, "bit", 0);
  private static final Map<String, Integer> SIZES = Map.of("mb", 6, "kb", 3, "b", 0);

  private final String text;

  FaultSpec(String text) {
    this.text = text.strip();
  }

  Faults faults() {
    if (text.isEmpty() || text.equals("none")) {
      return Faults.NONE;
    }
    Map<String, String> parts = parts();
    if (parts.containsKey("queue") && !parts.containsKey("rate")) {
      throw wrong("a queue needs a rate, such as rate=10mbit");
    }
    return new Faults(
        share(parts, "loss"),
        parts.containsKey("burst") ? number(parts, "burst").doubleValue() : 1,
        share(parts, "dup"),
        share(parts, "reorder"),
        time(parts, "late"),
        share(parts, "corrupt"),
        time(parts, "delay"),
        time(parts, "jitter"),
        bottleneck(parts),
        whole(parts, "seed"));
  }

  private Map<String, String> parts() {
    Map<String, String> parts = new HashMap<>();
    for (String part : text.split(",", -1)) {
      int equals = part.indexOf('=');
      String key = part.substring(0, Math.max(equals, 0)).strip();
      if (!KEYS.contains(key)) {
        throw wrong("'" + part.strip() + "' is not a fault; there are " + String.join(", ", KEYS));
      }
      if (parts.put(key, part.substring(equals + 1).strip()) != null) {
        throw wrong("'" + key + "' stands there twice");
      }
    }
    return parts;
  }

  private Bottleneck bottleneck(Map<String, String> parts) {
    String rate = parts.get("rate");
    if (rate == null) {
      return Bottleneck.NONE;
    }
    String queue = parts.getOrDefault("queue", Bottleneck.ORDINARY_QUEUE + "b");
    return new Bottleneck(
        measured("rate", rate, RATES, "a rate such as 100mbit (bit, kbit, mbit, gbit)"),
        measured("queue", queue, SIZES, "a size such as 125kb (b, kb, mb)"));
  }

  private double share(Map<String, String> parts, String key) {
    String value = parts.getOrDefault(key, "0");
    boolean percent = value.endsWith("%");
    String number = percent ? value.substring(0, value.length() - 1) : value;
    try {
      double share = new BigDecimal(number.strip()).movePointLeft(percent ? 2 : 0).doubleValue();
      if (share >= 0 && share <= 1) {
        return share;
      }
    } catch (NumberFormatException e) {
      throw wrong(part(key, value) + " needs a share such as 5% or 0.05", e);
    }
    throw wrong(part(key, value) + " is not between 0% and 100%");
  }

  private Duration time(Map<String, String> parts, String key) {
    String value = parts.getOrDefault(key, "0s");
    return Duration.ofNanos(measured(key, value, TIMES, "a time such as 10ms (s, ms, us, ns)"));
  }

  /** A number and its unit, in the least of the units. */
  private long measured(String key, String value, Map<String, Integer> units, String wanted) {
    int digits = 0;
    while (digits < value.length() && "0123456789.".indexOf(value.charAt(digits)) >= 0) {
      digits++;
    }
    Integer scale = units.get(value.substring(digits).strip());
    if (scale == null) {
      throw wrong(part(key, value) + " needs " + wanted);
    }
    try {
      BigDecimal number = new BigDecimal(value.substring(0, digits));
      return number.movePointRight(scale).longValueExact();
    } catch (NumberFormatException e) {
      throw wrong(part(key, value) + " needs " + wanted, e);
    } catch (ArithmeticException e) {
      throw wrong(part(key, value) + " is too much, or not a whole number of " + least(units), e);
    }
  }

  private static String least(Map<String, Integer> units) {
    return units.equals(TIMES) ? "nanoseconds" : units.equals(RATES) ? "bits" : "octets";
  }

  private BigDecimal number(Map<String, String> parts, String key) {
    try {
      return new BigDecimal(parts.get(key));
    } catch (NumberFormatException e) {
      throw wrong(part(key, parts.get(key)) + " needs a number", e);
    }
  }

  private long whole(Map<String, String> parts, String key) {
    String value = parts.getOrDefault(key, "0");
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw wrong(part(key, value) + " needs a whole number", e);
    }
  }

  private static String part(String key, String value) {
    return "'" + key + "=" + value + "'";
  }

  private IllegalArgumentException wrong(String why) {
    return wrong(why, null);
  }

  private IllegalArgumentException wrong(String why, Throwable cause) {
    return new IllegalArgumentException("faults '" + text + "': " + why, cause);
  }
}
