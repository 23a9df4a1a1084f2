package io.fourwave.tcp;

import static io.fourwave.tcp.conversation.Conversation.MSS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.tcp.conversation.Conversation;
import io.fourwave.tcp.conversation.Emitted;
import io.fourwave.tcp.conversation.Seg;
import io.fourwave.wire.TcpFlags;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Explicit congestion notification (RFC 3168 §6.1). */
@Tag("RFC3168")
class EcnTest {
  private static final int BOTH = TcpFlags.ECE | TcpFlags.CWR;
  private static final int CAPABLE = 2;
  private static final int CONGESTED = 3;
  private static final TcpSettings ECN =
      Conversation.plain().with(Conversation.plain().options().withExplicitCongestion(Ecn.OFFERED));

  private static Conversation connected() {
    return Conversation.of(ECN).connect(Seg.synAck().mss(MSS).with(TcpFlags.ECE));
  }

  private static Conversation accepted() {
    return Conversation.of(ECN).listen().peerSends(Seg.syn().mss(MSS).with(BOTH));
  }

  private static int ecn(Emitted e) {
    return e.trafficClass & 3;
  }

  private static int segment(int number) {
    return 1 + number * MSS;
  }

  /** Ten segments in flight, of which the first was marked on its way. */
  private static Conversation marked() {
    Conversation us = connected();
    us.send(200 * MSS);
    us.emitsFull(1, 10);
    us.peerSends(Seg.ack(segment(1)).with(TcpFlags.ECE));
    return us;
  }

