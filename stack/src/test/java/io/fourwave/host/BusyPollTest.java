package io.fourwave.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** When a loop sleeps and when it looks again. */
class BusyPollTest {
  private final BusyPoll poll = new BusyPoll(50);
  private long now = 1_000;

  /** Has turns of ten nanoseconds each without anything to do until it sleeps; counts them. */
  private int looksUntilItSleeps() {
    int looks = 0;
    boolean again = looksAfterBeingBusy(poll);
    while (again) {
      looks++;
      now += 10;
      again = poll.looksAgain(now);
    }
    return looks;
  }

  private boolean looksAfterBeingBusy(BusyPoll busy) {
    busy.wasBusy(now);
    return busy.looksAgain(now);
  }

  @Test
  void itLooksForAsLongAsItWasTold() {
    assertEquals(5, looksUntilItSleeps());
  }

  @Test
  void withoutPatienceItNeverLooks() {
    BusyPoll none = new BusyPoll(0);
    for (int i = 0; i < 100; i++) {
      now += 10;
      assertFalse(looksAfterBeingBusy(none));
      assertFalse(none.looksAgain(now));
    }
  }

  @Test
  void inVainItLooksEverMoreSeldom() {
    int tries = 0;
    for (int sleeps = 0; sleeps < 10_000; sleeps++) {
      tries += looksUntilItSleeps() > 0 ? 1 : 0;
    }
    assertTrue(tries > 10 && tries < 25, tries + " tries");
  }

  @Test
  void whatIsFoundMakesItLookEachTimeAgain() {
    for (int sleeps = 0; sleeps < 10_000; sleeps++) {
      looksUntilItSleeps();
    }
    while (!looksAfterBeingBusy(poll)) {
      now += 10; // sleeps that it was to wait for
    }
    for (int i = 0; i < 100; i++) {
      now += 10;
      assertTrue(poll.looksAgain(now));
      now += 10;
      assertTrue(looksAfterBeingBusy(poll), "found while looking");
    }
  }
}
