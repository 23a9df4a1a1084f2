package io.fourwave.tcp;

import static io.fourwave.tcp.conversation.Conversation.MSS;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fourwave.tcp.conversation.Conversation;
import io.fourwave.tcp.conversation.Emitted;
import io.fourwave.tcp.conversation.Seg;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** When a segment is sent again for lack of an answer (RFC 9293 §3.8.1, RFC 6298). */
@Tag("RFC6298")
class RetransmissionTimeoutTest {
  private static final Duration RTT = Duration.ofMillis(200);
  private static final Duration RTO = RTT.multipliedBy(3); // R + 4 * R/2: RFC 6298 §2.2

  private static Duration millis(long count) {
    return Duration.ofMillis(count);
  }

  /** A connection whose handshake took {@link #RTT}. */
  private static Conversation connected() {
    Conversation us = Conversation.fresh().open();
    us.emits("S", 0, 0, 0);
    us.pass(RTT);
    us.peerSends(Seg.synAck().mss(MSS));
    us.emits(".", 1, 1, 0);
    return us;
  }

  private static Conversation connectedWithTimestamps() {
    TcpSettings plain = Conversation.plain();
    Conversation us = Conversation.of(plain.with(plain.options().withTimestamps(true)));
    us.open();
    int value = us.emits("S", 0, 0, 0).options.timestamp();
    us.pass(RTT);
    us.peerSends(Seg.synAck().mss(MSS).ts(100, value));
    us.emits(".", 1, 1, 0);
    return us;
  }

  private static long smoothed(Conversation us) {
    return us.socket.status().smoothedRtt() / 1_000_000;
  }

  @Test
  @Tag("MUST-19")
  void aSynIsRepeatedAfterASecondAndThenEverMoreRarely() {
    Conversation us = Conversation.fresh().open();
    us.emits("S", 0, 0, 0);
    for (long seconds : new long[] {1, 2, 4, 8, 16, 32, 60, 60}) {
      us.emitsNothing();
      assertEquals(Duration.ofSeconds(seconds), us.untilOutput());
      us.emits("S", 0, 0, 0);
    }
  }

  @Test
  @Tag("MUST-19")
  void textIsRepeatedAfterAnRtoThatDoublesUpToAMinute() {
    Conversation us = connected();
    us.send(3 * MSS);
    us.emitsFull(1, 3);
    for (long ms : new long[] {600, 1200, 2400, 4800, 9600, 19_200, 38_400, 60_000, 60_000}) {
      us.emitsNothing();
      assertEquals(millis(ms), us.untilOutput());
      us.emits(".", 1, 1, MSS); // RFC 6298 §5.4: the earliest segment only
    }
  }

  @Test
  void theMinimumAndTheMaximumCanBeChosen() {
    TcpSettings plain = Conversation.plain();
    Retransmission times =
        plain.retransmission().withTimeouts(millis(500), millis(700), millis(2000));
    Conversation us = Conversation.of(plain.with(times)).open();
    us.emits("S", 0, 0, 0);
    us.emitsNothing();
    us.peerSends(Seg.synAck().mss(MSS));
    us.emits(".", 1, 1, 0);
    us.send(10);
    us.emits(".", 1, 1, 10);
    for (long ms : new long[] {700, 1400, 2000, 2000}) {
      us.emitsNothing();
      assertEquals(millis(ms), us.untilOutput());
      us.emits(".", 1, 1, 10);
    }
  }

  @Test
  @Tag("MUST-18")
  void theAcknowledgementOfARetransmissionMeasuresNothing() {
    Conversation us = connected();
    us.send(10);
    us.emits(".", 1, 1, 10);
    us.emitsNothing();
    us.untilOutput();
    us.emits(".", 1, 1, 10);
    us.pass(millis(1));
    us.peerSends(Seg.ack(11));
    us.emitsNothing();
    assertEquals(200, smoothed(us));
  }

  @Test
  @Tag("MUST-18")
  void neitherDoesOneThatAlsoCoversWhatWasSentOnce() {
    Conversation us = connected();
    us.send(3 * MSS);
    us.emitsFull(1, 3);
    us.emitsNothing();
    us.untilOutput();
    us.emits(".", 1, 1, MSS);
    us.pass(millis(10));
    us.peerSends(Seg.ack(1 + 3 * MSS)); // the others waited for the lost one
    assertEquals(200, smoothed(us));
  }

  @Test
  @Tag("MUST-18")
  void theBackedOffTimeoutStaysUntilSomethingIsMeasured() {
    Conversation us = connected();
    us.send(10);
    us.emits(".", 1, 1, 10);
    us.emitsNothing();
    us.untilOutput();
    us.emits(".", 1, 1, 10);
    us.peerSends(Seg.ack(11));
    us.send(10);
    us.emits(".", 11, 1, 10);
    us.emitsNothing();
    us.pass(RTT);
    assertEquals(RTO.multipliedBy(2).toNanos(), us.socket.status().rto());
    us.peerSends(Seg.ack(21)); // sent once: SRTT 200, RTTVAR 75
    us.send(10);
    us.emits(".", 21, 1, 10);
    us.emitsNothing();
    assertEquals(millis(500), us.untilOutput());
  }

