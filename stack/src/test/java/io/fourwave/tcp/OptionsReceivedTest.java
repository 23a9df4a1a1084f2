package io.fourwave.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.tcp.conversation.Conversation;
import io.fourwave.tcp.conversation.Emitted;
import io.fourwave.tcp.conversation.Family;
import io.fourwave.tcp.conversation.Seg;
import io.fourwave.wire.TcpFlags;
import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Options that the peer sends, in good order (RFC 9293 §3.1, §3.2). */
class OptionsReceivedTest {
  private static final int EXPERIMENT = 253;

  @ParameterizedTest
  @EnumSource(Family.class)
  @Tag("MUST-4")
  @Tag("MUST-14")
  void theMandatoryOptionsAreUnderstood(Family family) {
    // No-operation twice, a maximum segment size of 1,000 octets, the end of the list and padding.
    Conversation us = family.fresh().connect(Seg.synAck().rawOptions(1, 1, 2, 4, 3, 232, 0, 0));
    us.send(2500);
    us.emits(".", 1, 1, 1000);
    us.emits(".", 1001, 1, 1000);
    us.emits(".", 2001, 1, 500);
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  @Tag("MUST-14")
  void thePeersSegmentSizeIsTakenFromItsSyn(Family family) {
    Conversation us = family.fresh().accept(Seg.syn().mss(700));
    us.send(1000);
    us.emits(".", 1, 1, 700);
    us.emits(".", 701, 1, 300);
  }

  /** What follows the end of the list is padding, even if it looks like an option. */
  @Test
  @Tag("MUST-4")
  void theListEndsWhereItSaysSo() {
    Conversation us =
        Conversation.fresh()
            .connect(Seg.synAck().rawOptions(2, 4, 3, 232, 0, 2, 4, 0, 50, 0, 0, 0));
    us.send(1000);
    us.emits(".", 1, 1, 1000);
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  @Tag("MUST-5")
  @Tag("MUST-6")
  void anySegmentMayCarryOptions(Family family) throws IOException {
    int[] options = {1, EXPERIMENT, 6, 1, 2, 3, 4, 1, 0, 0, 0, 0};
    Conversation us = family.fresh().listen();
    us.peerSends(Seg.syn().rawOptions(options));
    us.emits("S.", 0, 1, 0);
    us.peerSends(Seg.ack(1).rawOptions(options));
    us.socket = us.listener.accept();
    us.peerSends(Seg.data(1, 0).text("text").rawOptions(options));
    us.emits(".", 1, 5, 0);
    assertEquals("text", us.readText(10), "the text begins behind the options");
    us.send(10);
    us.emits(".", 1, 5, 10);
    us.peerSends(Seg.ack(11).rawOptions(options));
    assertEquals(11, us.socket.status().sndUna());
    us.peerSends(Seg.data(5, 1).urgent(1).rawOptions(options));
    assertTrue(us.socket.isUrgent());
    us.emits(".", 11, 6, 0);
    us.peerSends(Seg.fin(6).rawOptions(options));
    us.emits(".", 11, 7, 0);
    assertEquals(TcpState.CLOSE_WAIT, us.socket.state());
    us.peerSends(Seg.rst(7).rawOptions(options));
    assertEquals(CloseReason.RESET, us.socket.failure());
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  @Tag("MUST-5")
  void aSynAckAndAResetInSynSentMayCarryOptions(Family family) {
    int[] options = {EXPERIMENT, 4, 1, 2, 30, 3, 0, 0};
    family.fresh().connect(Seg.synAck().rawOptions(options));
    Conversation refused = family.fresh().open();
    refused.emits("S", 0, 0, 0);
    refused.peerSends(Seg.rst(0).acks(1).rawOptions(options));
    assertEquals(CloseReason.REFUSED, refused.socket.failure());
  }

  /** Kinds that no RFC has given a meaning, or whose meaning we do not implement. */
  @ParameterizedTest
  @EnumSource(Family.class)
  @Tag("MUST-6")
  void everyOtherOptionIsPassedOver(Family family) {
    Conversation us = family.accepted();
    int next = 1;
    for (int kind = 6; kind < 256; kind++) {
      if (kind == 8) {
        continue;
      }
      us.peerSends(Seg.data(next++, 1).rawOptions(kind, 2, kind, 10, 9, 9, 9, 9, 9, 9, 9, 9));
      us.emits(".", 1, next, 0);
      Conversation opening = halfOpen(family, kind, 7, 2, 4, 0, 100, 8, 2, 4, 3, 232, 0);
      assertEquals(1000, opening.host.connections().get(1).segmentSize(), "kind " + kind);
    }
  }

  private static Conversation halfOpen(Family family, int... options) {
    Conversation us = family.fresh().listen();
    us.peerSends(Seg.syn().rawOptions(options));
    us.emits("S.", 0, 1, 0);
    return us;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  @Tag("MUST-64")
  void optionsMayBeginAnywhere(int offset) {
    int[] options = new int[24];
    java.util.Arrays.fill(options, 0, offset, 1);
    int[] wanted = {2, 4, 3, 232, 3, 3, 7, 8, 10, 1, 2, 3, 4, 0, 0, 0, 0, 4, 2};
    System.arraycopy(wanted, 0, options, offset, wanted.length);
    for (Family family : Family.values()) {
      Conversation us = family.of(TcpSettings.defaults()).listen();
      us.peerSends(Seg.syn().rawOptions(options));
      Emitted answer = us.emits("S.", 0, 1, 0);
      assertTrue(answer.options.hasTimestamps());
      assertEquals(0x01020304, answer.options.timestampEcho());
      assertTrue(answer.options.sackPermitted());
      us.peerSends(Seg.ack(1).ts(0x01020305, answer.options.timestamp()).wnd(10));
      us.socket = us.listener.accept();
      assertEquals(10 << 7, us.socket.status().sndWnd());
      assertEquals(1000 - 12, us.socket.status().segmentSize());
    }
  }

  /** Three segments sent, the second and third acknowledged: the first is missing. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  @Tag("MUST-64")
  @Tag("RFC2018")
  void sackBlocksMayBeginAnywhere(int offset) {
    TcpSettings sack = Conversation.plain().with(Options.PLAIN.withSelectiveAcknowledgement(true));
    Conversation us = Conversation.of(sack).connect(Seg.synAck().mss(1000).sackOk());
    us.send(5000);
    us.emitsWhatever();
    int from = us.ourIss() + 1001;
    int to = us.ourIss() + 5001;
    int[] options = new int[12];
    java.util.Arrays.fill(options, 1);
    int[] block = {5, 10, from >> 24, from >> 16, from >> 8, from, to >> 24, to >> 16, to >> 8, to};
    System.arraycopy(block, 0, options, offset, block.length);
    us.peerSends(Seg.ack(1).rawOptions(options));
    us.emits(".", 1, 1, 1000);
    us.emitsNothing();
  }

  /** Otherwise anyone could shrink our segments, or the window, in mid-stream. */
  @ParameterizedTest
  @EnumSource(Family.class)
  void segmentSizeAndWindowScaleCountInASynAlone(Family family) {
    TcpSettings scaled = Conversation.plain().with(Options.PLAIN.withWindowScale(true));
    Conversation us = family.of(scaled).connect(Seg.synAck().mss(1000).wscale(2));
    us.peerSends(Seg.ack(1).mss(100).wscale(9).wnd(5000));
    us.peerSends(Seg.data(1, 1).mss(100).wscale(9).wnd(5000));
    us.emits(".", 1, 2, 0);
    assertEquals(1000, us.socket.status().segmentSize());
    assertEquals(5000 << 2, us.socket.status().sndWnd());
  }

  @ParameterizedTest
  @ValueSource(ints = {15, 170, 255})
  @Tag("RFC7323")
  void aWindowScaleBeyond14CountsAs14(int shift) {
    TcpSettings scaled = Conversation.plain().with(Options.PLAIN.withWindowScale(true));
    Conversation us = Conversation.of(scaled).connect(Seg.synAck().mss(1000).wscale(shift));
    us.peerSends(Seg.ack(1).wnd(3));
    assertEquals(3 << 14, us.socket.status().sndWnd());
  }

  @Test
  @Tag("RFC7323")
  void timestampsAreAgreedInSynsAlone() {
    TcpSettings stamped = Conversation.plain().with(Options.PLAIN.withTimestamps(true));
    Conversation us = Conversation.of(stamped).listen();
    us.peerSends(Seg.syn().mss(1000));
    us.emits("S.", 0, 1, 0);
    us.peerSends(Seg.ack(1).ts(5, 5));
    us.socket = us.listener.accept();
    us.peerSends(Seg.flags(TcpFlags.ACK, 1, 1, 1).ts(6, 6));
    assertFalse(us.emits(".", 1, 2, 0).options.hasTimestamps());
  }
}
