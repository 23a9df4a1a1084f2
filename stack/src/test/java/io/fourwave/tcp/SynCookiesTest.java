package io.fourwave.tcp;

import static io.fourwave.tcp.conversation.Conversation.MSS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.host.HostSettings;
import io.fourwave.tcp.conversation.Conversation;
import io.fourwave.tcp.conversation.Emitted;
import io.fourwave.tcp.conversation.Family;
import io.fourwave.tcp.conversation.RawPacket;
import io.fourwave.tcp.conversation.Seg;
import io.fourwave.wire.TcpFlags;
import io.fourwave.wire.TcpOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** SYN cookies: a handshake of which this side keeps nothing (RFC 4987 §3.6). */
@Tag("RFC4987")
class SynCookiesTest {
  private static final int MOST_HALF_OPEN = 128;
  private static final int ECN_SETUP = TcpFlags.ECE | TcpFlags.CWR;

  private static HostSettings settings(SynCookieUse use, TcpSettings tcp) {
    return HostSettings.defaults().with(TcpHostSettings.DEFAULTS.withSynCookies(use)).with(tcp);
  }

  private static Conversation always(TcpSettings tcp) {
    return new Conversation(settings(SynCookieUse.ALWAYS, tcp), true).listen();
  }

  private static Conversation always() {
    return always(Conversation.plain());
  }

  private static TcpSettings allOptions() {
    TcpSettings plain = Conversation.plain();
    return plain.with(Options.DEFAULTS.withExplicitCongestion(Ecn.OFFERED));
  }

  /** SYNs from so many ports that are not the peer's. */
  private static void flood(Conversation us, int count) {
    for (int i = 0; i < count; i++) {
      RawPacket syn = RawPacket.of(us.toPacket(Seg.syn().mss(MSS)));
      us.host.packetArrives(
          syn.putShort(syn.tcpStart(), 1 + i).repairChecksums().toPacket(), us.host.now());
      us.emitsWhatever();
    }
  }

  private static long count(Conversation us, TcpEvent event) {
    return us.host.counters().of(event);
  }

