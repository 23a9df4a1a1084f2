package io.fourwave.link;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/** Faults written as text, see {@link Faults#parse}. */
final class FaultSpec {
  private static final String KEYS = "loss, dup, reorder, corrupt, delay, jitter and seed";

  private final String text;

  FaultSpec(String text) {
    this.text = text.strip();
  }

  Faults faults() {
    Faults faults = Faults.NONE;
    if (text.isEmpty() || text.equals("none")) {
      return faults;
    }
    Duration delay = Duration.ZERO;
    Duration jitter = Duration.ZERO;
    Set<String> seen = new HashSet<>();
    for (String part : text.split(",", -1)) {
      int equals = part.indexOf('=');
      String key = part.substring(0, Math.max(equals, 0)).strip();
      String value = part.substring(equals + 1).strip();
      if (!seen.add(key)) {
        throw wrong("'" + key + "' stands there twice");
      }
      switch (key) {
        case "loss" -> faults = faults.withLoss(share(part, value));
        case "dup" -> faults = faults.withDuplication(share(part, value));
        case "reorder" -> faults = faults.withReordering(share(part, value));
        case "corrupt" -> faults = faults.withCorruption(share(part, value));
        case "delay" -> delay = time(part, value);
        case "jitter" -> jitter = time(part, value);
        case "seed" -> faults = faults.withSeed(whole(part, value));
        default -> throw wrong("'" + part.strip() + "' is not a fault; there are " + KEYS);
      }
    }
    return faults.withDelay(delay, jitter); // together: the jitter is measured by the delay
  }

  private double share(String part, String value) {
    boolean percent = value.endsWith("%");
    String number = percent ? value.substring(0, value.length() - 1) : value;
    try {
      double share = new BigDecimal(number.strip()).movePointLeft(percent ? 2 : 0).doubleValue();
      if (share >= 0 && share <= 1) {
        return share;
      }
    } catch (NumberFormatException e) {
      throw wrong("'" + part.strip() + "' needs a share such as 5% or 0.05", e);
    }
    throw wrong("'" + part.strip() + "' is not between 0% and 100%");
  }

  private Duration time(String part, String value) {
    int digits = 0;
    while (digits < value.length() && "0123456789.".indexOf(value.charAt(digits)) >= 0) {
      digits++;
    }
    int scale =
        switch (value.substring(digits).strip()) {
          case "s" -> 9;
          case "ms" -> 6;
          case "us", "µs" -> 3;
          case "ns" -> 0;
          default ->
              throw wrong("'" + part.strip() + "' needs a time such as 10ms (s, ms, us, ns)");
        };
    try {
      BigDecimal nanos = new BigDecimal(value.substring(0, digits)).movePointRight(scale);
      return Duration.ofNanos(nanos.longValueExact());
    } catch (NumberFormatException e) {
      throw wrong("'" + part.strip() + "' needs a time such as 10ms", e);
    } catch (ArithmeticException e) {
      throw wrong("'" + part.strip() + "' is not a whole number of nanoseconds up to an hour", e);
    }
  }

  private long whole(String part, String value) {
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw wrong("'" + part.strip() + "' needs a whole number", e);
    }
  }

  private IllegalArgumentException wrong(String why) {
    return wrong(why, null);
  }

  private IllegalArgumentException wrong(String why, Throwable cause) {
    return new IllegalArgumentException("faults '" + text + "': " + why, cause);
  }
}
