package io.fourwave.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Packets whose octets lie in more than one place. */
class PacketTest {
  private final ByteBuffer ring = ByteBuffer.allocateDirect(16);

  private static Packet of(String octets) {
    Packet packet = new Packet(ByteBuffer.allocateDirect(128));
    packet.set(ByteBuffer.wrap(octets.getBytes(StandardCharsets.US_ASCII)));
    return packet;
  }

  private static String text(ByteBuffer bytes, int from, int to) {
    StringBuilder text = new StringBuilder();
    for (int i = from; i < to; i++) {
      text.append((char) bytes.get(i));
    }
    return text.toString();
  }

  private static String text(Packet packet) {
    return text(packet.bytes(), packet.start(), packet.end());
  }

  private Packet headersAndTail() {
    Packet packet = of("head");
    ring.put(13, "abcdef".getBytes(StandardCharsets.US_ASCII), 0, 3);
    ring.put(0, "def".getBytes(StandardCharsets.US_ASCII));
    packet.tail().set(ring, 13, 6);
    return packet;
  }

  @Test
  void aTailCountsInTheLengthAndLiesElsewhere() {
    Packet packet = headersAndTail();
    assertEquals(10, packet.length());
    assertEquals("head", text(packet));
    assertEquals(3, packet.tail().first());
  }

  @Test
  void joiningCopiesTheTailAroundTheRingsEnd() {
    Packet packet = headersAndTail();
    packet.join();
    assertEquals("headabcdef", text(packet));
    assertTrue(packet.tail().isEmpty());
    packet.join();
    assertEquals("headabcdef", text(packet));
  }

  @Test
  void aCopyLiesInOnePiece() {
    Packet copy = of("something else");
    copy.set(headersAndTail());
    assertEquals("headabcdef", text(copy));
    assertTrue(copy.tail().isEmpty());
  }

  @Test
  void resettingForgetsTheTail() {
    Packet packet = headersAndTail();
    packet.reset();
    assertEquals(0, packet.length());
  }

  @Test
  void whatComesAfterTheHeadersLandsInTheRing() {
    Packet packet = of("headabcdef");
    packet.landing().set(ring, 14, 10);
    packet.landsAfter(4);
    packet.land();
    assertEquals("head", text(packet));
    assertEquals(10, packet.length());
    assertEquals("ab", text(ring, 14, 16));
    assertEquals("cdef", text(ring, 0, 4));
  }

  @Test
  void whatIsNoLongerThanTheHeadersStaysWhereItIs() {
    Packet packet = of("head");
    packet.landing().set(ring, 0, 16);
    packet.landsAfter(4);
    packet.land();
    assertEquals("head", text(packet));
    assertTrue(packet.tail().isEmpty());
  }
}
