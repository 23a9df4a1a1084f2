package io.fourwave.tcp.congestion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rounds of HyStart++, with either algorithm. */
@Tag("RFC9406")
class HyStartTest {
  private static final int SMSS = 1000;
  private static final long MILLISECOND = 1_000_000;
  private static final long INFINITE = Integer.MAX_VALUE / 2;

  private LossBased algorithm = new Cubic();
  private long now;

  @BeforeEach
  void establish() {
    algorithm.onEstablished(SMSS, 10 * SMSS, 0);
  }

  /** A round of acknowledgements, one a segment, each of which has measured the same. */
  private void round(int acknowledgements, long rtt) {
    for (int i = 0; i < acknowledgements; i++) {
      acknowledge(rtt, i == 0);
    }
  }

  private void acknowledge(long rtt, boolean beginsRound) {
    now += MILLISECOND;
    Acknowledgement ack = Acks.ack(SMSS, true, rtt).beginningRound(beginsRound);
    algorithm.onAcknowledged(ack, now);
  }

  private boolean isAlarmed() {
    int before = algorithm.window();
    acknowledge(-1, false);
    return algorithm.window() - before == SMSS / 4;
  }

  private boolean isOver() {
    return algorithm.slowStartThreshold() < INFINITE;
  }

  @ParameterizedTest
  @ValueSource(strings = {"cubic", "newreno"})
  void roundTripsThatGrowLongerSlowItDownAndEndItFiveRoundsLater(String name) {
    algorithm = name.equals("cubic") ? new Cubic() : new NewReno();
    establish();
    round(10, 100 * MILLISECOND);
    assertEquals(20 * SMSS, algorithm.window());
    round(8, 113 * MILLISECOND); // the eighth gives the alarm
    assertEquals(28 * SMSS, algorithm.window());
    round(8, 113 * MILLISECOND);
    assertEquals(30 * SMSS, algorithm.window(), "a quarter of the pace");
    round(8, 120 * MILLISECOND);
    round(8, 113 * MILLISECOND);
    round(8, 113 * MILLISECOND);
    assertFalse(isOver());
    assertEquals(36 * SMSS, algorithm.window());
    acknowledge(113 * MILLISECOND, true);
    assertTrue(isOver());
    assertEquals(36 * SMSS + SMSS / 4, algorithm.slowStartThreshold());
    int before = algorithm.window();
    round(8, 113 * MILLISECOND);
    assertTrue(algorithm.window() < before + SMSS, "congestion avoidance");
  }

  /** Windows in a round trip. */
  private double pace(long rtt) {
    return algorithm.pacingRate() * (rtt / 1e9) / algorithm.window();
  }

  @Test
  void theFirstSlowStartIsPacedHalfAsMuchUntilTheAlarmAndAfterSilence() {
    round(10, 100 * MILLISECOND);
    assertEquals(4, pace(100 * MILLISECOND), 0.01);
    algorithm.onIdle(true, now);
    assertEquals(2, pace(100 * MILLISECOND), 0.01);
    round(7, 113 * MILLISECOND);
    assertEquals(4, pace(113 * MILLISECOND), 0.01);
    acknowledge(113 * MILLISECOND, false);
    assertTrue(isAlarmed());
    acknowledge(113 * MILLISECOND, false);
    assertEquals(2, pace(113 * MILLISECOND), 0.01);
  }

  @Test
  void laterSlowStartsArePacedAsCongestionAvoidanceIs() {
    round(30, 100 * MILLISECOND);
    algorithm.onTimeout(30 * SMSS, false, now);
    round(11, 100 * MILLISECOND);
    assertTrue(algorithm.window() < algorithm.slowStartThreshold(), "slow start");
    assertEquals(2, pace(100 * MILLISECOND), 0.01);
    round(60, 100 * MILLISECOND);
    assertTrue(algorithm.window() >= algorithm.slowStartThreshold());
    assertEquals(2, pace(100 * MILLISECOND), 0.01);
  }

  @ParameterizedTest
  @CsvSource({
    "10, 13, false", // 4 ms at least
    "10, 14, true",
    "80, 89, false", // an eighth
    "80, 90, true",
    "400, 415, false", // 16 ms at most
    "400, 416, true"
  })
  void theThresholdIsAnEighthOfARoundTripWithinBounds(int before, int after, boolean alarmed) {
    round(8, before * MILLISECOND);
    round(8, after * MILLISECOND);
    assertEquals(alarmed, isAlarmed());
  }

  @Test
  void fewerThanEightMeasurementsDoNotCount() {
    round(8, 10 * MILLISECOND);
    round(7, 100 * MILLISECOND);
    assertFalse(isAlarmed());
    acknowledge(100 * MILLISECOND, false);
    assertTrue(isAlarmed());
  }

  @Test
  void theShortestOfARoundDecides() {
    round(8, 10 * MILLISECOND);
    acknowledge(11 * MILLISECOND, true);
    for (int i = 0; i < 20; i++) {
      acknowledge(100 * MILLISECOND, false);
    }
    assertFalse(isAlarmed());
  }

  @Test
  void roundTripsThatAreShortAgainWereAFalseAlarm() {
    round(8, 10 * MILLISECOND);
    round(8, 30 * MILLISECOND);
    assertTrue(isAlarmed());
    round(8, 31 * MILLISECOND);
    assertTrue(isAlarmed());
    round(8, 29 * MILLISECOND);
    assertFalse(isAlarmed());
    for (int i = 0; i < 10; i++) {
      round(8, 30 * MILLISECOND);
    }
    assertFalse(isOver());
    round(8, 40 * MILLISECOND);
    assertTrue(isAlarmed(), "and it may be given again");
  }

  @Test
  void aLossEndsItAndLaterSlowStartsAreOrdinary() {
    round(8, 10 * MILLISECOND);
    round(8, 30 * MILLISECOND);
    algorithm.onTimeout(40 * SMSS, false, now);
    round(8, 10 * MILLISECOND);
    assertEquals(9 * SMSS, algorithm.window());
    round(8, 100 * MILLISECOND);
    assertEquals(17 * SMSS, algorithm.window());
  }

  @Test
  void aWindowThatIsNotUsedGivesNoAlarm() {
    round(8, 10 * MILLISECOND);
    for (int i = 0; i < 40; i++) {
      Acknowledgement ack = Acks.ack(SMSS, false, 50 * MILLISECOND).beginningRound(i % 8 == 0);
      algorithm.onAcknowledged(ack, now);
    }
    assertFalse(isAlarmed());
  }
}
