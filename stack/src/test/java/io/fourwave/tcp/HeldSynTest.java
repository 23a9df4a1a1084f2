package io.fourwave.tcp;

import static io.fourwave.tcp.conversation.Conversation.MSS;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.host.HostSettings;
import io.fourwave.host.HostSocket;
import io.fourwave.link.Packet;
import io.fourwave.tcp.conversation.Conversation;
import io.fourwave.tcp.conversation.Emitted;
import io.fourwave.tcp.conversation.Family;
import io.fourwave.tcp.conversation.RawPacket;
import io.fourwave.tcp.conversation.Seg;
import io.fourwave.wire.TcpFlags;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A listener that holds SYNs: the application answers, or does not. */
class HeldSynTest {
  private static final Duration LONGEST = Duration.ofSeconds(20);

  private static Conversation holding(Family family) {
    return holding(family, Conversation.plain());
  }

  private static Conversation holding(Family family, TcpSettings settings) {
    Conversation us = family.of(settings).listen();
    us.listener.holdSyns(LONGEST);
    return us;
  }

  /** The peer's SYN arrives; nothing is sent. */
  private static HostSocket held(Conversation us) {
    us.peerSends(Seg.syn().mss(MSS)).emitsNothing();
    return us.listener.nextHeld();
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void aHeldSynIsNotAnswered(Family family) {
    Conversation us = holding(family);
    HostSocket socket = held(us);
    us.pass(LONGEST.minusMillis(1)).emitsNothing();
    assertTrue(socket.isHeld());
    assertEquals(TcpState.SYN_RECEIVED, socket.state());
    assertNull(us.listener.nextHeld());
    assertNull(us.listener.accept());
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void whenItIsAcceptedTheSynAckGoesOutAndTheConnectionOpens(Family family) throws IOException {
    Conversation us = holding(family);
    us.socket = held(us);
    us.pass(Duration.ofSeconds(3));
    assertTrue(us.socket.answer(SynAnswer.ACCEPT));
    us.emits("S.", 0, 1, 0);
    us.emitsNothing();
    assertFalse(us.socket.isConnected());
    us.peerSends(Seg.ack(1));
    assertTrue(us.socket.isConnected());
    us.peerSends(Seg.data(1, 0).text("hello"));
    us.emits(".", 1, 6, 0);
    assertEquals("hello", us.readText(10));
    us.send(10);
    us.emits(".", 1, 6, 10);
    assertNull(us.listener.accept(), "its owner has it already");
    us.peerSends(Seg.ack(11)).pass(LONGEST);
    assertTrue(us.socket.isConnected(), "the time for an answer is of no matter any more");
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void anAcceptedOnesSynAckIsSentAgainWhenItIsLost(Family family) {
    Conversation us = holding(family);
    us.socket = held(us);
    us.socket.answer(SynAnswer.ACCEPT);
    us.emits("S.", 0, 1, 0);
    us.emitsNothing();
    assertEquals(Duration.ofSeconds(1), us.untilOutput());
    us.emits("S.", 0, 1, 0);
    us.peerSends(Seg.syn().mss(MSS));
    us.emits("S.", 0, 1, 0);
    us.peerSends(Seg.ack(1));
    assertTrue(us.socket.isConnected());
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void textWrittenBeforeItOpensFollowsTheHandshake(Family family) {
    Conversation us = holding(family);
    us.socket = held(us);
    us.send(10).emitsNothing();
    us.pass(Duration.ofSeconds(5)).emitsNothing();
    us.socket.answer(SynAnswer.ACCEPT);
    us.emits("S.", 0, 1, 0);
    us.emitsNothing();
    us.peerSends(Seg.ack(1));
    us.emits(".", 1, 1, 10);
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void aRefusalIsWhatAClosedPortSends(Family family) {
    Conversation us = holding(family);
    HostSocket socket = held(us);
    assertTrue(socket.answer(SynAnswer.REFUSE));
    Emitted refusal = us.emits();
    assertNothingLeft(us, socket);

    Conversation closed = family.fresh();
    closed.peerSends(Seg.syn().mss(MSS));
    assertArrayEquals(withoutId(closed.emits().packet), withoutId(refusal.packet));
  }

  /** Without IPv4's identification and checksum. */
  private static byte[] withoutId(byte[] packet) {
    byte[] rest = packet.clone();
    if (packet[0] >>> 4 == 4) {
      Arrays.fill(rest, 4, 6, (byte) 0);
      Arrays.fill(rest, 10, 12, (byte) 0);
    }
    return rest;
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void anIgnoredSynMayComeAgainAndIsHeldAgain(Family family) {
    Conversation us = holding(family);
    HostSocket socket = held(us);
    assertTrue(socket.answer(SynAnswer.IGNORE));
    assertNothingLeft(us, socket);
    assertTrue(held(us).answer(SynAnswer.ACCEPT));
    us.emits("S.", 0, 1, 0);
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void unreachableIsToldByIcmpThatQuotesTheSyn(Family family) {
    Conversation us = holding(family);
    Packet syn = us.toPacket(Seg.syn().mss(MSS).wscale(7));
    byte[] octets = new byte[syn.length()];
    syn.bytes().get(syn.start(), octets);
    us.arrives(octets).emitsNothing();
    HostSocket socket = us.listener.nextHeld();
    us.pass(Duration.ofSeconds(2));
    assertTrue(socket.answer(SynAnswer.UNREACHABLE));

    Packet packet = new Packet();
    assertTrue(us.host.nextPacket(packet, us.host.now()));
    RawPacket error = RawPacket.of(packet);
    int icmp = family.headerLength();
    assertEquals(family == Family.IPV4 ? 3 : 1, error.at(icmp), "destination unreachable");
    assertEquals(family == Family.IPV4 ? 1 : 3, error.at(icmp + 1), "host, or address");
    byte[] quote = new byte[packet.length() - icmp - 8];
    packet.bytes().get(packet.start() + icmp + 8, quote);
    assertArrayEquals(octets, quote);
    assertNothingLeft(us, socket);
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void theSameSynAgainChangesNothing(Family family) {
    Conversation us = holding(family);
    HostSocket socket = held(us);
    us.pass(Duration.ofSeconds(1)).peerSends(Seg.syn().mss(MSS)).emitsNothing();
    us.pass(Duration.ofSeconds(2)).peerSends(Seg.syn().mss(MSS)).emitsNothing();
    assertNull(us.listener.nextHeld(), "no second child");
    socket.answer(SynAnswer.ACCEPT);
    us.emits("S.", 0, 1, 0);
    us.emitsNothing();
  }

  /** RFC 7323 §4.3: else the peer would take the time we waited for its round-trip time. */
  @ParameterizedTest
  @EnumSource(Family.class)
  void theLatestSynsTimestampIsEchoed(Family family) {
    Conversation us = holding(family, TcpSettings.defaults());
    us.peerSends(Seg.syn().mss(MSS).ts(1_000, 0));
    us.peerSends(Seg.syn().mss(MSS).ts(2_000, 0));
    us.listener.nextHeld().answer(SynAnswer.ACCEPT);
    assertEquals(2_000, us.emits().options.timestampEcho());
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void aResetFromThePeerDropsItAndTellsTheOwner(Family family) {
    Conversation us = holding(family);
    HostSocket socket = held(us);
    us.peerSends(Seg.rst(1));
    assertEquals(CloseReason.REFUSED, socket.failure());
    assertNothingLeft(us, socket);
    assertFalse(socket.answer(SynAnswer.ACCEPT), "too late");
    us.emitsNothing();
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void aResetOutsideTheWindowDoesNot(Family family) {
    Conversation us = holding(family);
    HostSocket socket = held(us);
    us.peerSends(Seg.rst(2), Seg.rst(0), Seg.rst(-1)).emitsNothing();
    assertTrue(socket.isHeld());
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void onesThatNobodyTookAreForgottenWithTheirPeers(Family family) {
    Conversation us = holding(family);
    us.peerSends(Seg.syn().mss(MSS), Seg.rst(1));
    assertNull(us.listener.nextHeld());
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void afterTheLongestTimeItIsForgottenInSilence(Family family) {
    Conversation us = holding(family);
    HostSocket socket = held(us);
    assertEquals(LONGEST, us.untilDeadline());
    assertEquals(CloseReason.TIMED_OUT, socket.failure());
    assertNothingLeft(us, socket);
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void anAcknowledgementOfASynAckThatWasNeverSentIsReset(Family family) {
    Conversation us = holding(family);
    HostSocket socket = held(us);
    us.peerSends(Seg.flags(TcpFlags.ACK, 1, 500, 0));
    us.emits("R", 500, 0, 0);
    us.emitsNothing();
    assertTrue(socket.isHeld());
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void aSynWithAnotherNumberIsNotAnsweredEither(Family family) {
    Conversation us = holding(family);
    HostSocket socket = held(us);
    us.peerSends(Seg.syn().seq(70_000).mss(MSS)).emitsNothing();
    assertTrue(socket.isHeld());
    socket.answer(SynAnswer.ACCEPT);
    us.emits("S.", 0, 1, 0);
    us.peerSends(Seg.rst(1)); // the peer does not know of the first SYN any more
    assertEquals(CloseReason.REFUSED, socket.failure());
    us.peerSends(Seg.syn().seq(70_000).mss(MSS)).emitsNothing();
    assertNotNull(us.listener.nextHeld(), "the newer one has its turn");
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void heldOnesCountAsHalfOpenAndAreBounded(Family family) {
    Conversation us = holding(family);
    for (int port = 1; port <= 200; port++) {
      RawPacket syn = RawPacket.of(us.toPacket(Seg.syn().mss(MSS)));
      syn.putShort(syn.tcpStart(), port).repairChecksums();
      us.host.packetArrives(syn.toPacket(), us.host.now());
    }
    us.emitsNothing();
    assertEquals(200 - 128, us.host.counters().of(TcpEvent.LISTEN_OVERFLOW));
    for (int i = 0; i < 128; i++) {
      us.listener.nextHeld().answer(SynAnswer.IGNORE);
    }
    assertNotNull(held(us), "there is room again");
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void closingTheListenerRefusesWhatItHolds(Family family) {
    Conversation us = holding(family);
    HostSocket socket = held(us);
    us.listener.close();
    us.emits("R.", 0, 1, 0);
    assertFalse(socket.isOpen());
    us.emitsNothing();
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void closingOrAbortingAHeldConnectionRefusesIt(Family family) {
    for (boolean abort : new boolean[] {true, false}) {
      Conversation us = holding(family);
      HostSocket socket = held(us);
      if (abort) {
        socket.abort();
      } else {
        socket.close();
      }
      us.emits("R.", 0, 1, 0); // the absolute number: nobody learns ours
      assertNothingLeft(us, socket);
    }
  }

  @Test
  void anAnswerToAConnectionThatIsNotHeldDoesNothing() {
    Conversation us = Conversation.accepted();
    for (SynAnswer answer : SynAnswer.values()) {
      assertFalse(us.socket.answer(answer));
    }
    us.emitsNothing();
    assertTrue(us.socket.isConnected());
  }

  @Test
  void theLongestTimeHasBounds() {
    Conversation us = Conversation.fresh().listen();
    for (Duration wrong : new Duration[] {Duration.ofMillis(99), Duration.ofSeconds(601)}) {
      String sentence =
          assertThrows(IllegalArgumentException.class, () -> us.listener.holdSyns(wrong))
              .getMessage();
      assertTrue(sentence.contains("must be 100 to 600000 ms"), sentence);
    }
  }

  /** The wait for 2 MSL goes on when a newer SYN is refused (RFC 9293 §3.6.1, MAY-2). */
  @ParameterizedTest
  @EnumSource(Family.class)
  void aNewerSynInTimeWaitIsHeldToo(Family family) {
    Conversation us = family.of(HostSettings.defaults().with(Conversation.plain()));
    us.accept(Seg.syn().mss(MSS));
    us.listener.holdSyns(LONGEST);
    us.socket.close();
    us.emits("F.", 1, 1, 0);
    us.peerSends(Seg.ack(2), Seg.fin(1).acks(2));
    us.emits(".", 2, 2, 0);
    us.peerSends(Seg.syn().seq(100).mss(MSS)).emitsNothing();
    HostSocket again = us.listener.nextHeld();
    assertTrue(again.answer(SynAnswer.REFUSE));
    assertEquals(101, us.emits().ack);
    assertEquals(TcpState.TIME_WAIT, us.socket.state());
  }

  private static void assertNothingLeft(Conversation us, HostSocket socket) {
    us.emitsNothing();
    assertFalse(socket.isOpen());
    assertTrue(us.host.connections().stream().allMatch(c -> c.state() == TcpState.LISTEN));
    assertEquals(Long.MAX_VALUE, us.host.nextDeadline(), "no timer runs");
  }
}
