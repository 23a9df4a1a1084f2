package io.fourwave.ip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Ports that an outsider cannot guess from those before (RFC 6056 §3.3.2, algorithm 2). */
@Tag("RFC6056")
class PortAllocatorTest {
  private static final int LOWEST = 49_152;
  private static final int PORTS = 16_384;

  private final long seed = new Random().nextLong();

  private final PortAllocator ports =
      new PortAllocator(LOWEST, LOWEST + PORTS - 1, new Random(seed));

  /** Each sixteenth of the range has its share; 64 are five standard deviations and more. */
  @Test
  void allPortsAreAsLikely() {
    int[] counts = new int[16];
    for (int i = 0; i < 160_000; i++) {
      counts[(ports.next(port -> true) - LOWEST) / (PORTS / 16)]++;
    }
    for (int count : counts) {
      assertTrue(Math.abs(count - 10_000) < 600, count + " of 10,000, seed " + seed);
    }
  }

  /** What one gets tells nothing of the next: the steps are as likely as the ports are. */
  @Test
  void theStepFromOneToTheNextIsAnyStep() {
    int[] counts = new int[16];
    int before = LOWEST;
    for (int i = 0; i < 160_000; i++) {
      int port = ports.next(p -> true);
      counts[Math.floorMod(port - before, PORTS) / (PORTS / 16)]++;
      before = port;
    }
    for (int count : counts) {
      assertTrue(Math.abs(count - 10_000) < 600, count + " of 10,000, seed " + seed);
    }
  }

  @Test
  void everyFreePortIsFoundAndNoneTwice() {
    Set<Integer> taken = new HashSet<>();
    for (int i = 0; i < PORTS; i++) {
      int port = ports.next(p -> !taken.contains(p));
      assertTrue(port >= LOWEST && port < LOWEST + PORTS && taken.add(port), "seed " + seed);
    }
    assertEquals(0, ports.next(p -> !taken.contains(p)), "there is none left");
  }
}
