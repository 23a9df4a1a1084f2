package io.fourwave.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.host.HostSettings;
import io.fourwave.tcp.congestion.FixedWindow;
import io.fourwave.tcp.conversation.Conversation;
import io.fourwave.tcp.conversation.Emitted;
import io.fourwave.tcp.conversation.Family;
import io.fourwave.tcp.conversation.Seg;
import io.fourwave.wire.TcpFlags;
import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The window, unsigned and of 32 bits (RFC 9293 §3.1), and what counts though it is zero (§3.4).
 */
class WindowFieldTest {
  private static final int MIB = 1 << 20;

  private static TcpSettings unlimited() {
    return Conversation.plain()
        .with(new Buffers(2 * MIB, MIB))
        .withCongestionControl(() -> new FixedWindow(1 << 30));
  }

  @ParameterizedTest
  @ValueSource(ints = {0x7fff, 0x8000, 0xffff})
  @Tag("MUST-1")
  void aWindowIsUnsigned(int window) {
    for (Family family : Family.values()) {
      Conversation us = family.of(unlimited()).peerWindow(window);
      us.connect(Seg.synAck().mss(1000));
      assertEquals(window, us.socket.status().sndWnd());
      us.send(100_000);
      assertEquals(window - window % 1000, inFlight(us), "octets in a window of " + window);
    }
  }

  private static int inFlight(Conversation us) {
    us.emitsWhatever();
    return (int) (us.socket.status().sndNxt() - us.socket.status().sndUna());
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  @Tag("MUST-1")
  @Tag("REC-1")
  void theLargestWindowThatCanBeScaledIsUsedInFull(Family family) {
    TcpSettings scaled = unlimited().with(Options.PLAIN.withWindowScale(true));
    Conversation us = family.of(scaled).accept(Seg.syn().mss(1000).wscale(14));
    us.peerSends(Seg.ack(1).wnd(0xffff));
    assertEquals(0xffff << 14, us.socket.status().sndWnd());
    us.send(2 * MIB);
    assertEquals(2 * MIB, inFlight(us));
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  @Tag("REC-1")
  void weOfferAndHonourWindowsBeyond16Bits(Family family) throws IOException {
    TcpSettings scaled = unlimited().with(Options.PLAIN.withWindowScale(true));
    Conversation us = family.of(scaled).listen();
    us.peerSends(Seg.syn().mss(1400).wscale(7));
    int shift = us.emits("S.", 0, 1, 0).options.windowShift();
    us.peerSends(Seg.ack(1));
    us.socket = us.listener.accept();
    us.peerSends(Seg.data(1, 1));
    Emitted first = us.emits(".", 1, 2, 0);
    int window = first.window << shift;
    assertTrue(window > 0xf_0000, "window " + first.window + " << " + shift);
    assertEquals(window, us.socket.status().rcvWnd());
    // A segment near the right edge is within the window.
    us.peerSends(Seg.data(1 + window, 1));
    us.emits(".", 1, 2, 0);
    assertEquals(1, us.host.counters().of(TcpEvent.OUT_OF_ORDER));
    assertEquals(1, us.read(10));
  }

  /** 2 KiB of window, filled by the peer and not read by us. */
  private static Conversation withClosedWindow(Family family) {
    TcpSettings small = Conversation.plain().with(new Buffers(2048, 2048));
    Conversation us = family.of(HostSettings.defaults().with(small)).accept(Seg.syn().mss(1000));
    us.peerSends(Seg.data(1, 1024), Seg.data(1025, 1024));
    assertEquals(0, us.emits(".", 1, 2049, 0).window);
    us.emitsNothing();
    return us;
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  @Tag("MUST-66")
  void aResetCountsThoughOurWindowIsZero(Family family) {
    Conversation us = withClosedWindow(family);
    us.peerSends(Seg.rst(2049));
    assertEquals(CloseReason.RESET, us.socket.failure());
    us.emitsNothing();
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  @Tag("MUST-66")
  void aResetWithTextCountsThoughOurWindowIsZero(Family family) {
    Conversation us = withClosedWindow(family);
    us.peerSends(Seg.rst(2049).text("why"));
    assertEquals(CloseReason.RESET, us.socket.failure());
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  @Tag("MUST-66")
  void urgencyCountsThoughOurWindowIsZero(Family family) throws IOException {
    Conversation us = withClosedWindow(family);
    us.peerSends(Seg.data(2049, 0).urgent(10));
    assertTrue(us.socket.isUrgent());
    assertEquals(2048 + 10, us.socket.urgentOctets());
    assertEquals(2048, us.read(4096));
    assertEquals(10, us.socket.urgentOctets());
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  @Tag("MUST-66")
  void urgencyOfTextThatDoesNotFitCountsThoughOurWindowIsZero(Family family) throws IOException {
    Conversation us = withClosedWindow(family);
    us.peerSends(Seg.data(2049, 5).urgent(5));
    assertEquals(0, us.emits(".", 1, 2049, 0).window);
    assertEquals(2048 + 5, us.socket.urgentOctets());
    assertEquals(2048, us.read(4096));
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void anAcknowledgementCountsThoughOurWindowIsZero(Family family) {
    Conversation us = withClosedWindow(family);
    us.send(100);
    us.emits(".", 1, 2049, 100);
    us.peerSends(Seg.flags(TcpFlags.ACK, 2049, 101, 0));
    assertEquals(101, us.socket.status().sndUna());
    us.peerSends(Seg.data(2049, 1).acks(101).wnd(7));
    us.emits(".", 101, 2049, 0);
    assertEquals(7, us.socket.status().sndWnd(), "a window probe's window counts");
  }
}
