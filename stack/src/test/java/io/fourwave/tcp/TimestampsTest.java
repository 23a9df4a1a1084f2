package io.fourwave.tcp;

import static io.fourwave.tcp.conversation.Conversation.MSS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.tcp.conversation.Conversation;
import io.fourwave.tcp.conversation.Emitted;
import io.fourwave.tcp.conversation.Family;
import io.fourwave.tcp.conversation.Seg;
import io.fourwave.wire.TcpFlags;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Timestamps: round trips, echoes, and protection against wrapped numbers (RFC 7323 §3 to §5). */
@Tag("RFC7323")
class TimestampsTest {
  private static final int HALF = 1 << 31;

  private static TcpSettings stamped() {
    TcpSettings plain = Conversation.plain();
    return plain.with(plain.options().withTimestamps(true));
  }

  private static Conversation accepted(Family family, int peersStamp) {
    return accepted(family.of(stamped()), peersStamp);
  }

  private static Conversation accepted(Conversation us, int peersStamp) {
    us.listen().peerSends(Seg.syn().mss(MSS).ts(peersStamp, 0)).emits();
    us.peerSends(Seg.ack(1).ts(peersStamp, 0));
    us.socket = us.listener.accept();
    return us;
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void pawsWrapAnOldDuplicateWhoseNumbersAreInTheWindowAgainIsDroppedAndAcknowledged(Family family)
      throws IOException {
    Conversation us = accepted(family, 1000);
    us.peerSends(Seg.data(1, 10).ts(2000, 0)).emits(".", 1, 11, 0);
    // 4 GiB later, so to say: the same number, in the window, but sent long ago
    us.peerSends(Seg.data(11, 10).ts(1999, 0)).emits(".", 1, 11, 0);
    assertEquals(1, us.host.counters().of(TcpDropReason.OLD_TIMESTAMP));
    us.peerSends(Seg.data(11, 10).ts(2000, 0)).emits(".", 1, 21, 0);
    assertEquals(20, us.read(100));
  }

  @Test
  void lateTextThatFillsAGapIsTakenThoughWhatWasSentAgainHasOvertakenIt() throws IOException {
    Conversation us = accepted(Family.IPV4, 1000);
    us.peerSends(Seg.data(31, 10).ts(2000, 0)).emits(".", 1, 1, 0);
    us.peerSends(Seg.data(1, 10).ts(3000, 0)).emits(".", 1, 11, 0); // again, for it was lost
    us.peerSends(Seg.data(11, 10).ts(1998, 0)).emits(".", 1, 21, 0);
    us.peerSends(Seg.data(21, 10).ts(1999, 0)).emits(".", 1, 41, 0);
    assertEquals(40, us.read(100));
    assertEquals(0, us.host.counters().of(TcpDropReason.OLD_TIMESTAMP));
  }

  @Test
  void whatIsAMinuteOldOrFromBeforeTheConnectionFillsNoGap() throws IOException {
    Conversation us = accepted(Family.IPV4, 1000);
    us.peerSends(Seg.data(1, 10).ts(80_000, 0)).emits(".", 1, 11, 0);
    us.peerSends(Seg.data(21, 10).ts(80_000, 0)).emits(".", 1, 11, 0);
    us.peerSends(Seg.data(11, 10).ts(80_000 - 60_001, 0)).emits(".", 1, 11, 0);
    us.peerSends(Seg.data(11, 10).ts(1000, 0)).emits(".", 1, 11, 0);
    assertEquals(2, us.host.counters().of(TcpDropReason.OLD_TIMESTAMP));
    us.peerSends(Seg.data(11, 10).ts(80_000 - 60_000, 0)).emits(".", 1, 31, 0);
  }

  @Test
  void whatHadItsNumberAGibibyteAgoIsOldAndNotLate() {
    Timestamps stamps = new Timestamps(0);
    stamps.arrived(1000, 0);
    stamps.arrived(1100, 1);
    stamps.reached((1 << 30) - 1);
    stamps.arrived(1200, 2);
    assertTrue(stamps.isOnlyLate(1001));
    assertFalse(stamps.isOnlyLate(1000), "as old as the connection");
    stamps.reached(1 << 30);
    stamps.arrived(1300, 3);
    assertFalse(stamps.isOnlyLate(1200));
    assertTrue(stamps.isOnlyLate(1201));
    stamps.reached((1L << 31) - 1);
    assertTrue(stamps.isOnlyLate(1201));
    stamps.reached(1L << 31);
    assertFalse(stamps.isOnlyLate(1300));
  }

  @ParameterizedTest
  @ValueSource(ints = {0x7fff_fff0, -16, 0})
  void thePeersClockMayWrapAndIsComparedOnACircle(int start) {
    Conversation us = accepted(Family.IPV4, start);
    us.peerSends(Seg.data(1, 10).ts(start + 100, 0)).emits(".", 1, 11, 0);
    us.peerSends(Seg.data(11, 10).ts(start + 99, 0)).emits(".", 1, 11, 0);
    us.peerSends(Seg.data(11, 10).ts(start + 100 + HALF - 1, 0)).emits(".", 1, 21, 0);
    us.peerSends(Seg.data(21, 10).ts(start + 200, 0)).emits(".", 1, 21, 0);
  }

  @Test
  void afterTwentyFourDaysOfSilenceAnyTimestampWillDo() {
    Conversation us = accepted(Family.IPV4, 1000);
    us.peerSends(Seg.data(1, 10).ts(5000, 0)).emits(".", 1, 11, 0);
    us.pass(Duration.ofDays(23)).peerSends(Seg.data(11, 10).ts(4000, 0)).emits(".", 1, 11, 0);
    us.pass(Duration.ofDays(2)).peerSends(Seg.data(11, 10).ts(4000, 0)).emits(".", 1, 21, 0);
    us.peerSends(Seg.data(21, 10).ts(3999, 0)).emits(".", 1, 21, 0);
  }

  @Test
  void anOldSegmentIsDroppedBeforeItsAcknowledgementAndItsFinCount() {
    Conversation us = accepted(Family.IPV4, 1000);
    us.send(100);
    us.emits();
    us.peerSends(Seg.fin(1).acks(101).ts(999, 0)).emits(".", 101, 1, 0);
    assertEquals(TcpState.ESTABLISHED, us.socket.state());
    assertEquals(100, us.socket.status().sendQueue());
  }

  @Test
  void aResetIsNeverTooOldNorDoesItNeedATimestamp() {
    Conversation us = accepted(Family.IPV4, 1000);
    us.peerSends(Seg.rst(1).ts(1, 0));
    assertFalse(us.socket.isOpen());
    us = accepted(Family.IPV4, 1000);
    us.peerSends(Seg.rst(1).noTs());
    assertFalse(us.socket.isOpen());
  }

  @Test
  void aSegmentWithoutTheAgreedTimestampIsDroppedInSilence() throws IOException {
    Conversation us = accepted(Family.IPV4, 1000);
    us.peerSends(Seg.data(1, 10).noTs()).emitsNothing();
    assertEquals(1, us.host.counters().of(TcpDropReason.MISSING_TIMESTAMP));
    assertEquals(0, us.read(100));
  }

  @Test
  void aTimestampThatWasNotAgreedIsNotLookedAt() throws IOException {
    Conversation us = Family.IPV4.of(stamped()).accept(Seg.syn().mss(MSS));
    us.peerSends(Seg.data(1, 10).ts(1, 0)).emits(".", 1, 11, 0);
    Emitted answer = us.peerSends(Seg.data(11, 10).ts(0, 0)).emits(".", 1, 21, 0);
    assertFalse(answer.options.hasTimestamps());
  }

  @Test
  void ourResetHasTheTimestampThatThePeerWaitsFor() {
    Conversation us = accepted(Family.IPV4, 1000);
    us.peerSends(Seg.data(1, 10).ts(1234, 0)).emits();
    us.socket.abort();
    Emitted reset = us.emits();
    assertTrue(reset.has(TcpFlags.RST) && reset.options.hasTimestamps());
    assertEquals(1234, reset.options.timestampEcho());
  }

  @Test
  void aDelayedAcknowledgementEchoesTheEarlierOfTwoSegments() {
    TcpSettings settings = stamped();
    settings = settings.with(settings.sending().withDelayedAck(Duration.ofMillis(40)));
    Conversation us = accepted(Conversation.of(settings), 1000);
    us.peerSends(Seg.data(1, 10).ts(1100, 0)).emitsNothing();
    us.peerSends(Seg.data(11, 10).ts(1200, 0));
    assertEquals(1100, us.untilEmits().is(".", 1, 21, 0).options.timestampEcho());
  }

  @Test
  void beyondAGapTheLastSegmentInOrderIsEchoedAndThenTheOneThatFillsIt() {
    Conversation us = accepted(Family.IPV4, 1000);
    assertEquals(1100, echo(us, Seg.data(1, 10).ts(1100, 0), 11));
    assertEquals(1100, echo(us, Seg.data(21, 10).ts(1200, 0), 11));
    assertEquals(1300, echo(us, Seg.data(11, 10).ts(1300, 0), 31));
  }

  private static int echo(Conversation us, Seg arrives, int ack) {
    return us.peerSends(arrives).emits(".", 1, ack, 0).options.timestampEcho();
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "999999, 0", "1000000, 1", "5000000, 5", "3600000000000, 3600000"})
  void ourClockTicksEveryMillisecond(long nanos, int ticks) {
    Conversation us = accepted(Family.IPV4, 1000);
    us.send(10);
    int before = us.emits().options.timestamp();
    us.peerSends(Seg.ack(11).ts(1001, before)).pass(Duration.ofNanos(nanos));
    us.send(10);
    assertEquals(ticks, us.emits().options.timestamp() - before);
  }

