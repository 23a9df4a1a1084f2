package io.fourwave.tcp.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.tcp.TcpState;
import io.fourwave.tcp.conversation.Conversation;
import io.fourwave.tcp.conversation.Family;
import io.fourwave.tcp.conversation.Seg;
import io.fourwave.tcp.conversation.Situation;
import io.fourwave.wire.TcpFlags;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Urgent pointers to anywhere: WinNuke, URGENT/11 (CVE-2019-12255 and its like). */
class UrgentPointerTest {

  /** All octets are read, in order, whatever the pointer says; there is never less than none. */
  @ParameterizedTest
  @EnumSource(Family.class)
  void theStreamStaysIntactWhereverThePointerLeads(Family family) throws IOException {
    for (int pointer : new int[] {0, 1, 3, 4, 5, 1000, 0x7fff, 0x8000, 0xffff}) {
      Conversation us = family.accepted();
      us.peerSends(Seg.data(1, 0).text("four").urgent(pointer));
      us.emits(".", 1, 5, 0);
      assertEquals(pointer, us.socket.urgentOctets(), "pointer " + pointer);
      assertEquals("four", us.readText(100));
      assertEquals(Math.max(0, pointer - 4), us.socket.urgentOctets(), "pointer " + pointer);
      us.peerSends(Seg.data(5, 0).text("more"));
      us.emits(".", 1, 9, 0);
      assertEquals("more", us.readText(100));
      assertEquals(Math.max(0, pointer - 8), us.socket.urgentOctets(), "pointer " + pointer);
      assertEquals(pointer > 8, us.socket.isUrgent());
    }
  }

  /** CVE-2019-12255: a pointer of 0 at the very beginning made a length of -1. */
  @ParameterizedTest
  @EnumSource(Family.class)
  void aPointerOfZeroAnnouncesNothing(Family family) throws IOException {
    Conversation us = family.accepted();
    us.peerSends(Seg.data(1, 0).urgent(0));
    assertFalse(us.socket.isUrgent());
    us.peerSends(Seg.data(1, 0).text("text").urgent(0));
    us.emits(".", 1, 5, 0);
    assertFalse(us.socket.isUrgent());
    assertEquals(0, us.socket.urgentOctets());
    assertEquals("text", us.readText(10));
  }

  /** CVE-2019-12261: the pointer of a connect attempt that was answered with another's. */
  @ParameterizedTest
  @EnumSource(Family.class)
  void urgencyInAnOpeningIsSurvived(Family family) throws IOException {
    Conversation us = family.fresh().open();
    us.emits("S", 0, 0, 0);
    us.peerSends(Seg.synAck().mss(1000).urgent(0xffff));
    us.emits(".", 1, 1, 0);
    us.peerSends(Seg.data(1, 0).text("text"));
    us.emits(".", 1, 5, 0);
    assertEquals("text", us.readText(10));
    assertTrue(us.socket.urgentOctets() >= 0);
    Conversation listening = family.fresh().listen();
    listening.peerSends(Seg.syn().mss(1000).urgent(0xffff));
    listening.emits("S.", 0, 1, 0);
  }

  /** WinNuke: urgent, and nothing behind it. */
  @ParameterizedTest
  @EnumSource(Family.class)
  void urgencyWithoutTextIsAnnouncedAndHarmless(Family family) throws IOException {
    Conversation us = family.accepted();
    us.peerSends(Seg.data(1, 0).urgent(0xffff));
    assertEquals(0xffff, us.socket.urgentOctets());
    assertEquals(0, us.read(100));
    us.peerSends(Seg.fin(1));
    us.emits(".", 1, 2, 0);
    assertEquals(-1, us.read(100));
    assertEquals(TcpState.CLOSE_WAIT, us.socket.state());
  }

  /** CVE-2019-12263: pointers that jump while text arrives out of order. */
  @ParameterizedTest
  @EnumSource(Family.class)
  void pointersThatJumpDoNotHarmText(Family family) throws IOException {
    long seed = 17;
    Random random = new Random(seed);
    for (int round = 0; round < 100; round++) {
      Conversation us = family.accepted();
      for (int i = 0; i < 100; i++) {
        Seg seg = Seg.data(1 + random.nextInt(400), random.nextInt(40));
        us.peerSends(random.nextBoolean() ? seg.urgent(random.nextInt(0x10000)) : seg);
        us.emitsWhatever();
        assertTrue(us.socket.urgentOctets() >= 0, "seed " + seed);
      }
      us.peerSends(Seg.data(1, 500).urgent(random.nextInt(0x10000)));
      us.emitsWhatever();
      byte[] expected = Conversation.pattern(0, 500);
      String text = us.readText(1000);
      assertEquals(new String(expected, StandardCharsets.ISO_8859_1), text);
    }
  }

  /** After the FIN there is nothing that could be urgent; elsewhere it is nobody's business. */
  @ParameterizedTest
  @EnumSource(Situation.class)
  void everyStateSurvivesAnyPointer(Situation situation) {
    for (Family family : Family.values()) {
      for (int pointer : new int[] {0, 1, 0x7fff, 0x8000, 0xffff}) {
        Conversation us = situation.begin(family == Family.IPV4);
        us.peerSends(Seg.flags(TcpFlags.ACK, 1, 1, 0).urgent(pointer));
        us.peerSends(Seg.flags(TcpFlags.ACK, 2, 1, 7).urgent(pointer));
        us.peerSends(Seg.flags(0, 2, 1, 7).urgent(pointer));
        us.emitsWhatever();
        boolean over = situation.state.compareTo(TcpState.CLOSE_WAIT) >= 0;
        assertFalse(over && us.socket.isUrgent(), situation + ", pointer " + pointer);
      }
    }
  }
}
