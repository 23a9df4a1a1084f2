package io.fourwave.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.link.Offload;
import io.fourwave.link.Packet;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MemoryLinkTest {
  private final MemoryLink.Pair pair = MemoryLink.pair(1500);
  private final MemoryLink left = pair.left();
  private final MemoryLink right = pair.right();
  private final Packet into = new Packet();

  /** An IPv4 packet in form only, told by its number. */
  private static Packet packet(int number, int length) {
    Packet packet = new Packet(ByteBuffer.allocate(Packet.HEADROOM + length));
    packet.lies(Packet.HEADROOM, Packet.HEADROOM + length);
    packet.bytes().put(Packet.HEADROOM, (byte) 0x45).putInt(Packet.HEADROOM + 4, number);
    return packet;
  }

  private int number() {
    return into.bytes().getInt(into.start() + 4);
  }

  @Test
  void whatIsWrittenToOneEndIsReadFromTheOtherInOrder() throws IOException {
    for (int i = 0; i < 10; i++) {
      assertTrue(left.write(packet(i, 20 + i), 0));
    }
    assertFalse(left.read(into, 0));
    for (int i = 0; i < 10; i++) {
      assertTrue(right.read(into, 0));
      assertEquals(i, number());
      assertEquals(20 + i, into.length());
    }
    assertFalse(right.read(into, 0));
  }

  @Test
  void aFullEndRefusesAndOneReadMakesRoom() throws IOException {
    for (int i = 0; i < MemoryLink.CAPACITY; i++) {
      assertTrue(left.write(packet(i, 20), 0));
    }
    assertFalse(left.write(packet(-1, 20), 0));
    assertTrue(right.read(into, 0));
    left.await(Long.MAX_VALUE, true);
    assertTrue(left.write(packet(-1, 20), 0));
  }

  @Test
  void twoThreadsPassThousandsOfPacketsAndNoneIsLost() throws Exception {
    int count = 20_000;
    CompletableFuture<Void> writer =
        CompletableFuture.runAsync(
            () -> {
              try {
                for (int i = 0; i < count; i++) {
                  Packet packet = packet(i, 20);
                  while (!left.write(packet, 0)) {
                    left.await(Long.MAX_VALUE, true);
                  }
                }
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            });
    for (int i = 0; i < count; i++) {
      while (!right.read(into, 0)) {
        right.await(Long.MAX_VALUE, false);
      }
      assertEquals(i, number());
    }
    writer.get();
  }

  @Test
  void aWakeupBeforeTheSleepEndsItOnceOnly() throws Exception {
    left.wakeup();
    AtomicInteger sleeps = new AtomicInteger();
    CompletableFuture<Thread> sleeper = new CompletableFuture<>();
    CompletableFuture<Void> arrival =
        CompletableFuture.runAsync(
            () -> {
              sleeper.complete(Thread.currentThread());
              try {
                while (!left.read(into, 0)) {
                  left.await(Long.MAX_VALUE, false);
                  sleeps.incrementAndGet();
                }
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            });
    while (sleeps.get() == 0 || !isAsleep(sleeper.get())) {
      Thread.onSpinWait();
    }
    assertEquals(1, sleeps.get());
    right.write(packet(3, 20), 0);
    arrival.get();
    assertEquals(3, number());
  }

  private static boolean isAsleep(Thread thread) {
    return thread.getState() == Thread.State.TIMED_WAITING;
  }

  @Test
  void aWakeupFromAnotherThreadEndsTheSleep() throws Exception {
    CompletableFuture<Void> sleeper =
        CompletableFuture.runAsync(
            () -> {
              try {
                left.await(Long.MAX_VALUE, false);
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            });
    left.wakeup();
    sleeper.get();
  }

  @Test
  void anInterruptNeitherEndsTheSleepNorGetsLost() throws IOException {
    Thread.currentThread().interrupt();
    left.await(1_000_000, false);
    assertTrue(Thread.interrupted());
  }

  @Test
  void checksumStateAndSegmentSizeCrossALinkWithOffload() throws IOException {
    MemoryLink.Pair fast = MemoryLink.pair(1500, Offload.ALL);
    Packet big = packet(1, 30_000);
    big.segmentSize(1448);
    big.checksumPartial(big.start() + 20);
    assertTrue(fast.left().write(big, 0));
    assertTrue(fast.right().read(into, 0));
    assertEquals(1448, into.segmentSize());
    assertEquals(Packet.ChecksumState.PARTIAL, into.checksumState());
    assertEquals(into.start() + 20, into.transportStart());
    assertEquals(30_000, into.length());
  }

  @Test
  void whatALinkCannotTakeIsAnError() {
    assertThrows(IOException.class, () -> left.write(packet(0, 1501), 0));
    Packet big = packet(0, 3000);
    big.segmentSize(1448);
    assertThrows(IOException.class, () -> left.write(big, 0));
    Packet partial = packet(0, 100);
    partial.checksumPartial(partial.start() + 20);
    assertThrows(IOException.class, () -> left.write(partial, 0));
    assertThrows(IllegalArgumentException.class, () -> MemoryLink.pair(67));
  }

  @Test
  void aClosedEndIsOfNoMoreUseAndTheOtherEndsPacketsAreLost() throws IOException {
    right.write(packet(1, 20), 0);
    left.close();
    left.close();
    assertThrows(IOException.class, () -> left.read(into, 0));
    assertThrows(IOException.class, () -> left.await(Long.MAX_VALUE, false));
    for (int i = 0; i < 2 * MemoryLink.CAPACITY; i++) {
      assertTrue(right.write(packet(i, 20), 0));
    }
  }
}
