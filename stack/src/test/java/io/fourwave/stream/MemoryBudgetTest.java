package io.fourwave.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.stream.MemoryBudget.Claim;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** What all rings take together. */
class MemoryBudgetTest {
  private static final int KIB = 1 << 10;
  private static final int LIMIT = 1024 * KIB;

  private final MemoryBudget memory = new MemoryBudget(LIMIT);

  private static ByteBuffer octets(int count) {
    return ByteBuffer.allocate(count);
  }

  private ByteRing ringOf(int octets) {
    ByteRing ring = new ByteRing(1 << 20, memory);
    assertEquals(octets, ring.write(octets(octets)));
    return ring;
  }

  @Test
  void aRingCountsWithTheMemoryItTakesAndUntilItGivesThatBack() {
    ByteRing ring = ringOf(100 * KIB);
    assertEquals(128 * KIB, memory.used());
    assertFalse(ring.giveBackIfEmpty(), "there is something in it");
    ring.read(octets(100 * KIB));
    assertTrue(ring.giveBackIfEmpty());
    assertEquals(0, memory.used());
    assertEquals(0, ring.allocated());
    assertEquals(10, ring.write(octets(10)));
    assertEquals(10, ring.read(octets(20)));
    assertEquals(KIB, memory.used());
  }

  @Test
  void lessIsGrantedTheScarcerMemoryIs() {
    ringOf(512 * KIB);
    ringOf(256 * KIB);
    assertFalse(memory.isShort());
    assertFalse(memory.take(4 * KIB, Claim.BEYOND_GAP), "what can be sent again has to wait first");
    ringOf(128 * KIB);
    assertTrue(memory.isShort());
    assertFalse(memory.take(128 * KIB, Claim.RECEIVE));
    ringOf(64 * KIB);
    assertFalse(memory.isExhausted());
    assertFalse(memory.take(8 * KIB, Claim.SEND));
    for (int i = 0; i < 16; i++) {
      assertTrue(memory.take(4 * KIB, Claim.RECEIVE), "the last part is for small rings");
    }
    assertTrue(memory.isExhausted());
    assertEquals(LIMIT, memory.used());
    assertFalse(memory.take(4 * KIB, Claim.RECEIVE));
  }

  @Test
  void aWriterWithoutAnyMemoryWaitsUntilItIsToldThatThereIsSome() {
    ByteRing other = ringOf(512 * KIB);
    ringOf(256 * KIB);
    ringOf(128 * KIB);
    while (memory.take(4 * KIB, Claim.RECEIVE)) {
      assertTrue(memory.used() <= LIMIT);
    }
    ByteRing ring = new ByteRing(1 << 20, memory);
    assertEquals(0, ring.write(octets(100 * KIB)));
    assertEquals(0, ring.room(), "a writer waits, as for a full ring");
    assertTrue(ring.isStarved() && memory.isStarving());
    assertFalse(memory.canFeed());
    other.end();
    assertTrue(memory.canFeed());
    ring.feed();
    assertEquals(100 * KIB, ring.write(octets(100 * KIB)));
  }

  @Test
  void aRingGrowsAsFarAsThereIsMemoryAndFurtherWhenThereIsMore() {
    ByteRing large = ringOf(512 * KIB);
    ByteRing ring = new ByteRing(1 << 20, memory);
    assertEquals(256 * KIB, ring.write(octets(1 << 20)), "512 KiB are beyond 15 of 16 parts");
    assertEquals(0, ring.write(octets(1)));
    large.read(octets(512 * KIB));
    large.giveBackIfEmpty();
    ring.read(octets(1));
    assertTrue(ring.room() > 256 * KIB);
    assertEquals(200 * KIB, ring.write(octets(200 * KIB)));
  }

  @Test
  void inOrderTextIsKeptAsFarAsThereIsMemoryAndTextBeyondAGapNotAtAll() {
    ringOf(512 * KIB);
    ringOf(256 * KIB);
    ReceiveBuffer buffer = new ReceiveBuffer(64 * KIB, memory);
    assertEquals(-1, buffer.arrive(1000, octets(10), 0, 10));
    assertEquals(10, buffer.arrive(0, octets(10), 0, 10));
    assertEquals(0, buffer.arrive(1000, octets(10), 0, 10), "there is memory for it already");
    ringOf(128 * KIB);
    ringOf(32 * KIB);
    ringOf(16 * KIB);
    ringOf(8 * KIB);
    assertEquals(4 * KIB - 10, buffer.arrive(10, octets(64 * KIB), 0, 64 * KIB));
    assertEquals(-1, buffer.arrive(4 * KIB, octets(10), 0, 10));
    assertEquals(4 * KIB, buffer.ring().read(octets(64 * KIB)));
  }

  @Test
  void aShortStackPromisesNoMoreThanItHasMemoryFor() {
    ReceiveBuffer buffer = new ReceiveBuffer(64 * KIB, memory);
    assertEquals(64 * KIB, buffer.limit());
    ringOf(512 * KIB);
    ringOf(256 * KIB);
    ringOf(4 * KIB);
    assertEquals(4 * KIB, buffer.limit());
    buffer.arrive(0, octets(8 * KIB), 0, 8 * KIB);
    assertEquals(8 * KIB, buffer.limit());
  }

  @Test
  void whatEndsGivesItsMemoryBackOnce() {
    ByteRing ring = ringOf(100 * KIB);
    ring.end();
    ring.end();
    assertEquals(0, memory.used());
    assertEquals(0, ring.write(octets(10)));
    ByteRing other = ringOf(10);
    other.abandon();
    other.abandon();
    assertEquals(0, memory.used());
  }

  @Test
  void aRingThatIsTakenAwayAndFilledAtOnceLosesNothing()
      throws InterruptedException, ExecutionException, TimeoutException {
    ByteRing ring = new ByteRing(64 * KIB, memory);
    int count = 2_000_000;
    ExecutorService other = Executors.newSingleThreadExecutor();
    try {
      Future<?> producer = other.submit(() -> produce(ring, count));
      ByteBuffer target = ByteBuffer.allocate(777);
      int seen = 0;
      List<Integer> wrong = new ArrayList<>();
      while (seen < count && !(producer.isDone() && ring.available() == 0)) {
        ring.read(target.clear());
        ring.giveBackIfEmpty();
        target.flip();
        while (target.hasRemaining()) {
          if (target.get() != (byte) (seen++ % 251)) {
            wrong.add(seen);
          }
        }
      }
      assertNotNull(producer);
      producer.get(60, TimeUnit.SECONDS);
      assertEquals(List.of(), wrong.subList(0, Math.min(3, wrong.size())));
      assertEquals(count, seen);
      ring.giveBackIfEmpty();
      assertEquals(0, memory.used());
    } finally {
      other.shutdownNow();
    }
  }

  private static void produce(ByteRing ring, int count) {
    ByteBuffer source = ByteBuffer.allocate(1009);
    for (int sent = 0; sent < count; ) {
      source.clear();
      while (source.hasRemaining() && sent < count) {
        source.put((byte) (sent++ % 251));
      }
      source.flip();
      while (source.hasRemaining()) {
        ring.write(source);
      }
    }
  }
}
