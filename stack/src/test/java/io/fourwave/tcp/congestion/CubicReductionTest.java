package io.fourwave.tcp.congestion;

import static io.fourwave.tcp.congestion.Acks.ack;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What CUBIC makes of marks, and of losses that were none (RFC 9438 §4.6, §4.9). */
@Tag("RFC9438")
class CubicReductionTest {
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

  private void acknowledge(int octets) {
    now += RTT;
    cubic.onAcknowledged(ack(octets, true, RTT), now);
  }

  private void roundTrips(int count) {
    for (int i = 0; i < count; i++) {
      acknowledge(cubic.window() + 1);
    }
  }

  private void lose() {
    cubic.onCongestion(Congestion.LOSS, cubic.window(), now);
    cubic.onRecovered(now);
  }

  @Test
  @Tag("RFC3168")
  void aMarkReducesAsALossDoesButMayLeaveASingleSegment() {
    cubic.onCongestion(Congestion.MARK, WIDE, now);
    assertEquals(700 * SMSS, cubic.window());
    cubic.onEstablished(SMSS, 2 * SMSS, now);
    cubic.onCongestion(Congestion.MARK, 2 * SMSS, now);
    assertEquals(2 * SMSS * 7 / 10, cubic.window());
    cubic.onCongestion(Congestion.MARK, SMSS, now);
    assertEquals(SMSS, cubic.window());
    assertEquals(2 * SMSS, cubic.slowStartThreshold());
  }

  @Test
  @Tag("RFC8511")
  void ifToldSoAMarkLeavesMoreThanALossDoesInCongestionAvoidance() {
    Cubic gentle = Cubic.backingOffLessFromMarks();
    gentle.onEstablished(SMSS, WIDE, now);
    gentle.onCongestion(Congestion.MARK, WIDE, now);
    assertEquals(700 * SMSS, gentle.window(), "in slow start as ever");
    gentle.onCongestion(Congestion.MARK, 700 * SMSS, now);
    assertEquals(595 * SMSS, gentle.window());
    gentle.onCongestion(Congestion.LOSS, 595 * SMSS, now);
    assertEquals(416_500, gentle.window());
  }

  @Test
  void aLossThatWasNoneIsAsIfItHadNotBeen() {
    lose();
    acknowledge(cubic.window());
    roundTrips(48);
    int before = cubic.window();
    cubic.onCongestion(Congestion.LOSS, before, now);
    acknowledge(cubic.window());
    cubic.onUndone(now);
    assertEquals(before, cubic.window());
    assertEquals(700 * SMSS, cubic.slowStartThreshold());
    roundTrips(1);
    assertEquals(972_720, cubic.window()); // W_cubic(5 s): W_max, K and t are what they were
  }

  @Test
  void aTimeoutThatWasNoneIsAsIfItHadNotBeen() {
    lose();
    acknowledge(cubic.window());
    roundTrips(48);
    cubic.onTimeout(cubic.window(), false, now);
    cubic.onTimeout(cubic.window(), true, now);
    cubic.onUndone(now);
    roundTrips(1);
    assertEquals(972_720, cubic.window());
  }

  @Test
  void undoingDoesNotTakeBackWhatWasLearntSince() {
    lose();
    cubic.onCongestion(Congestion.LOSS, 700 * SMSS, now);
    while (cubic.window() < 800 * SMSS) {
      acknowledge(cubic.window());
    }
    int before = cubic.window();
    cubic.onUndone(now);
    assertEquals(before, cubic.window());
    assertEquals(490 * SMSS, cubic.slowStartThreshold());
  }

  @Test
  void thereIsNoReturnToAWindowOfLongerSegments() {
    lose();
    cubic.onSegmentSizeChanged(SMSS / 2);
    cubic.onUndone(now);
    assertEquals(350 * SMSS, cubic.window());
  }
}
