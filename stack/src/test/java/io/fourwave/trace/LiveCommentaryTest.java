package io.fourwave.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.link.Direction;
import io.fourwave.link.Packet;
import io.fourwave.wire.TcpFlags;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The stack is end 0, the client of a world; its packets are told of as a link would. */
class LiveCommentaryTest {
  private final RecordedWorld world = new RecordedWorld();
  private final LiveCommentary commentary = new LiveCommentary(world.clientOnly);

  LiveCommentaryTest() {
    world.clientOnly.listen(commentary::heard);
  }

  @Test
  void aPacketIsCommentedOnceAllIsKnownOfIt() throws IOException {
    world.open();

    String sent = commentary.about(Direction.OUT);
    String arrived = commentary.about(Direction.IN);

    assertTrue(sent.startsWith("client sends in ESTABLISHED"), sent);
    assertTrue(arrived.startsWith("server sends, seemingly in SYN-RECEIVED"), arrived);
    assertTrue(arrived.contains("client receives after 5.000 ms moves SYN-SENT -> ESTAB"), arrived);
  }

  @Test
  void aPacketIsCommentedOnce() throws IOException {
    world.open();
    commentary.about(Direction.OUT);

    assertEquals("", commentary.about(Direction.OUT));
  }

  @Test
  void aPacketThatTheHostNeverSpeaksOfHasNoComment() {
    Packet packet = new Packet();
    packet.set(strayReset());
    world.clientOnly.leaves(1, packet, 0);
    world.clientOnly.reaches(0, packet, 0);

    assertEquals("", commentary.about(Direction.IN));
  }

  private static ByteBuffer strayReset() {
    ByteBuffer octets = ByteBuffer.allocate(40);
    octets.put(0, (byte) 0x45).putShort(2, (short) 40).put(9, (byte) 6);
    octets.putShort(20, (short) 1).putShort(22, (short) 2).put(32, (byte) 0x50);
    return octets.put(33, (byte) TcpFlags.RST).position(0);
  }

  @Test
  void commentsNameTheEnds() throws IOException {
    world.open();

    List<RecordedEnd> ends = world.clientOnly.recording().ends();

    assertTrue(commentary.about(Direction.OUT).startsWith(ends.get(0).name()));
  }
}
