package io.fourwave.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ByteRingTest {
  private static final int LIMIT = 1 << 20;

  private final MemoryBudget memory = new MemoryBudget(8 << 20);
  private long written;
  private long read;

  /** Octets that say where in the stream they stand. */
  private int write(ByteRing ring, int count) {
    ByteBuffer octets = ByteBuffer.allocate(count);
    for (int i = 0; i < count; i++) {
      octets.put(octetAt(written + i));
    }
    int taken = ring.write(octets.flip());
    written += taken;
    return taken;
  }

  private void read(ByteRing ring, int count) {
    ByteBuffer octets = ByteBuffer.allocate(count);
    ring.read(octets);
    octets.flip();
    while (octets.hasRemaining()) {
      assertEquals(octetAt(read), octets.get(), "octet " + read);
      read++;
    }
  }

  private static byte octetAt(long position) {
    return (byte) (position * 31 + (position >> 8));
  }

  @Test
  void aRingTakesNoMemoryUntilOctetsFlow() {
    ByteRing ring = new ByteRing(LIMIT, memory);

    assertEquals(0, ring.allocated());
    write(ring, 1);
    assertTrue(ring.allocated() > 0 && ring.allocated() < LIMIT, () -> "" + ring.allocated());
  }

  @Test
  void aRingTakesAsMuchAsItsLimitAndNoMore() {
    ByteRing ring = new ByteRing(LIMIT, memory);

    assertEquals(LIMIT, write(ring, LIMIT + 1));
    assertEquals(0, write(ring, 1));
    assertEquals(LIMIT, ring.allocated());
    read(ring, LIMIT);
    assertEquals(written, read);
  }

  @ParameterizedTest
  @ValueSource(ints = {4 << 10, 32 << 10, 64 << 10, 128 << 10, 512 << 10})
  void whatLiesAcrossTheEndOfTheMemoryIsStillInOrderWhenItHasGrown(int capacity) {
    ByteRing ring = new ByteRing(LIMIT, memory);
    write(ring, capacity);
    read(ring, capacity);
    write(ring, capacity);
    read(ring, capacity - 100);
    write(ring, capacity - 200);
    assertEquals(capacity, ring.allocated());

    write(ring, capacity);

    assertEquals(2 * capacity, ring.allocated());
    read(ring, 2 * capacity);
    assertEquals(written, read);
  }

  @Test
  void octetsComeOutAsTheyWentInWhateverThePortions() {
    long seed = new Random().nextLong();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    ByteRing ring = new ByteRing(LIMIT, memory);
    for (int i = 0; i < 2_000; i++) {
      write(ring, random.nextInt(1 << random.nextInt(1, 17)));
      read(ring, random.nextInt(1 << random.nextInt(1, 17)));
    }
    read(ring, LIMIT);

    assertEquals(written, read);
  }
}
