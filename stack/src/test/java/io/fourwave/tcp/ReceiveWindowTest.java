package io.fourwave.tcp;

import static io.fourwave.tcp.conversation.Conversation.MSS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.tcp.conversation.Conversation;
import io.fourwave.tcp.conversation.Emitted;
import io.fourwave.tcp.conversation.Seg;
import io.fourwave.wire.TcpFlags;
import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The window we offer (RFC 9293 §3.8.6, §3.8.6.2.2). */
class ReceiveWindowTest {
  private static final int BUFFER = 8192;

  private static Conversation withBuffer(int octets) {
    TcpSettings plain = Conversation.plain();
    Conversation us = Conversation.of(plain.with(new Buffers(BUFFER, octets)));
    return us.accept(Seg.syn().mss(MSS));
  }

  private static void fill(Conversation us) {
    for (int seq = 1; seq <= BUFFER; seq += 1024) {
      us.peerSends(Seg.data(seq, 1024));
    }
    assertEquals(0, us.emits(".", 1, 1 + BUFFER, 0).window);
    us.emitsNothing();
  }

  @Test
  @Tag("MUST-39")
  void afterAFullBufferTheWindowOpensByASegmentAndNotByCrumbs() throws IOException {
    Conversation us = withBuffer(BUFFER);
    fill(us);
    for (int read = 100; read < MSS; read += 100) {
      us.read(100);
      us.emitsNothing();
    }
    us.read(100);
    assertEquals(1500, us.emits(".", 1, 1 + BUFFER, 0).window);
  }

  @Test
  @Tag("MUST-39")
  void aBufferOfLessThanTwoSegmentsOpensByItsHalf() throws IOException {
    Conversation us = withBuffer(2048);
    us.peerSends(Seg.data(1, 1024), Seg.data(1025, 1024));
    assertEquals(0, us.emits(".", 1, 2049, 0).window);
    us.read(1023);
    us.emitsNothing();
    us.read(1);
    assertEquals(1024, us.emits(".", 1, 2049, 0).window);
  }

  @Test
  @Tag("MUST-39")
  void readingIsReportedOnItsOwnOnlyWhenItDoublesTheWindowOrFreesHalfTheBuffer()
      throws IOException {
    Conversation us = withBuffer(BUFFER);
    us.peerSends(Seg.data(1, 1460), Seg.data(1461, 1460), Seg.data(2921, 1460));
    us.emits(".", 1, 4381, 0);
    us.read(3500); // the window is 3812
    us.emitsNothing();
    us.read(400);
    assertEquals(BUFFER - 480, us.emits(".", 1, 4381, 0).window);
  }

  @Test
  @Tag("MUST-39")
  void anAcknowledgementDoesNotOfferTheCrumbsThatWereRead() throws IOException {
    Conversation us = withBuffer(BUFFER);
    us.peerSends(Seg.data(1, 1000));
    Emitted first = us.emits(".", 1, 1001, 0);
    assertEquals(BUFFER - 1000, first.window);
    us.read(700);
    us.peerSends(Seg.data(1001, 100));
    assertEquals(BUFFER - 1100, us.emits(".", 1, 1101, 0).window);
    us.read(400);
    us.peerSends(Seg.data(1101, 500));
    assertEquals(BUFFER - 1600, us.emits(".", 1, 1601, 0).window);
    us.read(500);
    us.peerSends(Seg.data(1601, 10));
    assertEquals(BUFFER - 10, us.emits(".", 1, 1611, 0).window);
  }

  @ParameterizedTest
  @ValueSource(ints = {2048, 4096, 65_536, 1 << 20})
  @Tag("SHLD-14")
  void theRightEdgeNeverMovesLeft(int buffer) throws IOException {
    long seed = 20_260_101L + buffer;
    Random random = new Random(seed);
    TcpSettings plain = Conversation.plain();
    TcpSettings scaled = plain.with(plain.options().withWindowScale(true));
    Conversation us = Conversation.of(scaled.with(new Buffers(2048, buffer))).listen();
    us.peerSends(Seg.syn().mss(MSS).wscale(0));
    Emitted synAck = us.emits();
    us.peerSends(Seg.ack(1));
    us.socket = us.listener.accept();
    int unit = 1 << synAck.options.windowShift();
    int edge = synAck.ack + synAck.window;
    int seq = 1;
    for (int i = 0; i < 10_000 || seq < 4 * buffer; i++) {
      int length = Math.min(1 + random.nextInt(MSS), edge - seq);
      if (random.nextInt(100) < 60 && length > 0) {
        us.peerSends(Seg.data(seq, length));
        seq += length;
      } else {
        us.read(1 + random.nextInt(5000));
      }
      for (Emitted e = us.poll(); e != null; e = us.poll()) {
        int now = e.ack + e.window * unit; // a scaled window is rounded: RFC 7323 §2.4
        assertTrue(now > edge - unit, "seed " + seed + ", step " + i + ": " + edge + " to " + now);
        edge = Math.max(edge, now);
      }
    }
    assertEquals(seq, us.socket.status().rcvNxt(), "all that was ever offered is honoured");
  }

  @Test
  void textBeyondTheWindowIsCutOffAndMemoryStaysBounded() throws IOException {
    Conversation us = withBuffer(BUFFER);
    for (int seq = 1; seq < 10 * BUFFER; seq += MSS) {
      us.peerSends(Seg.data(seq, MSS));
    }
    assertEquals(0, us.emits(".", 1, 1 + BUFFER, 0).window);
    assertEquals(BUFFER, us.socket.status().receiveQueue());
    assertEquals(BUFFER, us.read(20 * BUFFER));
    assertEquals(0, us.read(1));
  }

  @Test
  void textBeyondTheWindowAndAGapIsCutOff() throws IOException {
    Conversation us = withBuffer(BUFFER);
    us.peerSends(Seg.data(1 + BUFFER - 100, 200), Seg.data(1 + BUFFER, 200));
    us.emits(".", 1, 1, 0);
    us.emitsNothing();
    us.peerSends(Seg.data(1, 1024));
    us.emits(".", 1, 1025, 0);
    for (int seq = 1025; seq < BUFFER; seq += 1024) {
      us.peerSends(Seg.data(seq, 1024));
    }
    us.emits(".", 1, 1 + BUFFER, 0);
    assertEquals(BUFFER, us.read(20 * BUFFER));
  }

  @Test
  @Tag("MAY-8")
  void anApplicationThatNeverReadsKeepsTheWindowClosedForADayAndEveryProbeIsAnswered() {
    Conversation us = withBuffer(BUFFER);
    fill(us);
    for (int hour = 0; hour < 24; hour++) {
      us.pass(Duration.ofHours(1));
      us.emitsNothing();
      us.peerSends(Seg.data(1 + BUFFER, 1));
      assertEquals(0, us.emits(".", 1, 1 + BUFFER, 0).window);
      us.emitsNothing();
    }
    assertEquals(TcpState.ESTABLISHED, us.socket.state());
    assertEquals(BUFFER, us.socket.status().receiveQueue());
  }

  @Test
  void closingWithUnreadTextResetsThePeer() {
    Conversation us = withBuffer(BUFFER);
    fill(us);
    us.socket.close();
    assertTrue(us.emits().has(TcpFlags.RST));
    assertEquals(TcpState.CLOSED, us.socket.state());
    assertEquals(1, us.host.connections().size(), "the listener is left");
  }
}
