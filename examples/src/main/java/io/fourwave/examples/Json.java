package io.fourwave.examples;

import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;

/** Values for programs (RFC 8259): maps, lists, strings, numbers and truth values, as text. */
public final class Json {
  private Json() {}

  /**
   * A value as text.
   *
   * @throws IllegalArgumentException if JSON has no such value
   */
  public static String text(Object value) {
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
