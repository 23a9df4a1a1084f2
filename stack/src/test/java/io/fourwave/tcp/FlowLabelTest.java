package io.fourwave.tcp;

import static io.fourwave.tcp.conversation.Conversation.MSS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.tcp.conversation.Conversation;
import io.fourwave.tcp.conversation.Emitted;
import io.fourwave.tcp.conversation.Family;
import io.fourwave.tcp.conversation.Seg;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** IPv6 flow labels (RFC 6437 §3). */
@Tag("RFC6437")
class FlowLabelTest {
  private static int label(Emitted emitted) {
    return ByteBuffer.wrap(emitted.packet).getInt(0) & 0xf_ffff;
  }

  @Test
  void allPacketsOfAConnectionHaveOneLabelAlsoTheLast() {
    Conversation us = Family.IPV6.fresh().open();
    int label = label(us.emits());
    assertNotEquals(0, label);
    us.peerSends(Seg.synAck().mss(MSS));
    assertEquals(label, label(us.emits()));
    us.send(3000);
    assertEquals(label, label(us.emits()));
    assertEquals(label, label(us.emits()));
    us.emitsWhatever();
    us.untilOutput();
    assertEquals(label, label(us.emits()), "again");
    us.peerSends(Seg.ack(3001));
    us.socket.shutdownOutput();
    assertEquals(label, label(us.emits()));
    us.peerSends(Seg.fin(1).acks(3002));
    assertEquals(label, label(us.emits(".", 3002, 2, 0)));
    us.peerSends(Seg.fin(1).acks(3002));
    assertEquals(label, label(us.emits(".", 3002, 2, 0)), "from TIME-WAIT");
  }

  @Test
  void aResetHasTheLabelOfItsConnection() {
    Conversation us = Family.IPV6.fresh().open();
    int label = label(us.emits());
    us.peerSends(Seg.synAck().mss(MSS));
    us.emits();
    us.socket.abort();
    assertEquals(label, label(us.emits()));
    us.peerSends(Seg.data(1, 10).acks(1));
    assertEquals(label, label(us.emits("R", 1, 0, 0)), "nobody remembers it, and yet");
  }

  @Test
  void connectionsAndHostsHaveLabelsThatTellNothing() {
    Set<Integer> labels = new HashSet<>();
    Conversation us = Family.IPV6.fresh();
    for (int i = 0; i < 100; i++) {
      us.open();
      labels.add(label(us.emits()));
    }
    assertTrue(labels.size() > 98, "different, but for chance: " + labels.size());
  }
}
