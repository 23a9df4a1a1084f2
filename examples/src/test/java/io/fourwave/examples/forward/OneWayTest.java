package io.fourwave.examples.forward;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** One direction of a forwarded connection. */
class OneWayTest {
  private final Random random = new Random(5);
  private final ByteArrayOutputStream arrived = new ByteArrayOutputStream();
  private ByteBuffer toSend = ByteBuffer.allocate(0);
  private boolean sourceEnds;
  private int room = Integer.MAX_VALUE;
  private int ends;
  private final OneWay way = new OneWay(this::read, this::write, () -> ends++);

  private int read(ByteBuffer target) {
    if (!toSend.hasRemaining()) {
      return sourceEnds ? -1 : 0;
    }
    int count = Math.min(toSend.remaining(), target.remaining());
    target.put(toSend.slice(toSend.position(), count));
    toSend.position(toSend.position() + count);
    return count;
  }

  private void write(ByteBuffer source) {
    int count = Math.min(room, source.remaining());
    byte[] octets = new byte[count];
    source.get(octets);
    arrived.writeBytes(octets);
    room -= count;
  }

  private byte[] sends(int count) {
    byte[] octets = new byte[count];
    random.nextBytes(octets);
    toSend = ByteBuffer.wrap(octets);
    return octets;
  }

  @Test
  void octetsAreCopiedAndThenItWaitsForMore() throws IOException {
    byte[] octets = sends(100_000);
    assertFalse(way.copy());
    assertArrayEquals(octets, arrived.toByteArray());
    assertTrue(way.waitsToRead());
    assertFalse(way.waitsToWrite());
  }

  @Test
  void whatFindsNoRoomIsKeptAndNothingElseRead() throws IOException {
    byte[] octets = sends(100_000);
    room = 50_000;
    assertFalse(way.copy());
    assertTrue(way.waitsToWrite());
    assertFalse(way.waitsToRead());
    int unread = toSend.remaining();
    assertFalse(way.copy());
    assertEquals(unread, toSend.remaining());
    room = Integer.MAX_VALUE;
    assertFalse(way.copy());
    assertArrayEquals(octets, arrived.toByteArray());
  }

  @Test
  void theEndIsPassedOnOnceAndOnlyAfterTheLastOctet() throws IOException {
    byte[] octets = sends(40_000);
    sourceEnds = true;
    room = 39_999;
    assertFalse(way.copy());
    assertEquals(0, ends);
    room = 1;
    assertFalse(way.copy());
    assertEquals(1, ends);
    assertTrue(way.hasEnded());
    assertFalse(way.copy());
    assertEquals(1, ends);
    assertArrayEquals(octets, arrived.toByteArray());
    assertFalse(way.waitsToRead() || way.waitsToWrite());
  }

  @Test
  void whoHasMuchToSayLetsOthersHaveTheirTurn() throws IOException {
    byte[] octets = sends(10_000_000);
    assertTrue(way.copy());
    assertTrue(arrived.size() < octets.length);
    int turns = 1;
    while (way.copy()) {
      turns++;
    }
    assertTrue(turns > 1);
    assertArrayEquals(octets, arrived.toByteArray());
  }
}
