package io.fourwave.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.tcp.conversation.Family;
import io.fourwave.tcp.conversation.Seg;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Losses found by time (RFC 8985 §6). The round trip takes 100 ms, a quarter of it 25 ms. */
@Tag("RFC8985")
class RackTest {
  /** Ten segments are in flight, and no more text waits. */
  private static Flight ten(Family family) {
    return Flight.with(family, false).sends(10).emitsAll(0, 10).pass(100);
  }

  /** Segment 0 was overtaken by 1 and 2, and nothing was lost: reordering is seen. */
  private static Flight reordered(Family family) {
    return ten(family).peerHas(0, 1, 2).pass(5).peerHas(3).emits();
  }

  @ParameterizedTest
  @EnumSource
  void threeSegmentsBeyondAGapMakeWhatWasSentBeforeLostAtOnce(Family family) {
    Flight flight = ten(family);
    flight.peerHas(0, 1).emits();
    flight.peerHas(0, 1, 2).emits();
    flight.peerHas(0, 1, 2, 3).emits(0);
  }

  @ParameterizedTest
  @EnumSource
  void oneSegmentBeyondAGapIsEnoughAfterAQuarterOfTheRoundTrip(Family family) {
    Flight flight = ten(family).peerHas(0, 1);
    flight.emitsAfter(25, 0);
    assertEquals(1, flight.count(TcpEvent.FAST_RETRANSMIT));
    assertEquals(0, flight.count(TcpEvent.TIMEOUT));
  }

  @ParameterizedTest
  @EnumSource
  void whatComesWithinAQuarterOfTheRoundTripWasNotLost(Family family) {
    Flight flight = ten(family).peerHas(0, 1).pass(24).peerHas(2);
    flight.pass(50).emits();
    assertEquals(0, flight.us.socket.status().retransmissions());
  }

  @ParameterizedTest
  @EnumSource
  void onceReorderingIsSeenManySegmentsBeyondAGapAreNotEnough(Family family) {
    Flight flight = reordered(family);
    flight.peerHas(3, 4, 5, 6, 7, 8, 9).emits();
    flight.emitsAfter(25, 3);
  }

  @Test
  void blocksThatAreNewTogetherAreNoReorderingWhateverTheirOrder() {
    Flight flight = ten(Family.IPV4);
    flight.us.peerSends(
        Seg.ack(Flight.seq(0))
            .sack(Flight.seq(5), Flight.seq(6))
            .sack(Flight.seq(1), Flight.seq(2))
            .sack(Flight.seq(3), Flight.seq(4)));
    flight.emits(0);
  }

  @Test
  void aDuplicateReportedWidensTheWindowByAQuarterARoundTrip() {
    Flight flight = reordered(Family.IPV4);
    flight.peerHas(10).sends(4).emitsAll(10, 14).pass(100);
    flight.peerHasTwice(2, 10).peerHas(10, 12);
    flight.emitsAfter(50, 10); // and 11, which was sent in the same instant
  }

  @Test
  void severalDuplicatesOfOneRoundTripWidenItOnce() {
    Flight flight = reordered(Family.IPV4);
    flight.peerHas(10).sends(4).emitsAll(10, 14).pass(100);
    flight.peerHasTwice(1, 10).peerHasTwice(2, 10).peerHas(10, 12);
    flight.emitsAfter(50, 10);
  }

  @Test
  void theWindowIsNeverWiderThanARoundTrip() {
    Flight flight = reordered(Family.IPV4).peerHas(10);
    for (int round = 0; round < 10; round++) {
      int next = 10 + 2 * round;
      flight.sends(2).emits(next, next + 1).pass(100).peerHasTwice(0, next + 2);
    }
    flight.sends(4).emitsAll(30, 34).pass(100).peerHas(30, 31);
    long srtt = flight.us.socket.status().smoothedRtt() / 1_000_000;
    flight.us.emitsNothing();
    long waited = flight.us.untilOutput().toMillis();
    assertEquals(0, Math.abs(srtt - waited) / 2, srtt + " and " + waited);
  }

