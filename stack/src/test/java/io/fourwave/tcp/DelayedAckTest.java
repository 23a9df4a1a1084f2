package io.fourwave.tcp;

import static io.fourwave.tcp.conversation.Conversation.MSS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.tcp.conversation.Conversation;
import io.fourwave.tcp.conversation.Seg;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When what has arrived is acknowledged (RFC 9293 §3.8.6.3, RFC 5681 §4.2). */
@Tag("RFC5681")
@Tag("RFC1122")
class DelayedAckTest {
  private static final Duration HALF_A_SECOND = Duration.ofMillis(500);

  private static Conversation delaying(Duration delay) {
    TcpSettings plain = Conversation.plain();
    Conversation us = Conversation.of(plain.with(plain.sending().withDelayedAck(delay)));
    return us.accept(Seg.syn().mss(MSS));
  }

  private static Conversation delaying() {
    return delaying(TcpSettings.defaults().sending().delayedAck());
  }

  @Test
  @Tag("SHLD-18")
  @Tag("MUST-40")
  void aSegmentAloneIsAcknowledgedLaterButWithinHalfASecond() {
    Conversation us = delaying();
    us.peerSends(Seg.data(1, 100));
    us.emitsNothing();
    Duration delay = us.untilOutput();
    assertTrue(!delay.isZero() && delay.compareTo(HALF_A_SECOND) < 0, delay.toString());
    us.emits(".", 1, 101, 0);
    us.emitsNothing();
  }

  @Test
  @Tag("MUST-40")
  void noSettingDelaysForHalfASecond() {
    Duration longest = HALF_A_SECOND.minusNanos(1);
    Conversation us = delaying(longest);
    us.peerSends(Seg.data(1, 100));
    us.emitsNothing();
    assertEquals(longest, us.untilOutput());
    Sending sending = TcpSettings.defaults().sending();
    assertThrows(IllegalArgumentException.class, () -> sending.withDelayedAck(HALF_A_SECOND));
  }

