package io.fourwave.tcp.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.tcp.TcpSettings;
import io.fourwave.tcp.TcpState;
import io.fourwave.tcp.conversation.Conversation;
import io.fourwave.tcp.conversation.Emitted;
import io.fourwave.tcp.conversation.Family;
import io.fourwave.tcp.conversation.Seg;
import io.fourwave.wire.TcpFlags;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** SYNs with text or a FIN, and SYNs that come again and are not the same. */
class OddSynTest {

  /** Text in a SYN may be left for the peer to send again (RFC 9293 §3.10.7.2, RFC 7413). */
  @ParameterizedTest
  @EnumSource(Family.class)
  void textInASynComesOnce(Family family) throws IOException {
    Conversation us = family.fresh().listen();
    us.peerSends(Seg.syn().mss(1000).text("hello"));
    us.emits("S.", 0, 1, 0);
    us.peerSends(Seg.flags(TcpFlags.ACK, 1, 1, 0));
    us.socket = us.listener.accept();
    us.peerSends(Seg.data(1, 0).text("hello, world"));
    us.emits(".", 1, 13, 0);
    assertEquals("hello, world", us.readText(100));
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void moreTextInASynThanAWindowTakesNoRoom(Family family) {
    Conversation us = family.fresh().listen();
    us.peerSends(Seg.flags(TcpFlags.SYN, 0, 0, 1400).mss(1000));
    assertEquals(65_535, us.emits("S.", 0, 1, 0).window);
    us.peerSends(Seg.flags(TcpFlags.ACK, 1, 1, 0));
    us.socket = us.listener.accept();
    assertEquals(0, us.socket.status().receiveQueue());
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void aFinInASynIsTakenWhenItComesAgain(Family family) throws IOException {
    Conversation us = family.fresh().listen();
    us.peerSends(Seg.syn().with(TcpFlags.FIN).mss(1000).text("bye"));
    us.emits("S.", 0, 1, 0);
    us.peerSends(Seg.flags(TcpFlags.ACK, 1, 1, 0));
    us.socket = us.listener.accept();
    assertEquals(TcpState.ESTABLISHED, us.socket.state());
    us.peerSends(Seg.data(1, 0).text("bye").with(TcpFlags.FIN));
    us.emits(".", 1, 5, 0);
    assertEquals("bye", us.readText(10));
    assertEquals(-1, us.read(10));
    assertEquals(TcpState.CLOSE_WAIT, us.socket.state());
  }

  /** The SYN, its text and the FIN in the answer to ours count at once (§3.10.7.3). */
  @ParameterizedTest
  @EnumSource(Family.class)
  void textAndFinInASynAckAreTaken(Family family) throws IOException {
    Conversation us = family.fresh().open();
    us.emits("S", 0, 0, 0);
    us.peerSends(Seg.synAck().with(TcpFlags.FIN).mss(1000).text("no"));
    us.emits(".", 1, 4, 0);
    assertEquals("no", us.readText(10));
    assertEquals(-1, us.read(10));
    us.socket.close();
    us.emits("F.", 1, 4, 0);
    us.peerSends(Seg.ack(2));
    assertEquals(TcpState.CLOSED, us.socket.state());
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void textInACrossingSynComesOnce(Family family) throws IOException {
    Conversation us = family.fresh().open();
    us.emits("S", 0, 0, 0);
    us.peerSends(Seg.syn().mss(1000).text("hello"));
    us.emits("S.", 0, 1, 0);
    us.peerSends(Seg.synAck().mss(1000).text("hello"));
    us.emitsWhatever();
    us.peerSends(Seg.data(1, 0).text("hello, world"));
    us.emits(".", 1, 13, 0);
    assertEquals("hello, world", us.readText(100));
  }

  /** What was agreed stands; the first SYN's options have been answered. */
  @ParameterizedTest
  @EnumSource(Family.class)
  void aSynThatComesAgainWithOtherOptionsChangesNothing(Family family) {
    Conversation us = family.of(TcpSettings.defaults()).listen();
    us.peerSends(Seg.syn().mss(1000));
    us.emits("S.", 0, 1, 0);
    us.peerSends(Seg.syn().mss(100).wscale(14).sackOk().ts(9, 0));
    Emitted again = us.emits("S.", 0, 1, 0);
    assertFalse(again.options.hasTimestamps());
    assertFalse(again.options.sackPermitted());
    us.peerSends(Seg.ack(1));
    us.socket = us.listener.accept();
    assertEquals("mss 1000", us.socket.status().options());
  }

  /** A peer that rebooted; its new number lies beyond the window (RFC 9293 §3.5.1). */
  @ParameterizedTest
  @EnumSource(Family.class)
  void aSynWithAnotherNumberMakesNoSecondConnection(Family family) {
    Conversation us = family.fresh().listen();
    us.peerSends(Seg.syn().mss(1000));
    us.emits("S.", 0, 1, 0);
    us.peerSends(Seg.syn().seq(1_000_000).mss(1000));
    us.emits(".", 1, 1, 0);
    assertEquals(2, us.host.connections().size());
    us.peerSends(Seg.rst(1)); // to what it did not expect
    assertEquals(1, us.host.connections().size());
    us.peerSends(Seg.syn().seq(1_000_000).mss(1000));
    us.emits("S.", 0, 1_000_001, 0);
    us.peerSends(Seg.flags(TcpFlags.ACK, 1_000_001, 1, 0));
    assertNotNull(us.listener.accept());
    assertNull(us.listener.accept());
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void manySynsWithOtherNumbersMakeOneConnectionAtMost(Family family) {
    Conversation us = family.fresh().listen();
    for (int i = 0; i < 1000; i++) {
      us.peerSends(Seg.syn().seq(i * 7919).mss(1000));
      us.emitsWhatever();
      assertTrue(us.host.connections().size() <= 2, "the listener and one connection");
    }
    us.pass(Duration.ofMinutes(10));
    us.emitsWhatever();
    assertEquals(1, us.host.connections().size(), "half-open for ever it is not");
  }

  /** A SYN,ACK that comes a second time, changed, does not open anew. */
  @ParameterizedTest
  @EnumSource(Family.class)
  void aSynAckThatComesAgainWithOtherOptionsChangesNothing(Family family) {
    Conversation us = family.connected();
    us.peerSends(Seg.synAck().mss(100).wscale(9));
    us.emits(".", 1, 1, 0);
    us.pass(Duration.ofSeconds(1)); // else it is not even answered (RFC 5961 §7)
    us.peerSends(Seg.synAck().seq(9999).mss(100));
    us.emits(".", 1, 1, 0);
    int most = 1500 - family.headerLength() - 20;
    assertEquals(Math.min(most, Conversation.MSS), us.socket.status().segmentSize());
  }
}
