package io.fourwave.link;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FaultyPathTest {
  private static final long MS = 1_000_000;

  private final List<Integer> left = new ArrayList<>();
  private final List<Long> leftAt = new ArrayList<>();

  private static FaultyPath path(Faults faults) {
    return new FaultyPath(
        Direction.OUT, faults, new SplittableRandom(faults.seed()), FaultListener.NONE);
  }

  /** Sends {@code count} packets, one each {@code gap} nanoseconds, and waits until all are out. */
  private void send(FaultyPath path, int count, long gap) {
    long now = 0;
    for (int i = 0; i < count; i++, now += gap) {
      drain(path, now);
      Packet packet = Packets.numbered(i);
      if (path.enters(packet, now)) {
        leaves(packet, now);
      }
    }
    while (path.nextDue() != Long.MAX_VALUE) {
      now = Math.max(now, path.nextDue());
      drain(path, now);
    }
  }

  private void drain(FaultyPath path, long now) {
    for (Packet due = path.due(now); due != null; due = path.due(now)) {
      leaves(due, now);
      path.left();
    }
  }

  private void leaves(Packet packet, long now) {
    left.add(Packets.seq(packet));
    leftAt.add(now);
  }

  private static List<Integer> upTo(int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  @Test
  void aPerfectPathLetsEverythingPast() {
    FaultyPath path = path(Faults.NONE);
    for (int i = 0; i < 100; i++) {
      assertTrue(path.enters(Packets.numbered(i), 0));
    }
    assertEquals(Long.MAX_VALUE, path.nextDue());
  }

  @Test
  void itLosesTheShareItWasToldTo() {
    FaultyPath path = path(Faults.parse("loss=10%,seed=1"));
    send(path, 10_000, 1000);
    assertEquals(1000, (double) path.count(Fault.LOST), 120); // four standard deviations
    assertEquals(10_000 - path.count(Fault.LOST), left.size());
  }

  @Test
  void lossInBurstsIsAsMuchButInARow() {
    int packets = 100_000;
    FaultyPath path = path(Faults.parse("loss=3%,burst=5,seed=10"));
    send(path, packets, 1000);
    assertEquals(3000, (double) path.count(Fault.LOST), 500);
    int bursts = 0;
    for (int i = 1; i < left.size(); i++) {
      bursts += left.get(i) > left.get(i - 1) + 1 ? 1 : 0;
    }
    assertEquals(5, (double) path.count(Fault.LOST) / bursts, 0.6);
  }

  @Test
  void aBurstOfOneIsEveryPacketForItself() {
    send(path(Faults.parse("loss=10%,seed=7")), 1000, 1000);
    List<Integer> alone = List.copyOf(left);
    left.clear();
    send(path(Faults.parse("loss=10%,burst=1,seed=7")), 1000, 1000);
    assertEquals(alone, left);
  }

  @Test
  void itDoublesTheShareItWasToldTo() {
    FaultyPath path = path(Faults.parse("dup=5%,seed=2"));
    send(path, 10_000, 1000);
    assertEquals(500, (double) path.count(Fault.DUPLICATED), 90);
    assertEquals(10_000 + path.count(Fault.DUPLICATED), left.size());
    assertEquals(upTo(10_000), left.stream().distinct().toList());
  }

  @Test
  void delayKeepsOrderAndSpacing() {
    send(path(Faults.parse("delay=7ms")), 50, MS);
    assertEquals(upTo(50), left);
    assertEquals(7 * MS, leftAt.get(0));
    assertEquals(56 * MS, leftAt.get(49));
  }

  @Test
  void jitterSpreadsButNeverReorders() {
    send(path(Faults.parse("delay=10ms,jitter=5ms,seed=3")), 1000, MS);
    assertEquals(upTo(1000), left);
    long least = Long.MAX_VALUE;
    long most = 0;
    for (int i = 0; i < 1000; i++) {
      least = Math.min(least, leftAt.get(i) - i * MS);
      most = Math.max(most, leftAt.get(i) - i * MS);
    }
    assertTrue(least >= 5 * MS && least < 9 * MS, "least " + least);
    assertTrue(most <= 15 * MS && most > 14 * MS, "most " + most);
  }

  @Test
  void aReorderedPacketIsOvertakenByThreeAtMostAndNoneIsLost() {
    FaultyPath path = path(Faults.parse("reorder=10%,seed=4"));
    send(path, 5000, 1000);
    assertEquals(upTo(5000), left.stream().sorted().toList());
    assertEquals(500, (double) path.count(Fault.REORDERED), 90);
    int latest = 0;
    for (int i = 0; i < left.size(); i++) {
      latest = Math.max(latest, i - left.get(i));
    }
    assertTrue(latest >= 3, "three at least are possible: " + latest);
    assertTrue(latest <= 3, "none is overtaken by more: " + latest);
  }

  @Test
  void aReorderedPacketBehindADelayIsOvertakenByLaterOnesOnly() {
    send(path(Faults.parse("reorder=10%,delay=20ms,seed=4")), 1000, MS / 10);
    assertEquals(upTo(1000), left.stream().sorted().toList());
    assertNotEquals(upTo(1000), left);
    for (int i = 0; i < 1000; i++) {
      assertTrue(leftAt.get(i) >= left.get(i) * (MS / 10) + 20 * MS, "none leaves early: " + i);
    }
  }

  @Test
  void withNobodyToOvertakeAReorderedPacketLeavesAfterAShortTime() {
    FaultyPath path = path(Faults.parse("reorder=100%"));
    assertFalse(path.enters(Packets.numbered(0), 5 * MS));
    assertEquals(5 * MS + FaultyPath.LONGEST_HOLD, path.nextDue());
    send(path, 0, 0);
    assertEquals(List.of(0), left);
  }

  @Test
  void aLatePacketIsOvertakenByAllThatComeMeanwhile() {
    FaultyPath path = path(Faults.parse("reorder=5%,late=10ms,delay=20ms,seed=11"));
    send(path, 10_000, MS / 100);
    assertEquals(upTo(10_000), left.stream().sorted().toList(), "none is lost");
    assertEquals(500, (double) path.count(Fault.REORDERED), 90);
    long most = 0;
    int overtakers = 0;
    for (int i = 0; i < left.size(); i++) {
      long took = leftAt.get(i) - left.get(i) * (MS / 100);
      assertTrue(took >= 20 * MS && took <= 30 * MS, "packet " + left.get(i) + " took " + took);
      most = Math.max(most, took);
      overtakers = Math.max(overtakers, i - left.get(i));
    }
    assertTrue(most > 29 * MS, "all of the time is used: " + most);
    assertTrue(overtakers > 900, "1,000 come in 10 ms: " + overtakers);
  }

  @Test
  void aBottleneckLetsPacketsOutAtItsRate() {
    int octets = Packets.numbered(0).length();
    long each = octets * 8L * 1000; // nanoseconds at 1 Mbit/s
    send(path(Faults.parse("rate=1mbit,queue=1mb,delay=5ms")), 50, MS / 100);
    assertEquals(upTo(50), left);
    for (int i = 0; i < 50; i++) {
      assertEquals((i + 1) * each + 5 * MS, leftAt.get(i), "packet " + i);
    }
  }

  @Test
  void anIdleBottleneckDelaysAPacketByNoMoreThanItsOwnTime() {
    long each = Packets.numbered(0).length() * 8L * 1000;
    FaultyPath path = path(Faults.parse("rate=1mbit"));
    for (int i = 0; i < 10; i++) {
      assertFalse(path.enters(Packets.numbered(i), 2L * i * each));
      assertEquals((2L * i + 1) * each, path.nextDue(), "packet " + i);
      drain(path, path.nextDue());
    }
  }

  @Test
  void theQueueBeforeABottleneckLosesWhatItHasNoRoomFor() {
    FaultyPath path = path(Faults.parse("rate=1mbit,queue=2kb"));
    int octets = Packets.numbered(0).length();
    int fit = 2000 / octets;
    for (int i = 0; i < 2 * fit; i++) {
      path.enters(Packets.numbered(i), 0);
    }
    assertEquals(2 * fit - fit, path.count(Fault.OVERFLOWED));
    long whenOneIsOut = octets * 8L * 1000;
    path.enters(Packets.numbered(2 * fit), whenOneIsOut);
    path.enters(Packets.numbered(2 * fit + 1), whenOneIsOut);
    assertEquals(fit + 1, path.count(Fault.OVERFLOWED), "there was room for one");
    drain(path, Long.MAX_VALUE - 1);
    assertEquals(fit + 1, left.size());
  }

  @Test
  void corruptionDamagesACopyAndTheChecksumTells() {
    FaultyPath path = path(Faults.parse("corrupt=100%,seed=5"));
    for (int i = 0; i < 500; i++) {
      Packet packet = i % 2 == 0 ? Packets.numbered(i) : Packets.v6(Packets.ACK, i, 33);
      byte[] before = Packets.octets(packet);
      assertFalse(path.enters(packet, 0));
      assertArrayEquals(before, Packets.octets(packet), "the sender's packet is left alone");
      assertFalse(Packets.isChecksumGood(path.due(0)), "packet " + i);
      path.left();
    }
    assertEquals(500, path.count(Fault.CORRUPTED));
  }

  @Test
  void corruptionOfAPacketWithoutAChecksumFillsItInFirst() {
    FaultyPath path = path(Faults.parse("corrupt=100%,seed=6"));
    path.enters(Packets.partial(Packets.numbered(1)), 0);
    Packet damaged = path.due(0);
    assertEquals(Packet.ChecksumState.COMPLETE, damaged.checksumState());
    assertFalse(Packets.isChecksumGood(damaged));
    byte[] was = Packets.octets(Packets.numbered(1));
    int bits = 0;
    for (int i = 0; i < was.length; i++) {
      bits += Integer.bitCount((was[i] ^ Packets.octets(damaged)[i]) & 0xff);
    }
    assertEquals(1, bits, "all but one bit is as if a device had filled the checksum in");
  }

  @Test
  void oneKindOfFaultDoesNotChangeWhomAnotherBefalls() {
    send(path(Faults.parse("loss=10%,seed=7")), 1000, 1000);
    List<Integer> withoutDuplicates = List.copyOf(left);
    left.clear();
    send(path(Faults.parse("loss=10%,dup=30%,seed=7")), 1000, 1000);
    assertEquals(withoutDuplicates, left.stream().distinct().toList());
  }

  @Test
  void theSameSeedHasTheSameFateAndAnotherHasNot() {
    String spec = "loss=5%,dup=5%,reorder=5%,corrupt=1%,delay=3ms,jitter=1ms,seed=";
    send(path(Faults.parse(spec + 8)), 2000, 50_000);
    List<Integer> first = List.copyOf(left);
    List<Long> firstAt = List.copyOf(leftAt);
    left.clear();
    leftAt.clear();
    send(path(Faults.parse(spec + 8)), 2000, 50_000);
    assertEquals(first, left);
    assertEquals(firstAt, leftAt);
    left.clear();
    send(path(Faults.parse(spec + 9)), 2000, 50_000);
    assertNotEquals(first, left);
  }

  @Test
  void moreThanItHoldsIsLostAndCounted() {
    FaultyPath path = path(Faults.NONE.withDelay(Duration.ofSeconds(1), Duration.ZERO));
    Packet packet = Packets.numbered(0);
    for (int i = 0; i < HeldPackets.MOST + 10; i++) {
      path.enters(packet, 0);
    }
    assertEquals(10, path.count(Fault.OVERFLOWED));
  }

  @Test
  void aRuleTakesTheNextThatMatchAndNoMore() {
    FaultyPath path = path(Faults.NONE);
    path.drop(2, TcpMatch.flags("F."));
    assertTrue(path.enters(Packets.numbered(0), 0));
    assertFalse(path.enters(Packets.v4(Packets.FIN | Packets.ACK, 1, 0), 0));
    assertEquals(1, path.dropsLeft());
    assertFalse(path.enters(Packets.v6(Packets.FIN | Packets.ACK, 2, 0), 0));
    assertEquals(0, path.dropsLeft());
    assertTrue(path.enters(Packets.v4(Packets.FIN | Packets.ACK, 3, 0), 0));
    assertEquals(2, path.count(Fault.DROPPED));
  }

  @Test
  void ofSeveralRulesTheOldestTakesThePacketAndTheOthersSeeIt() {
    FaultyPath path = path(Faults.NONE);
    path.drop(1, TcpMatch.fin());
    path.drop(1, TcpMatch.pureAck().after(TcpMatch.fin()));
    assertFalse(path.enters(Packets.v4(Packets.FIN | Packets.ACK, 0, 0), 0));
    assertFalse(path.enters(Packets.v4(Packets.ACK, 1, 0), 0), "it is after the FIN that was lost");
    assertTrue(path.enters(Packets.v4(Packets.ACK, 2, 0), 0));
  }

  @Test
  void theOldestOfTwoRulesThatBothMatchIsUsedUpFirst() {
    FaultyPath path = path(Faults.NONE);
    path.drop(1, TcpMatch.any());
    path.drop(1, TcpMatch.fin());
    assertFalse(path.enters(Packets.v4(Packets.FIN | Packets.ACK, 0, 0), 0));
    assertTrue(path.enters(Packets.v4(Packets.ACK, 1, 0), 0));
    assertFalse(path.enters(Packets.v4(Packets.FIN | Packets.ACK, 2, 0), 0));
  }

  @Test
  void aPacketDoesNotGoPastOneThatIsDueButHasNotLeft() {
    FaultyPath path = path(Faults.parse("dup=100%"));
    assertTrue(path.enters(Packets.numbered(0), 0));
    assertFalse(path.enters(Packets.numbered(1), 0));
    drain(path, 0);
    assertEquals(List.of(0, 1, 1), left);
  }

  @Test
  void theListenerHearsOfEveryFault() {
    List<String> heard = new ArrayList<>();
    FaultyPath path =
        new FaultyPath(
            Direction.IN,
            Faults.parse("dup=100%"),
            new SplittableRandom(0),
            (fault, direction, packet, now) ->
                heard.add(fault + " " + direction + " " + Packets.seq(packet) + " " + now));
    path.drop(1, TcpMatch.any());
    path.enters(Packets.numbered(1), 10);
    path.enters(Packets.numbered(2), 20);
    assertEquals(List.of("DROPPED IN 1 10", "DUPLICATED IN 2 20"), heard);
  }
}
