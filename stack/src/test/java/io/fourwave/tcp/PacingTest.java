package io.fourwave.tcp;

import static io.fourwave.tcp.conversation.Conversation.MSS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.tcp.conversation.Conversation;
import io.fourwave.tcp.conversation.Seg;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the window allows goes out bit by bit (RFC 7661 §4.4.2). */
@Tag("RFC7661")
class PacingTest {
  private static final Duration RTT = Duration.ofMillis(100);
  private static final long SECOND = 1_000_000_000;

  private int una = 1;

  /** Open, after a handshake that took so long. */
  private static Conversation accepted(TcpSettings settings, Duration roundTrip) {
    Conversation us = Conversation.of(settings).listen().peerSends(Seg.syn().mss(MSS));
    us.emits("S.", 0, 1, 0);
    us.pass(roundTrip).peerSends(Seg.ack(1));
    us.socket = us.listener.accept();
    return us;
  }

  private static Conversation accepted() {
    return accepted(paced(), RTT);
  }

  private static TcpSettings paced() {
    TcpSettings plain = Conversation.plain();
    return plain.with(plain.sending().withPacing(true));
  }

  private void peerAcknowledges(Conversation us, int segments) {
    una += segments * MSS;
    us.peerSends(Seg.ack(una));
  }

  /** Takes so many segments and asserts that four go at once, then no more than two. */
  private static Duration emitsPaced(Conversation us, int segments) {
    long begin = us.host.now();
    int total = us.emitsWhatever();
    assertEquals(4, total, "at once");
    while (total < segments) {
      us.untilDeadline();
      int burst = us.emitsWhatever();
      assertTrue(burst <= 2, burst + " at once");
      total += burst;
    }
    assertEquals(segments, total);
    return Duration.ofNanos(us.host.now() - begin);
  }

  @Test
  void theInitialWindowGoesAtOnceAndOfAllOthersFourSegmentsAndThenTwoByTwo() {
    Conversation us = accepted();
    us.send(60 * MSS);
    assertEquals(10, us.emitsWhatever());
    us.pass(RTT);
    peerAcknowledges(us, 10); // a stretch acknowledgement
    Duration time = emitsPaced(us, 20);
    assertTrue(
        time.toMillis() >= 15 && time.toMillis() < 25, "four times as fast as the window: " + time);
    us.emitsNothing();
  }

  @Test
  void whatAnAcknowledgementOfTwoSegmentsLetsGoGoesAtOnceLestTheReceiverWaitForTheSecond() {
    Conversation us = accepted();
    us.send(60 * MSS);
    assertEquals(10, us.emitsWhatever());
    us.pass(RTT);
    peerAcknowledges(us, 2);
    assertEquals(4, us.emitsWhatever(), "in slow start it is twice as much");
    us.pass(Duration.ofMillis(20));
    peerAcknowledges(us, 2);
    assertEquals(4, us.emitsWhatever());
  }

  @Test
  void afterSilenceTheWindowThatWasKeptIsSpreadOutOverTheRoundTrip() {
    Conversation us = accepted();
    us.send(30 * MSS);
    assertEquals(10, us.emitsWhatever());
    us.pass(RTT);
    peerAcknowledges(us, 10);
    emitsPaced(us, 20);
    peerAcknowledges(us, 20);
    assertEquals(40 * MSS, us.socket.status().cwnd());
    us.pass(Duration.ofSeconds(30));
    us.send(44 * MSS);
    Duration time = emitsPaced(us, 40);
    assertTrue(time.toMillis() > 30 && time.toMillis() < 100, time.toString());
    us.emitsNothing();
    assertEquals(40 * MSS, us.socket.status().cwnd());
  }

  @Test
  void afterFiveMinutesOfSilenceHalfOfTheWindowIsLeft() {
    Conversation us = accepted();
    us.send(30 * MSS);
    us.emitsWhatever();
    us.pass(RTT);
    peerAcknowledges(us, 10);
    emitsPaced(us, 20);
    peerAcknowledges(us, 20);
    us.pass(Duration.ofSeconds(301));
    us.send(44 * MSS);
    emitsPaced(us, 20);
    us.emitsNothing();
  }

