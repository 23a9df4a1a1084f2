package io.fourwave.tcp.congestion;

import static io.fourwave.tcp.congestion.Acks.ack;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The arithmetic of RFC 5681. */
@Tag("RFC5681")
@Tag("RFC3465")
class NewRenoTest {
  private static final int SMSS = 1000;
  private static final boolean LIMITED = true;
  private static final long RTT = 100_000_000;

  private final NewReno reno = new NewReno();

  @BeforeEach
  void establish() {
    reno.onEstablished(SMSS, 10 * SMSS, 0);
  }

  private void acknowledge(int octets) {
    reno.onAcknowledged(ack(octets, LIMITED, 0), 0);
  }

  @Test
  @Tag("MUST-19")
  void slowStartAddsWhatEachAcknowledgementCovers() {
    acknowledge(SMSS);
    assertEquals(11 * SMSS, reno.window());
    acknowledge(2 * SMSS);
    assertEquals(13 * SMSS, reno.window());
  }

  @Test
  void acknowledgingASegmentInPartsGainsNothing() {
    for (int i = 0; i < 100; i++) {
      acknowledge(SMSS / 100);
    }
    assertEquals(11 * SMSS, reno.window());
    reno.onCongestion(Congestion.LOSS, 11 * SMSS, 0);
    int before = reno.window();
    for (int i = 0; i < before / 10; i++) {
      acknowledge(10);
    }
    assertEquals(before + SMSS, reno.window());
  }

  @Test
  @Tag("MUST-19")
  void congestionAvoidanceAddsASegmentForEachWindow() {
    reno.onCongestion(Congestion.LOSS, 20 * SMSS, 0);
    assertEquals(10 * SMSS, reno.window());
    for (int window = 10; window < 50; window++) {
      for (int i = 0; i < window; i++) {
        assertEquals(window * SMSS, reno.window());
        acknowledge(SMSS);
      }
    }
    assertEquals(50 * SMSS, reno.window());
  }

  @Test
  @Tag("MUST-19")
  void slowStartEndsAtTheThreshold() {
    reno.onTimeout(20 * SMSS, false, 0);
    assertEquals(10 * SMSS, reno.slowStartThreshold());
    for (int i = 1; i < 10; i++) {
      assertEquals(i * SMSS, reno.window());
      acknowledge(SMSS);
    }
    acknowledge(SMSS);
    assertEquals(10 * SMSS, reno.window(), "a segment a window from here on");
  }

  @Test
  void oneAcknowledgementDoesNotJumpOverTheThreshold() {
    reno.onTimeout(20 * SMSS, false, 0);
    acknowledge(64 * SMSS);
    assertEquals(10 * SMSS, reno.window());
  }

  @Test
  void aWindowThatTheApplicationDoesNotUseDoesNotGrow() {
    reno.onAcknowledged(ack(SMSS, false, 0), 0);
    assertEquals(10 * SMSS, reno.window());
  }

  @Test
  @Tag("MUST-19")
  void aLossHalvesWhatIsInFlight() {
    reno.onCongestion(Congestion.LOSS, 12 * SMSS, 0);
    assertEquals(6 * SMSS, reno.slowStartThreshold());
    assertEquals(6 * SMSS, reno.window());
    reno.onRecovered(0);
    assertEquals(6 * SMSS, reno.window());
  }

  @Test
  void theThresholdIsAtLeastTwoSegments() {
    reno.onCongestion(Congestion.LOSS, SMSS, 0);
    assertEquals(2 * SMSS, reno.slowStartThreshold());
    reno.onTimeout(SMSS, false, 0);
    assertEquals(2 * SMSS, reno.slowStartThreshold());
  }

  @Test
  @Tag("MUST-19")
  void aTimeoutLeavesOneSegment() {
    reno.onTimeout(12 * SMSS, false, 0);
    assertEquals(SMSS, reno.window());
    assertEquals(6 * SMSS, reno.slowStartThreshold());
  }

  @Test
  void furtherTimeoutsOfOneSegmentDoNotHalveTheThresholdAgain() {
    reno.onTimeout(12 * SMSS, false, 0);
    reno.onTimeout(12 * SMSS, true, 0);
    reno.onTimeout(SMSS, true, 0);
    assertEquals(6 * SMSS, reno.slowStartThreshold());
    assertEquals(SMSS, reno.window());
  }

  @Test
  void aTimeoutWhileALossIsRepairedDoesNotHalveTheThresholdAgain() {
    reno.onEstablished(SMSS, 12 * SMSS, 0);
    reno.onCongestion(Congestion.LOSS, 12 * SMSS, 0);
    assertEquals(6 * SMSS, reno.slowStartThreshold());
    reno.onTimeout(15 * SMSS, false, 0);
    assertEquals(6 * SMSS, reno.slowStartThreshold());
    assertEquals(SMSS, reno.window());
  }

  @Test
  void aTimeoutInRecoveryLeavesHalfOfWhatIsInFlightAtMost() {
    reno.onEstablished(SMSS, 12 * SMSS, 0);
    reno.onCongestion(Congestion.LOSS, 12 * SMSS, 0);
    reno.onTimeout(8 * SMSS, false, 0);
    assertEquals(4 * SMSS, reno.slowStartThreshold());
  }

