package io.fourwave.tcp;

import static io.fourwave.tcp.conversation.Conversation.MSS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.tcp.conversation.Conversation;
import io.fourwave.tcp.conversation.Emitted;
import io.fourwave.tcp.conversation.Seg;
import io.fourwave.wire.TcpFlags;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Accurate ECN: three flags that are a number (RFC 9768). */
@Tag("RFC9768")
class AccurateEcnTest {
  private static final int CAPABLE = 2;
  private static final int CONGESTED = 3;
  private static final TcpSettings ACCURATE =
      Conversation.plain()
          .with(Conversation.plain().options().withExplicitCongestion(Ecn.ACCURATE));

  /** The flags that are this number: AE is 4, CWR 2, ECE 1. */
  private static int ace(int number) {
    return (number & 4) * (TcpFlags.AE / 4) | (number & 3) * TcpFlags.ECE;
  }

  private static int ace(Emitted e) {
    return (e.has(TcpFlags.AE) ? 4 : 0)
        + (e.has(TcpFlags.CWR) ? 2 : 0)
        + (e.has(TcpFlags.ECE) ? 1 : 0);
  }

  private static int ecn(Emitted e) {
    return e.trafficClass & 3;
  }

  private static Conversation opened(int synAck) {
    Conversation us = Conversation.of(ACCURATE).open();
    us.emits("SEWe", 0, 0, 0);
    return us.peerSends(Seg.synAck().mss(MSS).with(ace(synAck)));
  }

  private static Conversation connected() {
    Conversation us = opened(2);
    us.emits(".W", 1, 1, 0); // two: the SYN,ACK was not marked
    return us;
  }

  private static Conversation accepted(int handshake) {
    Conversation us = Conversation.of(ACCURATE).listen();
    us.peerSends(Seg.syn().mss(MSS).with(ace(7)));
    us.emits("S.W", 0, 1, 0);
    us.peerSends(Seg.ack(1).with(ace(handshake)));
    us.socket = us.listener.accept();
    return us;
  }

  @Test
  void anOpenerOffersItAndCountsFromFive() {
    Conversation us = connected();
    us.send(10);
    Emitted text = us.emits(".Ee", 1, 1, 10);
    assertEquals(CAPABLE, ecn(text));
    us.peerSends(Seg.data(1, 10).acks(11).with(ace(5)).ecn(CONGESTED));
    us.emits(".We", 11, 11, 0); // six
  }

  @Test
  void theAcknowledgementOfTheSynAckGoesBeforeText() {
    Conversation us = Conversation.of(ACCURATE).open();
    us.send(10);
    us.emits("SEWe", 0, 0, 0);
    us.peerSends(Seg.synAck().mss(MSS).with(ace(2)));
    us.emits(".W", 1, 1, 0);
    us.emits(".Ee", 1, 1, 10);
  }

  @ParameterizedTest
  @CsvSource({"0, 2", "1, 3", "2, 4", "3, 6"})
  void bothSidesTellHowTheOthersSynWasMarked(int mark, int ace) {
    Conversation us = Conversation.of(ACCURATE).listen();
    us.peerSends(Seg.syn().mss(MSS).with(ace(7)).ecn(mark));
    assertEquals(ace, ace(us.emits()));
    us = Conversation.of(ACCURATE).open();
    us.emits();
    us.peerSends(Seg.synAck().mss(MSS).with(ace(2)).ecn(mark));
    assertEquals(ace, ace(us.emits()));
    us.peerSends(Seg.data(1, 10).with(ace(5)));
    assertEquals(mark == CONGESTED ? 6 : 5, ace(us.emits()), "the mark counts on");
  }

  @Test
  void anAccepterCountsMarksAndTheCountGoesRound() {
    Conversation us = accepted(2);
    int next = 1;
    for (int marks = 1; marks <= 10; marks++) {
      us.peerSends(Seg.data(next, 10).with(ace(5)).ecn(CONGESTED));
      next += 10;
      assertEquals(5 + marks & 7, ace(us.emits()));
    }
    us.send(10);
    assertEquals(15 & 7, ace(us.emits()));
  }

