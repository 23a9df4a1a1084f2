package io.fourwave.tcp;

import static io.fourwave.tcp.conversation.Conversation.MSS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.tcp.conversation.Conversation;
import io.fourwave.tcp.conversation.Emitted;
import io.fourwave.tcp.conversation.Seg;
import io.fourwave.wire.TcpFlags;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Urgent text (RFC 9293 §3.8.5, RFC 6093). */
@Tag("RFC6093")
class UrgentTest {
  private Connection connection;
  private int events;

  private static void urgent(Conversation us, int octets) throws IOException {
    assertEquals(octets, us.socket.writeUrgent(ByteBuffer.allocate(octets)));
  }

  private static Emitted pointsTo(int seq, Emitted e) {
    assertTrue(e.has(TcpFlags.URG), e::toString);
    assertEquals(seq, e.seq + e.urgentPointer);
    return e;
  }

  @Test
  @Tag("MUST-30")
  @Tag("MUST-62")
  void thePointerLeadsToTheOctetAfterTheUrgentOnes() throws IOException {
    Conversation us = Conversation.connected();
    us.send(10);
    us.emits(".", 1, 1, 10);
    urgent(us, 3);
    Emitted e = us.emits(".U", 11, 1, 3);
    assertEquals(3, e.urgentPointer);
    us.send(10);
    e = us.emits(".", 14, 1, 10);
    assertEquals(0, e.urgentPointer);
  }

  @Test
  @Tag("MUST-30")
  void textBeforeTheUrgentOctetsAnnouncesThemAlready() throws IOException {
    TcpSettings plain = Conversation.plain();
    TcpSettings nagle = plain.with(plain.sending().withNagle(true));
    Conversation us = Conversation.of(nagle).connect(Seg.synAck().mss(MSS));
    us.send(10);
    us.emits(".", 1, 1, 10);
    us.send(2000); // a full segment goes, the rest waits
    us.emits(".", 11, 1, MSS);
    urgent(us, 5);
    us.emitsNothing();
    us.peerSends(Seg.data(1, 1).acks(11));
    Emitted ack = us.emits(".U", 11 + MSS, 2, 0); // even an empty segment announces it
    pointsTo(2016, ack);
    us.peerSends(Seg.ack(11 + MSS));
    pointsTo(2016, us.emits(".U", 11 + MSS, 2, 2015 - 10 - MSS));
  }

  @Test
  @Tag("MUST-31")
  void urgentTextMayBeOfAnyLength() throws IOException {
    Conversation us = Conversation.connected();
    urgent(us, 200_000);
    int end = 200_001;
    int next = 1;
    while (next < end) {
      Emitted e = us.poll();
      if (e == null) {
        us.peerSends(Seg.ack(next));
        continue;
      }
      assertEquals(next, e.seq);
      assertTrue(e.has(TcpFlags.URG), e::toString);
      assertEquals(Math.min(end, e.seq + 65_535), e.seq + e.urgentPointer);
      next += e.length;
    }
    us.peerSends(Seg.ack(next));
    us.send(1);
    assertFalse(us.emits(".", end, 1, 1).has(TcpFlags.URG));
  }

  @Test
  @Tag("MUST-30")
  void aRepetitionStillAnnouncesIt() throws IOException {
    Conversation us = Conversation.connected();
    us.send(10);
    urgent(us, 5);
    pointsTo(16, us.emits());
    us.emitsNothing();
    us.untilOutput();
    pointsTo(16, us.emits());
    us.peerSends(Seg.ack(16));
    us.peerSends(Seg.data(1, 1));
    assertFalse(us.emits(".", 16, 2, 0).has(TcpFlags.URG));
  }