  @Test
  @Tag("MUST-18")
  void anEchoedTimestampTellsWhichTransmissionWasAnswered() {
    Conversation us = connectedWithTimestamps();
    us.send(10);
    us.emits(".", 1, 1, 10);
    us.emitsNothing();
    us.untilOutput();
    int second = us.emits(".", 1, 1, 10).options.timestamp();
    us.pass(millis(40));
    us.peerSends(Seg.ack(11).ts(200, second));
    assertEquals(180, smoothed(us)); // 7/8 * 200 + 1/8 * 40
    us.send(10);
    us.emits(".", 11, 1, 10);
    us.emitsNothing();
    long rtoMs = 180 + 4 * (100 - 100 / 4 + 160 / 4); // RTTVAR with |200 - 40|
    assertEquals(millis(rtoMs), us.untilOutput());
  }

  @Test
  void aForgedEchoMeasuresNothing() {
    for (int forged : new int[] {0, 5, -1, Integer.MIN_VALUE}) {
      Conversation us = connectedWithTimestamps();
      us.send(10);
      Emitted first = us.emits(".", 1, 1, 10);
      us.emitsNothing();
      us.untilOutput();
      us.emits(".", 1, 1, 10);
      us.peerSends(Seg.ack(11).ts(200, forged == 5 ? first.options.timestamp() + 10_000 : forged));
      assertEquals(200, smoothed(us), "echo " + forged);
    }
  }

  @Test
  void theTimerRunsFromTheFirstOfManySegments() {
    Conversation us = connected();
    us.send(10);
    us.emits(".", 1, 1, 10);
    us.emitsNothing();
    us.pass(millis(500));
    us.send(10);
    us.emits(".", 11, 1, 10);
    us.emitsNothing();
    assertEquals(millis(100), us.untilOutput());
    us.emits(".", 1, 1, 10);
  }

  @Test
  void anAcknowledgementOfNewTextRestartsTheTimer() {
    Conversation us = connected();
    us.send(5 * MSS);
    us.emitsFull(1, 5);
    us.emitsNothing();
    us.pass(RTT);
    us.peerSends(Seg.ack(1 + MSS));
    us.emitsNothing();
    assertEquals(us.socket.status().rto(), us.untilOutput().toNanos());
    us.emits(".", 1 + MSS, 1, MSS);
  }

  @Test
  @Tag("RFC7765")
  void withFewSegmentsInFlightTheTimeThatHasPassedCounts() {
    Conversation us = connected();
    us.send(4 * MSS);
    us.emitsFull(1, 4);
    us.emitsNothing();
    us.pass(RTT);
    us.peerSends(Seg.ack(1 + MSS));
    us.emitsNothing();
    Duration left = Duration.ofNanos(us.socket.status().rto()).minus(RTT);
    assertEquals(left, us.untilOutput());
    us.emits(".", 1 + MSS, 1, MSS);
  }

  @Test
  void aDuplicateAcknowledgementDoesNotRestartTheTimer() {
    Conversation us = connected();
    us.send(2 * MSS);
    us.emitsFull(1, 2);
    us.emitsNothing();
    us.pass(millis(500));
    us.peerSends(Seg.ack(1));
    us.emitsNothing();
    assertEquals(millis(100), us.untilOutput());
  }

  @Test
  void whenAllIsAcknowledgedNoTimerRuns() {
    Conversation us = connected();
    us.send(2 * MSS);
    us.emitsFull(1, 2);
    us.peerSends(Seg.ack(1 + 2 * MSS));
    us.pass(Duration.ofHours(1));
    us.emitsNothing();
    assertEquals(0, us.socket.status().retransmissions());
  }

  @Test
  void afterALostSynTextIsGivenThreeSecondsAndOneSegment() {
    Conversation us = Conversation.fresh().open();
    us.emits("S", 0, 0, 0);
    us.emitsNothing();
    us.untilOutput();
    us.emits("S", 0, 0, 0);
    us.peerSends(Seg.synAck().mss(MSS));
    us.emits(".", 1, 1, 0);
    us.send(5 * MSS);
    us.emits(".", 1, 1, MSS); // RFC 5681 §3.1: an initial window of one segment
    us.emitsNothing();
    assertEquals(Duration.ofSeconds(3), us.untilOutput()); // RFC 6298 §5.7
  }

  @Test
  void afterALostSynAckTextIsGivenThreeSecondsAndOneSegment() {
    Conversation us = Conversation.fresh().listen();
    us.peerSends(Seg.syn().mss(MSS));
    us.emits("S.", 0, 1, 0);
    us.emitsNothing();
    assertEquals(Duration.ofSeconds(1), us.untilOutput());
    us.emits("S.", 0, 1, 0);
    us.peerSends(Seg.ack(1));
    us.socket = us.listener.accept();
    us.send(5 * MSS);
    us.emits(".", 1, 1, MSS);
    us.emitsNothing();
    assertEquals(Duration.ofSeconds(3), us.untilOutput());
  }

  @Test
  void aRepetitionCarriesTheSameText() {
    Conversation us = connected();
    us.send(MSS);
    Emitted first = us.emits(".", 1, 1, MSS);
    us.emitsNothing();
    us.untilOutput();
    assertEquals(
        java.util.HexFormat.of().formatHex(first.text),
        java.util.HexFormat.of().formatHex(us.emits(".", 1, 1, MSS).text));
  }
}
