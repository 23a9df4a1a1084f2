package io.fourwave.tcp;

import static io.fourwave.tcp.conversation.Conversation.MSS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.tcp.conversation.Conversation;
import io.fourwave.tcp.conversation.Emitted;
import io.fourwave.tcp.conversation.Seg;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A window of nothing, and the probes that ask for more (RFC 9293 §3.8.6.1). */
class ZeroWindowTest {
  private static final long RTO = 200;

  /** The peer has acknowledged a segment and closed its window; more text waits. */
  private static Conversation closed(TcpSettings settings) {
    Conversation us = Conversation.of(settings).connect(Seg.synAck().mss(MSS));
    us.send(1000);
    us.emits(".", 1, 1, 1000);
    us.peerSends(Seg.ack(1001).wnd(0));
    us.send(5000);
    us.emitsNothing();
    return us;
  }

  private static Conversation closed() {
    return closed(Conversation.plain());
  }

  @Test
  @Tag("MUST-36")
  @Tag("SHLD-29")
  void theFirstProbeGoesAfterAnRtoAndCarriesTheNextOctet() {
    Conversation us = closed();
    assertEquals(RTO, us.socket.status().rto() / 1_000_000);
    us.pass(Duration.ofMillis(RTO - 1));
    us.emitsNothing();
    us.pass(Duration.ofMillis(1));
    Emitted probe = us.emits(".", 1001, 1, 1);
    assertEquals(Conversation.octet(1000), probe.text[0]);
    us.emitsNothing();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @Tag("MUST-36")
  @Tag("SHLD-30")
  void theIntervalBetweenProbesGrowsExponentiallyToAMinute(boolean answered) {
    Conversation us = closed();
    for (long ms : new long[] {200, 400, 800, 1600, 3200, 6400, 12_800, 25_600, 51_200, 60_000}) {
      long before = us.host.now();
      us.untilEmits().is(".", 1001, 1, 1);
      assertEquals(ms, (us.host.now() - before) / 1_000_000);
      if (answered) {
        us.peerSends(Seg.ack(1001).wnd(0));
      }
    }
  }

  @Test
  @Tag("MUST-36")
  void whenTheWindowOpensAllGoesOnAtOnce() {
    Conversation us = closed();
    us.untilEmits().is(".", 1001, 1, 1);
    us.peerSends(Seg.ack(1001).wnd(65_535));
    us.emits(".", 1001, 1, 1); // the probe's octet was not taken: again
    us.emits(".", 1002, 1, MSS);
    us.emits(".", 1002 + MSS, 1, MSS);
    us.emits(".", 1002 + 2 * MSS, 1, MSS);
    us.emits(".", 1002 + 3 * MSS, 1, 5000 - 1 - 3 * MSS);
    us.emitsNothing();
    us.peerSends(Seg.ack(6001));
    us.pass(Duration.ofHours(1));
    us.emitsNothing();
  }

  @Test
  @Tag("MUST-36")
  void aPeerThatTakesTheProbesOctetGetsTheNext() {
    Conversation us = closed();
    for (int i = 0; i < 10; i++) {
      us.untilEmits().is(".", 1001 + i, 1, 1);
      us.peerSends(Seg.ack(1002 + i).wnd(0));
    }
    us.peerSends(Seg.ack(1011).wnd(65_535));
    us.emits(".", 1011, 1, MSS);
  }

  @Test
  @Tag("MUST-37")
  void aWindowMayStayClosedForDaysIfProbesAreAnswered() {
    Conversation us = closed();
    long end = us.host.now() + Duration.ofDays(3).toNanos();
    int probes = 0;
    while (us.host.now() < end) {
      us.untilEmits().is(".", 1001, 1, 1);
      us.peerSends(Seg.ack(1001).wnd(0));
      probes++;
    }
    assertTrue(us.socket.isConnected());
    assertTrue(probes > 4000, "one a minute at least: " + probes);
    assertEquals(6000 - 1000, us.socket.status().sendQueue());
    us.peerSends(Seg.ack(1001).wnd(65_535));
    us.emits(".", 1001, 1, 1);
    us.emits(".", 1002, 1, MSS);
  }

  @Test
  @Tag("MUST-37")
  void aWindowMayStayClosedForDaysWhileOldTextIsOutstanding() {
    Conversation us = Conversation.connected();
    us.send(4 * MSS);
    us.emitsFull(1, 4);
    us.peerSends(Seg.ack(1 + MSS).wnd(0));
    us.emitsNothing();
    for (int i = 0; i < 1000; i++) {
      us.untilEmits().is(".", 1 + MSS, 1, 1);
      us.peerSends(Seg.ack(1 + MSS).wnd(0));
    }
    assertTrue(us.host.now() > Duration.ofHours(16).toNanos());
    assertTrue(us.socket.isConnected());
  }

  @Test
  void whenNobodyAnswersTheProbesTheConnectionIsGivenUp() {
    Conversation us = closed();
    int probes = 0;
    for (Emitted e = us.untilEmits(); !e.has(io.fourwave.wire.TcpFlags.RST); probes++) {
      e.is(".", 1001, 1, 1);
      e = us.untilEmits();
    }
    assertEquals(TcpSettings.defaults().retransmission().r2(), probes);
    assertTrue(us.host.now() > Duration.ofSeconds(100).toNanos());
    assertEquals(CloseReason.TIMED_OUT, us.socket.failure());
    assertThrows(TcpException.TimedOut.class, () -> us.read(1));
  }

  @Test
  void unacceptableAnswersDoNotKeepItOpen() {
    Conversation us = closed();
    for (Emitted e = us.untilEmits(); us.socket.isOpen(); e = us.untilEmits()) {
      if (e.length == 1) {
        us.peerSends(Seg.ack(5_000_000).wnd(0), Seg.data(-70_000, 10).wnd(0));
      }
    }
    assertEquals(CloseReason.TIMED_OUT, us.socket.failure());
  }

  @Test
  void theApplicationMayAbortAtAnyTime() {
    Conversation us = closed();
    us.untilEmits().is(".", 1001, 1, 1);
    us.socket.abort();
    assertTrue(us.emits().has(io.fourwave.wire.TcpFlags.RST));
    assertEquals(0, us.host.connections().size());
  }

  @Test
  void aUserTimeoutLimitsHowLongAnOrphanWaitsAtAClosedWindow() {
    TcpSettings plain = Conversation.plain();
    Retransmission limited = plain.retransmission().withUserTimeout(Duration.ofMinutes(5));
    Conversation us = closed(plain.with(limited));
    us.socket.close();
    while (us.socket.isOpen()) {
      if (us.untilEmits().length > 0) {
        us.peerSends(Seg.ack(1001).wnd(0));
      }
    }
    assertTrue(us.host.now() >= Duration.ofMinutes(5).toNanos());
    assertTrue(us.host.now() < Duration.ofMinutes(6).toNanos());
  }

  @Test
  @Tag("MUST-36")
  void aFinAloneProbesTheWindowAsWell() {
    Conversation us = Conversation.fresh().peerWindow(0).connect(Seg.synAck().mss(MSS));
    us.socket.shutdownOutput();
    us.emitsNothing();
    us.untilEmits().is("F.", 1, 1, 0);
    us.untilEmits().is("F.", 1, 1, 0);
    us.peerSends(Seg.ack(2));
    assertEquals(TcpState.FIN_WAIT_2, us.socket.state());
  }

  @Test
  @Tag("MUST-36")
  void aWindowThatWasZeroFromTheBeginningIsProbed() {
    Conversation us = Conversation.fresh().peerWindow(0).accept(Seg.syn().mss(MSS));
    us.send(10);
    us.emitsNothing();
    us.untilEmits().is(".", 1, 1, 1);
    us.peerSends(Seg.ack(2).wnd(65_535));
    us.emits(".", 2, 1, 9);
  }

  @Test
  @Tag("SHLD-29")
  void aWindowThatClosesWhileASmallSegmentWaitsIsNotProbedEarlier() {
    Conversation us = Conversation.fresh().open();
    us.emits("S", 0, 0, 0);
    us.pass(Duration.ofMillis(500)); // hence an RTO of 1.5 s
    us.peerSends(Seg.synAck().mss(MSS));
    us.emits(".", 1, 1, 0);
    us.send(10_000);
    us.emitsFull(1, 6);
    us.emits(".", 1 + 6 * MSS, 1, 10_000 - 6 * MSS);
    us.peerSends(Seg.ack(10_001));
    us.send(10_000);
    us.emitsWhatever();
    us.peerSends(Seg.ack(20_001).wnd(10));
    us.send(10_000);
    us.emitsNothing(); // waits for a larger window, up to the override timeout
    us.peerSends(Seg.ack(20_001).wnd(0));
    us.emitsNothing();
    long rto = us.socket.status().rto();
    long before = us.host.now();
    us.untilEmits().is(".", 20_001, 1, 1);
    assertEquals(rto, us.host.now() - before);
  }

  @Test
  void anOldSegmentDoesNotCloseOrOpenTheWindow() {
    Conversation us = closed();
    us.peerSends(Seg.ack(900).wnd(65_535)); // acknowledges less than is known
    us.emitsNothing();
    us.peerSends(Seg.data(-5, 6).acks(1001).wnd(65_535)); // before RCV.NXT
    us.emits(".", 1001, 1, 0);
    us.emitsNothing();
  }

  @Test
  void aLateSegmentWithAnOldAcknowledgementDoesNotOpenTheWindow() {
    Conversation us = closed();
    us.peerSends(Seg.data(11, 10).acks(900).wnd(65_535));
    us.emits(".", 1001, 1, 0);
    us.emitsNothing();
  }

  @Test
  @Tag("SHLD-29")
  void aWindowThatClosesAgainIsProbedFirstAfterAnRto() {
    Conversation us = closed();
    for (int i = 0; i < 5; i++) {
      us.untilEmits().is(".", 1001, 1, 1);
    }
    us.peerSends(Seg.ack(1001).wnd(65_535));
    us.emitsWhatever();
    us.peerSends(Seg.ack(6001).wnd(0));
    us.send(10);
    us.emitsNothing();
    long before = us.host.now();
    us.untilEmits().is(".", 6001, 1, 1);
    assertEquals(us.socket.status().rto(), us.host.now() - before);
  }

  @Test
  void aProbeThatWasRepeatedMeasuresNothing() {
    Conversation us = closed();
    long before = us.socket.status().smoothedRtt();
    us.untilEmits().is(".", 1001, 1, 1);
    us.untilEmits().is(".", 1001, 1, 1);
    us.peerSends(Seg.ack(1002).wnd(0));
    assertEquals(before, us.socket.status().smoothedRtt());
  }
}
