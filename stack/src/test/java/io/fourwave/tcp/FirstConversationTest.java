package io.fourwave.tcp;

import static io.fourwave.tcp.conversation.Conversation.MSS;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fourwave.tcp.conversation.Conversation;
import io.fourwave.tcp.conversation.Seg;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class FirstConversationTest {
  @Test
  void threeDuplicateAcksResendTheFirstSegmentAtOnce() {
    Conversation us = Conversation.connected();
    us.send(4 * MSS);
    for (int i = 0; i < 4; i++) {
      us.emits(".", 1 + i * MSS, 1, MSS);
    }
    us.peerSends(Seg.ack(1), Seg.ack(1));
    us.emitsNothing();
    us.peerSends(Seg.ack(1));
    us.emits(".", 1, 1, MSS);
    us.emitsNothing();
    us.peerSends(Seg.ack(1 + 4 * MSS));
    us.emitsNothing();
  }

  @Test
  void textIsReadInOrderWhateverItsOrderOfArrival() throws IOException {
    Conversation us = Conversation.accepted();
    us.peerSends(Seg.data(6, 5).text("WORLD"));
    us.emits(".", 1, 1, 0);
    us.peerSends(Seg.data(1, 5).text("HELLO"));
    us.emits(".", 1, 11, 0);
    assertEquals("HELLOWORLD", us.readText(100));
  }

  @Test
  @Tag("MUST-13")
  void timeWaitLastsTwoMslAndAcknowledgesTheFinAgain() {
    Conversation us = Conversation.connected();
    us.socket.close();
    us.emits("F.", 1, 1, 0);
    us.peerSends(Seg.ack(2));
    assertEquals(TcpState.FIN_WAIT_2, us.socket.state());
    us.peerSends(Seg.fin(1));
    us.emits(".", 2, 2, 0);
    us.pass(Duration.ofSeconds(40));
    us.peerSends(Seg.fin(1).acks(2));
    us.emits(".", 2, 2, 0);
    us.pass(Duration.ofSeconds(59));
    assertEquals(1, us.host.connections().size());
    us.pass(Duration.ofSeconds(1));
    assertEquals(0, us.host.connections().size());
  }
}
