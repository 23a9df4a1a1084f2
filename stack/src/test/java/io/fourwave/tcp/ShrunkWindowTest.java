package io.fourwave.tcp;

import static io.fourwave.tcp.conversation.Conversation.MSS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.tcp.conversation.Conversation;
import io.fourwave.tcp.conversation.Emitted;
import io.fourwave.tcp.conversation.Seg;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A peer takes back window that it has offered (RFC 9293 §3.8.6). */
class ShrunkWindowTest {
  /** Six segments are in flight; the peer has the first and takes back all but {@code window}. */
  private static Conversation shrunkTo(int window) {
    Conversation us = Conversation.connected();
    us.send(20 * MSS);
    us.emitsFull(1, 10);
    us.peerSends(Seg.ack(1 + MSS).wnd(window));
    return us;
  }

  @Test
  @Tag("MUST-34")
  @Tag("SHLD-15")
  void noNewTextGoesBeyondTheShrunkWindow() {
    Conversation us = shrunkTo(2 * MSS);
    us.emitsNothing();
    us.peerSends(Seg.ack(1 + 3 * MSS).wnd(MSS));
    us.emitsNothing();
    us.peerSends(Seg.ack(1 + 10 * MSS).wnd(MSS));
    us.emits(".", 1 + 10 * MSS, 1, MSS); // usable again
    us.emitsNothing();
  }

  @Test
  @Tag("SHLD-16")
  void oldTextWithinTheShrunkWindowIsSentAgain() {
    Conversation us = shrunkTo(2 * MSS);
    us.emitsNothing();
    us.untilEmits().is(".", 1 + MSS, 1, MSS);
    us.emitsNothing(); // the window of congestion is one segment
    us.peerSends(Seg.ack(1 + 2 * MSS).wnd(MSS + 100));
    us.emits(".", 1 + 2 * MSS, 1, MSS);
    us.emits(".", 1 + 3 * MSS, 1, 100); // and not an octet beyond the edge
    us.emitsNothing();
  }

  @Test
  @Tag("MUST-34")
  @Tag("SHLD-16")
  void aWindowOfLessThanASegmentIsUsedForOldText() {
    Conversation us = shrunkTo(100);
    us.emitsNothing();
    us.untilEmits().is(".", 1 + MSS, 1, 100);
    us.peerSends(Seg.ack(101 + MSS).wnd(100));
    us.emits(".", 101 + MSS, 1, 100);
  }

  @Test
  @Tag("MUST-34")
  void allTextArrivesHoweverTheWindowShrinksAndGrows() {
    Conversation us = shrunkTo(3000);
    ByteArrayOutputStream taken = new ByteArrayOutputStream();
    taken.writeBytes(Conversation.pattern(0, MSS));
    int[] windows = {3000, 0, 700, 0, 5000, 1, 2, 1500, 0, 65_535};
    for (int i = 0; taken.size() < 20 * MSS; i++) {
      Emitted e = us.untilEmits();
      int edge = 1 + taken.size() + Math.max(1, windows[i % windows.length]);
      int skip = 1 + taken.size() - e.seq;
      int most = Math.min(e.length, edge - e.seq);
      if (skip >= 0 && skip < most) {
        taken.write(e.text, skip, most - skip);
      }
      us.peerSends(Seg.ack(1 + taken.size()).wnd(windows[(i + 1) % windows.length]));
      assertTrue(i < 100_000, "no progress");
    }
    Assertions.assertArrayEquals(Conversation.pattern(0, 20 * MSS), taken.toByteArray());
  }

  @Test
  @Tag("SHLD-17")
  void textBeyondTheEdgeNeverTimesTheConnectionOut() {
    Conversation us = shrunkTo(0);
    us.emitsNothing();
    while (us.host.now() < Duration.ofHours(5).toNanos()) {
      us.untilEmits().is(".", 1 + MSS, 1, 1);
      us.peerSends(Seg.ack(1 + MSS).wnd(0));
    }
    assertTrue(us.socket.isConnected());
  }

  @Test
  @Tag("MUST-35")
  void aWindowThatShrankToNothingIsProbedAndReopens() {
    Conversation us = shrunkTo(0);
    us.emitsNothing();
    assertEquals(TcpTimer.PERSIST, us.socket.status().timer());
    us.untilEmits().is(".", 1 + MSS, 1, 1);
    us.emitsNothing();
    us.untilEmits().is(".", 1 + MSS, 1, 1);
    us.peerSends(Seg.ack(1 + MSS).wnd(65_535));
    us.emits(".", 1 + MSS, 1, 1); // what met the closed window was thrown away
    us.emits(".", 2 + MSS, 1, MSS);
    us.emits(".", 2 + 2 * MSS, 1, MSS);
  }
}
