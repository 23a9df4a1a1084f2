package io.fourwave.tcp;

import static io.fourwave.tcp.conversation.Conversation.MSS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.tcp.conversation.Conversation;
import io.fourwave.tcp.conversation.Seg;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Losses found by duplicate acknowledgements, without SACK (RFC 5681 §3.2, RFC 6582, RFC 3042). */
@Tag("RFC5681")
@Tag("RFC6582")
@Tag("RFC3042")
class FastRetransmitTest {
  /** Ten segments are in flight, and more text waits. */
  private static Conversation tenInFlight() {
    Conversation us = Conversation.connected();
    us.send(200 * MSS);
    us.emitsFull(1, 10);
    us.emitsNothing();
    return us;
  }

  private static int segment(int number) {
    return 1 + number * MSS;
  }

  private static void duplicates(Conversation us, int ack, int count) {
    for (int i = 0; i < count; i++) {
      us.peerSends(Seg.ack(ack));
    }
  }

  /** The first of ten segments is lost, three duplicates have come: two new ones are out. */
  private static Conversation recovering() {
    Conversation us = tenInFlight();
    duplicates(us, 1, 2);
    us.emitsFull(segment(10), 2);
    duplicates(us, 1, 1);
    us.emitsFull(segment(0), 1);
    us.emitsNothing();
    return us;
  }

  @Test
  void eachOfTheFirstTwoDuplicatesLetsANewSegmentGo() {
    Conversation us = tenInFlight();
    duplicates(us, 1, 1);
    us.emitsFull(segment(10), 1); // RFC 3042
    us.emitsNothing();
    duplicates(us, 1, 1);
    us.emitsFull(segment(11), 1);
    us.emitsNothing();
    assertEquals(10 * MSS, us.socket.status().cwnd());
  }

  @Test
  void limitedTransmitKeepsToThePeersWindow() {
    Conversation us = Conversation.fresh().peerWindow(10 * MSS).connect(Seg.synAck().mss(MSS));
    us.send(20 * MSS);
    us.emitsFull(1, 10);
    duplicates(us, 1, 2);
    us.emitsNothing();
    duplicates(us, 1, 1);
    us.emitsFull(segment(0), 1);
    us.emitsNothing();
  }

  @Test
  @Tag("MUST-19")
  void theThirdDuplicateHalvesWhatWasInFlightWithoutTheSegmentsOfLimitedTransmit() {
    Conversation us = recovering();
    assertEquals(5 * MSS, us.socket.status().ssthresh());
  }

  @Test
  @Tag("RFC6937")
  void everySecondDuplicateLetsANewSegmentGoUntilHalfOfThemAreLeft() {
    Conversation us = recovering();
    for (int i = 0; i < 2; i++) {
      duplicates(us, 1, 1);
      us.emitsNothing();
      duplicates(us, 1, 1);
      us.emitsFull(segment(12 + i), 1);
      us.emitsNothing();
    }
    duplicates(us, 1, 2);
    us.emitsNothing(); // five are left
    duplicates(us, 1, 1);
    us.emitsFull(segment(14), 1);
    us.emitsNothing();
  }

  @Test
  void theFullAcknowledgementEndsRecoveryAtTheThreshold() {
    Conversation us = recovering();
    us.peerSends(Seg.ack(segment(12)));
    assertEquals(5 * MSS, us.socket.status().cwnd());
    us.emitsFull(segment(12), 5);
    us.emitsNothing();
    us.peerSends(Seg.ack(segment(13)));
    us.emitsFull(segment(17), 1); // congestion avoidance
    us.emitsNothing();
  }

  @Test
  void aPartialAcknowledgementResendsTheNextLostSegmentAtOnce() {
    Conversation us = recovering();
    us.peerSends(Seg.ack(segment(3)));
    us.emitsFull(segment(3), 1);
    us.emitsNothing();
    us.peerSends(Seg.ack(segment(7)));
    us.emitsFull(segment(7), 1);
    us.emitsNothing();
    assertEquals(5 * MSS, us.socket.status().ssthresh(), "one reduction for all losses");
    us.peerSends(Seg.ack(segment(12)));
    assertEquals(5 * MSS, us.socket.status().cwnd());
    us.emitsFull(segment(12), 5);
  }

  @Test
  void duplicatesDuringRecoveryDoNotResendTheSegmentAgain() {
    Conversation us = recovering();
    duplicates(us, 1, 9);
    us.emitsWhatever();
    assertEquals(1, us.socket.status().retransmissions());
  }

  @Test
  void aRetransmissionThatIsLostTooWaitsForTheTimer() {
    Conversation us = recovering();
    us.untilEmits().is(".", 1, 1, MSS);
    assertEquals(MSS, us.socket.status().cwnd());
  }

  @Test
  void afterATimeoutDuplicatesOfWhatWasRepeatedStartNoRecovery() {
    Conversation us = Conversation.connected();
    us.send(10 * MSS);
    us.emitsFull(1, 10);
    us.untilEmits().is(".", 1, 1, MSS);
    us.peerSends(Seg.ack(segment(1)));
    us.emitsFull(segment(1), 2);
    int ssthresh = us.socket.status().ssthresh();
    duplicates(us, segment(1), 5);
    us.emitsNothing();
    assertEquals(ssthresh, us.socket.status().ssthresh());
    assertEquals(3, us.socket.status().retransmissions());
  }

  @Test
  void segmentsWithTextOrAnotherWindowAreNoDuplicates() {
    Conversation us = tenInFlight();
    us.peerSends(Seg.data(1, 10).acks(1), Seg.data(11, 10).acks(1), Seg.data(21, 10).acks(1));
    us.emits(".", segment(10), 31, 0);
    us.emitsNothing();
    us.peerSends(Seg.ack(1).wnd(60_000), Seg.ack(1).wnd(50_000), Seg.ack(1).wnd(40_000));
    us.emitsNothing();
    assertEquals(0, us.socket.status().retransmissions());
  }

  @Test
  void withNothingInFlightThereAreNoDuplicates() {
    Conversation us = Conversation.connected();
    duplicates(us, 1, 10);
    us.emitsNothing();
    us.send(4 * MSS);
    us.emitsFull(1, 4);
    duplicates(us, 1, 2);
    us.emitsNothing();
    duplicates(us, 1, 1);
    us.emitsFull(1, 1);
  }

  @Test
  void newTextIsAcknowledgedBetweenDuplicatesSoTheCountBeginsAnew() {
    Conversation us = tenInFlight();
    duplicates(us, 1, 2);
    us.emitsFull(segment(10), 2);
    us.peerSends(Seg.ack(segment(1)));
    us.emitsWhatever();
    duplicates(us, segment(1), 2);
    us.emitsWhatever();
    assertEquals(0, us.socket.status().retransmissions());
    duplicates(us, segment(1), 1);
    us.emitsFull(segment(1), 1);
  }

  @Test
  void forgedDuplicatesReleaseNoMoreThanWasInFlight() {
    Conversation us = recovering();
    int released = 0;
    for (int i = 0; i < 10_000; i++) {
      duplicates(us, 1, 1);
      released += us.emitsWhatever();
    }
    assertTrue(released <= 12, released + " segments for forged duplicates");
  }

  @Test
  void whenAllIsWellAgainTheTimerStops() {
    Conversation us = Conversation.connected();
    us.send(5 * MSS);
    us.emitsFull(1, 5);
    duplicates(us, 1, 3);
    us.emitsFull(1, 1);
    us.peerSends(Seg.ack(segment(5)));
    us.pass(Duration.ofHours(1));
    us.emitsNothing();
  }
}