  @ParameterizedTest
  @CsvSource({"IPV4, false", "IPV4, true", "IPV6, false", "IPV6, true"})
  void aRetransmissionThatIsLostTooIsSentAgainWithoutATimeout(Family family, boolean timestamps) {
    Flight flight = Flight.with(family, timestamps).sends(40).emitsAll(0, 20).pass(100);
    flight.peerHas(0, 1).emits(20);
    flight.peerHas(0, 1, 2).emits(21);
    flight.peerHas(0, 1, 2, 3).emits(0);
    flight.pass(1).peerHas(0, 1, 2, 3, 4, 5).emits(22);
    flight.pass(99).peerHas(0, 1, 2, 3, 4, 5, 20, 21).us.emitsWhatever();
    assertEquals(0, flight.count(TcpEvent.RETRANSMISSION_LOST), "these were sent before it");
    flight.pass(1).peerHas(0, 1, 2, 3, 4, 5, 20, 21, 22); // and this after it
    flight.takes(0);
    assertEquals(1, flight.count(TcpEvent.RETRANSMISSION_LOST));
    assertEquals(0, flight.count(TcpEvent.TIMEOUT));
  }

  @Test
  void theAnswerToAFirstTransmissionIsNotTakenForThatOfTheSecond() {
    Flight flight = Flight.with(Family.IPV4, false).sends(20).emitsAll(0, 20).pass(100);
    flight.peerHas(0, 5, 6, 7).takes(0);
    flight.us.emitsWhatever();
    long before = flight.us.socket.status().retransmissions();
    flight.pass(1).peerHas(1, 5, 6, 7); // 1 ms is no round trip: it was 0 itself that was late
    flight.us.emitsWhatever();
    flight.pass(10).us.emitsNothing();
    assertEquals(before, flight.us.socket.status().retransmissions());
  }

  @Test
  void aTimeoutMakesLostTheFirstAndWhatWasSentLongEnoughAgo() {
    Flight flight = Flight.with(Family.IPV4, false);
    flight.sends(1).emits(0).pass(100).peerHas(1);
    flight.sends(2).emits(1, 2);
    long rto = flight.us.socket.status().rto() / 1_000_000;
    flight.emitsAfter(200, 2); // a loss probe
    flight.pass(rto - 50).sends(1).emits(3).pass(50); // too short a time before the timeout
    assertEquals(1, flight.count(TcpEvent.TIMEOUT));
    flight.takes(1);
    flight.peerHas(2).us.emitsWhatever();
    flight.peerHas(3);
    flight.us.emitsWhatever();
    assertEquals(3, flight.us.socket.status().retransmissions(), "the probe, 1 and 2, but not 3");
  }

  @Test
  void theTimerDoesNotExpireWhileItIsUnclearWhatIsOnlyLate() {
    TcpSettings settings = Flight.settings(false);
    Duration least = Duration.ofMillis(1);
    Retransmission times = settings.retransmission();
    Duration most = Duration.ofMinutes(1);
    settings = settings.with(times.withTimeouts(Duration.ofSeconds(1), least, most));
    Flight flight = Flight.with(Family.IPV4, settings);
    for (int round = 0; round < 40; round++) {
      flight.sends(1).emits(round).pass(100).peerHas(round + 1);
    }
    assertTrue(flight.us.socket.status().rto() < 110_000_000, "about a round trip");
    flight.sends(4).emitsAll(40, 44).pass(100).peerHas(40, 41);
    flight.emitsAfter(25, 40);
    assertEquals(0, flight.count(TcpEvent.TIMEOUT));
  }

  @Test
  @Tag("RFC6675")
  void withoutTheSettingSegmentsAreCountedAndTimeHasNoPartInIt() {
    TcpSettings settings = Flight.settings(false);
    settings = settings.with(settings.retransmission().withRack(false));
    Flight flight = Flight.with(Family.IPV4, settings).sends(10).emitsAll(0, 10).pass(100);
    flight.peerHas(0, 1).pass(150).emits();
    flight.peerHas(0, 1, 2).emits();
    flight.peerHas(0, 1, 2, 3).emits(0);
  }
}