  @Test
  void everyFourTupleHasAClockOfItsOwn() {
    Conversation us = Conversation.of(stamped()).open();
    int one = us.emits().options.timestamp();
    int other = us.open().emits().options.timestamp();
    assertNotEquals(one, other, "at the same instant");
  }

  @Test
  void aRetransmittedSegmentIsMeasuredByItsEcho() {
    Conversation us = accepted(Family.IPV4, 1000);
    us.send(10);
    us.emits();
    Emitted again = us.untilEmits().is(".", 1, 1, 10);
    us.pass(Duration.ofMillis(30));
    us.peerSends(Seg.ack(11).ts(1001, again.options.timestamp()));
    long smoothed = us.socket.status().smoothedRtt();
    assertTrue(
        smoothed > 0 && smoothed <= 30_000_000, "Karn's algorithm is not needed: " + smoothed);
  }

  @Test
  void anEchoOfWhatWasNeverSentMeasuresNothing() {
    Conversation us = accepted(Family.IPV4, 1000);
    us.send(10);
    us.emits();
    Emitted again = us.untilEmits();
    long before = us.socket.status().smoothedRtt();
    us.peerSends(Seg.ack(11).ts(1001, again.options.timestamp() + 1_000_000));
    assertEquals(before, us.socket.status().smoothedRtt());
  }
}
