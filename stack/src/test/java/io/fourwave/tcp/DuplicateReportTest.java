package io.fourwave.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fourwave.tcp.conversation.Conversation;
import io.fourwave.tcp.conversation.Emitted;
import io.fourwave.tcp.conversation.Family;
import io.fourwave.tcp.conversation.Seg;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What has arrived twice is reported in the first block (RFC 2883 §4). */
@Tag("RFC2883")
class DuplicateReportTest {
  private static Conversation accepted(Family family) {
    Conversation us = family.of(Flight.settings(false));
    return us.accept(Seg.syn().mss(1460).sackOk());
  }

  /** The blocks of our next segment, relative to the peer's SYN. */
  private static String blocks(Conversation us) {
    Emitted ack = us.emits();
    us.emitsNothing();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < ack.options.sackBlocks(); i++) {
      int from = ack.options.sackFrom(i) - Conversation.PEER_ISS;
      int to = ack.options.sackTo(i) - Conversation.PEER_ISS;
      text.append(i == 0 ? "" : " ").append(from).append("..").append(to);
    }
    return text.toString();
  }

  @ParameterizedTest
  @EnumSource
  void aSegmentThatIsAcknowledgedAlreadyIsReported(Family family) {
    Conversation us = accepted(family);
    us.peerSends(Seg.data(1, 100), Seg.data(101, 100));
    us.emitsWhatever();
    us.peerSends(Seg.data(1, 100));
    assertEquals("1..101", blocks(us));
    assertEquals(1, us.host.counters().of(TcpEvent.DSACK_OUT));
    us.peerSends(Seg.data(201, 100));
    assertEquals("", blocks(us), "once only");
  }

  @ParameterizedTest
  @EnumSource
  void whatIsBeyondTheGapIsReportedFirstAndThenTheBlockItIsIn(Family family) {
    Conversation us = accepted(family);
    us.peerSends(Seg.data(201, 100), Seg.data(301, 100));
    us.emitsWhatever();
    us.peerSends(Seg.data(201, 100));
    assertEquals("201..301 201..401", blocks(us));
  }

  @Test
  void duplicatesBelowTheGapComeBeforeWhatIsBeyondIt() {
    Conversation us = accepted(Family.IPV4);
    us.peerSends(Seg.data(1, 100), Seg.data(201, 100));
    us.emitsWhatever();
    us.peerSends(Seg.data(1, 100));
    assertEquals("1..101 201..301", blocks(us));
  }

  @Test
  void onlyThePartThatCameTwiceIsReported() {
    Conversation us = accepted(Family.IPV4);
    us.peerSends(Seg.data(1, 100));
    us.emitsWhatever();
    us.peerSends(Seg.data(51, 100)); // 50 old octets, 50 new ones
    assertEquals("51..101", blocks(us));
    us.peerSends(Seg.data(301, 100));
    us.emitsWhatever();
    us.peerSends(Seg.data(251, 100)); // 50 new octets beyond the gap, 50 old ones
    assertEquals("301..351 251..401", blocks(us));
  }

  @ParameterizedTest
  @EnumSource
  void neighboursThatAreAcknowledgedTogetherAreReportedTogether(Family family) {
    Conversation us = accepted(family);
    us.peerSends(Seg.data(1, 100), Seg.data(101, 100), Seg.data(201, 100));
    us.emitsWhatever();
    us.peerSends(Seg.data(1, 100), Seg.data(101, 100));
    assertEquals("1..201", blocks(us));
    us.peerSends(Seg.data(201, 100), Seg.data(101, 100), Seg.data(101, 100));
    assertEquals("101..301", blocks(us), "and what was reported is not reported again");
  }

  @Test
  void ofDuplicatesThatAreFarFromEachOtherTheLatestIsReported() {
    Conversation us = accepted(Family.IPV4);
    us.peerSends(Seg.data(1, 100), Seg.data(101, 100), Seg.data(201, 100));
    us.emitsWhatever();
    us.peerSends(Seg.data(1, 100), Seg.data(201, 100));
    assertEquals("201..301", blocks(us));
  }

  @Test
  void aReportLeavesRoomForThreeBlocksOrTwoBesideTimestamps() {
    for (boolean timestamps : new boolean[] {false, true}) {
      Conversation us = Family.IPV4.of(Flight.settings(timestamps));
      Seg syn = Seg.syn().mss(1460).sackOk();
      us.accept(timestamps ? syn.ts(1, 0) : syn);
      for (int i = 1; i < 6; i++) {
        us.peerSends(Seg.data(1 + 200 * i, 100));
      }
      us.emitsWhatever();
      us.peerSends(Seg.data(1001, 100));
      String all = "1001..1101 1001..1101 801..901 601..701";
      assertEquals(timestamps ? all.substring(0, 30) : all, blocks(us).trim());
    }
  }

  @Test
  void aFinThatComesTwiceIsReported() {
    Conversation us = accepted(Family.IPV4);
    us.peerSends(Seg.data(1, 100), Seg.fin(101));
    us.emitsWhatever();
    us.peerSends(Seg.fin(101));
    assertEquals("101..102", blocks(us));
  }

  @Test
  void textThatCarriesAReportIsShorterByIt() {
    Conversation us = accepted(Family.IPV4);
    us.peerSends(Seg.data(1, 100));
    us.emitsWhatever();
    us.send(4000);
    us.peerSends(Seg.data(1, 100));
    Emitted first = us.emits();
    assertEquals(1460 - 12, first.length);
    assertEquals(1, first.options.sackBlocks());
    assertEquals(1460, us.emits().length);
  }

  @Test
  void withoutSackNothingIsReported() {
    Conversation us = Conversation.accepted();
    us.peerSends(Seg.data(1, 100));
    us.emitsWhatever();
    us.peerSends(Seg.data(1, 100));
    assertEquals("", blocks(us));
  }
}
