package io.fourwave.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.tcp.conversation.Conversation;
import io.fourwave.tcp.conversation.Family;
import io.fourwave.tcp.conversation.Seg;
import io.fourwave.wire.TcpFlags;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Closing in order, in each of the ways there are (RFC 9293 §3.6, figures 12 and 13). */
class ClosingTest {
  private static void is(TcpState state, Conversation us) {
    assertEquals(state, us.socket.state());
  }

  /** Figure 12, we are A. */
  @ParameterizedTest
  @EnumSource(Family.class)
  void fourSegmentsCloseWhatWeCloseFirst(Family family) {
    Conversation us = family.connected();
    us.socket.shutdownOutput();
    is(TcpState.FIN_WAIT_1, us);
    us.emits("F.", 1, 1, 0);
    us.peerSends(Seg.ack(2));
    is(TcpState.FIN_WAIT_2, us);
    us.emitsNothing();
    us.peerSends(Seg.fin(1));
    is(TcpState.TIME_WAIT, us);
    us.emits(".", 2, 2, 0);
    us.emitsNothing();
  }

  /** Figure 12, we are B. */
  @ParameterizedTest
  @EnumSource(Family.class)
  void fourSegmentsCloseWhatThePeerClosesFirst(Family family) throws IOException {
    Conversation us = family.accepted();
    us.peerSends(Seg.fin(1));
    is(TcpState.CLOSE_WAIT, us);
    us.emits(".", 1, 2, 0);
    assertEquals(-1, us.read(10));
    us.socket.close();
    is(TcpState.LAST_ACK, us);
    us.emits("F.", 1, 2, 0);
    us.peerSends(Seg.ack(2));
    is(TcpState.CLOSED, us);
    us.emitsNothing();
    assertEquals(1, us.host.connections().size(), "the listener alone: no TIME-WAIT on this side");
  }

