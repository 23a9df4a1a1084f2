package io.fourwave.tcp;

import static io.fourwave.tcp.conversation.Conversation.MSS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.host.HostSettings;
import io.fourwave.host.HostSocket;
import io.fourwave.tcp.conversation.Conversation;
import io.fourwave.tcp.conversation.Family;
import io.fourwave.tcp.conversation.RawPacket;
import io.fourwave.tcp.conversation.Seg;
import io.fourwave.tcp.conversation.Situation;
import io.fourwave.wire.TcpFlags;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What many peers, or silent ones, can make us keep: not much, and not for long (RFC 4987). */
@Tag("RFC4987")
class ExhaustionTest {
  /** Half-open connections of a listener with a backlog of 16. */
  private static final int MOST_HALF_OPEN = 128;

  /** SYNs from so many addresses and ports; says how many were answered. */
  private static int flood(Conversation us, int count) {
    int answers = 0;
    for (int i = 0; i < count; i++) {
      RawPacket syn = RawPacket.of(us.toPacket(Seg.syn().mss(MSS)));
      int lastOctetOfSource = syn.tcpStart() == 20 ? 15 : 23;
      syn.put(lastOctetOfSource, 100 + i % 100).putShort(syn.tcpStart(), 1 + i);
      us.host.packetArrives(syn.repairChecksums().toPacket(), us.host.now());
      answers += us.emitsWhatever();
    }
    return answers;
  }

