package io.fourwave.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.tcp.conversation.Conversation;
import io.fourwave.tcp.conversation.Family;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The pace of recovery (RFC 6937, RFC 9937): the examples of RFC 6937 §3.1, in which twenty
 * segments are in flight and more wait.
 */
@Tag("RFC6937")
class ProportionalRateTest {
  private static Flight twenty(Family family, boolean rack) {
    TcpSettings settings = Flight.settings(false);
    settings = settings.with(settings.retransmission().withRack(rack));
    return Flight.with(family, settings).sends(60).emitsAll(0, 20).pass(100);
  }

  /** The segments from {@code first} to {@code last}, then {@code more}. */
  private static int[] from(int first, int last, int... more) {
    IntStream range = IntStream.rangeClosed(first, last);
    return IntStream.concat(range, Arrays.stream(more)).toArray();
  }

  @ParameterizedTest
  @CsvSource({"IPV4, true", "IPV4, false", "IPV6, true", "IPV6, false"})
  @Tag("RFC3042")
  void aSingleLossLetsANewSegmentGoForEverySecondThatArrives(Family family, boolean rack) {
    Flight flight = twenty(family, rack);
    String sent = "";
    for (int arrived = 1; arrived < 20; arrived++) {
      flight.peerHas(0, from(1, arrived));
      int count = flight.us.emitsWhatever();
      sent += count;
    }
    // Two by limited transmit, the retransmission, then one for two, until ten are left
    assertEquals("1110101010101010111".substring(0, 17), sent.substring(0, 17));
    assertEquals(1, flight.us.socket.status().retransmissions());
    assertEquals(10, flight.cwnd());
  }

  @ParameterizedTest
  @EnumSource
  void manyLossesLetNoBurstGo(Family family) {
    Flight flight = twenty(family, true);
    flight.peerHas(0, 15).emits(20);
    flight.peerHas(0, 15, 16).emits(21);
    flight.peerHas(0, 15, 16, 17).emits(0);
    flight.peerHas(0, 15, 16, 17, 18).emits(1);
    flight.peerHas(0, 15, 16, 17, 18, 19).emits(2);
    assertEquals(10, flight.cwnd());
  }

  @Test
  void aPartialAcknowledgementWithoutMoreLossesEarnsASegmentMore() {
    Flight flight = twenty(Family.IPV4, true);
    flight.peerHas(0, 15, 16, 17, 18, 19);
    flight.us.emitsWhatever();
    flight.pass(100);
    flight.peerHas(1, 15, 16, 17, 18, 19);
    assertEquals(2, flight.us.emitsWhatever());
  }

  @Test
  void theAcknowledgementThatEndsRecoveryCountsTowardsTheNextSegment() {
    Flight flight = twenty(Family.IPV4, true).peerHas(0, from(1, 19));
    flight.us.emitsWhatever();
    flight.pass(100);
    for (int has = 20; has <= 28; has++) { // at first nothing but the retransmission is news
      flight.peerHas(has);
      flight.us.emitsWhatever();
      assertEquals(10, flight.cwnd());
    }
    flight.peerHas(29); // the tenth since recovery
    assertEquals(11, flight.cwnd());
  }

  @Test
  void acknowledgementsOfNothingEarnNothing() {
    Flight flight = twenty(Family.IPV4, true).peerHas(0, 1, 2, 3);
    flight.us.emitsWhatever();
    for (int i = 0; i < 100; i++) {
      flight.peerHas(0, 1, 2, 3).emits();
    }
  }

  @Test
  void oneAcknowledgementOfMuchInRecoveryEarnsNoMoreThanItSaysHasArrived() {
    Flight flight = twenty(Family.IPV4, true).peerHas(0, 1, 2, 3);
    flight.us.emitsWhatever();
    flight.peerHas(0, from(1, 19)); // a stretch of sixteen
    int released = flight.us.emitsWhatever();
    assertTrue(released <= 10, released + " segments at once");
  }

  @Test
  void recoveryEndsWithTheWindowThatCongestionControlChose() {
    Flight flight = twenty(Family.IPV4, true);
    flight.peerHas(0, from(1, 19));
    flight.us.emitsWhatever();
    flight.pass(100).peerHas(20);
    assertEquals(10, flight.cwnd());
  }

  @Test
  @Tag("RFC3042")
  void withoutSackDuplicatesEarnAsMuch() {
    TcpSettings settings = Flight.settings(false);
    settings = settings.with(settings.options().withSelectiveAcknowledgement(false));
    Flight flight = Flight.with(Family.IPV4, settings).sends(60).emitsAll(0, 20).pass(100);
    String sent = "";
    Conversation us = flight.us;
    for (int arrived = 1; arrived < 16; arrived++) {
      flight.peerHas(0);
      sent += us.emitsWhatever();
    }
    assertEquals("111010101010101", sent);
  }
}
