package io.fourwave.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.tcp.conversation.Conversation;
import io.fourwave.tcp.conversation.Family;
import io.fourwave.tcp.conversation.Seg;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Loss probes (RFC 8985 §7). The round trip takes 100 ms, the timeout 300 ms. */
@Tag("RFC8985")
class TailLossTest {
  private static Flight sending(Family family, int segments) {
    return Flight.with(family, false).sends(segments).emitsAll(0, Math.min(20, segments));
  }

  @ParameterizedTest
  @EnumSource
  void afterTwoRoundTripsOfSilenceTheLastSegmentIsSentAgain(Family family) {
    Flight flight = sending(family, 3);
    flight.emitsAfter(200, 2).emits();
    assertEquals(1, flight.count(TcpEvent.TAIL_LOSS_PROBE));
    assertEquals(0, flight.count(TcpEvent.TIMEOUT));
  }

  @ParameterizedTest
  @EnumSource
  void theAnswerToTheProbeShowsWhatElseWasLost(Family family) {
    Flight flight = sending(family, 3).emitsAfter(200, 2).pass(100);
    flight.peerHas(0, 2);
    flight.us.untilEmits().is(".", Flight.seq(0), 1, Flight.SIZE);
    flight.peerHas(1, 2).emits(1);
    assertEquals(0, flight.count(TcpEvent.TIMEOUT));
  }

  @ParameterizedTest
  @EnumSource
  void newTextIsTheProbeIfThereIsAnyAlthoughTheCongestionWindowIsFull(Family family) {
    Flight flight = sending(family, 30).emitsAfter(200, 20).emits();
    flight.peerHas(20).pass(100).peerHas(21);
    assertEquals(0, flight.us.socket.status().retransmissions());
    assertTrue(flight.cwnd() > 20, "nothing was lost");
  }

  @Test
  void oldTextIsTheProbeIfThePeersWindowIsFull() {
    Conversation us =
        Family.IPV4
            .of(Flight.settings(false))
            .peerWindow(3 * Flight.SIZE)
            .connect(Seg.synAck().mss(Flight.SIZE).sackOk(), Flight.RTT);
    us.send(5 * Flight.SIZE);
    for (int i = 0; i < 3; i++) {
      us.emits(".", Flight.seq(i), 1, Flight.SIZE);
    }
    us.emitsNothing();
    assertEquals(200, us.untilOutput().toMillis());
    us.emits(".", Flight.seq(2), 1, Flight.SIZE);
  }

  @Test
  void aSingleSegmentsAcknowledgementMayBeDelayedSoTheProbeGoesWhenTheTimerWouldHave() {
    Flight flight = sending(Family.IPV4, 1).emitsAfter(300, 0);
    assertEquals(0, flight.count(TcpEvent.TIMEOUT));
    flight.emitsAfter(300, 0);
    assertEquals(1, flight.count(TcpEvent.TIMEOUT));
  }

  @Test
  void ifTheProbeIsLostTooTheTimerSendsTheFirst() {
    Flight flight = sending(Family.IPV4, 3).emitsAfter(200, 2).emitsAfter(300, 0);
    assertEquals(1, flight.count(TcpEvent.TIMEOUT));
    assertEquals(1, flight.cwnd());
  }

  @Test
  void aProbeThatRepairedTheOnlyLossHalvesTheWindowAsALossDoes() {
    Flight flight = sending(Family.IPV4, 20).emitsAfter(200, 19).pass(100);
    flight.peerHas(20).sends(1).emits(20).pass(100).peerHas(21);
    assertEquals(1, flight.count(TcpEvent.TAIL_LOSS_REPAIRED));
    assertTrue(flight.cwnd() <= 10, flight.cwnd() + " segments");
  }

  @Test
  void aProbeThatCameTwiceIsNoLoss() {
    Flight flight = sending(Family.IPV4, 20).emitsAfter(200, 19).peerHas(20).pass(100);
    flight.peerHasTwice(19, 20).sends(1).emits(20).pass(100).peerHas(21);
    assertEquals(0, flight.count(TcpEvent.TAIL_LOSS_REPAIRED));
    assertTrue(flight.cwnd() >= 20, flight.cwnd() + " segments");
  }

  @Test
  void norIsItIfThePeerSaysSoByAnAcknowledgementWithoutABlock() {
    Flight flight = sending(Family.IPV4, 20).emitsAfter(200, 19).peerHas(20).pass(100);
    flight.peerHas(20).sends(1).emits(20).pass(100).peerHas(21);
    assertEquals(0, flight.count(TcpEvent.TAIL_LOSS_REPAIRED));
  }

  @Test
  void afterAProbeARoundTripIsMeasuredBeforeTheNext() {
    Flight flight = sending(Family.IPV4, 3).emitsAfter(200, 2).peerHas(3); // measures nothing
    flight.peerHasTwice(2, 3).sends(3).emitsAll(3, 6);
    flight.us.emitsNothing();
    flight.us.untilOutput();
    flight.takes(3);
    assertEquals(1, flight.count(TcpEvent.TAIL_LOSS_PROBE));
    assertEquals(1, flight.count(TcpEvent.TIMEOUT));
  }

  @Test
  void eachNewTextPutsTheProbeOff() {
    Flight flight = sending(Family.IPV4, 3).pass(150).sends(1).emits(3).pass(149).emits();
    assertEquals(0, flight.count(TcpEvent.TAIL_LOSS_PROBE));
    flight.emitsAfter(1, 3); // 300 ms after the first: the probe is never later than the timer
    assertEquals(1, flight.count(TcpEvent.TAIL_LOSS_PROBE));
  }

  @Test
  void theLastSegmentMayBeAFin() {
    Flight flight = sending(Family.IPV4, 2);
    flight.us.socket.shutdownOutput();
    flight.us.emits("F.", Flight.seq(2), 1, 0);
    flight.us.emitsNothing();
    flight.us.untilOutput();
    flight.us.emits("F.", Flight.seq(2), 1, 0);
    assertEquals(1, flight.count(TcpEvent.TAIL_LOSS_PROBE));
  }

  @Test
  void withoutSackOrWithoutTheSettingThereAreNoProbes() {
    TcpSettings sack = Flight.settings(false);
    TcpSettings none = sack.with(sack.options().withSelectiveAcknowledgement(false));
    TcpSettings off = sack.with(sack.retransmission().withRack(false));
    for (TcpSettings settings : new TcpSettings[] {none, off}) {
      Flight flight = Flight.with(Family.IPV4, settings).sends(3).emitsAll(0, 3);
      flight.emitsAfter(300, 0);
      assertEquals(1, flight.count(TcpEvent.TIMEOUT));
    }
  }
}
