package io.fourwave.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.tcp.conversation.Conversation;
import io.fourwave.tcp.conversation.Emitted;
import io.fourwave.tcp.conversation.Seg;
import io.fourwave.tcp.conversation.Situation;
import io.fourwave.wire.TcpFlags;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * All 64 combinations of the six old control bits, in every state, at the numbers where rules
 * change: null, xmas, SYN with FIN, and whatever else a scanner thinks of.
 */
class FlagCombinationsTest {
  private static final int ALL = 0x3f;

  @ParameterizedTest
  @EnumSource(Situation.class)
  void noCombinationThrowsAndNoResetIsAnswered(Situation in) {
    for (int flags = 0; flags <= ALL; flags++) {
      for (int seq = -1; seq <= 3; seq++) {
        for (int ack = 0; ack <= 2; ack++) {
          boolean v4 = (flags + seq + ack) % 2 == 0;
          int length = (flags + ack) % 3 * 5;
          check(in.begin(v4), Seg.flags(flags, seq, ack, length), flags);
        }
      }
    }
  }

  private static void check(Conversation us, Seg seg, int flags) {
    String name = TcpFlags.toString(flags);
    us.peerSends(seg);
    Emitted answer = us.poll();
    if ((flags & TcpFlags.RST) != 0) {
      assertFalse(answer != null && answer.has(TcpFlags.RST), "a reset was reset: " + name);
    }
    assertNull(us.poll(), "one answer is enough: " + name);
    leaveNothing(us, name);
  }

  /** Whatever has happened, everything can be ended, and then nothing is left. */
  private static void leaveNothing(Conversation us, String name) {
    if (us.listener != null) {
      us.listener.close();
    }
    if (us.socket != null) {
      us.socket.abort();
    }
    us.emitsWhatever();
    assertTrue(us.host.connections().isEmpty(), name);
    assertEquals(Long.MAX_VALUE, us.host.nextDeadline(), name);
  }

  /** What §3.10.7.1 says of the numbers in a reset, for every combination without RST. */
  @ParameterizedTest
  @EnumSource(
      value = Situation.class,
      names = {"CLOSED", "LISTEN"})
  void aResetHasNumbersThatItsReceiverAccepts(Situation in) {
    for (int flags = 0; flags <= ALL; flags++) {
      boolean acks = (flags & TcpFlags.ACK) != 0;
      if ((flags & TcpFlags.RST) != 0 || in == Situation.LISTEN && !acks) {
        continue;
      }
      Conversation us = in.begin(flags % 2 == 0);
      us.peerSends(Seg.flags(flags, 100, 77, 9));
      int end = 109 + Integer.bitCount(flags & (TcpFlags.SYN | TcpFlags.FIN));
      us.emits(acks ? "R" : "R.", acks ? 77 : 0, acks ? 0 : end, 0);
      us.emitsNothing();
    }
  }
}