  private static ConnectionStatus status(Conversation us) {
    return us.host.connections().stream()
        .filter(c -> c.state() == TcpState.ESTABLISHED)
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void aPeerGetsInDuringAFloodOfWhichNothingMoreIsKept(Family family) {
    Conversation us = family.fresh().listen();
    flood(us, 1000);
    assertEquals(1 + MOST_HALF_OPEN, us.host.connections().size());
    us.peerSends(Seg.syn().mss(MSS));
    Emitted answer = us.emits();
    answer.is("S.", answer.seq, 1, 0);
    assertEquals(1 + MOST_HALF_OPEN, us.host.connections().size(), "nothing is kept");
    assertEquals(1000 - MOST_HALF_OPEN + 1, count(us, TcpEvent.COOKIE_SENT));
    us.peerSends(Seg.ack(answer.seq + 1)).emitsNothing();
    us.socket = us.listener.accept();
    assertEquals(Conversation.PEER_PORT, us.socket.remoteAddress().getPort());
    assertEquals(1, count(us, TcpEvent.COOKIE_RETURNED));
    us.send(10).emits(".", answer.seq + 1, 1, 10);
    us.peerSends(Seg.data(1, 10).acks(answer.seq + 11)).emits(".", answer.seq + 11, 11, 0);
  }

  @Test
  void whileThereIsRoomThereAreNoCookies() {
    Conversation us = Conversation.fresh().listen();
    flood(us, MOST_HALF_OPEN);
    assertEquals(0, count(us, TcpEvent.COOKIE_SENT));
    flood(us, 1);
    us.emitsWhatever();
    assertEquals(0, count(us, TcpEvent.COOKIE_SENT), "that was the first SYN once more");
  }

  @Test
  void withoutCookiesSynsAreDroppedWhenThereIsNoRoom() {
    Conversation us = new Conversation(settings(SynCookieUse.NEVER, Conversation.plain()), true);
    flood(us.listen(), 1000);
    us.peerSends(Seg.syn().mss(MSS)).emitsNothing();
    assertEquals(1000 - MOST_HALF_OPEN + 1, us.host.counters().of(TcpDropReason.BACKLOG_FULL));
    us.peerSends(Seg.ack(1)).emits("R", 1, 0, 0);
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void withTimestampsEveryOptionComesBack(Family family) {
    Conversation us = family.of(settings(SynCookieUse.ALWAYS, allOptions())).listen();
    us.peerSends(Seg.syn().mss(1460).wscale(7).sackOk().ts(500, 0).with(ECN_SETUP));
    Emitted answer = us.emits();
    assertEquals(500, answer.options.timestampEcho());
    assertTrue(answer.options.sackPermitted() && answer.has(TcpFlags.ECE));
    int ours = answer.options.windowShift();
    us.peerSends(Seg.ack(1).wnd(100).ts(501, answer.options.timestamp()));
    ConnectionStatus open = status(us);
    assertEquals("mss 1460 timestamps sack ecn wscale 7," + ours, open.options());
    assertEquals(100 << 7, open.sndWnd());
    us.socket = us.listener.accept();
    us.pass(Duration.ofMillis(1));
    int later = us.send(10).emits().options.timestamp();
    assertTrue(later - answer.options.timestamp() >= 1, "our clock does not go back");
  }

  @Test
  void whatThePeerDoesNotOfferIsNotAgreedUpon() {
    Conversation us = always(allOptions());
    us.peerSends(Seg.syn().mss(1460).ts(500, 0));
    Emitted answer = us.emits();
    assertEquals(TcpOptions.NONE, answer.options.windowShift());
    assertFalse(answer.options.sackPermitted() || answer.has(TcpFlags.ECE));
    us.peerSends(Seg.ack(1).ts(501, answer.options.timestamp()));
    assertEquals("mss 1460 timestamps", status(us).options());
  }

  /** Nothing would bring them back to us, and a peer that scales its window must not be misread. */
  @Test
  void withoutTimestampsNothingButTheSegmentSizeIsAgreedUpon() {
    Conversation us = always(allOptions());
    us.peerSends(Seg.syn().mss(1460).wscale(7).sackOk().with(ECN_SETUP));
    Emitted answer = us.emits();
    assertEquals(TcpOptions.NONE, answer.options.windowShift());
    assertFalse(answer.options.sackPermitted() || answer.has(TcpFlags.ECE));
    us.peerSends(Seg.ack(1).wnd(1000));
    assertEquals("mss 1460", status(us).options());
    assertEquals(1000, status(us).sndWnd());
  }

  @ParameterizedTest
  @CsvSource({"20, 48", "500, 256", "536, 536", "1459, 1440", "1460, 1460", "65535, 8940"})
  void theSegmentSizeIsRoundedDown(int offered, int kept) {
    Conversation us = always();
    us.peerSends(Seg.syn().mss(offered)).emits("S.", 0, 1, 0);
    us.peerSends(Seg.ack(1));
    assertEquals("mss " + kept, status(us).options());
  }

  @Test
  void whoOffersNoSegmentSizeGetsTheDefault() {
    Conversation us = always();
    us.peerSends(Seg.syn()).emits("S.", 0, 1, 0);
    us.peerSends(Seg.ack(1));
    assertEquals("mss 536", status(us).options());
  }

  @Test
  void aCookieIsGoodForAMinuteButNotForThree() {
    Conversation us = always();
    us.peerSends(Seg.syn().mss(MSS)).emits("S.", 0, 1, 0);
    us.pass(Duration.ofSeconds(60)).peerSends(Seg.ack(1)).emitsNothing();
    assertNotNull(us.listener.accept());
    Conversation late = always();
    late.peerSends(Seg.syn().mss(MSS)).emits("S.", 0, 1, 0);
    late.pass(Duration.ofMinutes(3));
    flood(late, 1); // cookies are still given out
    late.peerSends(Seg.ack(1)).emits("R", 1, 0, 0);
    assertNull(late.listener.accept());
  }

  @Test
  void theSynAgainIsTheSameCookieAndNothingIsSentAgainByItself() {
    Conversation us = always();
    us.peerSends(Seg.syn().mss(MSS)).emits("S.", 0, 1, 0);
    assertEquals(Long.MAX_VALUE, us.host.nextDeadline(), "no timer, since there is no state");
    us.pass(Duration.ofSeconds(1)).peerSends(Seg.syn().mss(MSS)).emits("S.", 0, 1, 0);
  }

  /** What is wrong by one in any of the parts that the hash covers opens nothing. */
  @ParameterizedTest
  @CsvSource({"0, 1", "2, 1", "4, -1", "8, 1", "8, 16777216", "8, 1073741824"})
  void anAckThatIsNotTheCookiesOpensNothing(int at, int difference) {
    Conversation us = always();
    us.peerSends(Seg.syn().mss(MSS)).emits("S.", 0, 1, 0);
    RawPacket ack = RawPacket.of(us.toPacket(Seg.ack(1)));
    int where = ack.tcpStart() + at;
    if (at < 4) {
      ack.putShort(where, ack.shortAt(where) + difference);
    } else {
      int field = ack.shortAt(where) << 16 | ack.shortAt(where + 2);
      ack.putShort(where, field + difference >>> 16).putShort(where + 2, field + difference);
    }
    us.host.packetArrives(ack.repairChecksums().toPacket(), us.host.now());
    assertTrue(us.emits().has(TcpFlags.RST));
    assertNull(us.listener.accept());
    us.peerSends(Seg.ack(1));
    assertNotNull(us.listener.accept(), "the right one is as good as before");
  }

  @Test
  void aFloodOfAcksOpensNothingAndLeavesNothing() {
    Conversation us = always();
    us.peerSends(Seg.syn().mss(MSS)).emits("S.", 0, 1, 0);
    Random random = new Random(3);
    for (int i = 0; i < 50_000; i++) {
      us.peerSends(Seg.ack(2 + random.nextInt(Integer.MAX_VALUE)));
      us.emitsWhatever();
    }
    assertEquals(50_000, count(us, TcpEvent.COOKIE_BAD));
    assertTrue(count(us, TcpEvent.RESET_OUT) <= 15_000, "the limit on resets holds");
    assertEquals(1, us.host.connections().size());
  }

  /** An ACK to a listener under no flood is not even looked at: it might be a guess. */
  @Test
  void whereNoCookieWasGivenOutNoneIsTaken() {
    Conversation us = Conversation.fresh().listen();
    us.peerSends(Seg.ack(1)).emits("R", 1, 0, 0);
    assertEquals(0, count(us, TcpEvent.COOKIE_BAD));
    Conversation later = always();
    later.peerSends(Seg.syn().mss(MSS)).emits("S.", 0, 1, 0);
    later.pass(Duration.ofMinutes(3)).peerSends(Seg.ack(1)).emits("R", 1, 0, 0);
    assertEquals(0, count(later, TcpEvent.COOKIE_BAD));
  }

  @Test
  void textAndFinMayComeWithTheCookie() throws IOException {
    Conversation us = always();
    us.peerSends(Seg.syn().mss(MSS)).emits("S.", 0, 1, 0);
    us.peerSends(Seg.data(1, 100).with(TcpFlags.FIN)).emits(".", 1, 102, 0);
    us.socket = us.listener.accept();
    assertEquals(100, us.read(200));
    assertEquals(-1, us.read(200));
  }

  /** The first segment was lost or overtaken: a reset would kill an honest peer's connection. */
  @Test
  void textThatOvertakesTheCookieIsLeftForItsSenderToSendAgain() {
    Conversation us = always();
    us.peerSends(Seg.syn().mss(MSS)).emits("S.", 0, 1, 0);
    us.peerSends(Seg.data(101, 100)).emitsNothing();
    us.peerSends(Seg.data(1, 100)).emits(".", 1, 101, 0);
    assertNotNull(us.listener.accept());
  }

  @Test
  void aFullBacklogDropsTheAckAndALaterSegmentOpens() throws IOException {
    Conversation us = new Conversation(settings(SynCookieUse.ALWAYS, Conversation.plain()), true);
    us.listener = us.host.listen(new InetSocketAddress(7), 1, us.host.settings().tcp());
    us.peerSends(Seg.syn().mss(MSS)).emits("S.", 0, 1, 0);
    RawPacket other = RawPacket.of(us.toPacket(Seg.syn().mss(MSS)));
    us.host.packetArrives(
        other.putShort(other.tcpStart(), 9).repairChecksums().toPacket(), us.host.now());
    RawPacket ack = RawPacket.of(us.toPacket(Seg.ack(us.emits().seq + 1)));
    us.host.packetArrives(
        ack.putShort(ack.tcpStart(), 9).repairChecksums().toPacket(), us.host.now());
    us.peerSends(Seg.ack(1)).emitsNothing();
    assertEquals(1, us.host.counters().of(TcpDropReason.BACKLOG_FULL));
    assertEquals(9, us.listener.accept().remoteAddress().getPort());
    us.peerSends(Seg.data(1, 5).acks(1)).emits(".", 1, 6, 0);
    assertEquals(Conversation.PEER_PORT, us.listener.accept().remoteAddress().getPort());
  }

  /** There would be no room for a connection, so there is no point in asking for its ACK. */
  @Test
  void aFullBacklogOfOpenConnectionsGivesOutNoCookies() throws IOException {
    Conversation us = new Conversation(settings(SynCookieUse.ALWAYS, Conversation.plain()), true);
    us.listener = us.host.listen(new InetSocketAddress(7), 1, us.host.settings().tcp());
    us.peerSends(Seg.syn().mss(MSS)).emits("S.", 0, 1, 0);
    us.peerSends(Seg.ack(1)).emitsNothing();
    flood(us, 10);
    assertEquals(10, us.host.counters().of(TcpDropReason.BACKLOG_FULL));
  }

  /** The flood is over when the SYN comes again; then the first answer's ACK comes after all. */
  @Test
  void aCookieCountsMoreThanAHalfOpenConnectionOfTheSamePeer() {
    Conversation us = Conversation.fresh().listen();
    flood(us, MOST_HALF_OPEN);
    us.peerSends(Seg.syn().mss(MSS));
    int cookie = us.emits().seq;
    for (int i = 0; i < MOST_HALF_OPEN; i++) {
      RawPacket rst = RawPacket.of(us.toPacket(Seg.rst(1)));
      us.host.packetArrives(
          rst.putShort(rst.tcpStart(), 1 + i).repairChecksums().toPacket(), us.host.now());
    }
    us.pass(Duration.ofMillis(1)).peerSends(Seg.syn().mss(MSS));
    int second = us.emits().seq;
    assertTrue(second != cookie && us.host.connections().size() == 2, "half-open");
    us.peerSends(Seg.ack(cookie + 1)).emitsNothing();
    us.socket = us.listener.accept();
    us.send(10).emits(".", cookie + 1, 1, 10);
    assertEquals(2, us.host.connections().size());
  }

  /** Its owner is to decide, and there is nothing to remember the SYN by until it has. */
  @Test
  void aListenerThatHoldsSynsGivesOutNone() {
    Conversation us = always();
    us.listener.holdSyns(Duration.ofSeconds(5));
    us.peerSends(Seg.syn().mss(MSS)).emitsNothing();
    assertNotNull(us.listener.nextHeld());
  }

  /** Its ACK could not be told from one of the old connection's. */
  @Test
  void aSynThatFollowsATimeWaitGetsNone() {
    Conversation us = always();
    us.peerSends(Seg.syn().mss(MSS)).emits("S.", 0, 1, 0);
    us.peerSends(Seg.ack(1)).emitsNothing();
    us.socket = us.listener.accept();
    us.socket.close();
    us.emits("F.", 1, 1, 0);
    us.peerSends(Seg.fin(1).acks(2)).emits(".", 2, 2, 0);
    us.peerSends(Seg.syn().seq(5000).mss(MSS));
    int iss = us.emits().seq;
    us.peerSends(Seg.ack(iss + 1).seq(5001)).emitsNothing();
    assertNotNull(us.listener.accept());
    assertEquals(1, count(us, TcpEvent.COOKIE_SENT));
    assertEquals(1, count(us, TcpEvent.TIME_WAIT_REUSED));
  }

  @Test
  void aSynAckToAListenerIsResetAsEver() {
    Conversation us = always();
    us.peerSends(Seg.syn().mss(MSS)).emits("S.", 0, 1, 0);
    us.peerSends(Seg.synAck().acks(1)).emits("R", 1, 0, 0);
    assertNull(us.listener.accept());
  }
}
