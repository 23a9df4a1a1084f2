package io.fourwave.examples.bench.million;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The bench's two stacks, with few connections. How fast anything is does not matter here. */
class MillionBedTest {
  private static final int COUNT = 5_000;

  @Test
  void allConnectionsCarryARequestWhenTheyOpenAndAnotherInTheEnd() throws IOException {
    try (MillionBed bed = new MillionBed(new MillionPlan(COUNT, 100))) {
      Stopwatch opening = bed.open();
      assertTrue(opening.rate() > 0 && opening.first() > 0 && opening.last() > 0);
      assertEquals(COUNT, bed.connections());
      assertTrue(bed.ask().rate() > 0);
      assertEquals(COUNT, bed.connections());
    }
  }

  @Test
  void anAddressIsNotAskedForMorePortsThanItHas() {
    MillionPlan plan = new MillionPlan(1_000_000, 256);
    assertEquals(17, plan.addresses());
    assertEquals(0, plan.address(59_999));
    assertEquals(1, plan.address(60_000));
    assertEquals(16, plan.address(999_999));
    assertEquals(100_000, plan.share());
  }
}
