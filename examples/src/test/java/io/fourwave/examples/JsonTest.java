package io.fourwave.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  @Test
  void mapsListsAndNumbersNest() {
    assertEquals("{\"a\": [1, 2.5, true]}", Json.text(Map.of("a", List.of(1, 2.5, true))));
  }

  @Test
  void whatCannotStandInAStringIsEscaped() {
    assertEquals("\"\\\"\\\\\\u000aµ\"", Json.text("\"\\\nµ"));
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY})
  void whatIsNoNumberIsRefused(double value) {
    assertThrows(IllegalArgumentException.class, () -> Json.text(value));
  }
}
