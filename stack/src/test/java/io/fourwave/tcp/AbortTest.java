package io.fourwave.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fourwave.tcp.conversation.Conversation;
import io.fourwave.tcp.conversation.Family;
import io.fourwave.tcp.conversation.Seg;
import io.fourwave.wire.TcpFlags;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Closing with a reset: since text would be lost in silence, or on purpose (RFC 9293 §3.6.1). */
class AbortTest {
  private static void isGone(Conversation us) {
    us.emitsNothing();
    assertEquals(CloseReason.ABORTED, us.socket.failure());
    assertEquals(Long.MAX_VALUE, us.host.nextDeadline(), "nothing is left to do");
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  @Tag("SHLD-3")
  void closingWithUnreadTextResets(Family family) throws IOException {
    Conversation us = family.connected();
    us.peerSends(Seg.data(1, 10));
    us.emits(".", 1, 11, 0);
    assertEquals(9, us.read(9));
    us.socket.close();
    us.emits("R.", 1, 11, 0);
    isGone(us);
    assertEquals(1, us.host.counters().of(TcpEvent.ABORT_ON_DATA));
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  @Tag("SHLD-3")
  void closingWithUnreadTextResetsThoughThePeerHasClosed(Family family) {
    Conversation us = family.connected();
    us.peerSends(Seg.data(1, 10).with(TcpFlags.FIN));
    us.emits(".", 1, 12, 0);
    us.socket.close();
    us.emits("R.", 1, 12, 0);
    isGone(us);
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  @Tag("SHLD-3")
  void closingWhenAllIsReadDoesNotReset(Family family) throws IOException {
    Conversation us = family.connected();
    us.peerSends(Seg.data(1, 10));
    us.emits(".", 1, 11, 0);
    assertEquals(10, us.read(100));
    us.socket.close();
    us.emits("F.", 1, 11, 0);
    assertNull(us.socket.failure());
  }

  /** The application that has closed cannot read what comes; its sender is told. */
  @ParameterizedTest
  @EnumSource(Family.class)
  @Tag("SHLD-3")
  @Tag("MAY-1")
  void textThatArrivesAfterCloseResets(Family family) {
    Conversation us = family.connected();
    us.socket.close();
    us.emits("F.", 1, 1, 0);
    us.peerSends(Seg.data(1, 10).acks(1));
    us.emits("R.", 2, 1, 0);
    isGone(us);
    assertThrows(TcpException.Aborted.class, () -> us.read(10));
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  @Tag("SHLD-3")
  @Tag("MAY-1")
  void textThatArrivesAfterCloseResetsThoughOurFinIsAcknowledged(Family family) {
    Conversation us = family.connected();
    us.socket.close();
    us.emits("F.", 1, 1, 0);
    us.peerSends(Seg.ack(2));
    us.peerSends(Seg.data(1, 10).with(TcpFlags.FIN));
    us.emits("R.", 2, 1, 0);
    isGone(us);
  }

  /** Which is no reason, for it was read, and its acknowledgement lost. */
  @ParameterizedTest
  @EnumSource(Family.class)
  void textThatComesAgainAfterCloseDoesNotReset(Family family) throws IOException {
    Conversation us = family.connected();
    us.peerSends(Seg.data(1, 10));
    us.emits(".", 1, 11, 0);
    assertEquals(10, us.read(100));
    us.socket.close();
    us.emits("F.", 1, 11, 0);
    us.peerSends(Seg.data(1, 10).acks(1));
    us.emits(".", 2, 11, 0);
    assertEquals(TcpState.FIN_WAIT_1, us.socket.state());
    us.peerSends(Seg.fin(11).acks(2));
    us.emits(".", 2, 12, 0);
    assertEquals(TcpState.TIME_WAIT, us.socket.state());
  }

  /** Text beyond a gap is not lost before the gap is filled. */
  @ParameterizedTest
  @EnumSource(Family.class)
  @Tag("SHLD-3")
  void closingWithTextBeyondAGapResetsWhenTheGapIsFilled(Family family) {
    Conversation us = family.connected();
    us.peerSends(Seg.data(11, 10));
    us.emits(".", 1, 1, 0);
    us.socket.close();
    us.emits("F.", 1, 1, 0);
    us.peerSends(Seg.data(1, 10).acks(2));
    us.emits("R.", 2, 1, 0);
    isGone(us);
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void whoeverDiscardsItsInputDoesNotResetByClosing(Family family) throws IOException {
    Conversation us = family.connected();
    us.peerSends(Seg.data(1, 10));
    us.emits(".", 1, 11, 0);
    us.socket.shutdownInput();
    us.peerSends(Seg.data(11, 10));
    us.emits(".", 1, 21, 0);
    assertEquals(0, us.read(10));
    us.socket.close();
    us.emits("F.", 1, 21, 0);
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void abortResetsAtTheNextNumberAndForgetsWhatIsUnsent(Family family) {
    Conversation us = family.fresh().peerWindow(100).connect(Seg.synAck().mss(1000));
    us.send(500);
    us.emits(".", 1, 1, 100);
    us.socket.abort();
    us.emits("R.", 101, 1, 0);
    isGone(us);
    us.peerSends(Seg.ack(101));
    us.emits("R", 101, 0, 0); // it is a stray now
  }

  /** The peer does not know of us. */
  @ParameterizedTest
  @EnumSource(Family.class)
  void abortInSynSentIsSilent(Family family) {
    Conversation us = family.fresh().open();
    us.emits("S", 0, 0, 0);
    us.socket.abort();
    isGone(us);
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void lingeringForNoTimeResets(Family family) {
    Sending linger = Conversation.plain().sending().withLinger(Duration.ZERO);
    Conversation us = family.of(Conversation.plain().with(linger)).connect(Seg.synAck().mss(1000));
    us.send(100);
    us.socket.close();
    us.emits("R.", 1, 1, 0);
    isGone(us);
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void lingeringEndsInAResetIfThePeerDoesNotAnswer(Family family) {
    Sending linger = Conversation.plain().sending().withLinger(Duration.ofMillis(150));
    Conversation us = family.of(Conversation.plain().with(linger)).connect(Seg.synAck().mss(1000));
    us.send(100);
    us.socket.close();
    us.emits("F.", 1, 1, 100);
    us.pass(Duration.ofMillis(149)).emitsNothing();
    us.pass(Duration.ofMillis(1));
    us.emits("R.", 102, 1, 0);
    isGone(us);
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void aListenerThatClosesResetsWhatItHasNotHandedOver(Family family) {
    Conversation us = family.fresh().listen();
    us.peerSends(Seg.syn().mss(1000));
    us.emits("S.", 0, 1, 0);
    us.peerSends(Seg.ack(1));
    us.listener.close();
    us.emits("R.", 1, 1, 0);
    us.emitsNothing();
    assertEquals(0, us.host.connections().size());
  }
}
