package io.fourwave.tcp.congestion;

import static io.fourwave.tcp.congestion.Acks.ack;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The arithmetic of RFC 9438; the numbers are its formulas', worked out elsewhere. */
@Tag("RFC9438")
class CubicTest {
  private static final int SMSS = 1000;
  private static final long MILLISECOND = 1_000_000;
  private static final long RTT = 100 * MILLISECOND;
  private static final int WIDE = 1000 * SMSS;

  private final Cubic cubic = new Cubic();
  private long now = 5_000 * MILLISECOND;

  @BeforeEach
  void establish() {
    cubic.onEstablished(SMSS, WIDE, now);
  }

  private void acknowledge(int octets, long rtt) {
    now += rtt;
    cubic.onAcknowledged(ack(octets, true, rtt), now);
  }

  /** Has whole windows acknowledged, one a round trip, so that each reaches its target. */
  private void roundTrips(int count, long rtt) {
    for (int i = 0; i < count; i++) {
      acknowledge(cubic.window() + 1, rtt);
    }
  }

  private void lose() {
    cubic.onCongestion(Congestion.LOSS, cubic.window(), now);
    cubic.onRecovered(now);
  }

  @Test
  void slowStartIsThatOfReno() {
    Cubic fresh = new Cubic();
    fresh.onEstablished(SMSS, 10 * SMSS, 0);
    fresh.onAcknowledged(ack(SMSS, true, RTT), RTT);
    fresh.onAcknowledged(ack(2 * SMSS, true, RTT), RTT);
    assertEquals(13 * SMSS, fresh.window());
    fresh.onAcknowledged(ack(SMSS, false, RTT), RTT);
    assertEquals(13 * SMSS, fresh.window());
  }

  @Test
  void aLossLeavesSevenTenthsOfTheWindow() {
    cubic.onCongestion(Congestion.LOSS, 990 * SMSS, now); // the rest was not worth a segment
    assertEquals(700 * SMSS, cubic.slowStartThreshold());
    assertEquals(700 * SMSS, cubic.window());
    cubic.onRecovered(now);
    assertEquals(700 * SMSS, cubic.window());
    cubic.onEstablished(SMSS, 2 * SMSS, now);
    cubic.onCongestion(Congestion.LOSS, 2 * SMSS, now);
    assertEquals(2 * SMSS, cubic.window());
    assertEquals(2 * SMSS, cubic.slowStartThreshold());
  }

  @ParameterizedTest
  @CsvSource({
    "1, 719378", // W_cubic(0.2 s)
    "9, 788555", // W_cubic(1 s)
    "49, 972720", // W_cubic(5 s)
    "90, 1000000", // W_cubic(9.1 s), and K is 9.0856 s: the window before the loss
    "99, 1000305", // W_cubic(10 s)
    "149, 1082754", // W_cubic(15 s)
    "199, 1520066" // W_cubic(20 s)
  })
  void afterALossTheWindowFollowsTheCurve(int roundTrips, int window) {
    lose();
    acknowledge(cubic.window(), RTT); // t = 0
    roundTrips(roundTrips, RTT);
    assertEquals(window, cubic.window());
  }

  @Test
  void growthSlowsDownTowardsThePlateauAndSpeedsUpBehindIt() {
    lose();
    roundTrips(2, RTT);
    int last = WIDE;
    for (int i = 3; i <= 180; i++) {
      int before = cubic.window();
      roundTrips(1, RTT);
      int growth = cubic.window() - before;
      assertTrue(i < 90 ? growth <= last + 1 : i <= 92 || growth >= last - 1, "round trip " + i);
      last = growth;
    }
  }

  @Test
  void oneSegmentAcknowledgedAddsItsShareOfTheWayToTheTarget() {
    lose();
    acknowledge(cubic.window(), RTT);
    assertEquals(700_529, cubic.window());
    acknowledge(SMSS, RTT); // (719379 - 700529) / 700529 segments
    assertEquals(700_556, cubic.window());
  }

  @Test
  void sharesOfLessThanAnOctetAddUp() {
    lose();
    roundTrips(90, RTT);
    int before = cubic.window();
    for (int i = 0; i < 1000; i++) {
      acknowledge(SMSS, 10 * MILLISECOND);
    }
    assertTrue(cubic.window() > before + 200, cubic.window() + " after " + before);
  }

  @Test
  void acknowledgingASegmentInPartsGainsNothing() {
    Cubic[] two = {new Cubic(), new Cubic()};
    for (int i = 0; i < 2; i++) {
      two[i].onEstablished(SMSS, WIDE, 0);
      two[i].onCongestion(Congestion.LOSS, WIDE, 0);
      two[i].onAcknowledged(ack(WIDE, true, RTT), RTT);
      int parts = i == 0 ? 1 : 100;
      for (int part = 0; part < parts; part++) {
        two[i].onAcknowledged(ack(100 * SMSS / parts, true, RTT), 2 * RTT);
      }
    }
    assertEquals(
        703_222, two[0].window()); // 100 of 700 segments: a seventh of the way to W_cubic(0.2 s)
    assertTrue(two[1].window() > 702_900 && two[1].window() <= 703_222, "" + two[1].window());
  }