  @Test
  void afterRecoveryATimeoutIsAnsweredByItself() {
    reno.onEstablished(SMSS, 12 * SMSS, 0);
    reno.onCongestion(Congestion.LOSS, 12 * SMSS, 0);
    reno.onRecovered(0);
    reno.onTimeout(6 * SMSS, false, 0);
    assertEquals(3 * SMSS, reno.slowStartThreshold());
  }

  @Test
  void whatAWindowCanHaveInFlightMakesItGrowByASegment() {
    reno.onEstablished(SMSS, 7 * SMSS, 0);
    reno.onCongestion(Congestion.LOSS, 7 * SMSS, 0);
    reno.onRecovered(0);
    assertEquals(7 * SMSS / 2, reno.window());
    acknowledge(3 * SMSS); // no more than three segments fit into it
    assertEquals(9 * SMSS / 2, reno.window());
  }

  @Test
  @Tag("RFC6928")
  void whatAnyConnectionMaySendAtOnceIsNotPaced() {
    reno.onEstablished(SMSS, 10 * SMSS, 0);
    reno.onAcknowledged(ack(SMSS, !LIMITED, RTT), RTT);
    assertEquals(0, reno.pacingRate());
    reno.onAcknowledged(ack(SMSS, LIMITED, RTT), RTT);
    assertTrue(reno.pacingRate() > 0);
  }

  @Test
  void congestionNeverWidensTheWindow() {
    reno.onTimeout(12 * SMSS, false, 0);
    reno.onCongestion(Congestion.LOSS, 12 * SMSS, 0);
    assertEquals(SMSS, reno.window());
  }

  @Test
  void afterSilenceTheWindowIsTheInitialOneAtMostIfNothingIsSpreadOut() {
    for (int i = 0; i < 30; i++) {
      acknowledge(SMSS);
    }
    reno.onIdle(false, 0);
    assertEquals(10 * SMSS, reno.window());
    reno.onTimeout(12 * SMSS, false, 0);
    reno.onIdle(false, 0);
    assertEquals(SMSS, reno.window());
  }

  @Test
  void shorterSegmentsAreAsManyAsTheLongerOnesWere() {
    reno.onSegmentSizeChanged(SMSS / 2);
    assertEquals(10 * SMSS / 2, reno.window());
    reno.onTimeout(2 * SMSS, false, 0);
    assertEquals(SMSS / 2, reno.window());
    reno.onSegmentSizeChanged(SMSS);
    assertEquals(SMSS, reno.window(), "never less than one segment");
  }

  @Test
  void shorterSegmentsDoNotLeadBackIntoSlowStart() {
    reno.onCongestion(Congestion.LOSS, 20 * SMSS, 0);
    reno.onSegmentSizeChanged(SMSS / 2);
    acknowledge(SMSS / 2);
    assertEquals(10 * SMSS / 2, reno.window());
  }

  @Test
  void theWindowNeverOverflows() {
    for (int i = 0; i < 100_000; i++) {
      int before = reno.window();
      acknowledge(1 << 20);
      assertTrue(reno.window() >= before);
    }
  }

  @Test
  void aReductionThatWasForNothingIsUndone() {
    reno.onCongestion(Congestion.LOSS, 10 * SMSS, 0);
    assertEquals(5 * SMSS, reno.window());
    reno.onUndone(0);
    assertEquals(10 * SMSS, reno.window());
    assertTrue(reno.slowStartThreshold() > 1000 * SMSS);
  }

  @Test
  void aTimeoutThatWasForNothingIsUndoneHoweverOftenItCame() {
    reno.onTimeout(10 * SMSS, false, 0);
    reno.onTimeout(10 * SMSS, true, 0);
    assertEquals(SMSS, reno.window());
    reno.onUndone(0);
    assertEquals(10 * SMSS, reno.window());
  }

  @Test
  void nothingIsAddedDuringRecovery() {
    reno.onAcknowledged(ack(SMSS, LIMITED, 0).during(LIMITED, true), 0);
    assertEquals(10 * SMSS, reno.window());
  }

  @Test
  @Tag("RFC3168")
  void aMarkMayLeaveASingleSegment() {
    reno.onCongestion(Congestion.MARK, 10 * SMSS, 0);
    assertEquals(5 * SMSS, reno.window());
    reno.onCongestion(Congestion.MARK, 2 * SMSS, 0);
    assertEquals(SMSS, reno.window());
    reno.onCongestion(Congestion.MARK, SMSS, 0);
    assertEquals(SMSS, reno.window());
    assertEquals(2 * SMSS, reno.slowStartThreshold());
  }

  @Test
  @Tag("RFC3168")
  void anEchoDoesNotWidenTheWindow() {
    reno.onAcknowledged(ack(SMSS, LIMITED, 0).echoing(true), 0);
    assertEquals(10 * SMSS, reno.window());
  }

  @Test
  @Tag("RFC8511")
  void ifToldSoAMarkCostsAFifthInCongestionAvoidance() {
    NewReno gentle = NewReno.backingOffLessFromMarks();
    gentle.onEstablished(SMSS, 10 * SMSS, 0);
    gentle.onCongestion(Congestion.MARK, 10 * SMSS, 0);
    assertEquals(5 * SMSS, gentle.window(), "in slow start as ever");
    gentle.onCongestion(Congestion.MARK, 5 * SMSS, 0);
    assertEquals(4 * SMSS, gentle.window());
    gentle.onCongestion(Congestion.LOSS, 4 * SMSS, 0);
    assertEquals(2 * SMSS, gentle.window());
  }
}
