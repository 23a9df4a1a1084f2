package io.fourwave.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.host.HostSettings;
import io.fourwave.host.HostSocket;
import io.fourwave.link.Packet;
import io.fourwave.tcp.congestion.FixedWindow;
import io.fourwave.tcp.conversation.Conversation;
import io.fourwave.tcp.conversation.Emitted;
import io.fourwave.tcp.conversation.Family;
import io.fourwave.tcp.conversation.Seg;
import io.fourwave.tcp.conversation.Situation;
import io.fourwave.wire.TcpFlags;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A new SYN for a four-tuple in TIME-WAIT (RFC 9293 §3.6.1, RFC 6191). */
@Tag("RFC6191")
class TimeWaitReuseTest {
  private static final Duration TWO_MSL = Duration.ofSeconds(60);

  private static TcpSettings withTimestamps() {
    return Conversation.plain().with(Options.PLAIN.withTimestamps(true));
  }

  /** Our listener's side has closed first: RCV.NXT is 2, and so is SND.NXT. */
  private static Conversation timeWait(Conversation fresh) {
    return closed(fresh.accept(Seg.syn().mss(1000)), 1);
  }

  /** The same with timestamps, of which the peer's last is 100. */
  private static Conversation timeWaitWithTimestamps(Family family) {
    Conversation us = family.of(withTimestamps()).listen();
    us.peerSends(Seg.syn().mss(1000).ts(90, 0));
    us.emits("S.", 0, 1, 0);
    us.peerSends(Seg.ack(1).ts(90, 0));
    us.socket = us.listener.accept();
    us.socket.close();
    us.emits("F.", 1, 1, 0);
    us.peerSends(Seg.fin(1).acks(2).ts(100, 0));
    us.emits(".", 2, 2, 0);
    return us;
  }

  private static Conversation closed(Conversation us, int next) {
    us.socket.close();
    us.emits("F.", next, 1, 0);
    us.peerSends(Seg.fin(1).acks(next + 1));
    us.emits(".", next + 1, 2, 0);
    return us;
  }

  private static void reopens(Conversation us, Seg syn, int irs) {
    us.peerSends(syn);
    Emitted answer = us.emits();
    answer.is("S.", answer.seq, irs + 1, 0);
    assertTrue(answer.seq > 2, "the new number is larger than any old one: " + answer);
    us.peerSends(Seg.ack(answer.seq + 1).seq(irs + 1).ts(2_000_000_000, 0));
    assertNotNull(us.listener.accept());
    assertEquals(1, us.host.counters().of(TcpEvent.TIME_WAIT_REUSED));
    assertEquals(2, us.host.connections().size(), "the listener and the new connection");
  }

