package io.fourwave.tcp;

import static io.fourwave.tcp.conversation.Conversation.MSS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.tcp.conversation.Conversation;
import io.fourwave.tcp.conversation.Family;
import io.fourwave.tcp.conversation.Seg;
import io.fourwave.wire.TcpFlags;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When text goes out without a PUSH in the interface (RFC 9293 §3.9.1.2). */
class PushTest {
  private static final TcpSettings NAGLE =
      Conversation.plain().with(Conversation.plain().sending().withNagle(true));

  private static Conversation nagle() {
    return Conversation.of(NAGLE).connect(Seg.synAck().mss(MSS));
  }

  private static int fullSegment(Family family) {
    return MSS + Family.IPV4.headerLength() - family.headerLength();
  }

  @ParameterizedTest
  @Tag("MUST-61")
  @EnumSource(Family.class)
  void onlyTheLastSegmentOfWhatWasWrittenIsPushed(Family family) {
    Conversation us = family.connected();
    int full = fullSegment(family);
    us.send(2 * full + 10);
    assertFalse(us.emits(".", 1, 1, full).has(TcpFlags.PSH));
    assertFalse(us.emits(".", 1 + full, 1, full).has(TcpFlags.PSH));
    assertTrue(us.emits(".", 1 + 2 * full, 1, 10).has(TcpFlags.PSH));
  }

  @Test
  @Tag("MUST-61")
  void aFullSegmentIsPushedIfNothingFollowsIt() {
    Conversation us = Conversation.connected();
    us.send(MSS);
    assertTrue(us.emits(".", 1, 1, MSS).has(TcpFlags.PSH));
  }

  /** Ten and then four: the receiver is not to wait for an even number with its answer. */
  @Test
  void theSegmentWithWhichTheCongestionWindowEndsIsPushedToo() {
    Conversation us = Conversation.connected();
    us.send(60 * MSS);
    for (int i = 0; i < 9; i++) {
      assertFalse(us.emits(".", 1 + i * MSS, 1, MSS).has(TcpFlags.PSH), "segment " + i);
    }
    assertTrue(us.emits(".", 1 + 9 * MSS, 1, MSS).has(TcpFlags.PSH));
    us.emitsNothing().peerSends(Seg.ack(1 + 2 * MSS));
    for (int i = 10; i < 13; i++) {
      assertFalse(us.emits(".", 1 + i * MSS, 1, MSS).has(TcpFlags.PSH), "segment " + i);
    }
    assertTrue(us.emits(".", 1 + 13 * MSS, 1, MSS).has(TcpFlags.PSH));
  }

  @Test
  void theSegmentThatFillsThePeersWindowIsPushedToo() {
    Conversation us = Conversation.connected();
    us.peerSends(Seg.ack(1).wnd(2 * MSS + 100)).send(60 * MSS);
    assertFalse(us.emits(".", 1, 1, MSS).has(TcpFlags.PSH));
    assertTrue(us.emits(".", 1 + MSS, 1, MSS).has(TcpFlags.PSH));
    us.emitsNothing();
  }

  @Test
  @Tag("MUST-61")
  void theLastSegmentIsPushedTogetherWithTheFin() {
    Conversation us = Conversation.connected();
    us.send(10);
    us.socket.shutdownOutput();
    assertTrue(us.emits("F.", 1, 1, 10).has(TcpFlags.PSH));
  }

  @Test
  @Tag("MUST-61")
  void whatIsSentAgainIsPushed() {
    Conversation us = Conversation.connected();
    us.send(10);
    us.emits(".", 1, 1, 10);
    us.emitsNothing().untilOutput();
    assertTrue(us.emits(".", 1, 1, 10).has(TcpFlags.PSH));
  }

  @Test
  @Tag("MUST-60")
  void aSmallSegmentWaitsForTheAcknowledgementAndNoLonger() {
    Conversation us = nagle();
    us.send(10).emits(".", 1, 1, 10);
    us.send(10).emitsNothing();
    us.peerSends(Seg.ack(11)).emits(".", 11, 1, 10);
  }

  @Test
  @Tag("MUST-60")
  void withALostAcknowledgementTheRetransmissionBringsItOn() {
    Conversation us = nagle();
    us.send(10).emits(".", 1, 1, 10);
    us.send(10).emitsNothing().untilOutput();
    us.emits(".", 1, 1, 10);
    us.peerSends(Seg.ack(11)).emits(".", 11, 1, 10);
  }

  @ParameterizedTest
  @Tag("MUST-60")
  @ValueSource(ints = {1, 100, 1000})
  void aSmallWindowIsUsedAfterASecondAtTheLatest(int window) {
    Conversation us = Conversation.connected();
    us.peerSends(Seg.ack(1).wnd(window));
    us.send(2 * MSS).emitsNothing();
    Duration waited = us.untilOutput();
    us.emits(".", 1, 1, window);
    assertTrue(waited.toMillis() >= 100 && waited.toMillis() <= 1000, "after " + waited);
  }

  @ParameterizedTest
  @Tag("SHLD-27")
  @Tag("SHLD-28")
  @Tag("MAY-16")
  @EnumSource(Family.class)
  void manySmallWritesGoOutInSegmentsAsLargeAsCanBeWithOnePush(Family family) {
    Conversation us = family.connected();
    us.send(1000).emits(".", 1, 1, 1000);
    us.peerSends(Seg.ack(1001));
    for (int i = 0; i < 300; i++) {
      us.send(10);
    }
    int full = fullSegment(family);
    assertFalse(us.emits(".", 1001, 1, full).has(TcpFlags.PSH));
    assertFalse(us.emits(".", 1001 + full, 1, full).has(TcpFlags.PSH));
    assertTrue(us.emits(".", 1001 + 2 * full, 1, 3000 - 2 * full).has(TcpFlags.PSH));
    us.emitsNothing();
  }

  @Test
  @Tag("SHLD-27")
  @Tag("MAY-16")
  void smallWritesThatWaitForTheAcknowledgementBecomeOneSegment() {
    Conversation us = nagle();
    us.send(1).emits(".", 1, 1, 1);
    for (int i = 0; i < 20; i++) {
      us.send(5).emitsNothing();
    }
    us.peerSends(Seg.ack(2));
    assertTrue(us.emits(".", 2, 1, 100).has(TcpFlags.PSH));
    us.emitsNothing();
  }

  @Test
  @Tag("SHLD-28")
  void whatWaitedForTheHandshakeGoesOutInFullSegments() {
    Conversation us = Conversation.fresh().open();
    us.emits("S", 0, 0, 0);
    for (int i = 0; i < 30; i++) {
      us.send(100);
    }
    us.peerSends(Seg.synAck().mss(MSS));
    us.emits(".", 1, 1, MSS);
    us.emits(".", 1 + MSS, 1, MSS);
    us.emits(".", 1 + 2 * MSS, 1, 3000 - 2 * MSS);
  }

  @ParameterizedTest
  @ValueSource(ints = {TcpFlags.PSH, 0})
  void textCanBeReadWhetherItWasPushedOrNot(int push) throws IOException {
    Conversation us = Conversation.accepted();
    us.peerSends(Seg.data(1, 10).with(push));
    assertTrue(us.socket.isReadable());
    assertEquals(10, us.read(100));
  }
}
