package io.fourwave.tcp;

import static io.fourwave.tcp.conversation.Conversation.MSS;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fourwave.tcp.conversation.Conversation;
import io.fourwave.tcp.conversation.Emitted;
import io.fourwave.tcp.conversation.Family;
import io.fourwave.tcp.conversation.Seg;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Acknowledgements of what arrives together, or out of order (RFC 9293 §3.10.7.4). */
class AckGenerationTest {
  @ParameterizedTest
  @Tag("MUST-58")
  @Tag("MUST-59")
  @EnumSource(Family.class)
  void segmentsThatArriveTogetherAreAcknowledgedTogether(Family family) {
    Conversation us = family.accepted();
    us.peerSends(Seg.data(1, 1000), Seg.data(1001, 1000), Seg.data(2001, 1000));
    us.peerSends(Seg.data(3001, 1000), Seg.data(4001, 7));
    us.emits(".", 1, 4008, 0);
    us.emitsNothing();
  }

  @Test
  @Tag("MUST-58")
  void anAcknowledgementGoesAlongWithText() {
    Conversation us = Conversation.accepted();
    us.peerSends(Seg.data(1, 1000));
    us.send(10);
    us.emits(".", 1, 1001, 10);
    us.emitsNothing();
  }

  @Test
  @Tag("MUST-58")
  void anAcknowledgementGoesAlongWithTheFin() {
    Conversation us = Conversation.accepted();
    us.peerSends(Seg.data(1, 1000), Seg.fin(1001));
    us.socket.shutdownOutput();
    us.emits("F.", 1, 1002, 0);
    us.emitsNothing();
  }

  @Test
  @Tag("MUST-59")
  void aGapThatIsFilledInTheSameTurnIsNotSpokenOf() {
    Conversation us = Conversation.accepted();
    us.peerSends(Seg.data(1001, 1000), Seg.data(2001, 1000), Seg.data(1, 1000));
    us.emits(".", 1, 3001, 0);
    us.emitsNothing();
  }

  @Test
  @Tag("MUST-59")
  void retransmissionsThatArriveTogetherAreAnsweredOnce() {
    Conversation us = Conversation.accepted();
    us.peerSends(Seg.data(1, 1000)).emits(".", 1, 1001, 0);
    us.peerSends(Seg.data(1, 1000), Seg.data(1, 500), Seg.data(501, 500));
    us.emits(".", 1, 1001, 0);
    us.emitsNothing();
  }

  @ParameterizedTest
  @Tag("SHLD-31")
  @Tag("MAY-13")
  @EnumSource(Family.class)
  void textBeyondAGapIsKeptAndAskedForNoMore(Family family) throws IOException {
    Conversation us = family.accepted();
    us.peerSends(Seg.data(11, 10)).emits(".", 1, 1, 0);
    us.peerSends(Seg.data(31, 10)).emits(".", 1, 1, 0);
    us.peerSends(Seg.data(1, 10)).emits(".", 1, 21, 0);
    us.peerSends(Seg.data(21, 10)).emits(".", 1, 41, 0);
    assertEquals(text(0, 40), us.readText(100));
  }

  private static String text(int from, int count) {
    byte[] octets = Conversation.pattern(from, count);
    return new String(octets, java.nio.charset.StandardCharsets.ISO_8859_1);
  }

  @Test
  @Tag("SHLD-31")
  void aFinBeyondAGapIsKept() throws IOException {
    Conversation us = Conversation.accepted();
    us.peerSends(Seg.fin(21)).emits(".", 1, 1, 0);
    assertEquals(TcpState.ESTABLISHED, us.socket.state());
    us.peerSends(Seg.data(11, 10)).emits(".", 1, 1, 0);
    us.peerSends(Seg.data(1, 10)).emits(".", 1, 22, 0);
    assertEquals(TcpState.CLOSE_WAIT, us.socket.state());
    assertEquals(20, us.read(100));
    assertEquals(-1, us.read(100));
  }

  @Test
  void textAfterAFinThatIsKeptDoesNotCount() throws IOException {
    Conversation us = Conversation.accepted();
    us.peerSends(Seg.fin(11)).emits(".", 1, 1, 0);
    us.peerSends(Seg.data(6, 100)).emits(".", 1, 1, 0);
    us.peerSends(Seg.data(1, 5)).emits(".", 1, 12, 0);
    assertEquals(text(0, 10), us.readText(200));
    assertEquals(-1, us.read(1));
  }

  @ParameterizedTest
  @Tag("SHLD-31")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void anyOrderWithAnyOverlapsGivesTheSameText(long seed) throws IOException {
    Random random = new Random(seed);
    Conversation us = Conversation.accepted();
    List<Seg> pieces = new ArrayList<>();
    for (int at = 1; at <= 20_000; at += 500) {
      pieces.add(Seg.data(at, 500));
      pieces.add(Seg.data(1 + random.nextInt(19_000), 1 + random.nextInt(MSS)));
    }
    Collections.shuffle(pieces, random);
    Emitted last = null;
    for (Seg piece : pieces) {
      us.peerSends(piece);
      last = us.emits();
      us.emitsNothing();
    }
    assertEquals(text(0, last.ack - 1), us.readText(30_000), "seed " + seed);
    assertEquals(true, last.ack > 20_000, "seed " + seed);
  }
}
