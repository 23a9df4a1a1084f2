package io.fourwave.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The sum of many octets at a time is that of RFC 1071, two octets at a time. */
@Tag("RFC1071")
class ChecksumSumTest {
  private static final int LONGEST = 65_535;

  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);

  /** RFC 1071 §1, word by word, each carry added at once. */
  private static int naive(byte[] octets, int from, int to) {
    int sum = 0;
    for (int i = from; i < to; i += 2) {
      int low = i + 1 < to ? octets[i + 1] & 0xff : 0;
      sum += (octets[i] & 0xff) << 8 | low;
      sum = (sum & 0xffff) + (sum >>> 16);
    }
    return sum;
  }

  private void assertSame(byte[] octets, int from, int to) {
    ByteBuffer direct = ByteBuffer.allocateDirect(octets.length).put(0, octets);
    ByteBuffer heap = ByteBuffer.wrap(octets);
    String what = "octets " + from + " to " + to + ", seed " + seed;
    assertEquals(naive(octets, from, to), Checksum.fold(Checksum.add(0, direct, from, to)), what);
    assertEquals(naive(octets, from, to), Checksum.fold(Checksum.add(0, heap, from, to)), what);
  }

  @Test
  void everyShortLengthAtEveryShortOffset() {
    byte[] octets = new byte[200];
    random.nextBytes(octets);
    for (int from = 0; from < 20; from++) {
      for (int to = from; to <= octets.length; to++) {
        assertSame(octets, from, to);
      }
    }
  }

  @Test
  void longOnesOfAnyOctets() {
    byte[] octets = new byte[LONGEST];
    for (int i = 0; i < 100; i++) {
      random.nextBytes(octets);
      assertSame(octets, random.nextInt(100), LONGEST - random.nextInt(100));
    }
  }

  @Test
  void nothingButOnesOverflowsNothing() {
    byte[] octets = new byte[LONGEST];
    java.util.Arrays.fill(octets, (byte) 0xff);
    assertSame(octets, 0, LONGEST);
    assertSame(octets, 1, LONGEST);
  }

  @Test
  void partsAddUp() {
    byte[] octets = new byte[4000];
    random.nextBytes(octets);
    ByteBuffer bytes = ByteBuffer.wrap(octets);
    int middle = 2 * random.nextInt(2000);
    long sum = Checksum.add(Checksum.add(0, bytes, 0, middle), bytes, middle, 4000);
    assertEquals(naive(octets, 0, 4000), Checksum.fold(sum), "cut at " + middle + ", seed " + seed);
  }
}