  @Test
  @Tag("MUST-30")
  void urgentTextDoesNotPassTheWindow() throws IOException {
    Conversation us = Conversation.fresh().peerWindow(0).connect(Seg.synAck().mss(MSS));
    urgent(us, 5);
    us.emitsNothing();
    us.peerSends(Seg.data(1, 1));
    pointsTo(6, us.emits(".U", 1, 2, 0)); // but is announced
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @Tag("MUST-32")
  @Tag("MUST-33")
  void theReceiverIsToldAtOnceAndLearnsHowMuchIsLeftToRead(boolean v4) throws IOException {
    Conversation us = Conversation.of(Conversation.plain(), v4).accept(Seg.syn().mss(1000));
    assertFalse(us.socket.isUrgent());
    us.peerSends(Seg.data(1, 10).urgent(25)); // 24 urgent octets, 10 of which are here
    assertTrue(us.socket.isUrgent(), "told before anything was read");
    assertEquals(25, us.socket.urgentOctets());
    assertEquals(10, us.read(100));
    assertEquals(15, us.socket.urgentOctets());
    us.peerSends(Seg.data(11, 30));
    assertEquals(12, us.read(12));
    assertEquals(3, us.socket.urgentOctets());
    assertEquals(18, us.read(100));
    assertEquals(0, us.socket.urgentOctets());
    assertFalse(us.socket.isUrgent());
  }

  @Test
  @Tag("MUST-32")
  void eachAdvanceOfThePointerIsAnEventAndARepetitionIsNone() throws IOException {
    Conversation us = counting();
    us.peerSends(Seg.data(1, 10).urgent(5));
    assertEquals(1, events);
    us.peerSends(Seg.data(11, 10).urgent(20));
    assertEquals(2, events);
    us.peerSends(Seg.data(21, 5).urgent(10)); // the same octet
    assertEquals(2, events);
    us.peerSends(Seg.data(1, 10).urgent(5)); // an old segment
    assertEquals(2, events);
    us.peerSends(Seg.ack(1).urgent(100)); // without text
    assertEquals(3, events);
  }

  @Test
  @Tag("MUST-32")
  void afterTheUrgentTextWasReadTheNextIsAnEventAgain() throws IOException {
    Conversation us = counting();
    us.peerSends(Seg.data(1, 10).urgent(10));
    read(us, 10);
    us.peerSends(Seg.data(11, 10));
    assertEquals(1, events);
    us.peerSends(Seg.data(21, 10).urgent(1));
    assertEquals(2, events);
  }

  @Test
  @Tag("MUST-32")
  void aPointerToTextThatArrivedButWasNotReadIsAnEvent() throws IOException {
    Conversation us = counting();
    us.peerSends(Seg.data(1, 10));
    us.peerSends(Seg.ack(1).urgent(0)); // all so far is urgent
    assertEquals(1, events);
    assertEquals(10, connection.urgentOctets());
    us.peerSends(Seg.data(11, 10));
    read(us, 20);
    us.peerSends(Seg.ack(1).urgent(0));
    assertEquals(1, events, "nothing is left to read");
  }

  @Test
  @Tag("MUST-32")
  @Tag("MUST-33")
  void anOldPointerIsNotMistakenForANewOneHalfTheSequenceSpaceLater() throws IOException {
    Conversation us = counting();
    us.peerSends(Seg.data(1, 10).urgent(10));
    read(us, 10);
    int half = 1 << 31; // as if so many octets had passed since
    connection.rcv.nxt += half;
    connection.rcv.edge += half;
    assertEquals(0, connection.urgentOctets());
    us.peerSends(Seg.data(11 + half, 10).urgent(10));
    assertEquals(2, events);
    assertEquals(10, connection.urgentOctets());
  }

  @Test
  @Tag("MUST-30")
  void anOldPointerIsNotSentAgainHalfTheSequenceSpaceLater() throws IOException {
    Conversation us = counting();
    connection.outgoing().write(ByteBuffer.allocate(10));
    us.host.calls().sendUrgent(connection, connection.outgoing().tail());
    pointsTo(11, us.emits(".U", 1, 1, 10));
    us.peerSends(Seg.ack(11));
    int half = (1 << 31) + 100; // as if so many octets had passed since
    connection.snd.una += half;
    connection.snd.nxt += half;
    connection.snd.wl2 += half;
    connection.outgoing().write(ByteBuffer.allocate(10));
    us.host.calls().send(connection);
    us.emits(".", 11 + half, 1, 10);
  }

  @Test
  @Tag("MUST-30")
  void urgentOctetsStayInTheStream() throws IOException {
    Conversation us = Conversation.accepted();
    us.peerSends(Seg.data(1, 5).text("abcde").urgent(3));
    assertEquals("abcde", us.readText(100)); // RFC 6093 §3.1
  }

  /** A conversation in ESTABLISHED, whose urgent events are counted. */
  private Conversation counting() throws IOException {
    Conversation us = Conversation.fresh();
    TcpSettings settings = Conversation.plain();
    InetSocketAddress here = new InetSocketAddress(Conversation.OUR_PORT);
    Listener listener = us.host.listen(here, 1, settings, () -> {});
    us.peerSends(Seg.syn().mss(MSS));
    us.emits("S.", 0, 1, 0);
    us.peerSends(Seg.ack(1));
    connection = listener.accept();
    connection.tell(
        new ConnectionEvents() {
          @Override
          public void urgent() {
            events++;
          }
        });
    return us;
  }

  private void read(Conversation us, int octets) {
    assertEquals(octets, connection.incoming().read(ByteBuffer.allocate(octets)));
    us.host.calls().receive(connection);
  }
}