  @Test
  void aMarkThatIsToldHalvesTheWindowOnceAndIsNotAnswered() {
    Conversation us = connected();
    us.send(100 * MSS);
    assertEquals(10, us.emitsWhatever());
    us.peerSends(Seg.ack(1 + MSS).with(ace(6)));
    assertEquals(5 * MSS, us.socket.status().cwnd());
    us.peerSends(Seg.ack(1 + 2 * MSS).with(ace(7))); // another, in the same window
    assertEquals(5 * MSS, us.socket.status().ssthresh());
    us.peerSends(Seg.ack(1 + 10 * MSS).with(ace(7)));
    assertEquals(5, ace(us.emits()), "CWR is a part of the number");
    us.emitsWhatever();
    us.peerSends(Seg.ack(1 + 11 * MSS).with(ace(1))); // round
    assertTrue(us.socket.status().cwnd() < 4 * MSS, us.socket.status().toString());
  }

  @Test
  void anOldAcknowledgementTellsNothing() {
    Conversation us = connected();
    us.send(100 * MSS);
    us.emitsWhatever();
    us.peerSends(Seg.ack(1 + 2 * MSS).with(ace(5)));
    int before = us.socket.status().cwnd();
    us.peerSends(Seg.ack(1 + MSS).with(ace(4)));
    assertEquals(before, us.socket.status().cwnd());
  }

  @Test
  void aPeerThatKnowsClassicEcnIsSpokenToSo() {
    Conversation us = opened(1);
    us.emits(".", 1, 1, 0);
    us.send(10);
    assertEquals(CAPABLE, ecn(us.emits(".", 1, 1, 10)));
    us = Conversation.of(ACCURATE).listen();
    us.peerSends(Seg.syn().mss(MSS).with(ace(3)));
    us.emits("S.E", 0, 1, 0);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 7})
  void aPeerThatKnowsNoneOrReflectsTheFlagsIsSpokenToWithout(int synAck) {
    Conversation us = opened(synAck);
    us.emits(".", 1, 1, 0);
    us.send(10);
    assertEquals(0, ecn(us.emits(".", 1, 1, 10)));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 5, 6})
  void aSynWithReservedFlagsIsTakenForAnOffer(int flags) {
    Conversation us = Conversation.of(ACCURATE).listen();
    us.peerSends(Seg.syn().mss(MSS).with(ace(flags)));
    us.emits("S.W", 0, 1, 0);
  }

  @Test
  void aReservedAnswerIsTakenForAgreement() {
    Conversation us = opened(5);
    us.emits(".W", 1, 1, 0);
    us.send(10);
    assertEquals(CAPABLE, ecn(us.emits(".Ee", 1, 1, 10)));
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4, 6})
  void onAPathThatMarksSynsNothingIsSentAsCapable(int answer) {
    Conversation us = opened(answer);
    us.emits(".W", 1, 1, 0);
    us.send(10);
    assertEquals(0, ecn(us.emits(".Ee", 1, 1, 10)));
  }

  @ParameterizedTest
  @CsvSource({"2, 2", "1, 2", "0, 0", "4, 0", "6, 0"})
  void anAccepterLearnsFromTheAcknowledgementWhetherMarksGetThrough(int handshake, int ecn) {
    Conversation us = accepted(handshake);
    us.send(10);
    assertEquals(ecn, ecn(us.emits(".Ee", 1, 1, 10)));
  }

  @Test
  void aSynIsSentAgainOnceWithTheOfferAndThenWithout() {
    Conversation us = Conversation.of(ACCURATE).open();
    us.emits("SEWe", 0, 0, 0);
    us.untilEmits().is("SEWe", 0, 0, 0);
    us.untilEmits().is("S", 0, 0, 0);
  }

  @Test
  void whoeverOnlyAcceptsAnswersAnOfferWithClassicEcn() {
    Conversation us = Conversation.of(TcpSettings.defaults()).listen();
    us.peerSends(Seg.syn().mss(MSS).with(ace(7)));
    us.emits("S.E", 0, 1, 0);
  }
}