  @Test
  void theTargetIsOneAndAHalfWindowsAtMost() {
    lose();
    acknowledge(cubic.window(), RTT);
    cubic.onAcknowledged(ack(cubic.window() + 1, true, 600 * RTT), now + RTT);
    assertEquals(1_050_794, cubic.window());
  }

  @Test
  void aTargetBelowTheWindowDoesNotNarrowIt() {
    lose();
    acknowledge(cubic.window(), RTT);
    cubic.onAcknowledged(ack(cubic.window(), true, 10 * RTT), now + RTT);
    int before = cubic.window();
    cubic.onAcknowledged(ack(cubic.window(), true, MILLISECOND), now + 2 * RTT);
    assertEquals(before, cubic.window());
  }

  @Test
  void onAShortPathTheWindowIsRenosAndAfterTheOldWindowASegmentARoundTrip() {
    Cubic small = new Cubic();
    small.onEstablished(SMSS, 20 * SMSS, 0);
    small.onCongestion(Congestion.LOSS, 20 * SMSS, 0);
    int[] windows = new int[14];
    for (int i = 0; i < windows.length; i++) {
      small.onAcknowledged(ack(small.window() + 1, true, MILLISECOND), i * MILLISECOND);
      windows[i] = small.window();
    }
    assertEquals(14_529, windows[0]); // 3 (1 - 0.7) / (1 + 0.7) segments
    assertEquals(15_058, windows[1]);
    assertEquals(19_823, windows[10]);
    assertEquals(20_352, windows[11]);
    assertEquals(21_352, windows[12]); // W_est >= cwnd_prior
    assertEquals(22_352, windows[13]);
  }

  @Test
  void aLossBelowTheLastPlateauPutsTheNextOneLower() {
    lose();
    lose(); // at 700 segments: W_max is 595, K 6.4029 s
    assertEquals(490_000, cubic.window());
    acknowledge(cubic.window(), RTT);
    roundTrips(1, RTT);
    assertEquals(499_535, cubic.window());
    roundTrips(62, RTT);
    assertEquals(594_999, cubic.window()); // W_cubic(6.4 s)
  }

  @Test
  void aLossAboveTheLastPlateauIsTheNextOne() {
    lose();
    roundTrips(200, RTT);
    assertEquals(1_520_066, cubic.window());
    lose();
    acknowledge(cubic.window(), RTT);
    roundTrips(103, RTT); // K is 10.446 s
    assertEquals(1_520_066, cubic.window(), 2);
  }

  @Test
  void aTimeoutLeavesOneSegmentAndSlowStartReturnsToSevenTenths() {
    cubic.onTimeout(WIDE, false, now);
    assertEquals(SMSS, cubic.window());
    assertEquals(700 * SMSS, cubic.slowStartThreshold());
    cubic.onTimeout(SMSS, true, now);
    assertEquals(700 * SMSS, cubic.slowStartThreshold());
    for (int i = 1; i < 700; i++) {
      assertEquals(i * SMSS, cubic.window());
      acknowledge(SMSS, MILLISECOND);
    }
    assertEquals(700 * SMSS, cubic.window());
  }

  @Test
  void afterATimeoutTheCurveBeginsWithItsPlateau() {
    lose();
    roundTrips(100, RTT);
    cubic.onTimeout(WIDE, false, now);
    cubic.onTimeout(SMSS, true, now);
    while (cubic.window() < 700 * SMSS) {
      acknowledge(SMSS, MILLISECOND);
    }
    roundTrips(2, 10 * RTT);
    assertEquals(701_058, cubic.window()); // W_est, which began at the same window
    roundTrips(1, 10 * RTT);
    assertEquals(710_800, cubic.window()); // 0.4 * 3^3 + 700 segments
    roundTrips(8, 10 * RTT);
    assertEquals(1_232_400, cubic.window());
  }

  @Test
  void aLossAfterATimeoutIsAPlateauAgain() {
    cubic.onTimeout(WIDE, false, now);
    while (cubic.window() < 700 * SMSS) {
      acknowledge(SMSS, MILLISECOND);
    }
    lose(); // W_max is 700, K 8.067 s
    acknowledge(cubic.window(), RTT);
    roundTrips(1, RTT);
    assertEquals(505_234, cubic.window()); // W_cubic(0.2 s)
  }

