package io.fourwave.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.tcp.conversation.Family;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What was sent again though it was only late: found out, and undone. */
class SpuriousRetransmissionTest {
  /** Twenty segments are in flight and more wait; segment 0 is late and was sent again. */
  private static Flight resent(Family family, boolean timestamps) {
    Flight flight = Flight.with(family, timestamps).sends(60).emitsAll(0, 20).pass(100);
    flight.peerHas(0, 1).emits(20);
    flight.peerHas(0, 1, 2).emits(21);
    flight.pass(2).peerHas(0, 1, 2, 3).emits(0);
    assertEquals(10, flight.cwnd());
    return flight;
  }

  /** Without SACK: ten segments are in flight, the timer has expired, the first was sent again. */
  private static Flight timedOut(Family family, boolean timestamps, boolean more) {
    TcpSettings settings = Flight.settings(timestamps);
    settings = settings.with(settings.options().withSelectiveAcknowledgement(false));
    settings = settings.with(settings.sending().withInitialWindow(10));
    Flight flight = Flight.with(family, settings).sends(more ? 30 : 10).emitsAll(0, 10);
    flight.emitsAfter(300, 0).emits();
    assertEquals(1, flight.cwnd());
    return flight;
  }

  private static void echoes(Flight flight, int next, long millisAgo, int... beyond) {
    int now = (int) (flight.us.host.now() / 1_000_000) - (int) millisAgo;
    flight.us.peerSends(Flight.acknowledgement(next, beyond).ts(500, flight.timestampAt(now)));
  }

  @ParameterizedTest
  @EnumSource
  @Tag("RFC3522")
  @Tag("RFC4015")
  void anAcknowledgementThatEchoesTheFirstTransmissionRestoresTheWindow(Family family) {
    Flight flight = resent(family, true).pass(5);
    echoes(flight, 4, 107);
    assertTrue(flight.cwnd() >= 20, flight.cwnd() + " segments");
    assertEquals(1, flight.count(TcpEvent.UNDONE));
    assertEquals(0, flight.count(TcpEvent.SPURIOUS_TIMEOUT));
    assertTrue(flight.us.emitsWhatever() > 0);
    assertEquals(1, flight.us.socket.status().retransmissions());
  }

  @ParameterizedTest
  @EnumSource
  @Tag("RFC3522")
  void oneThatEchoesTheRetransmissionDoesNot(Family family) {
    Flight flight = resent(family, true).pass(100);
    echoes(flight, 4, 100);
    assertEquals(10, flight.cwnd());
    assertEquals(0, flight.count(TcpEvent.UNDONE));
  }

  @ParameterizedTest
  @EnumSource
  @Tag("RFC2883")
  @Tag("RFC3708")
  void whenAllThatWasSentAgainIsReportedTwiceTheWindowIsRestored(Family family) {
    Flight flight = resent(family, false).pass(5).peerHas(22);
    flight.us.emitsWhatever();
    assertEquals(11, flight.cwnd()); // half of it, and a segment for more than a window of news
    flight.pass(95).peerHasTwice(0, 22);
    assertTrue(flight.cwnd() >= 20, flight.cwnd() + " segments");
    assertEquals(1, flight.count(TcpEvent.UNDONE));
    assertEquals(1, flight.count(TcpEvent.DSACK_IN));
  }

  @Test
  @Tag("RFC3708")
  void whatElseIsReportedTwiceRestoresNothing() {
    Flight flight = resent(Family.IPV4, false).pass(5).peerHas(22);
    flight.us.emitsWhatever();
    flight.pass(95).peerHasTwice(17, 22); // never sent again: the network made a copy
    assertEquals(11, flight.cwnd());
    assertEquals(0, flight.count(TcpEvent.UNDONE));
  }

  @Test
  @Tag("RFC3708")
  void ifOnlyHalfOfItIsReportedTwiceTheRestWasLost() {
    Flight flight = Flight.with(Family.IPV4, false).sends(20).emitsAll(0, 20).pass(100);
    flight.peerHas(0, 2, 3, 4);
    flight.takes(0);
    flight.us.emitsWhatever();
    flight.peerHas(0, 2, 3, 4, 5, 6);
    flight.us.emitsWhatever();
    assertEquals(2, flight.us.socket.status().retransmissions());
    flight.pass(100).peerHas(20).peerHasTwice(0, 20);
    assertEquals(0, flight.count(TcpEvent.UNDONE));
    flight.peerHasTwice(1, 20);
    assertEquals(1, flight.count(TcpEvent.UNDONE));
  }

