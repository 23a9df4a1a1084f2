package io.fourwave.tcp;

import static io.fourwave.tcp.conversation.Conversation.MSS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.host.HostSettings;
import io.fourwave.tcp.congestion.CongestionControl;
import io.fourwave.tcp.congestion.Cubic;
import io.fourwave.tcp.congestion.FixedWindow;
import io.fourwave.tcp.conversation.Conversation;
import io.fourwave.tcp.conversation.Emitted;
import io.fourwave.tcp.conversation.Seg;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How much is in flight: slow start, congestion avoidance, silence (RFC 5681, RFC 6928). */
@Tag("RFC5681")
@Tag("RFC6928")
class CongestionTest {
  private static Conversation writing() {
    Conversation us = Conversation.connected();
    us.send(1_000_000);
    return us;
  }

  /** The peer acknowledges segment by segment; tells how many segments that releases. */
  private static int acknowledgeEach(Conversation us, int from, int segments) {
    int released = 0;
    for (int i = 1; i <= segments; i++) {
      us.peerSends(Seg.ack(from + i * MSS));
      released += us.emitsWhatever();
    }
    return released;
  }

  @Test
  @Tag("MUST-19")
  void tenSegmentsGoFirstAndSlowStartDoublesThem() {
    Conversation us = writing();
    assertEquals(10, us.emitsWhatever());
    assertEquals(20, acknowledgeEach(us, 1, 10));
    assertEquals(40, acknowledgeEach(us, 1 + 10 * MSS, 20));
  }

  @Test
  @Tag("MUST-19")
  void anAcknowledgementOfTwoSegmentsReleasesFour() {
    Conversation us = writing();
    us.emitsWhatever();
    us.peerSends(Seg.ack(1 + 2 * MSS));
    assertEquals(4, us.emitsWhatever());
  }

  @ParameterizedTest
  @CsvSource({"1500, 10", "9000, 2", "4352, 3", "1280, 10"})
  void theInitialWindowIsTenSegmentsButNoMoreThan14600OctetsOrTwo(int mtu, int segments) {
    HostSettings settings = HostSettings.defaults().with(Conversation.plain()).withMtu(mtu);
    Conversation us = new Conversation(settings, true).connect(Seg.synAck().mss(mtu - 40));
    us.send(200_000);
    int full = 0;
    for (Emitted e = us.poll(); e != null; e = us.poll()) {
      full += e.length == mtu - 40 ? 1 : 0;
    }
    assertEquals(segments, full); // RFC 6928 §2
  }

  @Test
  @Tag("MUST-19")
  void afterATimeoutSlowStartBeginsWithOneSegmentAndEndsAtHalfOfWhatWasInFlight() {
    Conversation us = Conversation.connected();
    us.send(10 * MSS); // and no more, by which F-RTO would find out whether it was in vain
    us.emitsFull(1, 10);
    us.emitsNothing();
    us.untilEmits().is(".", 1, 1, MSS);
    us.emitsNothing();
    us.peerSends(Seg.ack(1 + MSS));
    us.emits(".", 1 + MSS, 1, MSS);
    us.emits(".", 1 + 2 * MSS, 1, MSS);
    us.emitsNothing();
    us.peerSends(Seg.ack(1 + 2 * MSS));
    us.emits(".", 1 + 3 * MSS, 1, MSS);
    us.emits(".", 1 + 4 * MSS, 1, MSS);
    us.peerSends(Seg.ack(1 + 3 * MSS));
    us.emits(".", 1 + 5 * MSS, 1, MSS);
    us.emits(".", 1 + 6 * MSS, 1, MSS);
    us.peerSends(Seg.ack(1 + 4 * MSS));
    us.emitsWhatever();
    assertEquals(5 * MSS, us.socket.status().ssthresh());
    assertEquals(5 * MSS, us.socket.status().cwnd());
    us.peerSends(Seg.ack(1 + 5 * MSS));
    us.emits(".", 1 + 9 * MSS, 1, MSS); // one for one: congestion avoidance
    us.emitsNothing();
  }

