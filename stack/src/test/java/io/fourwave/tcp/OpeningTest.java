package io.fourwave.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.tcp.conversation.Conversation;
import io.fourwave.tcp.conversation.Family;
import io.fourwave.tcp.conversation.Seg;
import io.fourwave.wire.TcpFlags;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Establishing a connection from either side (RFC 9293 §3.5, figures 6, 8 and 11). */
class OpeningTest {
  private static Conversation halfOpen(Family family) {
    Conversation us = family.fresh().listen();
    us.peerSends(Seg.syn().mss(1460));
    us.emits("S.", 0, 1, 0);
    return us;
  }

  private static Conversation synSent(Family family) {
    Conversation us = family.fresh().open();
    us.emits("S", 0, 0, 0);
    return us;
  }

  /** Figure 6 from the side that listens. */
  @ParameterizedTest
  @EnumSource(Family.class)
  void threeSegmentsOpenAConnectionForAListener(Family family) {
    Conversation us = halfOpen(family);
    assertEquals(TcpState.SYN_RECEIVED, us.host.connections().get(1).state());
    assertNull(us.listener.accept(), "it is not open yet");
    us.peerSends(Seg.ack(1));
    us.emitsNothing();
    us.socket = us.listener.accept();
    assertEquals(TcpState.ESTABLISHED, us.socket.state());
    assertEquals(TcpState.LISTEN, us.listener.state());
  }

