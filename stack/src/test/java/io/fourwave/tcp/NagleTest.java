package io.fourwave.tcp;

import static io.fourwave.tcp.conversation.Conversation.MSS;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.host.HostSocket;
import io.fourwave.tcp.conversation.Conversation;
import io.fourwave.tcp.conversation.Emitted;
import io.fourwave.tcp.conversation.Seg;
import io.fourwave.wire.TcpFlags;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Small segments wait for company, or do not (RFC 9293 §3.7.4). */
@Tag("RFC896")
class NagleTest {
  private static final TcpSettings NAGLE =
      Conversation.plain().with(Conversation.plain().sending().withNagle(true));

  private static Conversation connected(TcpSettings settings) {
    return Conversation.of(settings).connect(Seg.synAck().mss(MSS));
  }

  @Test
  @Tag("SHLD-7")
  void whileTextIsUnacknowledgedSmallWritesAreGatheredIntoOneSegment() {
    Conversation us = connected(NAGLE);
    us.send(10);
    us.emits(".", 1, 1, 10);
    us.send(20).send(30).send(1);
    us.emitsNothing();
    us.peerSends(Seg.ack(11));
    us.emits(".", 11, 1, 51);
    us.emitsNothing();
  }

  @Test
  @Tag("SHLD-7")
  void whatWaitsGoesAsSoonAsItFillsASegment() {
    Conversation us = connected(NAGLE);
    us.send(10);
    us.emits(".", 1, 1, 10);
    us.send(MSS - 1);
    us.emitsNothing();
    us.send(3);
    us.emits(".", 11, 1, MSS);
    us.emitsNothing();
    us.peerSends(Seg.ack(11 + MSS));
    us.emits(".", 11 + MSS, 1, 2);
  }

  @Test
  @Tag("SHLD-7")
  void anAcknowledgementOfOnlyAPartDoesNotReleaseASmallSegment() {
    Conversation us = connected(NAGLE);
    us.send(2 * MSS);
    us.emitsFull(1, 2);
    us.send(5);
    us.peerSends(Seg.ack(1 + MSS));
    us.emitsNothing();
    us.peerSends(Seg.ack(1 + 2 * MSS));
    us.emits(".", 1 + 2 * MSS, 1, 5);
  }

  @Test
  @Tag("SHLD-7")
  void defaultSettingsHaveNagle() {
    assertTrue(TcpSettings.defaults().sending().nagle());
  }

  @Test
  void theLastTextDoesNotWaitWhenTheApplicationHasClosed() {
    Conversation us = connected(NAGLE);
    us.send(10);
    us.emits(".", 1, 1, 10);
    us.send(5);
    us.emitsNothing();
    us.socket.shutdownOutput();
    us.emits("F.", 11, 1, 5);
  }

  @Test
  @Tag("MUST-17")
  void withoutNagleEverySmallWriteGoesAtOnce() {
    Conversation us = connected(Conversation.plain());
    int seq = 1;
    for (int octets : new int[] {10, 1, 7}) {
      us.send(octets);
      Emitted sent = us.emits(".", seq, 1, octets);
      assertTrue(sent.has(TcpFlags.PSH));
      seq += octets;
    }
  }

  @Test
  @Tag("MUST-17")
  void nagleIsSwitchedOffOnOneConnectionAndStaysOnAtTheOther() throws IOException {
    Conversation us = connected(NAGLE);
    HostSocket first = us.socket;
    us.send(10);
    us.emits(".", 1, 1, 10);
    us.send(10);
    us.emitsNothing();
    TcpSettings settings = first.settings();
    first.settings(settings.with(settings.sending().withNagle(false)));
    us.emits(".", 11, 1, 10); // what had waited
    first.write(ByteBuffer.allocate(1));
    us.emits(".", 21, 1, 1);
    HostSocket second = us.open().socket; // from a port of its own
    us.emits();
    assertTrue(second.settings().sending().nagle());
    assertFalse(first.settings().sending().nagle());
  }
}