  private static void isRefused(Conversation us, Seg syn) {
    us.peerSends(syn);
    us.emits(".", 2, 2, 0);
    us.emitsNothing();
    assertEquals(TcpState.TIME_WAIT, Situation.stateOf(us));
    us.pass(TWO_MSL);
    assertEquals(1, us.host.connections().size(), "it does not wait anew");
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  @Tag("MAY-2")
  void aSynBeyondTheOldFinReopens(Family family) {
    reopens(timeWait(family.fresh()), Seg.syn().seq(2).mss(1000).noTs(), 2);
    reopens(timeWait(family.fresh()), Seg.syn().seq(1_000_000).mss(1000).noTs(), 1_000_000);
  }

  /** Up to the FIN's own number it may be an old duplicate. */
  @ParameterizedTest
  @EnumSource(Family.class)
  @Tag("MAY-2")
  void aSynThatIsNotBeyondTheOldFinIsAnOldOne(Family family) {
    isRefused(timeWait(family.fresh()), Seg.syn().seq(0).mss(1000));
    isRefused(timeWait(family.fresh()), Seg.syn().seq(1).mss(1000));
    isRefused(timeWait(family.fresh()), Seg.syn().seq(-100_000).mss(1000));
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  @Tag("MAY-2")
  void aSynWithAnAcknowledgementIsNoNewOne(Family family) {
    isRefused(timeWait(family.fresh()), Seg.synAck().seq(5000).acks(2).mss(1000));
  }

  /** More was sent than the clock has ticked since: its number would come twice. */
  @ParameterizedTest
  @EnumSource(Family.class)
  @Tag("MAY-2")
  void theNewNumberIsLargerThanAllThatWereUsed(Family family) {
    TcpSettings settings =
        Conversation.plain().withCongestionControl(() -> new FixedWindow(1 << 20));
    Conversation us = family.of(settings).accept(Seg.syn().mss(1000));
    us.send(60_000);
    us.emitsWhatever();
    us.peerSends(Seg.ack(60_001));
    closed(us, 60_001);
    us.peerSends(Seg.syn().seq(5000).mss(1000));
    Emitted answer = us.emits();
    assertTrue(answer.seq > 60_002, () -> "it was used before: " + answer);
    us.peerSends(Seg.ack(answer.seq + 1).seq(5001));
    assertNotNull(us.listener.accept());
  }

  /** Zero is a number like any other. */
  @Test
  @Tag("MAY-2")
  void theNewNumberIsLargerThoughTheOldOnesEndedAtZero() {
    Conversation us = timeWait(Conversation.ofIss(Conversation.plain(), -2));
    assertEquals(-2, us.ourIss());
    us.peerSends(Seg.syn().seq(5000).mss(1000));
    Emitted answer = us.emits();
    assertTrue(answer.seq > 2, () -> "it was used before: " + answer);
  }

  /** Figure 8 once more: the peer resets what it never asked for. */
  @ParameterizedTest
  @EnumSource(Family.class)
  @Tag("MAY-2")
  void anOldDuplicateSynReturnsToTimeWait(Family family) {
    Conversation us = timeWait(family.fresh());
    us.pass(Duration.ofSeconds(20));
    us.peerSends(Seg.syn().seq(5000).mss(1000));
    us.emits();
    assertEquals(TcpState.SYN_RECEIVED, Situation.stateOf(us));
    us.peerSends(Seg.rst(5001));
    us.emitsNothing();
    assertEquals(TcpState.TIME_WAIT, Situation.stateOf(us));
    us.peerSends(Seg.fin(1).acks(2));
    us.emits(".", 2, 2, 0);
    us.pass(TWO_MSL.minusNanos(1));
    assertEquals(TcpState.TIME_WAIT, Situation.stateOf(us));
    us.pass(Duration.ofNanos(1));
    assertEquals(TcpState.LISTEN, Situation.stateOf(us));
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  @Tag("MAY-2")
  void timeWaitMayEndWhileTheNewConnectionOpens(Family family) {
    Conversation us = timeWait(family.fresh());
    us.pass(TWO_MSL.minusMillis(1));
    us.peerSends(Seg.syn().seq(5000).mss(1000));
    int iss = us.emits().seq;
    us.pass(Duration.ofMillis(2));
    us.peerSends(Seg.ack(iss + 1).seq(5001));
    assertNotNull(us.listener.accept());
    assertEquals(2, us.host.connections().size());
  }

  /** A full backlog is no reason to forget the old connection. */
  @ParameterizedTest
  @EnumSource(Family.class)
  void aSynThatFindsNoRoomLeavesTimeWaitAsItIs(Family family) {
    HostSettings one =
        HostSettings.defaults()
            .with(Conversation.plain())
            .with(TcpHostSettings.DEFAULTS.withLimits(1, 10));
    Conversation us = timeWait(family.of(one));
    Packet syn = us.toPacket(Seg.syn().seq(5000).mss(1000));
    us.open();
    us.emits();
    us.host.packetArrives(syn, us.host.now());
    assertEquals(1, us.host.counters().of(TcpDropReason.BACKLOG_FULL));
    assertTrue(us.host.connections().stream().anyMatch(c -> c.state() == TcpState.TIME_WAIT));
  }

  /** RFC 6191 §2, first case: the timestamp decides, whatever the number. */
  @ParameterizedTest
  @EnumSource(Family.class)
  @Tag("SHLD-4")
  void aNewerTimestampReopens(Family family) {
    reopens(timeWaitWithTimestamps(family), Seg.syn().seq(-1000).mss(1000).ts(101, 0), -1000);
    reopens(timeWaitWithTimestamps(family), Seg.syn().seq(5000).mss(1000).ts(101, 0), 5000);
  }

  /** Second case: within one tick the number decides. */
  @ParameterizedTest
  @EnumSource(Family.class)
  @Tag("SHLD-4")
  void anEqualTimestampReopensIfTheNumberIsLarger(Family family) {
    reopens(timeWaitWithTimestamps(family), Seg.syn().seq(2).mss(1000).ts(100, 0), 2);
    isRefused(timeWaitWithTimestamps(family), Seg.syn().seq(1).mss(1000).ts(100, 0));
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  @Tag("SHLD-4")
  void anOlderTimestampDoesNotReopen(Family family) {
    isRefused(timeWaitWithTimestamps(family), Seg.syn().seq(5000).mss(1000).ts(99, 0));
  }

  /** Third case: without a timestamp the number decides. */
  @ParameterizedTest
  @EnumSource(Family.class)
  @Tag("SHLD-4")
  void withoutATimestampTheNumberDecides(Family family) {
    reopens(timeWaitWithTimestamps(family), Seg.syn().seq(2).mss(1000).noTs(), 2);
    isRefused(timeWaitWithTimestamps(family), Seg.syn().seq(1).mss(1000).noTs());
  }

  /** A FIN that comes again has the peer's clock with it. */
  @ParameterizedTest
  @EnumSource(Family.class)
  @Tag("SHLD-4")
  void theLastTimestampIsThatOfTheLastFin(Family family) {
    Conversation us = timeWaitWithTimestamps(family);
    us.peerSends(Seg.fin(1).acks(2).ts(200, 0));
    assertEquals(200, us.emits(".", 2, 2, 0).options.timestampEcho());
    isRefused(us, Seg.syn().seq(5000).mss(1000).ts(150, 0));
  }

  /** Fourth case: the old connection had none, and its segments would be found out by that. */
  @ParameterizedTest
  @EnumSource(Family.class)
  @Tag("SHLD-4")
  void aTimestampWhereThereWasNoneReopens(Family family) {
    Conversation us = timeWait(family.of(withTimestamps()));
    reopens(us, Seg.syn().seq(-1000).mss(1000).ts(-5, 0), -1000);
  }

  /** Fifth: a timestamp that we would not agree to does not count. */
  @ParameterizedTest
  @EnumSource(Family.class)
  @Tag("SHLD-4")
  void aTimestampThatWeDoNotTakeDoesNotReopen(Family family) {
    isRefused(timeWait(family.fresh()), Seg.syn().seq(-1000).mss(1000).ts(1, 0));
    reopens(timeWait(family.fresh()), Seg.syn().seq(5000).mss(1000).ts(1, 0), 5000);
  }

  @Test
  void theNewConnectionIsNotConfusedWithTheOld() throws IOException {
    Conversation us = timeWait(Conversation.fresh());
    us.peerSends(Seg.syn().seq(5000).mss(1000));
    int iss = us.emits().seq;
    us.peerSends(Seg.ack(iss + 1).seq(5001));
    var second = us.listener.accept();
    us.peerSends(Seg.data(5001, 4).acks(iss + 1));
    us.emits(".", iss + 1, 5005, 0);
    assertEquals(4, second.read(ByteBuffer.allocate(10)));
    assertEquals(TcpState.ESTABLISHED, second.state());
    us.pass(TWO_MSL);
    assertEquals(TcpState.ESTABLISHED, second.state());
  }

  /** Our side connected and closed first; what it waits for has timestamps. */
  private static Conversation ownTimeWait(Family family, boolean timestamps) {
    TcpSettings settings = timestamps ? withTimestamps() : Conversation.plain();
    Seg answer = Seg.synAck().mss(1000);
    Conversation us = family.of(settings).connect(timestamps ? answer.ts(1, 0) : answer.noTs());
    us.socket.close();
    us.emits("F.", 1, 1, 0);
    us.peerSends(Seg.fin(1).acks(2));
    us.emits(".", 2, 2, 0);
    return us;
  }

  private static HostSocket again(Conversation us) throws IOException {
    ConnectionStatus old = Situation.connection(us);
    return us.host.connect(old.local(), old.remote(), us.host.settings().tcp());
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void ourOwnConnectionMayFollowAfterASecondWithTimestamps(Family family) throws IOException {
    Conversation us = ownTimeWait(family, true);
    us.pass(Duration.ofMillis(999));
    assertThrows(BindException.class, () -> again(us));
    us.pass(Duration.ofMillis(1));
    HostSocket second = again(us);
    int iss = us.emits().seq;
    assertTrue(iss > 2, "its numbers are larger than all that were used");
    us.peerSends(Seg.synAck().seq(9000).acks(iss + 1).mss(1000).ts(2000, 0));
    us.emits(".", iss + 1, 9001, 0);
    assertEquals(TcpState.ESTABLISHED, second.state());
    assertEquals(1, us.host.connections().size(), "the old one is gone");
    assertEquals(1, us.host.counters().of(TcpEvent.TIME_WAIT_REUSED));
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void ourOwnConnectionMayNotFollowWithoutTimestamps(Family family) {
    Conversation us = ownTimeWait(family, false);
    us.pass(TWO_MSL.minusNanos(1));
    assertThrows(BindException.class, () -> again(us));
  }

  /** The last ACK was lost: the peer answers our SYN with what it waits for, and is reset. */
  @Test
  void aPeerThatStillWaitsForTheLastAckIsHelpedOutOfIt() throws IOException {
    Conversation us = ownTimeWait(Family.IPV4, true);
    us.pass(Duration.ofSeconds(1));
    HostSocket second = again(us);
    int iss = us.emits().seq;
    us.peerSends(Seg.fin(1).acks(2)).emits("R", 2, 0, 0);
    assertEquals(iss, us.untilEmits().seq, "our SYN again");
    us.peerSends(Seg.synAck().seq(9000).acks(iss + 1).mss(1000).ts(5000, 0));
    assertEquals(TcpState.ESTABLISHED, second.state());
  }

  @Test
  void timeWaitGoesOnIfTheFollowerDoesNotOpen() throws IOException {
    Conversation us = ownTimeWait(Family.IPV4, true);
    us.pass(Duration.ofSeconds(1));
    HostSocket second = again(us);
    int iss = us.emits().seq;
    us.peerSends(Seg.flags(TcpFlags.RST | TcpFlags.ACK, 0, iss + 1, 0));
    assertEquals(CloseReason.REFUSED, second.failure());
    assertEquals(TcpState.TIME_WAIT, Situation.stateOf(us));
  }

  @Test
  void aFreePortIsTakenBeforeOneThatWaits() throws IOException {
    HostSettings two =
        HostSettings.defaults()
            .with(withTimestamps())
            .with(TcpHostSettings.DEFAULTS.withPorts(50_000, 50_001));
    Conversation us = new Conversation(two, true).connect(Seg.synAck().mss(1000).ts(1, 0));
    us.socket.close();
    us.emits("F.", 1, 1, 0);
    us.peerSends(Seg.fin(1).acks(2)).emits(".", 2, 2, 0);
    us.pass(Duration.ofSeconds(2));
    int first = us.ourPort();
    us.open();
    assertEquals(100_001 - first, us.ourPort());
    us.open();
    assertEquals(first, us.ourPort(), "there is no other");
    assertThrows(UncheckedIOException.class, us::open);
  }
}
