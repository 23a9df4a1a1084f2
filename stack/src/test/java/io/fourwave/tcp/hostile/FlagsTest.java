package io.fourwave.tcp.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.tcp.TcpState;
import io.fourwave.tcp.conversation.Conversation;
import io.fourwave.tcp.conversation.Emitted;
import io.fourwave.tcp.conversation.Family;
import io.fourwave.tcp.conversation.Seg;
import io.fourwave.tcp.conversation.Situation;
import io.fourwave.wire.TcpFlags;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** All 256 combinations of control bits: null, Christmas tree, SYN with FIN or RST, … */
class FlagsTest {
  private static final int ALL = 256;

  private static boolean has(int flags, int bit) {
    return (flags & bit) != 0;
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void aClosedPortAnswersAllButResets(Family family) {
    Conversation us = family.fresh();
    for (int flags = 0; flags < ALL; flags++) {
      us.peerSends(Seg.flags(flags, 1000, 77, 5));
      Emitted answer = us.poll();
      if (has(flags, TcpFlags.RST)) {
        assertNull(answer, TcpFlags.toString(flags));
      } else {
        assertReset(answer, flags, 1005);
      }
      us.emitsNothing();
    }
    assertEquals(0, us.host.connections().size());
  }

  /** §3.10.7.1: one that the sender will accept. */
  private static void assertReset(Emitted answer, int flags, int end) {
    String what = "to " + TcpFlags.toString(flags) + ": " + answer;
    assertNotNull(answer, what);
    if (has(flags, TcpFlags.ACK)) {
      assertEquals(TcpFlags.RST, answer.flags, what);
      assertEquals(77, answer.seq, what);
      return;
    }
    int control = Integer.bitCount(flags & (TcpFlags.SYN | TcpFlags.FIN));
    assertEquals(TcpFlags.RST | TcpFlags.ACK, answer.flags, what);
    assertEquals(0, answer.seq, what);
    assertEquals(end + control, answer.ack, what);
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void aListenerAnswersAcknowledgementsAndSyns(Family family) {
    for (int flags = 0; flags < ALL; flags++) {
      Conversation us = family.fresh().listen();
      us.peerSends(Seg.flags(flags, 1000, 77, 5));
      Emitted answer = us.poll();
      String what = TcpFlags.toString(flags) + ": " + answer;
      boolean opens = false;
      if (has(flags, TcpFlags.RST)) {
        assertNull(answer, what);
      } else if (has(flags, TcpFlags.ACK)) {
        assertReset(answer, flags, 1005);
      } else if (has(flags, TcpFlags.SYN)) {
        opens = true;
        assertEquals(TcpFlags.SYN | TcpFlags.ACK, answer.flags, what);
        assertEquals(1001, answer.ack, what);
      } else {
        assertNull(answer, what);
      }
      us.emitsNothing();
      assertEquals(opens ? TcpState.SYN_RECEIVED : TcpState.LISTEN, Situation.stateOf(us), what);
    }
  }

  /**
   * Whatever the state: one answer at most, none to a reset but a challenge, and no crash later.
   */
  @ParameterizedTest
  @EnumSource(Situation.class)
  void anyStateSurvivesAnyFlags(Situation situation) {
    for (Family family : Family.values()) {
      for (int flags = 0; flags < ALL; flags++) {
        for (int seq : new int[] {0, 1, 2, 500, -7}) {
          Conversation us = situation.begin(family == Family.IPV4);
          us.peerSends(Seg.flags(flags, seq, 1, 5).urgent(3).without(TcpFlags.URG & ~flags));
          answersSensibly(us, flags, situation + ": " + TcpFlags.toString(flags) + " at " + seq);
        }
      }
    }
  }

  private static void answersSensibly(Conversation us, int flags, String what) {
    Emitted answer = us.poll();
    if (answer != null) {
      boolean challenge = answer.flags == TcpFlags.ACK && answer.length == 0;
      assertTrue(challenge || !has(flags, TcpFlags.RST), () -> what + " was answered: " + answer);
      assertFalse(answer.has(TcpFlags.SYN) && answer.has(TcpFlags.FIN | TcpFlags.RST), what);
    }
    us.emitsNothing();
    us.pass(Duration.ofMillis(300));
    us.emitsWhatever();
  }
}
