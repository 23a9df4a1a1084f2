package io.fourwave.tcp;

import static io.fourwave.tcp.conversation.Conversation.MSS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.tcp.conversation.Conversation;
import io.fourwave.tcp.conversation.Seg;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The sender does not fill a window that opens by crumbs (RFC 9293 §3.8.6.2.1). */
class SendSillyWindowTest {
  private static Conversation withWindow(int window, boolean nagle) {
    TcpSettings plain = Conversation.plain();
    Conversation us = Conversation.of(plain.with(plain.sending().withNagle(nagle)));
    return us.peerWindow(window).connect(Seg.synAck().mss(MSS));
  }

  @Test
  @Tag("MUST-38")
  void aWindowTooSmallForASegmentIsNotFilledAtOnce() {
    Conversation us = withWindow(4 * MSS, false);
    us.send(20_000);
    us.emitsFull(1, 4);
    us.peerSends(Seg.ack(1 + 4 * MSS).wnd(MSS - 1));
    us.emitsNothing();
    us.peerSends(Seg.ack(1 + 4 * MSS).wnd(MSS));
    us.emits(".", 1 + 4 * MSS, 1, MSS);
    us.emitsNothing();
  }

  @Test
  @Tag("MUST-38")
  void halfOfTheLargestWindowIsWorthASegment() {
    Conversation us = withWindow(1000, false);
    us.send(20_000);
    us.emits(".", 1, 1, 1000);
    us.peerSends(Seg.ack(1001).wnd(499));
    us.emitsNothing();
    us.peerSends(Seg.ack(1001).wnd(500));
    us.emits(".", 1001, 1, 500);
    us.emitsNothing();
  }

  @Test
  @Tag("MUST-38")
  void allThatIsLeftIsWorthASegment() {
    Conversation us = withWindow(4 * MSS, false);
    us.send(4 * MSS + 50);
    us.emitsFull(1, 4);
    us.peerSends(Seg.ack(1 + 4 * MSS).wnd(49));
    us.emitsNothing();
    us.peerSends(Seg.ack(1 + 4 * MSS).wnd(50));
    us.emits(".", 1 + 4 * MSS, 1, 50);
  }

  @Test
  @Tag("MUST-38")
  void theOverrideTimeoutEndsTheWaitingForALargerWindow() {
    Conversation us = withWindow(4 * MSS, true);
    us.send(20_000);
    us.emitsFull(1, 4);
    us.peerSends(Seg.ack(1 + 4 * MSS).wnd(100));
    us.emitsNothing();
    long waited = us.untilOutput().toMillis();
    assertTrue(100 <= waited && waited <= 1000, waited + " ms, RFC 9293 says 0.1 to 1 s");
    us.emits(".", 1 + 4 * MSS, 1, 100);
    us.emitsNothing();
  }

  @Test
  @Tag("MUST-38")
  void aPeerThatOffersOctetByOctetGetsAFewSegmentsASecondAndNotOneForEachOffer() {
    Conversation us = withWindow(4 * MSS, true);
    us.send(20_000);
    us.emitsFull(1, 4);
    int segments = 0;
    for (int i = 0; i < 1000; i++) {
      us.peerSends(Seg.ack(Seg.LATEST).wnd(1));
      us.pass(Duration.ofMillis(10));
      segments += us.emitsWhatever();
    }
    assertTrue(segments <= 100, segments + " segments in 10 s");
    assertTrue(segments >= 10, "it goes on: " + segments + " segments in 10 s");
    assertEquals(1 + 4 * MSS + segments, 1 + us.socket.status().sndNxt() - 1);
  }
}