  @Test
  void timeInWhichTheApplicationDoesNotUseTheWindowDoesNotCount() {
    lose();
    acknowledge(cubic.window(), RTT);
    roundTrips(48, RTT);
    now += 2_000 * MILLISECOND; // what was used until now is forgotten
    int before = cubic.window();
    for (int i = 0; i < 100; i++) {
      now += RTT;
      cubic.onAcknowledged(ack(10 * SMSS, false, RTT).beginningRound(true), now);
    }
    assertEquals(before, cubic.window());
    roundTrips(1, RTT);
    assertEquals(972_720, cubic.window()); // W_cubic(5 s)
  }

  @Test
  void silenceDoesNotCountExceptForTheRoundTripThatEndedIt() {
    lose();
    acknowledge(cubic.window(), RTT);
    roundTrips(48, RTT);
    now += 3_600_000 * MILLISECOND;
    roundTrips(1, RTT);
    assertEquals(972_720, cubic.window());
  }

  @Test
  void afterASilenceThatCutTheWindowTheCurveLeadsToTheSamePlateau() {
    Cubic grown = new Cubic();
    grown.onEstablished(SMSS, 10 * SMSS, 0);
    while (grown.window() < WIDE) {
      grown.onAcknowledged(ack(SMSS, true, RTT), 0);
    }
    grown.onCongestion(Congestion.LOSS, WIDE, 0);
    for (int i = 0; i < 50; i++) {
      grown.onAcknowledged(ack(grown.window(), true, RTT), i * RTT);
    }
    assertEquals(972_720, grown.window());
    grown.onIdle(false, 100 * RTT);
    assertEquals(10 * SMSS, grown.window());
    while (grown.window() < 700 * SMSS) {
      grown.onAcknowledged(ack(SMSS, true, RTT), 101 * RTT);
    }
    grown.onAcknowledged(ack(grown.window(), true, RTT), 102 * RTT);
    grown.onAcknowledged(ack(grown.window(), true, RTT), 103 * RTT);
    assertEquals(719_378, grown.window());
  }

  @Test
  void aWindowThatRecoveryCutDoesNotJumpBack() {
    cubic.onTimeout(WIDE, false, now);
    while (cubic.window() < 800 * SMSS) {
      acknowledge(cubic.window(), RTT);
    }
    cubic.onRecovered(now);
    assertEquals(700 * SMSS, cubic.window());
    acknowledge(cubic.window(), RTT);
    assertEquals(700_529, cubic.window());
  }

  @Test
  void shorterSegmentsAreAsManyAsTheLongerOnesWere() {
    lose();
    cubic.onSegmentSizeChanged(SMSS / 2);
    assertEquals(700 * SMSS / 2, cubic.window());
    cubic.onAcknowledged(ack(cubic.window(), true, RTT), now);
    acknowledge(cubic.window(), RTT);
    assertEquals(719_378 / 2, cubic.window()); // W_cubic(0.2 s)
    int before = cubic.window();
    cubic.onSegmentSizeChanged(SMSS);
    assertEquals(before, cubic.window());
    acknowledge(cubic.window(), RTT);
    assertTrue(cubic.window() > before && cubic.window() < before + 2 * SMSS);
  }

  @Test
  void shorterSegmentsDoNotMoveTheOldWindowBeyondWhichGrowthIsRenos() {
    Cubic small = new Cubic();
    small.onEstablished(SMSS, 20 * SMSS, 0);
    small.onCongestion(Congestion.LOSS, 20 * SMSS, 0);
    small.onSegmentSizeChanged(SMSS / 2);
    for (int i = 0; i < 12; i++) {
      small.onAcknowledged(ack(small.window() + 1, true, MILLISECOND), i * MILLISECOND);
    }
    assertEquals(10_176, small.window()); // twelve times 0.5294 segments
    small.onAcknowledged(ack(small.window() + 1, true, MILLISECOND), 12 * MILLISECOND);
    assertEquals(10_676, small.window());
  }

  @Test
  void aStageThatBeginsBeyondThePlateauBeginsWithItsOwn() {
    lose();
    roundTrips(200, RTT);
    cubic.onSegmentSizeChanged(SMSS);
    roundTrips(2, RTT);
    assertEquals(1_520_066 + 2 * SMSS, cubic.window());
  }

  @Test
  void neitherWideWindowsNorLongTimesOverflow() {
    Cubic wide = new Cubic();
    wide.onEstablished(1460, 128 << 20, 0);
    wide.onCongestion(Congestion.LOSS, 128 << 20, 0);
    assertEquals(93_952_409, wide.window());
    long day = 86_400_000 * MILLISECOND;
    for (int i = 0; i < 100_000; i++) {
      int before = wide.window();
      wide.onAcknowledged(ack(1 << 20, true, day), i * day);
      assertTrue(wide.window() >= before);
    }
    assertEquals(Integer.MAX_VALUE / 2, wide.window());
    wide.onCongestion(Congestion.LOSS, wide.window(), 0);
    assertEquals(751_619_276, wide.window());
  }
}