  private static long halfOpen(Conversation us) {
    return us.host.connections().stream().filter(c -> c.state() == TcpState.SYN_RECEIVED).count();
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void aFloodOfSynsLeavesNoMoreThanTheLimitHalfOpen(Family family) {
    Conversation us = family.accepted();
    flood(us, 20_000);
    assertEquals(MOST_HALF_OPEN, halfOpen(us));
    us.peerSends(Seg.data(1, 10).acks(1)).emits(".", 1, 11, 0);
    assertTrue(us.socket.isOpen(), "who was there before is not harmed");
  }

  @Test
  void whatAFloodLeftIsAnsweredARoundNumberOfTimesAndGone() {
    Conversation us = Conversation.fresh().listen();
    int answers = flood(us, 1000);
    long end = us.host.now() + Duration.ofMinutes(10).toNanos();
    while (us.host.nextDeadline() <= end) {
      us.untilDeadline();
      answers += us.emitsWhatever();
    }
    int tries = 1 + us.host.settings().tcp().retransmission().synR2();
    assertTrue(answers <= MOST_HALF_OPEN * (tries + 1) + 1000, answers + " segments");
    assertEquals(0, halfOpen(us));
    us.peerSends(Seg.syn().mss(MSS));
    assertEquals(1, halfOpen(us), "a real client gets in");
  }

  @Test
  void aFullBacklogDropsTheLastAckUntilSomeoneIsAccepted() throws IOException {
    Conversation us = Conversation.fresh();
    us.listener = us.host.listen(new InetSocketAddress(7), 1, us.host.settings().tcp());
    us.peerSends(Seg.syn().mss(MSS)).emits("S.", 0, 1, 0);
    RawPacket other = RawPacket.of(us.toPacket(Seg.syn().mss(MSS)));
    us.host.packetArrives(
        other.putShort(other.tcpStart(), 9).repairChecksums().toPacket(), us.host.now());
    int otherAck = us.emits().seq + 1;
    us.peerSends(Seg.ack(1)); // the first one is open, and the backlog is full
    RawPacket ack = RawPacket.of(us.toPacket(Seg.ack(otherAck)));
    RawPacket last = ack.putShort(ack.tcpStart(), 9).repairChecksums();
    us.host.packetArrives(last.toPacket(), us.host.now());
    us.emitsNothing();
    assertEquals(1, us.host.counters().of(TcpEvent.LISTEN_OVERFLOW));
    assertEquals(1, halfOpen(us));
    us.peerSends(Seg.syn().seq(77)); // whatever else comes
    HostSocket first = us.listener.accept();
    assertEquals(Conversation.PEER_PORT, first.remoteAddress().getPort());
    assertNull(us.listener.accept());
    us.host.packetArrives(last.toPacket(), us.host.now()); // or its text, or our SYN,ACK's answer
    assertEquals(9, us.listener.accept().remoteAddress().getPort());
  }

  @Test
  void aFullBacklogTakesNoMoreSynsAndNoMemory() throws IOException {
    Conversation us = Conversation.fresh();
    us.listener = us.host.listen(new InetSocketAddress(7), 1, us.host.settings().tcp());
    us.peerSends(Seg.syn().mss(MSS)).emits("S.", 0, 1, 0);
    us.peerSends(Seg.ack(1)).emitsNothing();
    assertEquals(0, flood(us, 1000));
    assertEquals(1000, us.host.counters().of(TcpDropReason.BACKLOG_FULL));
    assertEquals(2, us.host.connections().size(), "the listener, and the one that waits");
    assertNotNull(us.listener.accept());
    assertEquals(1, flood(us, 1), "accepting makes room");
  }

  @Test
  void aConnectionThatIsResetBeforeItIsAcceptedMakesRoomAgain() throws IOException {
    Conversation us = Conversation.fresh();
    us.listener = us.host.listen(new InetSocketAddress(7), 1, us.host.settings().tcp());
    us.peerSends(Seg.syn().mss(MSS)).emits("S.", 0, 1, 0);
    us.peerSends(Seg.ack(1), Seg.rst(1)).emitsNothing();
    assertFalse(us.listener.isAcceptable());
    assertEquals(1, flood(us, 1));
  }

  /** NAPTHA, CVE-2000-1039: connections whose peers have gone away for good. */
  @ParameterizedTest
  @ValueSource(strings = {"ESTABLISHED", "FIN_WAIT_1", "FIN_WAIT_2", "CLOSING", "LAST_ACK"})
  void aClosedSocketDoesNotOutliveItsSilentPeer(Situation in) {
    Conversation us = in.begin(true);
    us.socket.close();
    long end = us.host.now() + Duration.ofMinutes(30).toNanos();
    while (us.host.nextDeadline() <= end) {
      us.untilDeadline();
      us.emitsWhatever();
    }
    assertTrue(us.host.connections().isEmpty());
    assertEquals(Long.MAX_VALUE, us.host.nextDeadline());
  }

  @Test
  void anOrphanWaitsForThePeersFinForItsTimeAndAHalfClosedSocketForEver() {
    Conversation orphan = Situation.FIN_WAIT_2.begin(true);
    orphan.socket.close();
    orphan.pass(Duration.ofSeconds(59));
    assertEquals(TcpState.FIN_WAIT_2, orphan.socket.state());
    orphan.pass(Duration.ofSeconds(1));
    assertEquals(CloseReason.TIMED_OUT, orphan.socket.failure());
    Conversation half = Situation.FIN_WAIT_2.begin(true);
    half.pass(Duration.ofDays(1));
    assertEquals(TcpState.FIN_WAIT_2, half.socket.state());
    assertEquals(Long.MAX_VALUE, half.host.nextDeadline());
  }

  @Test
  void anOrphanThatWasClosedAtOnceWaitsInFinWait2NoLonger() {
    Conversation us = Conversation.connected();
    us.socket.close();
    us.emits("F.", 1, 1, 0);
    us.peerSends(Seg.ack(2)).emitsNothing();
    us.pass(Duration.ofSeconds(59));
    assertEquals(TcpState.FIN_WAIT_2, us.socket.state());
    us.pass(Duration.ofSeconds(1));
    assertEquals(TcpState.CLOSED, us.socket.state());
  }

  /** A peer whose window stays closed and which answers every probe: CVE-2008-4609, sockstress. */
  @Test
  @Tag("RFC6429")
  void ofManyClosedSocketsWhosePeersTakeNothingTheOldestIsReset() {
    HostSettings settings =
        HostSettings.defaults()
            .with(Conversation.plain())
            .with(TcpHostSettings.DEFAULTS.withMostOrphans(2));
    Conversation us = new Conversation(settings, true).peerWindow(0);
    us.connect(Seg.synAck().mss(MSS)).send(1000);
    HostSocket oldest = us.socket;
    oldest.close();
    us.untilEmits().is(".", 1, 1, 1);
    us.peerSends(Seg.ack(1));
    us.pass(Duration.ofDays(1));
    assertTrue(oldest.isOpen(), "being stuck is no reason");
    for (int i = 0; i < 2; i++) {
      us.emitsWhatever();
      us.open();
      int iss = us.emits().seq;
      us.peerSends(Seg.synAck().acks(iss + 1).mss(MSS));
      us.socket.close();
      assertEquals(i == 0, oldest.isOpen(), "closed after it: " + (i + 1));
    }
    assertEquals(CloseReason.ABORTED, oldest.failure());
    assertTrue(us.emits().has(TcpFlags.RST));
    assertEquals(1, us.host.counters().of(TcpEvent.ABORT_ON_LIMIT));
    assertEquals(2, us.host.connections().size());
  }

  @Test
  void whoIsDoneCountsNoMore() {
    HostSettings settings =
        HostSettings.defaults()
            .with(Conversation.plain())
            .with(TcpHostSettings.DEFAULTS.withMostOrphans(1));
    Conversation us = new Conversation(settings, true);
    for (int i = 0; i < 5; i++) {
      us.open();
      int iss = us.emits().seq;
      us.peerSends(Seg.synAck().acks(iss + 1).mss(MSS));
      us.socket.close();
      us.emitsWhatever();
      us.peerSends(Seg.rst(1));
    }
    assertEquals(0, us.host.counters().of(TcpEvent.ABORT_ON_LIMIT));
    assertTrue(us.host.connections().isEmpty());
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void probesOfClosedPortsLeaveNothingBehind(Family family) {
    Conversation us = family.fresh();
    assertEquals(5000, flood(us, 5000));
    assertTrue(us.host.connections().isEmpty());
    assertEquals(Long.MAX_VALUE, us.host.nextDeadline());
  }
}