  /** Figure 6 from the side that connects. */
  @ParameterizedTest
  @EnumSource(Family.class)
  void threeSegmentsOpenAConnectionForUs(Family family) {
    Conversation us = synSent(family);
    assertFalse(us.socket.isConnected());
    us.peerSends(Seg.synAck().mss(1460));
    us.emits(".", 1, 1, 0);
    assertTrue(us.socket.isConnected());
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void textOpensAConnectionAsWellAsABareAcknowledgement(Family family) throws IOException {
    Conversation us = halfOpen(family);
    us.peerSends(Seg.data(1, 0).text("first").acks(1));
    us.emits(".", 1, 6, 0);
    us.socket = us.listener.accept();
    assertEquals("first", us.readText(10));
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void aSynThatIsNotAnsweredIsSentAgainAsItWas(Family family) {
    Conversation us = synSent(family);
    us.emitsNothing();
    assertEquals(Duration.ofSeconds(1), us.untilOutput());
    us.emits("S", 0, 0, 0);
    us.pass(Duration.ofSeconds(2));
    us.emits("S", 0, 0, 0);
    us.peerSends(Seg.synAck().mss(1460));
    us.emits(".", 1, 1, 0);
    assertTrue(us.socket.isConnected());
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void aSynAckThatIsNotAcknowledgedIsSentAgain(Family family) {
    Conversation us = halfOpen(family);
    us.pass(Duration.ofSeconds(1));
    us.emits("S.", 0, 1, 0);
    us.emitsNothing();
    us.peerSends(Seg.ack(1));
    assertNotNull(us.listener.accept());
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void aSynThatComesAgainIsAnsweredAgainAtOnce(Family family) {
    Conversation us = halfOpen(family);
    us.peerSends(Seg.syn().mss(1460));
    us.emits("S.", 0, 1, 0);
    us.emitsNothing();
    assertEquals(2, us.host.connections().size(), "the listener and one connection");
  }

  /** Our last acknowledgement was lost. */
  @ParameterizedTest
  @EnumSource(Family.class)
  void aSynAckThatComesAgainIsAcknowledgedAgain(Family family) {
    Conversation us = family.connected();
    us.peerSends(Seg.synAck().mss(1460));
    us.emits(".", 1, 1, 0);
    assertTrue(us.socket.isConnected());
  }

  /** Figure 8: an old SYN, whose sender resets what comes of it, before the new one. */
  @ParameterizedTest
  @EnumSource(Family.class)
  void anOldDuplicateSynIsRecoveredFrom(Family family) {
    Conversation us = family.fresh().listen();
    us.peerSends(Seg.syn().seq(-1000).mss(1460));
    us.emits("S.", 0, -999, 0);
    us.peerSends(Seg.rst(-999));
    us.emitsNothing();
    assertEquals(1, us.host.connections().size(), "the listener alone");
    us.peerSends(Seg.syn().mss(1460));
    us.emits("S.", 0, 1, 0);
    us.peerSends(Seg.ack(1));
    assertNotNull(us.listener.accept());
  }

  /** Figure 11: the peer listens as well, and nobody wanted a connection. */
  @ParameterizedTest
  @EnumSource(Family.class)
  @Tag("MUST-11")
  void aResetReturnsAPassiveOpenToListenInSilence(Family family) {
    Conversation us = halfOpen(family);
    us.peerSends(Seg.rst(1));
    us.emitsNothing();
    assertEquals(TcpState.LISTEN, us.listener.state());
    assertFalse(us.listener.isAcceptable(), "the application is not told");
    assertEquals(1, us.host.connections().size());
    assertEquals(Long.MAX_VALUE, us.host.nextDeadline(), "nothing is left to be sent again");
    us.peerSends(Seg.syn().mss(1460));
    us.emits("S.", 0, 1, 0);
    us.peerSends(Seg.ack(1));
    assertNotNull(us.listener.accept());
  }

  /** The same reset, in the same state, after an active OPEN: see {@link SimultaneousOpenTest}. */
  @ParameterizedTest
  @EnumSource(Family.class)
  @Tag("MUST-11")
  void aResetRefusesAnActiveOpenAndSaysSo(Family family) {
    Conversation us = synSent(family);
    us.peerSends(Seg.syn().mss(1460));
    us.emits("S.", 0, 1, 0);
    assertEquals(TcpState.SYN_RECEIVED, us.socket.state());
    us.peerSends(Seg.rst(1));
    assertEquals(CloseReason.REFUSED, us.socket.failure());
    us.emitsNothing();
    assertEquals(0, us.host.connections().size());
  }

  /** RFC 9293 §3.10.7.4, fourth check: it may be that the peer has begun anew. */
  @ParameterizedTest
  @EnumSource(Family.class)
  @Tag("MUST-11")
  void anotherSynInTheWindowReturnsAPassiveOpenToListen(Family family) {
    Conversation us = halfOpen(family);
    us.peerSends(Seg.syn().seq(500).mss(1460));
    us.emitsNothing();
    assertEquals(1, us.host.connections().size());
    us.peerSends(Seg.syn().seq(500).mss(1460));
    us.emits("S.", 0, 501, 0);
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  @Tag("MUST-11")
  void anotherSynInTheWindowDoesNotEndAnActiveOpen(Family family) {
    Conversation us = synSent(family);
    us.peerSends(Seg.syn().mss(1460));
    us.emits("S.", 0, 1, 0);
    us.peerSends(Seg.syn().seq(500).mss(1460));
    us.emits(".", 1, 1, 0);
    assertEquals(TcpState.SYN_RECEIVED, us.socket.state());
    us.peerSends(Seg.ack(1));
    assertTrue(us.socket.isConnected());
  }

  /** A segment that is neither could not have been sent in answer to anything of ours. */
  @ParameterizedTest
  @EnumSource(Family.class)
  void aListenerIgnoresWhatIsNoSyn(Family family) {
    Conversation us = family.fresh().listen();
    us.peerSends(Seg.rst(1), Seg.rst(1).acks(1));
    us.peerSends(Seg.flags(0, 1, 0, 0), Seg.flags(TcpFlags.FIN, 1, 0, 4));
    us.emitsNothing();
    assertEquals(1, us.host.connections().size());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2, -1000, 70_000})
  void anImpossibleAcknowledgementInSynReceivedIsReset(int ack) {
    for (Family family : Family.values()) {
      Conversation us = halfOpen(family);
      us.peerSends(Seg.ack(ack));
      us.emits("R", ack, 0, 0);
      us.peerSends(Seg.ack(1));
      assertNotNull(us.listener.accept(), "the connection remains as it was");
    }
  }

  /** An old SYN,ACK, or a wrong one, does not stop us trying. */
  @ParameterizedTest
  @ValueSource(ints = {0, -1, 2, 100_000})
  void anImpossibleAcknowledgementInSynSentIsReset(int ack) {
    for (Family family : Family.values()) {
      Conversation us = synSent(family);
      us.peerSends(Seg.synAck().acks(ack).mss(1460));
      us.emits("R", ack, 0, 0);
      us.peerSends(Seg.ack(ack));
      us.emits("R", ack, 0, 0);
      assertEquals(TcpState.SYN_SENT, us.socket.state());
      us.pass(Duration.ofSeconds(1));
      us.emits("S", 0, 0, 0);
      us.peerSends(Seg.synAck().mss(1460));
      us.emits(".", 1, 1, 0);
      assertTrue(us.socket.isConnected());
    }
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void aResetThatAcknowledgesOurSynRefuses(Family family) {
    Conversation us = synSent(family);
    us.peerSends(Seg.rst(0).acks(1));
    assertEquals(CloseReason.REFUSED, us.socket.failure());
    us.emitsNothing();
    assertEquals(Long.MAX_VALUE, us.host.nextDeadline());
  }

  /** It could be anyone's. */
  @ParameterizedTest
  @EnumSource(Family.class)
  void aResetThatDoesNotAcknowledgeOurSynIsIgnored(Family family) {
    Conversation us = synSent(family);
    us.peerSends(Seg.rst(0), Seg.rst(1), Seg.rst(0).acks(0), Seg.rst(0).acks(2));
    us.emitsNothing();
    assertEquals(TcpState.SYN_SENT, us.socket.state());
    us.peerSends(Seg.synAck().mss(1460));
    assertTrue(us.socket.isConnected());
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void segmentsWithoutSynOrResetAreIgnoredInSynSent(Family family) {
    Conversation us = synSent(family);
    us.peerSends(Seg.flags(0, 1, 0, 5), Seg.flags(TcpFlags.FIN, 1, 0, 0));
    us.peerSends(Seg.flags(TcpFlags.ACK, 1, 1, 5), Seg.flags(TcpFlags.ACK | TcpFlags.FIN, 1, 1, 0));
    us.emitsNothing();
    assertEquals(TcpState.SYN_SENT, us.socket.state());
  }
}
