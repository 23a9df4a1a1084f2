package io.fourwave.examples.bench.paths;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class OutcomeTest {
  private final Outcome outcome = new Outcome(new Cell(100, 50, Trouble.THREE_BURSTS));

  private void add(Algorithm algorithm, Sender sender, double... rates) {
    for (double rate : rates) {
      outcome.add(algorithm, sender, rate);
    }
  }

  @Test
  void sendersAreComparedByAllThatTheyHaveCarriedAndNotByTheirMiddleRounds() {
    add(Algorithm.RENO, Sender.FOURWAVE, 3, 4, 8);
    add(Algorithm.RENO, Sender.KERNEL, 3, 6, 7);
    assertEquals(15.0 / 16, outcome.ratio(Algorithm.RENO), 1e-9);
    assertEquals(5, outcome.mean(Algorithm.RENO, Sender.FOURWAVE), 1e-9);
    assertEquals(3, outcome.spread(Algorithm.RENO, Sender.FOURWAVE).least());
    assertEquals(8, outcome.spread(Algorithm.RENO, Sender.FOURWAVE).most());
    assertEquals(List.of(3.0, 6.0, 7.0), outcome.rates(Algorithm.RENO, Sender.KERNEL));
  }

  @Test
  void oneAlgorithmOfOursIsComparedWithAnotherOfTheKernels() {
    add(Algorithm.CUBIC, Sender.FOURWAVE, 6);
    add(Algorithm.RENO, Sender.KERNEL, 4);
    assertEquals(1.5, outcome.ratio(Algorithm.CUBIC, Algorithm.RENO), 1e-9);
  }
}