  @ParameterizedTest
  @EnumSource
  @Tag("RFC3522")
  @Tag("RFC4015")
  void aTimeoutInVainIsUndoneByTheEchoOfTheFirstTransmission(Family family) {
    Flight flight = timedOut(family, true, true).pass(20);
    echoes(flight, 1, 320);
    assertTrue(flight.cwnd() >= 10, flight.cwnd() + " segments");
    assertEquals(1, flight.count(TcpEvent.SPURIOUS_TIMEOUT));
    assertEquals(1, flight.us.socket.status().retransmissions());
    flight.takes(10); // new text, and nothing old
    flight.us.emitsWhatever();
    assertEquals(1, flight.us.socket.status().retransmissions());
    long srtt = flight.us.socket.status().smoothedRtt() / 1_000_000;
    assertEquals(160, srtt / 2); // RFC 4015 §3.3: the path has become longer
  }

  @ParameterizedTest
  @EnumSource
  @Tag("RFC5682")
  void withoutTimestampsNewTextFindsOutThatTheTimeoutWasInVain(Family family) {
    Flight flight = timedOut(family, false, true);
    flight.pass(20).peerHas(1).emits(10, 11);
    flight.peerHas(2);
    assertEquals(1, flight.count(TcpEvent.SPURIOUS_TIMEOUT));
    assertTrue(flight.cwnd() >= 10, flight.cwnd() + " segments");
    flight.us.emitsWhatever();
    assertEquals(1, flight.us.socket.status().retransmissions());
  }

  @ParameterizedTest
  @EnumSource
  @Tag("RFC5682")
  void aDuplicateAfterTheNewTextMeansThatTheTimeoutWasRight(Family family) {
    Flight flight = timedOut(family, false, true);
    flight.pass(100).peerHas(1).emits(10, 11);
    flight.pass(100).peerHas(1);
    flight.takes(1);
    flight.us.emitsWhatever();
    assertEquals(0, flight.count(TcpEvent.SPURIOUS_TIMEOUT));
    assertTrue(flight.cwnd() <= 3, flight.cwnd() + " segments");
  }

  @Test
  @Tag("RFC5682")
  void withoutNewTextTheRestIsSentAgainAsEver() {
    Flight flight = timedOut(Family.IPV4, false, false);
    flight.pass(20).peerHas(1).emits(1, 2);
    flight.peerHas(2).us.emitsWhatever();
    assertEquals(0, flight.count(TcpEvent.SPURIOUS_TIMEOUT));
  }

  @Test
  @Tag("RFC5682")
  void selectiveAcknowledgementsOfFirstTransmissionsShowItToo() {
    TcpSettings settings = Flight.settings(false);
    settings = settings.with(settings.retransmission().withRack(false));
    settings = settings.with(settings.sending().withInitialWindow(10));
    Flight flight = Flight.with(Family.IPV4, settings).sends(30).emitsAll(0, 10);
    flight.emitsAfter(300, 0).emits();
    flight.pass(20).peerHas(1).emits(10, 11);
    flight.peerHas(1, 3);
    assertEquals(1, flight.count(TcpEvent.SPURIOUS_TIMEOUT));
  }

  @Test
  @Tag("RFC5682")
  void selectiveAcknowledgementsOfTheNewTextDoNot() {
    TcpSettings settings = Flight.settings(false);
    settings = settings.with(settings.retransmission().withRack(false));
    settings = settings.with(settings.sending().withInitialWindow(10));
    Flight flight = Flight.with(Family.IPV4, settings).sends(30).emitsAll(0, 10);
    flight.emitsAfter(300, 0).emits();
    flight.pass(100).peerHas(1).emits(10, 11);
    flight.pass(100).peerHas(1, 10);
    assertEquals(0, flight.count(TcpEvent.SPURIOUS_TIMEOUT));
    flight.takes(1);
  }

  @Test
  @Tag("RFC3708")
  void longAfterTheRecoveryAReportChangesNothing() {
    Flight flight = resent(Family.IPV4, false).pass(100).peerHas(22);
    flight.us.emitsWhatever();
    flight.pass(100).peerHas(30); // what was sent after it
    flight.us.emitsWhatever();
    int before = flight.cwnd();
    flight.peerHasTwice(0, 30);
    assertEquals(0, flight.count(TcpEvent.UNDONE));
    assertEquals(before, flight.cwnd());
  }
}
