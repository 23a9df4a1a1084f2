package io.fourwave.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** How many packets a turn takes, by how they came before. */
class BatchTest {
  private static final boolean DUE = true;

  private final Batch batch = new Batch();

  /** A turn that finds so many; tells how often it has asked for one. */
  private int asksWhenThereAre(int packets) {
    int most = batch.limit(!DUE);
    batch.taken(Math.min(most, packets));
    return Math.min(most, packets + 1);
  }

  private int asksOfTurns(int turns, int packets) {
    int asks = 0;
    for (int i = 0; i < turns; i++) {
      asks += asksWhenThereAre(packets);
    }
    return asks;
  }

  @Test
  void packetsThatComeOneAtATimeAreAskedForOnce() {
    asksOfTurns(1_000, 1);
    int inVain = asksOfTurns(1_000, 1) - 1_000;
    assertTrue(inVain > 10 && inVain < 20, inVain + " in vain");
  }

  @Test
  void burstsAreTakenWhole() {
    for (int i = 0; i < 1_000; i++) {
      assertEquals(11, asksWhenThereAre(10));
    }
  }

  @Test
  void afterLonePacketsBurstsAreNoticedSoon() {
    asksOfTurns(1_000, 1);
    asksOfTurns(64, 10);
    assertEquals(64, asksWhenThereAre(100));
  }

  @Test
  void beforeATimerExpiresAllAreTaken() {
    asksOfTurns(1_000, 1);
    assertEquals(64, batch.limit(DUE));
    batch.taken(1);
    batch.taken(1);
    assertEquals(1, batch.limit(!DUE));
  }

  @Test
  void turnsWithoutPacketsChangeNothing() {
    asksOfTurns(1_000, 10);
    asksOfTurns(1_000, 0);
    assertEquals(11, asksWhenThereAre(10));
  }
}
