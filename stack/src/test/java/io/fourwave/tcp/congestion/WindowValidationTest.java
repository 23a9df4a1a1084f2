package io.fourwave.tcp.congestion;

import static io.fourwave.tcp.congestion.Acks.ack;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A window that the application does not use (RFC 7661). */
@Tag("RFC7661")
class WindowValidationTest {
  private static final int SMSS = 1000;
  private static final long SECOND = 1_000_000_000;
  private static final long RTT = SECOND / 10;

  private final NewReno reno = new NewReno();
  private long now;

  @BeforeEach
  void aWindowOfAHundredSegments() {
    reno.onEstablished(SMSS, 10 * SMSS, 0);
    while (reno.window() < 100 * SMSS) {
      reno.onAcknowledged(ack(SMSS, true, RTT), now);
    }
    reno.onCongestion(Congestion.MARK, 200 * SMSS, now);
    reno.onRecovered(now);
    assertEquals(100 * SMSS, reno.window());
    assertEquals(100 * SMSS, reno.slowStartThreshold());
    sends(10, 100, true);
  }

  /** Round trips in which so many segments were acknowledged, each by itself. */
  private void sends(int roundTrips, int segments, boolean full) {
    for (int i = 0; i < roundTrips; i++) {
      for (int segment = 0; segment < segments; segment++) {
        Acknowledgement ack = ack(SMSS, full, RTT).beginningRound(segment == 0);
        reno.onAcknowledged(ack, now + segment * RTT / segments);
      }
      now += RTT;
    }
  }

  @Test
  void isKeptWhileTooLittleIsSentAndDoesNotGrow() {
    sends(11, 20, false);
    int before = reno.window();
    sends(500, 20, false);
    assertEquals(before, reno.window());
  }

  @Test
  void growsAsBeforeIfMoreThanHalfOfItIsUsed() {
    sends(11, 60, false);
    int before = reno.window();
    sends(10, 60, false);
    assertTrue(reno.window() >= before + 4 * SMSS, reno.window() + " after " + before);
  }

  @Test
  void whatWasUsedBeforeASilenceIsForgotten() {
    int before = reno.window();
    now += 2 * SECOND;
    sends(4, 40, false);
    assertEquals(before, reno.window());
  }

  @Test
  void growsAsSoonAsItIsFull() {
    sends(30, 20, false);
    int before = reno.window();
    sends(6, 20, true);
    assertEquals(before + SMSS, reno.window());
  }

  @Test
  void isHalvedAfterFiveMinutesOfTooLittle() {
    sends(30, 10, false);
    int before = reno.window();
    sends(2950, 10, false);
    assertEquals(before, reno.window());
    sends(60, 10, false);
    assertEquals(before / 2, reno.window());
    assertEquals(100 * SMSS, reno.slowStartThreshold());
    sends(3000, 10, false);
    assertEquals(before / 4, reno.window());
  }

  @Test
  void theThresholdRemembersThreeQuartersOfAHalvedOne() {
    sends(60, 150, true);
    int before = reno.window();
    assertTrue(before > 140 * SMSS);
    now += 301 * SECOND;
    reno.onIdle(true, now);
    assertEquals(before * 3 / 4, reno.slowStartThreshold());
  }

  @Test
  void isHalvedForEveryFiveMinutesOfSilenceButNotBelowTheInitialWindow() {
    int before = reno.window();
    now += 299 * SECOND;
    reno.onIdle(true, now);
    assertEquals(before, reno.window());
    now += 302 * SECOND;
    reno.onIdle(true, now);
    assertEquals(before / 4, reno.window());
    reno.onIdle(true, now);
    assertEquals(before / 4, reno.window(), "said once");
    now += 86_400 * SECOND;
    reno.onIdle(true, now);
    assertEquals(10 * SMSS, reno.window());
  }

  @Test
  void afterALossItIsHalfOfWhatWasUsed() {
    sends(30, 40, false);
    reno.onCongestion(Congestion.LOSS, 10 * SMSS, now);
    assertEquals(20 * SMSS, reno.window());
    assertEquals(20 * SMSS, reno.slowStartThreshold());
  }

  @Test
  void afterALossOfMoreThanWasUsedItIsHalfOfThat() {
    sends(30, 20, false);
    reno.onCongestion(Congestion.LOSS, 90 * SMSS, now);
    assertEquals(45 * SMSS, reno.window());
  }

  @Test
  void whatWasSentAgainIsTakenFromItWhenRecoveryEnds() {
    sends(30, 20, false);
    reno.onCongestion(Congestion.LOSS, 90 * SMSS, now);
    Acknowledgement ack = ack(SMSS, false, RTT).during(false, true);
    reno.onAcknowledged(ack.telling(30 * SMSS, false), now);
    reno.onAcknowledged(ack.telling(10 * SMSS, false), now);
    reno.onRecovered(now);
    assertEquals(25 * SMSS, reno.window());
    reno.onCongestion(Congestion.LOSS, 24 * SMSS, now);
    reno.onAcknowledged(ack.telling(20 * SMSS, false), now);
    reno.onRecovered(now);
    assertEquals(12 * SMSS, reno.window(), "only of one that was not validated");
  }

  @Test
  void cubicHalvesAnUnusedOneToo() {
    Cubic cubic = new Cubic();
    cubic.onEstablished(SMSS, 100 * SMSS, 0);
    for (int i = 0; i < 100; i++) {
      cubic.onAcknowledged(ack(20 * SMSS, false, RTT).beginningRound(true), i * RTT);
    }
    cubic.onCongestion(Congestion.LOSS, 10 * SMSS, 100 * RTT);
    assertEquals(10 * SMSS, cubic.window());
  }

  @Test
  void anUsedOneIsReducedAsEver() {
    reno.onCongestion(Congestion.LOSS, 90 * SMSS, now);
    assertEquals(45 * SMSS, reno.window());
    Cubic cubic = new Cubic();
    cubic.onEstablished(SMSS, 200 * SMSS, 0);
    cubic.onCongestion(Congestion.LOSS, 150 * SMSS, 0);
    for (int i = 0; i < 3; i++) {
      cubic.onAcknowledged(ack(80 * SMSS, false, RTT).beginningRound(true), i * RTT);
    }
    long before = cubic.window();
    cubic.onCongestion(Congestion.LOSS, 50 * SMSS, 3 * RTT);
    assertEquals(before * 7 / 10, cubic.window());
  }

  @Test
  void afterRecoveryTheStandardAnswerHoldsUntilARoundTripIsMeasured() {
    sends(30, 20, false);
    reno.onCongestion(Congestion.LOSS, 20 * SMSS, now);
    reno.onRecovered(now);
    reno.onAcknowledged(ack(SMSS, false, RTT), now);
    reno.onCongestion(Congestion.LOSS, 8 * SMSS, now);
    assertEquals(4 * SMSS, reno.window());
  }
}