  @Test
  @Tag("MUST-40")
  void furtherSmallSegmentsDoNotPostponeTheAcknowledgementOfTheFirst() {
    Conversation us = delaying(Duration.ofMillis(100));
    us.peerSends(Seg.data(1, 10));
    us.emitsNothing();
    us.pass(Duration.ofMillis(60));
    us.peerSends(Seg.data(11, 10));
    us.emitsNothing();
    assertEquals(Duration.ofMillis(40), us.untilOutput());
    us.emits(".", 1, 21, 0);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @Tag("SHLD-19")
  void everySecondFullSegmentIsAcknowledgedAtOnce(boolean v4) {
    TcpSettings plain = Conversation.plain();
    Sending delaying = plain.sending().withDelayedAck(Duration.ofMillis(40));
    int size = v4 ? 1460 : 1440;
    Conversation us = Conversation.of(plain.with(delaying), v4).accept(Seg.syn().mss(size));
    for (int i = 0; i < 10; i += 2) {
      us.peerSends(Seg.data(1 + i * size, size));
      us.emitsNothing();
      us.peerSends(Seg.data(1 + (i + 1) * size, size));
      us.emits(".", 1, 1 + (i + 2) * size, 0);
    }
    us.pass(Duration.ofSeconds(1));
    us.emitsNothing();
  }

  @Test
  @Tag("SHLD-19")
  void twoSegmentsWorthOfSmallSegmentsIsAcknowledgedAtOnce() {
    Conversation us = delaying();
    for (int i = 0; i < 5; i++) {
      us.emitsNothing();
      us.peerSends(Seg.data(1 + 584 * i, 584));
    }
    us.emits(".", 1, 1 + 2 * MSS, 0);
  }

  @ParameterizedTest
  @CsvSource({"536, 1460", "1460, 536"})
  @Tag("SHLD-19")
  void whatIsAFullSegmentFollowsFromWhatWeAskedFor(int ours, int theirs) {
    TcpSettings plain = Conversation.plain();
    TcpSettings settings =
        plain
            .with(plain.options().withMaximumSegmentSize(ours))
            .with(plain.sending().withDelayedAck(Duration.ofMillis(40)));
    Conversation us = Conversation.of(settings).accept(Seg.syn().mss(theirs));
    us.peerSends(Seg.data(1, ours), Seg.data(1 + ours, ours));
    us.emits(".", 1, 1 + 2 * ours, 0);
  }

  @Test
  @Tag("SHLD-19")
  void besideTimestampsAFullSegmentIsTwelveOctetsShorter() {
    Conversation us = Conversation.of(TcpSettings.defaults());
    us.accept(Seg.syn().mss(MSS).ts(1, 0));
    us.peerSends(Seg.data(1, MSS - 12));
    us.emitsNothing();
    us.peerSends(Seg.data(1 + MSS - 12, MSS - 12));
    us.emits(".", 1, 1 + 2 * (MSS - 12), 0);
  }

  @Test
  @Tag("SHLD-18")
  void anAcknowledgementRidesOnTextThatGoesTheOtherWay() {
    Conversation us = delaying();
    us.peerSends(Seg.data(1, 100));
    us.emitsNothing();
    us.send(50);
    us.emits(".", 1, 101, 50);
    us.peerSends(Seg.ack(51));
    us.emitsNothing();
    us.pass(Duration.ofSeconds(1));
    us.emitsNothing();
  }

  @Test
  @Tag("MUST-58")
  @Tag("MUST-59")
  void segmentsThatWaitAreAllProcessedBeforeOneAcknowledgementForAllOfThem() {
    Conversation us = delaying();
    for (int i = 0; i < 7; i++) {
      us.peerSends(Seg.data(1 + i * MSS, MSS));
    }
    us.emits(".", 1, 1 + 7 * MSS, 0);
    us.emitsNothing();
    us.pass(Duration.ofSeconds(1));
    us.emitsNothing();
  }

  @Test
  void whatComesOutOfOrderOrFillsAGapIsAcknowledgedAtOnce() {
    Conversation us = delaying();
    us.peerSends(Seg.data(201, 100));
    us.emits(".", 1, 1, 0);
    us.peerSends(Seg.data(401, 100));
    us.emits(".", 1, 1, 0);
    us.peerSends(Seg.data(1, 200));
    us.emits(".", 1, 301, 0);
    us.peerSends(Seg.data(301, 50));
    us.emits(".", 1, 351, 0);
    us.peerSends(Seg.data(351, 50));
    us.emits(".", 1, 501, 0);
    us.peerSends(Seg.data(501, 50));
    us.emitsNothing();
  }

  @Test
  void aRetransmissionIsAcknowledgedAtOnce() {
    Conversation us = delaying();
    us.peerSends(Seg.data(1, 100));
    us.emitsNothing();
    us.peerSends(Seg.data(1, 100));
    us.emits(".", 1, 101, 0);
  }

  @Test
  void aFinIsAcknowledgedByTheFinOfAnApplicationThatClosesInTime() {
    Conversation us = delaying();
    us.peerSends(Seg.fin(1));
    us.emitsNothing();
    us.socket.close();
    us.emits("F.", 1, 2, 0);
    us.emitsNothing();
  }

  @Test
  void aFinIsAcknowledgedAloneIfTheApplicationTakesItsTime() {
    Conversation us = delaying();
    us.peerSends(Seg.fin(1));
    us.emitsNothing();
    assertEquals(TcpSettings.defaults().sending().delayedAck(), us.untilOutput());
    us.emits(".", 1, 2, 0);
    us.emitsNothing();
  }

  @Test
  void aFinAfterOurOwnIsAcknowledgedAtOnce() {
    Conversation us = delaying();
    us.socket.close();
    us.emits("F.", 1, 1, 0);
    us.peerSends(Seg.ack(2), Seg.fin(1));
    us.emits(".", 2, 2, 0);
  }

  @Test
  void aFinBeyondAGapIsAcknowledgedAtOnce() {
    Conversation us = delaying();
    us.peerSends(Seg.fin(101));
    us.emits(".", 1, 1, 0);
  }

  @Test
  void withoutADelayEverySegmentIsAcknowledgedAtOnce() {
    Conversation us = delaying(Duration.ZERO);
    us.peerSends(Seg.data(1, 1));
    us.emits(".", 1, 2, 0);
    us.peerSends(Seg.data(2, 1));
    us.emits(".", 1, 3, 0);
  }
}
