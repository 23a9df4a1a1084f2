package io.fourwave.tcp.hostile;

import static io.fourwave.tcp.conversation.Conversation.MSS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.stream.Reassembly;
import io.fourwave.tcp.TcpDropReason;
import io.fourwave.tcp.TcpEvent;
import io.fourwave.tcp.conversation.Conversation;
import io.fourwave.tcp.conversation.Emitted;
import io.fourwave.tcp.conversation.Family;
import io.fourwave.tcp.conversation.Seg;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Segments that are made to be expensive: crumbs out of order (CVE-2018-5390). */
class SegmentSmackTest {
  /** Every second octet of the window, from the last to the first. */
  private static void crumbs(Conversation us, int most) {
    for (int seq = 2 * most; seq > 1; seq -= 2) {
      us.peerSends(Seg.data(seq, 1));
      us.emitsWhatever();
    }
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void ofCrumbsOutOfOrderSoManyAreKeptAndNoMore(Family family) {
    Conversation us = family.connected();
    crumbs(us, 20_000);
    assertEquals(Reassembly.MOST_RANGES, us.host.counters().of(TcpEvent.OUT_OF_ORDER));
    assertEquals(20_000 - Reassembly.MOST_RANGES, us.host.counters().of(TcpDropReason.LIMIT));
  }

  @Test
  void whatWasNotKeptComesAgainAndTheStreamIsWhole() throws IOException {
    Conversation us = Conversation.connected();
    crumbs(us, 5_000);
    us.peerSends(Seg.data(1, 10_001)).emits(".", 1, 10_002, 0);
    String text = us.readText(20_000);
    assertEquals(10_001, text.length());
    for (int i = 0; i < text.length(); i++) {
      assertEquals(Conversation.octet(i), (byte) text.charAt(i));
    }
  }

  @Test
  void crumbsAnywhereAndAgainDoNoHarm() throws IOException {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    Conversation us = Conversation.connected();
    for (int i = 0; i < 50_000; i++) {
      us.peerSends(Seg.data(2 + random.nextInt(60_000), 1 + random.nextInt(3)).wnd(1000));
      us.emitsWhatever();
    }
    for (int seq = 1; seq < 60_001; seq += MSS) {
      us.peerSends(Seg.data(seq, MSS));
    }
    Emitted last = null;
    for (Emitted next = us.poll(); next != null; next = us.poll()) {
      last = next;
    }
    assertTrue(last.ack > 60_001, "seed " + seed + ": " + last);
    assertEquals(last.ack - 1, us.read(100_000));
  }
}
