package io.fourwave.ip;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.link.Packet;
import io.fourwave.link.Packet.ChecksumState;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The ring of replies that wait. */
class ReplyQueueTest {
  private final Packet packet = new Packet();
  private final Packet out = new Packet();

  @Test
  void packetsComeOutAsTheyWentInInOrderAndWithinTheLimit() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    ReplyQueue queue = new ReplyQueue(20_000);
    ArrayDeque<byte[]> expected = new ArrayDeque<>();
    int held = 0;
    for (int i = 0; i < 20_000; i++) {
      if (random.nextInt(5) < 3) {
        byte[] octets = new byte[random.nextInt(1500)];
        random.nextBytes(octets);
        packet.set(ByteBuffer.wrap(octets));
        boolean fits = held + octets.length + ReplyQueue.RECORD <= 20_000;
        assertEquals(fits, queue.add(packet), "seed " + seed);
        if (fits) {
          expected.add(octets);
          held += octets.length + ReplyQueue.RECORD;
        }
      } else {
        assertEquals(!expected.isEmpty(), queue.poll(out), "seed " + seed);
        if (!expected.isEmpty()) {
          byte[] octets = new byte[out.length()];
          out.bytes().get(out.start(), octets);
          assertArrayEquals(expected.remove(), octets, "seed " + seed);
          held -= octets.length + ReplyQueue.RECORD;
        }
      }
      assertEquals(expected.isEmpty(), queue.isEmpty());
    }
  }

  @Test
  void theChecksumStateAndTheSegmentSizeAreKept() {
    ReplyQueue queue = new ReplyQueue(4096);
    packet.lies(100, 200);
    packet.checksumPartial(120);
    packet.segmentSize(1448);
    assertTrue(queue.add(packet));
    packet.set(ByteBuffer.wrap(new byte[30]));
    assertTrue(queue.add(packet));
    assertTrue(queue.poll(out));
    assertEquals(ChecksumState.PARTIAL, out.checksumState());
    assertEquals(out.start() + 20, out.transportStart());
    assertEquals(1448, out.segmentSize());
    assertEquals(100, out.length());
    assertTrue(queue.poll(out));
    assertEquals(ChecksumState.COMPLETE, out.checksumState());
    assertEquals(0, out.segmentSize());
    assertEquals(30, out.length());
    assertFalse(queue.poll(out));
  }
}
