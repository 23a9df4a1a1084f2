package io.fourwave.examples.bench.paths;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.link.Faults;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class CellTest {
  @Test
  void aPathHasHalfTheDelayEachWayAndAQueueOfWhatItHolds() {
    Faults there = new Cell(100, 50, Trouble.THREE_BURSTS).there(7);
    assertEquals(Faults.parse("loss=3%,burst=4,delay=25ms,rate=100mbit,queue=625kb,seed=7"), there);
    assertEquals(
        Faults.parse("delay=25ms,rate=100mbit,queue=625kb"),
        new Cell(100, 50, Trouble.THREE_BURSTS).back());
  }

  @Test
  void aShortPathHasAnOrdinaryQueue() {
    assertEquals(64_000, new Cell(10, 5, Trouble.NONE).back().bottleneck().queue());
  }

  @Test
  void onlyWhatTheMachineCanCarryRunsAtOnce() {
    PathsPlan plan = new PathsPlan(Cell.all(), 3, Duration.ofSeconds(4), Duration.ofSeconds(30));
    assertEquals(12, plan.atOnce(new Cell(1000, 50, Trouble.ONE)), "3 Mbit/s each");
    assertEquals(4, plan.atOnce(new Cell(100, 5, Trouble.ONE)), "30 Mbit/s each");
    assertEquals(2, plan.atOnce(new Cell(100, 5, Trouble.NONE)));
    assertEquals(1, plan.atOnce(new Cell(1000, 5, Trouble.NONE)));
    assertTrue(plan.length().toMinutes() < 25, () -> plan.length().toString());
  }

  @Test
  void thePatternIsComparedAcrossItsPeriods() throws IOException {
    ByteBuffer sent = Pattern.buffer();
    byte[] octets = new byte[sent.remaining()];
    sent.get(octets);
    Pattern pattern = new Pattern();
    pattern.compare(octets, 100_000);
    byte[] rest = Arrays.copyOfRange(octets, 100_000, octets.length);
    pattern.compare(rest, rest.length);
    pattern.compare(octets, octets.length);
    assertEquals(2L * octets.length, pattern.compared());
    octets[99_999]++;
    assertThrows(IOException.class, () -> pattern.compare(octets, 100_000));
  }

  @Test
  void jainsIndexIsOneForEqualsAndAHalfForOneOfTwo() {
    Cell cell = new Cell(10, 5, Trouble.NONE);
    assertEquals(1, new Shares(cell, List.of(5.0, 5.0)).index(), 1e-9);
    assertEquals(0.5, new Shares(cell, List.of(0.0, 5.0)).index(), 1e-9);
  }
}