  @Test
  @Tag("MUST-19")
  void congestionAvoidanceAddsASegmentEachRoundTrip() {
    Conversation us = writing();
    us.emitsFull(1, 10);
    us.emitsNothing();
    us.untilEmits().is(".", 1, 1, MSS);
    us.peerSends(Seg.ack(1 + 10 * MSS)); // the others had arrived
    us.emitsWhatever();
    acknowledgeEach(us, 1 + 10 * MSS, 4);
    for (int segments = 5; segments < 10; segments++) {
      assertEquals(segments * MSS, us.socket.status().cwnd());
      int una = (int) us.socket.status().sndUna();
      acknowledgeEach(us, una, segments);
    }
  }

  @Test
  void acknowledgingASegmentInManyPartsReleasesNoMoreThanAtOnce() {
    Conversation us = writing();
    us.emitsWhatever();
    int released = 0;
    for (int i = 1; i <= MSS; i++) {
      us.peerSends(Seg.ack(1 + i));
      released += us.emitsWhatever();
    }
    assertEquals(2, released);
  }

  @Test
  void anAcknowledgementOfWhatWasNeverSentReleasesNothing() {
    Conversation us = writing();
    us.emitsWhatever();
    us.peerSends(Seg.ack(1 + 10 * MSS + 1));
    us.emits(".", 1 + 10 * MSS, 1, 0); // told where we are
    us.emitsNothing();
    assertEquals(1, us.socket.status().sndUna());
    assertEquals(10 * MSS, us.socket.status().cwnd());
  }

  @Test
  void aWindowThatWasNotUsedDoesNotGrow() {
    Conversation us = Conversation.connected();
    for (int i = 0; i < 100; i++) {
      us.send(MSS);
      us.emitsFull(1 + i * MSS, 1);
      us.peerSends(Seg.ack(1 + (i + 1) * MSS));
    }
    assertEquals(10 * MSS, us.socket.status().cwnd());
  }

  @Test
  void afterSilenceNoMoreThanTheInitialWindowGoesOut() {
    Conversation us = Conversation.connected();
    us.send(40 * MSS);
    us.emitsWhatever();
    acknowledgeEach(us, 1, 40);
    assertTrue(us.socket.status().cwnd() > 20 * MSS);
    us.pass(Duration.ofSeconds(5));
    us.send(40 * MSS);
    assertEquals(10, us.emitsWhatever()); // RFC 5681 §4.1
  }

  @Test
  void silenceShorterThanAnRtoChangesNothing() {
    Conversation us = Conversation.connected();
    us.send(40 * MSS);
    us.emitsWhatever();
    acknowledgeEach(us, 1, 40);
    us.pass(Duration.ofMillis(150));
    us.send(40 * MSS);
    assertTrue(us.emitsWhatever() > 20);
  }

  @Test
  void aStretchAcknowledgementAfterSilenceReleasesNoMoreThanTheDoubledWindow() {
    Conversation us = Conversation.connected();
    us.send(40 * MSS);
    us.emitsWhatever();
    acknowledgeEach(us, 1, 40);
    us.pass(Duration.ofSeconds(5));
    us.send(100 * MSS);
    assertEquals(10, us.emitsWhatever());
    us.peerSends(Seg.ack(1 + 50 * MSS));
    assertTrue(us.emitsWhatever() <= 20);
  }

  @Test
  void handshakeAcknowledgementsDoNotWidenTheWindow() {
    assertEquals(10 * MSS, Conversation.connected().socket.status().cwnd());
    assertEquals(10 * MSS, Conversation.accepted().socket.status().cwnd());
  }

  @Test
  @Tag("MAY-18")
  void anotherAlgorithmTakesThePlaceOfTheDefaultOne() {
    TcpSettings plain = Conversation.plain();
    TcpSettings fixed = plain.withCongestionControl(() -> new FixedWindow(3 * MSS));
    Conversation us = Conversation.of(fixed).connect(Seg.synAck().mss(MSS));
    assertEquals("fixed", us.socket.status().congestionControl());
    us.send(100 * MSS);
    assertEquals(3, us.emitsWhatever());
    us.peerSends(Seg.ack(1 + 3 * MSS));
    assertEquals(3, us.emitsWhatever());
    CongestionControl one = TcpSettings.defaults().congestionControl().get();
    assertSame(Cubic.class, one.getClass());
  }
}