  /** The peer's FIN acknowledges ours, as an application does that closes at once. */
  @ParameterizedTest
  @EnumSource(Family.class)
  void threeSegmentsCloseWhatWeCloseFirst(Family family) {
    Conversation us = family.connected();
    us.socket.close();
    us.emits("F.", 1, 1, 0);
    us.peerSends(Seg.fin(1).acks(2));
    is(TcpState.TIME_WAIT, us);
    us.emits(".", 2, 2, 0);
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void threeSegmentsCloseIfOurApplicationClosesAtOnce(Family family) {
    Sending patient = Conversation.plain().sending().withDelayedAck(Duration.ofMillis(40));
    Conversation us = family.of(Conversation.plain().with(patient)).accept(Seg.syn().mss(1460));
    us.peerSends(Seg.fin(1));
    us.socket.close();
    us.emits("F.", 1, 2, 0);
    us.peerSends(Seg.ack(2));
    is(TcpState.CLOSED, us);
    us.emitsNothing();
  }

  /** Figure 13: FINs cross. */
  @ParameterizedTest
  @EnumSource(Family.class)
  void finsThatCrossCloseBothSides(Family family) {
    Conversation us = family.connected();
    us.socket.close();
    us.emits("F.", 1, 1, 0);
    us.peerSends(Seg.fin(1).acks(1));
    is(TcpState.CLOSING, us);
    us.emits(".", 2, 2, 0);
    us.peerSends(Seg.ack(2));
    is(TcpState.TIME_WAIT, us);
    us.emitsNothing();
  }

  /** The same when each FIN comes again, since an acknowledgement was lost. */
  @ParameterizedTest
  @EnumSource(Family.class)
  void aFinThatComesAgainInClosingIsAcknowledgedAgain(Family family) {
    Conversation us = family.connected();
    us.socket.close();
    us.emits("F.", 1, 1, 0);
    us.peerSends(Seg.fin(1).acks(1));
    us.emits(".", 2, 2, 0);
    us.peerSends(Seg.fin(1).acks(1));
    us.emits(".", 2, 2, 0);
    is(TcpState.CLOSING, us);
    us.emitsNothing().untilOutput();
    us.emits("F.", 1, 2, 0);
    us.peerSends(Seg.ack(2));
    is(TcpState.TIME_WAIT, us);
    us.emitsNothing();
  }

  /** A missing arrow here brought others down: a peer may repeat its FIN in any state. */
  @ParameterizedTest
  @EnumSource(Family.class)
  void aFinThatComesAgainIsAcknowledgedAgain(Family family) {
    Conversation us = family.accepted();
    us.peerSends(Seg.fin(1));
    us.emits(".", 1, 2, 0);
    us.peerSends(Seg.fin(1));
    us.emits(".", 1, 2, 0);
    is(TcpState.CLOSE_WAIT, us);
    us.socket.close();
    us.emits("F.", 1, 2, 0);
    us.peerSends(Seg.fin(1).acks(1));
    us.emits(".", 2, 2, 0);
    is(TcpState.LAST_ACK, us);
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void aFinOfOursThatIsLostIsSentAgain(Family family) {
    Conversation us = family.connected();
    us.socket.close();
    us.emits("F.", 1, 1, 0);
    us.emitsNothing().untilOutput();
    us.emits("F.", 1, 1, 0);
    us.peerSends(Seg.ack(2));
    is(TcpState.FIN_WAIT_2, us);
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void theFinFollowsAllThatWasWritten(Family family) {
    Conversation us = family.fresh().peerWindow(1000).connect(Seg.synAck().mss(1460));
    us.send(2500);
    us.socket.close();
    is(TcpState.FIN_WAIT_1, us);
    us.emits(".", 1, 1, 1000);
    us.emitsNothing();
    us.peerSends(Seg.ack(1001));
    us.emits(".", 1001, 1, 1000);
    us.peerSends(Seg.ack(2001));
    us.emits("F.", 2001, 1, 500);
    us.peerSends(Seg.ack(2501));
    is(TcpState.FIN_WAIT_1, us);
    us.peerSends(Seg.ack(2502));
    is(TcpState.FIN_WAIT_2, us);
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void onlyTheLastOfSeveralSegmentsHasTheFin(Family family) {
    Conversation us = family.fresh().connect(Seg.synAck().mss(1000));
    us.send(2500);
    us.socket.close();
    us.emits(".", 1, 1, 1000);
    us.emits(".", 1001, 1, 1000);
    us.emits("F.", 2001, 1, 500);
    us.emitsNothing();
  }

  /** Half-closed: we have said all, the peer goes on. */
  @ParameterizedTest
  @EnumSource(Family.class)
  void afterOurFinThePeerMayGoOnSending(Family family) throws IOException {
    Conversation us = family.connected();
    us.socket.shutdownOutput();
    us.emits("F.", 1, 1, 0);
    us.peerSends(Seg.data(1, 0).text("not yet acknowledged").acks(1));
    us.emits(".", 2, 21, 0);
    assertEquals("not yet acknowledged", us.readText(100));
    us.peerSends(Seg.data(21, 0).text("and more").acks(2));
    us.emits(".", 2, 29, 0);
    us.pass(Duration.ofHours(24));
    us.peerSends(Seg.data(29, 0).text("days later"));
    us.emits(".", 2, 39, 0);
    assertEquals("and moredays later", us.readText(100));
    is(TcpState.FIN_WAIT_2, us);
    assertThrows(TcpException.class, () -> us.socket.write(ByteBuffer.allocate(1)));
    us.peerSends(Seg.fin(39));
    us.emits(".", 2, 40, 0);
    assertEquals(-1, us.read(10));
    is(TcpState.TIME_WAIT, us);
  }

  /** Half-closed the other way: the peer has said all, we go on. */
  @ParameterizedTest
  @EnumSource(Family.class)
  void afterThePeersFinWeMayGoOnSending(Family family) throws IOException {
    Conversation us = family.accepted();
    us.peerSends(Seg.data(1, 0).text("question").with(TcpFlags.FIN));
    us.emits(".", 1, 10, 0);
    assertEquals("question", us.readText(100));
    assertEquals(-1, us.read(10));
    us.send(1400);
    us.emits(".", 1, 10, 1400);
    us.emitsNothing().untilOutput();
    us.emits(".", 1, 10, 1400);
    us.peerSends(Seg.ack(1401));
    is(TcpState.CLOSE_WAIT, us);
    us.socket.shutdownOutput();
    us.emits("F.", 1401, 10, 0);
    us.peerSends(Seg.ack(1402));
    is(TcpState.CLOSED, us);
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void aFinBeyondAGapWaitsForTheTextBeforeIt(Family family) throws IOException {
    Conversation us = family.accepted();
    us.peerSends(Seg.data(6, 0).text("world").with(TcpFlags.FIN));
    us.emits(".", 1, 1, 0);
    is(TcpState.ESTABLISHED, us);
    us.peerSends(Seg.fin(11));
    us.emits(".", 1, 1, 0);
    us.peerSends(Seg.data(1, 0).text("hello"));
    us.emits(".", 1, 12, 0);
    is(TcpState.CLOSE_WAIT, us);
    assertEquals("helloworld", us.readText(100));
    assertEquals(-1, us.read(10));
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  @Tag("MUST-12")
  void theApplicationIsToldThatThePeerClosedInOrder(Family family) throws IOException {
    Conversation us = family.accepted();
    us.peerSends(Seg.data(1, 0).text("last words").with(TcpFlags.FIN));
    assertTrue(us.socket.isReadable());
    assertEquals("last words", us.readText(100));
    assertEquals(-1, us.read(10));
    assertEquals(-1, us.read(10), "and again");
    assertNull(us.socket.failure());
    us.socket.close();
    us.emitsWhatever();
    us.peerSends(Seg.ack(2));
    assertFalse(us.socket.isOpen());
    assertNull(us.socket.failure());
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  @Tag("MUST-12")
  void theApplicationIsToldThatThePeerAborted(Family family) throws IOException {
    Conversation us = family.accepted();
    us.peerSends(Seg.data(1, 0).text("last words"), Seg.rst(11));
    assertTrue(us.socket.isReadable());
    assertEquals("last words", us.readText(100));
    assertThrows(TcpException.Reset.class, () -> us.read(10));
    assertThrows(TcpException.Reset.class, () -> us.socket.write(ByteBuffer.allocate(1)));
    assertEquals(CloseReason.RESET, us.socket.failure());
    assertFalse(us.socket.isOpen());
  }

  /** After our CLOSE it can still matter whether the peer has taken everything. */
  @ParameterizedTest
  @EnumSource(Family.class)
  @Tag("MUST-12")
  void theApplicationIsToldOfAnAbortAfterItHasClosed(Family family) {
    Conversation us = family.connected();
    us.send(100);
    us.socket.shutdownOutput();
    us.emits("F.", 1, 1, 100);
    us.peerSends(Seg.rst(1));
    assertEquals(CloseReason.RESET, us.socket.failure());
    assertThrows(TcpException.Reset.class, () -> us.read(10));
  }
}