  @Test
  @Tag("SHLD-8")
  void anOpeningSynOffersItAndNoSynIsMarked() {
    Conversation us = Conversation.of(ECN).open();
    Emitted syn = us.emits("SEW", 0, 0, 0);
    assertEquals(0, ecn(syn));
    Emitted synAck = accepted().emits("S.E", 0, 1, 0);
    assertEquals(0, ecn(synAck));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, TcpFlags.ECE, TcpFlags.CWR})
  @Tag("SHLD-8")
  void aSynThatDoesNotOfferItIsAnsweredWithout(int bits) {
    Conversation us = Conversation.of(ECN).listen();
    us.peerSends(Seg.syn().mss(MSS).with(bits));
    us.emits("S.", 0, 1, 0);
    us.peerSends(Seg.ack(1));
    us.socket = us.listener.accept();
    us.send(10);
    assertEquals(0, ecn(us.emits()));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, BOTH, TcpFlags.CWR})
  @Tag("SHLD-8")
  void aSynAckThatDoesNotAgreeOrOnlyReflectsTheBitsMeansNo(int bits) {
    Conversation us = Conversation.of(ECN).connect(Seg.synAck().mss(MSS).with(bits));
    us.send(10);
    assertEquals(0, ecn(us.emits()));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @Tag("SHLD-8")
  void onceAgreedNewTextIsCapableAndNothingElseIs(boolean v4) {
    Conversation us = Conversation.of(ECN, v4);
    us.connect(Seg.synAck().mss(1000).with(TcpFlags.ECE));
    us.send(500);
    assertEquals(CAPABLE, ecn(us.emits(".", 1, 1, 500)));
    assertEquals(0, ecn(us.untilEmits().is(".", 1, 1, 500)), "a retransmission");
    us.peerSends(Seg.data(1, 10));
    assertEquals(0, ecn(us.emits(".", 501, 11, 0)), "an acknowledgement");
    us.peerSends(Seg.ack(501).wnd(0));
    us.send(500);
    Emitted probe = us.untilEmits().is(".", 501, 11, 1);
    assertEquals(0, ecn(probe), "a window probe");
    us.socket.abort();
    assertEquals(0, ecn(us.emits()), "a reset");
  }

  private static Conversation inFlight(int segments) {
    TcpSettings settings = Flight.settings(false);
    settings = settings.with(settings.options().withExplicitCongestion(Ecn.OFFERED));
    Seg answer = Seg.synAck().mss(Flight.SIZE).sackOk().with(TcpFlags.ECE);
    Conversation us = Conversation.of(settings).connect(answer, Flight.RTT);
    us.send(segments * Flight.SIZE);
    us.emitsWhatever();
    return us;
  }

  @Test
  @Tag("SHLD-8")
  void aProbeOfTheTailIsCapableIfItIsNewTextAndNotIfItIsOld() {
    Emitted fresh = inFlight(21).untilEmits().is(".", Flight.seq(20), 1, Flight.SIZE);
    assertEquals(CAPABLE, ecn(fresh));
    Emitted old = inFlight(20).untilEmits().is(".", Flight.seq(19), 1, Flight.SIZE);
    assertEquals(0, ecn(old));
  }

  @Test
  @Tag("SHLD-8")
  void echoesDoNotHalveTheWindowAgainWhileOnlyWindowProbesHaveGoneSince() {
    Conversation us = connected();
    us.send(10 * MSS);
    us.emitsFull(1, 10);
    us.peerSends(Seg.ack(segment(10)).with(TcpFlags.ECE).wnd(0));
    int once = us.socket.status().ssthresh();
    us.send(10 * MSS);
    Emitted probe = us.untilEmits().is(".", segment(10), 1, 1);
    assertEquals(0, ecn(probe), "a window probe");
    us.peerSends(Seg.ack(segment(10) + 1).with(TcpFlags.ECE));
    assertEquals(once, us.socket.status().ssthresh());
    us.emits(".W", segment(10) + 1, 1, MSS);
  }

  @Test
  @Tag("SHLD-8")
  void anEchoOfAllThatWasInFlightHalvesThatAndDoesNotEmptyTheWindow() {
    Conversation us = connected();
    us.send(10 * MSS);
    us.emitsFull(1, 10);
    us.peerSends(Seg.ack(segment(10)).with(TcpFlags.ECE)); // of a super-segment, say
    assertEquals(5 * MSS, us.socket.status().cwnd());
  }

  @Test
  @Tag("SHLD-8")
  void aFinWithoutTextIsNotCapable() {
    Conversation us = connected();
    us.socket.shutdownOutput();
    assertEquals(0, ecn(us.emits("F.", 1, 1, 0)));
  }

  @Test
  @Tag("SHLD-8")
  void aMarkIsEchoedByEverySegmentUntilThePeerHasReduced() {
    Conversation us = accepted();
    us.emits("S.E", 0, 1, 0);
    us.peerSends(Seg.ack(1), Seg.data(1, 10).ecn(CAPABLE));
    us.socket = us.listener.accept();
    us.emits(".", 1, 11, 0);
    us.peerSends(Seg.data(11, 10).ecn(CONGESTED));
    us.emits(".E", 1, 21, 0);
    us.peerSends(Seg.data(21, 10).ecn(CAPABLE));
    us.emits(".E", 1, 31, 0);
    us.send(5);
    us.emits(".E", 1, 31, 5);
    us.peerSends(Seg.data(31, 10).ecn(CAPABLE).with(TcpFlags.CWR));
    us.emits(".", 6, 41, 0);
    us.peerSends(Seg.data(41, 10).ecn(CONGESTED).with(TcpFlags.CWR));
    us.emits(".E", 6, 51, 0); // marked anew
  }

  @Test
  @Tag("SHLD-8")
  void aMarkOutsideTheWindowIsNotEchoed() {
    Conversation us = accepted();
    us.emits("S.E", 0, 1, 0);
    us.peerSends(Seg.ack(1), Seg.data(1, 10));
    us.emits(".", 1, 11, 0);
    us.peerSends(Seg.data(1, 10).ecn(CONGESTED)); // an old duplicate
    us.emits(".", 1, 11, 0);
  }

  @Test
  @Tag("SHLD-8")
  @Tag("RFC6937")
  void anEchoHalvesTheWindowOnceAndTheNextNewTextSaysSo() {
    Conversation us = marked();
    int half = 5 * MSS;
    assertEquals(half, us.socket.status().cwnd());
    us.emits(".W", segment(10), 1, MSS);
    us.emitsNothing();
    us.peerSends(Seg.ack(segment(2)).with(TcpFlags.ECE)); // still the same window
    us.emitsNothing();
    us.peerSends(Seg.ack(segment(3)).with(TcpFlags.ECE));
    us.emits(".", segment(11), 1, MSS); // said once, and one for two (RFC 6937)
    us.emitsNothing();
    assertEquals(half, us.socket.status().ssthresh());
    assertEquals(0, us.socket.status().retransmissions());
  }

  @Test
  @Tag("SHLD-8")
  void anEchoForTheNextWindowHalvesItAgain() {
    Conversation us = marked();
    us.peerSends(Seg.ack(segment(10)));
    us.emitsWhatever();
    us.peerSends(Seg.ack(segment(11)).with(TcpFlags.ECE));
    assertTrue(us.socket.status().cwnd() < 4 * MSS, us.socket.status().toString());
  }

  @Test
  @Tag("SHLD-8")
  void echoesUpToTheEndOfTheWindowDoNotHalveItAgainBeforeThePeerCanKnow() {
    Conversation us = connected();
    us.send(10 * MSS);
    us.emitsFull(1, 10);
    us.peerSends(Seg.ack(segment(2)).with(TcpFlags.ECE));
    int once = us.socket.status().ssthresh();
    us.peerSends(Seg.ack(segment(8)).with(TcpFlags.ECE));
    us.peerSends(Seg.ack(segment(10)).with(TcpFlags.ECE)); // nothing new has gone, so no CWR has
    assertEquals(once, us.socket.status().ssthresh());
    us.send(20 * MSS);
    us.emits(".W", segment(10), 1, MSS);
    us.emitsWhatever();
    us.peerSends(Seg.data(1, 10).acks(segment(10)).with(TcpFlags.ECE)); // sent before that came
    assertEquals(once, us.socket.status().ssthresh());
    us.peerSends(Seg.ack(segment(11)).with(TcpFlags.ECE)); // marked anew
    assertTrue(us.socket.status().ssthresh() < once, us.socket.status().toString());
  }

  @Test
  @Tag("SHLD-8")
  void aLossInTheSameWindowDoesNotReduceItAgain() {
    Conversation us = marked();
    us.emits(".W", segment(10), 1, MSS);
    us.emitsNothing();
    int cwnd = us.socket.status().cwnd();
    us.peerSends(Seg.ack(segment(1)), Seg.ack(segment(1)), Seg.ack(segment(1)));
    us.emitsFull(segment(1), 1);
    assertEquals(cwnd, us.socket.status().ssthresh());
  }

  @Test
  @Tag("SHLD-8")
  void aReductionForALossIsAnnouncedAsWell() {
    Conversation us = connected();
    us.send(200 * MSS);
    us.emitsFull(1, 10);
    us.peerSends(Seg.ack(1), Seg.ack(1), Seg.ack(1));
    us.emits(".", 1, 1, MSS);
    us.peerSends(Seg.ack(segment(10)));
    assertTrue(us.emits().has(TcpFlags.CWR));
    assertFalse(us.emits().has(TcpFlags.CWR));
  }

  @Test
  @Tag("SHLD-8")
  void aReductionForATimeoutIsAnnouncedAsWell() {
    Conversation us = connected();
    us.send(5 * MSS);
    us.emitsFull(1, 5);
    us.untilEmits().is(".", 1, 1, MSS);
    us.peerSends(Seg.ack(segment(5)));
    us.send(10);
    assertTrue(us.emits().has(TcpFlags.CWR));
  }

  @Test
  @Tag("SHLD-8")
  void anEchoInASmallWindowDoesNotWidenIt() {
    Conversation us = connected();
    us.send(200 * MSS);
    us.emitsFull(1, 10);
    us.untilEmits().is(".", 1, 1, MSS);
    us.peerSends(Seg.ack(segment(10)).with(TcpFlags.ECE));
    assertTrue(us.socket.status().cwnd() <= MSS, us.socket.status().toString());
  }

  @Test
  @Tag("SHLD-8")
  void anEchoIsHeardAlsoHalfTheSequenceSpaceAfterTheLast() {
    EcnState ecn = new EcnState();
    int una = 1;
    assertTrue(ecn.markMustReduce(una, una + 1000));
    ecn.reducedDue = false; // it was said
    assertFalse(ecn.markMustReduce(una + 1000, una + 2000));
    for (long passed = 0; passed < 1L << 31; passed += 1 << 20) {
      una += 1 << 20;
      ecn.acknowledged(una);
    }
    assertTrue(ecn.markMustReduce(una + 1, una + 1000));
  }

  @Test
  void withoutAgreementMarksAndEchoesMeanNothing() {
    Conversation us = Conversation.connected();
    us.send(20 * MSS);
    us.emitsFull(1, 10);
    us.peerSends(Seg.ack(1).with(TcpFlags.ECE));
    assertEquals(10 * MSS, us.socket.status().cwnd());
    us.peerSends(Seg.data(1, 10).ecn(CONGESTED));
    assertFalse(us.emits().has(TcpFlags.ECE));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void byDefaultItIsAcceptedButNotOffered(boolean v4) {
    Conversation us = Conversation.of(TcpSettings.defaults(), v4).open();
    us.emits("S", 0, 0, 0);
    us = Conversation.of(TcpSettings.defaults(), v4).listen();
    us.peerSends(Seg.syn().mss(MSS).with(BOTH));
    us.emits("S.E", 0, 1, 0);
    us.peerSends(Seg.ack(1));
    us.socket = us.listener.accept();
    us.send(10);
    assertEquals(CAPABLE, ecn(us.emits()));
  }

  @Test
  void ifItIsRefusedASynThatOffersItIsAnsweredWithout() {
    Conversation us = Conversation.fresh().listen();
    us.peerSends(Seg.syn().mss(MSS).with(BOTH));
    us.emits("S.", 0, 1, 0);
  }

  @Test
  void aSynThatIsLostIsSentAgainWithoutItAndThenItIsNotUsedWhateverThePeerSays() {
    Conversation us = Conversation.of(ECN).open();
    us.emits("SEW", 0, 0, 0);
    us.untilEmits().is("S", 0, 0, 0);
    us.peerSends(Seg.synAck().mss(MSS).with(TcpFlags.ECE)); // an answer to the first, late
    us.emits(".", 1, 1, 0);
    us.send(10);
    assertEquals(0, ecn(us.emits()));
  }

  @Test
  void aSynThatComesAgainWithoutItTakesItBack() {
    Conversation us = accepted();
    us.emits("S.E", 0, 1, 0);
    us.peerSends(Seg.syn().mss(MSS));
    us.emits("S.", 0, 1, 0);
    us.peerSends(Seg.ack(1));
    us.socket = us.listener.accept();
    us.send(10);
    assertEquals(0, ecn(us.emits()));
  }

  @Test
  void synsThatCrossUseItIfBothOfferIt() {
    Conversation us = Conversation.of(ECN).open();
    us.emits("SEW", 0, 0, 0);
    us.peerSends(Seg.syn().mss(MSS).with(BOTH));
    us.emits("S.E", 0, 1, 0);
    us.peerSends(Seg.synAck().mss(MSS).with(TcpFlags.ECE));
    us.emitsWhatever();
    us.send(10);
    assertEquals(CAPABLE, ecn(us.emits()));
  }

  @Test
  void anEchoInAWindowOfOneSegmentIsAnsweredByWaitingLongerEachTime() {
    Conversation us = connected();
    us.send(100 * MSS);
    us.emitsFull(1, 10);
    int una = 10;
    us.peerSends(Seg.ack(segment(una)).with(TcpFlags.ECE)); // 10 segments: 5
    while (us.socket.status().cwnd() > MSS) {
      int sent = us.emitsWhatever();
      una += sent;
      us.peerSends(Seg.ack(segment(una)).with(TcpFlags.ECE));
    }
    assertEquals(1, us.emitsWhatever(), "the mark that left one segment does not stop it");
    long rto = us.socket.status().rto();
    for (int i = 0; i < 3; i++) {
      us.peerSends(Seg.ack(segment(++una)).with(TcpFlags.ECE));
      us.emitsNothing();
      long before = us.host.now();
      us.untilEmits();
      assertEquals(rto << i, us.host.now() - before);
      us.emitsNothing();
    }
    us.peerSends(Seg.ack(segment(++una)));
    assertTrue(us.emitsWhatever() > 0);
    us.peerSends(Seg.ack(segment(una + 1)).with(TcpFlags.ECE));
    assertEquals(0, us.socket.status().retransmissions());
  }
}