  @Test
  void whatWasLostIsSpreadOutAsWell() {
    Conversation us = accepted();
    us.send(40 * MSS);
    us.emitsWhatever();
    us.pass(RTT);
    peerAcknowledges(us, 10);
    emitsPaced(us, 20);
    us.untilEmits().is(".", una, 1, MSS); // a timeout
    us.pass(RTT);
    peerAcknowledges(us, 10);
    assertTrue(us.emitsWhatever() <= 4);
  }

  @Test
  void withoutPacingAllGoesAtOnceButAfterSilenceNoMoreThanTheInitialWindow() {
    Conversation us = accepted(Conversation.plain(), RTT);
    us.send(100 * MSS);
    assertEquals(10, us.emitsWhatever());
    us.pass(RTT);
    peerAcknowledges(us, 10);
    assertEquals(20, us.emitsWhatever());
    us.pass(RTT);
    peerAcknowledges(us, 20);
    assertEquals(40, us.emitsWhatever());
    peerAcknowledges(us, 40);
    us.emitsWhatever();
    peerAcknowledges(us, 30);
    us.pass(Duration.ofSeconds(5));
    us.send(100 * MSS);
    assertEquals(10, us.emitsWhatever());
  }

  @Test
  void roundTripsOfLessThanAMillisecondAreNotPaced() {
    Duration roundTrip = Duration.ofNanos(999_999);
    Conversation us = accepted(paced(), roundTrip);
    us.send(100 * MSS);
    us.emitsWhatever();
    us.pass(roundTrip);
    peerAcknowledges(us, 10);
    assertEquals(20, us.emitsWhatever());
  }

  @Test
  void aTimerThatPacesIsNotToldOf() {
    Conversation us = accepted();
    us.send(60 * MSS);
    us.emitsWhatever();
    us.pass(RTT);
    peerAcknowledges(us, 10);
    us.emitsWhatever();
    assertEquals(TcpTimer.RETRANSMIT, us.socket.status().timer());
  }

  @ParameterizedTest
  @CsvSource({
    "0, 2147483647", // not paced
    "1, 2920",
    "2920000, 2920",
    "10000000, 10000", // a millisecond's worth
    "9000000000000000, 2147483647"
  })
  void aMillisecondsWorthGoesAtOnceButTwoSegmentsAtLeast(long rate, int octets) {
    assertEquals(octets, Pacer.quantum(rate, MSS));
  }

  @Test
  void aLateTimerMakesGoodWhatItMissedButOnlyAMillisecond() {
    Pacer pacer = new Pacer();
    int rate = 10_000_000;
    pacer.sent(10_000, rate, MSS, SECOND);
    assertEquals(SECOND, pacer.opensAt(), "a millisecond's worth more");
    pacer.sent(10_000, rate, MSS, SECOND);
    assertEquals(SECOND + 1_000_000, pacer.opensAt());
    pacer.sent(10_000, rate, MSS, SECOND + 1_700_000);
    assertEquals(SECOND + 2_000_000, pacer.opensAt());
    pacer.sent(10_000, rate, MSS, 2 * SECOND);
    assertEquals(2 * SECOND, pacer.opensAt());
  }

  @Test
  void whereAMillisecondIsWorthLessFourSegmentsGoAtOnceAndThenEachInItsTime() {
    Pacer pacer = new Pacer();
    int rate = 100 * MSS;
    for (int segment = 1; segment < 4; segment++) {
      pacer.sent(MSS, rate, MSS, SECOND);
      assertTrue(pacer.opensAt() <= SECOND, "after " + segment);
    }
    pacer.sent(MSS, rate, MSS, SECOND);
    assertEquals(SECOND + 10_000_000, pacer.opensAt());
    pacer.sent(MSS, rate, MSS, SECOND + 10_000_000);
    assertEquals(SECOND + 20_000_000, pacer.opensAt());
  }
}
