package io.fourwave.examples.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class SpreadTest {
  @Test
  void theMedianOfAnOddNumberIsTheMiddleOne() {
    assertEquals(new Spread(3, 1, 9), Spread.of(9, 1, 3));
  }

  @Test
  void theMedianOfAnEvenNumberIsBetweenTheMiddleTwo() {
    assertEquals(new Spread(2.5, 1, 9), Spread.of(2, 9, 1, 3));
  }

  @Test
  void oneValueIsAllThree() {
    assertEquals(new Spread(7, 7, 7), Spread.of(7));
  }
}
