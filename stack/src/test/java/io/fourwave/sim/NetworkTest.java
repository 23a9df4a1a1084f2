package io.fourwave.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.link.Direction;
import io.fourwave.sim.ScriptedNode.Arrival;
import io.fourwave.wire.IpAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NetworkTest {
  private static final long MS = 1_000_000;
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Network network = new Network(1);
  private final ScriptedNode one = add(network, "one", 1);
  private final ScriptedNode two = add(network, "two", 2);

  private static ScriptedNode add(Network network, String name, int address) {
    ScriptedNode node = new ScriptedNode(address);
    network.add(name, node, List.of(IpAddress.parse("192.0.2." + address)));
    return node;
  }

  @Test
  void aPerfectCableTakesNoTime() {
    network.join("one", "two", WireSettings.PERFECT);
    one.sends(7, 100, 2, 5 * MS);
    network.advance(SECOND);
    assertEquals(List.of(new Arrival(7, 5 * MS)), two.arrivals);
    assertEquals(1000 * MS, network.now());
  }

  @Test
  void anAnswerInNoTimeArrivesAtTheSameInstant() {
    network.join("one", "two", WireSettings.PERFECT);
    one.echoes = true;
    two.sends(7, 100, 1, 5 * MS);
    network.advance(SECOND);
    assertEquals(List.of(new Arrival(7, 5 * MS)), two.arrivals);
  }

  @Test
  void packetsTakeTheirTimeToBeSentAndThenTheDelay() {
    WireSettings slow =
        WireSettings.PERFECT.withBandwidth(1_000_000).withDelay(Duration.ofMillis(20));
    network.join("one", "two", slow);
    one.sends(1, 1250, 2, 0); // 10 ms at 1 Mbit/s
    one.sends(2, 1250, 2, 0);
    one.sends(3, 125, 2, 0);
    one.sends(4, 125, 2, 100 * MS);
    network.advance(SECOND);
    assertEquals(
        List.of(
            new Arrival(1, 30 * MS),
            new Arrival(2, 40 * MS),
            new Arrival(3, 41 * MS),
            new Arrival(4, 121 * MS)),
        two.arrivals);
  }

  @Test
  void aQueueTakesWhatFitsAndLosesTheRest() {
    WireSettings slow = WireSettings.PERFECT.withBandwidth(1_000_000).withQueue(3000);
    Wire wire = network.join("one", "two", slow).there();
    IntStream.range(0, 5).forEach(i -> one.sends(i, 1000, 2, 0));
    one.sends(5, 1000, 2, 8 * MS); // the first has just left
    network.runUntil(() -> network.now() == 8 * MS, SECOND);
    assertEquals(3000, wire.queued());
    network.advance(SECOND);
    assertEquals(List.of(0, 1, 2, 5), two.numbers());
    assertEquals(2, wire.count(Fate.QUEUE_FULL));
    assertEquals(6, wire.count(Fate.SENT));
    assertEquals(4, wire.count(Fate.DELIVERED));
    assertEquals(0, wire.queued());
  }

  @Test
  void theTwoWiresOfACableAreApart() {
    Cable cable =
        network.join(
            "one",
            "two",
            WireSettings.PERFECT.withFaults("loss=100%"),
            WireSettings.PERFECT.withDelay(Duration.ofMillis(3)));
    one.sends(1, 100, 2, 0);
    two.sends(2, 100, 1, 0);
    network.advance(SECOND);
    assertEquals(List.of(), two.arrivals);
    assertEquals(List.of(new Arrival(2, 3 * MS)), one.arrivals);
    assertEquals(1, cable.there().count(Fate.LOST));
    assertEquals("one > two", cable.there().toString());
  }

  @Test
  void rulesLoseWhatTheyMatchAndKnowTheDirection() {
    Cable cable = network.join("one", "two", WireSettings.PERFECT);
    cable.there().drop(1, (direction, packet) -> direction == Direction.OUT);
    cable.back().drop(1, (direction, packet) -> direction == Direction.OUT);
    one.sends(1, 100, 2, 0);
    one.sends(2, 100, 2, 0);
    two.sends(3, 100, 1, 0);
    network.advance(SECOND);
    assertEquals(List.of(2), two.numbers());
    assertEquals(List.of(3), one.numbers());
    assertEquals(0, cable.there().dropsLeft());
    assertEquals(1, cable.back().dropsLeft());
  }

  @Test
  void aCutCableLosesAllUntilItIsMended() {
    Cable cable = network.join("one", "two", WireSettings.PERFECT.withDelay(Duration.ofMillis(5)));
    one.sends(1, 100, 2, 0);
    one.sends(2, 100, 2, 2 * MS);
    one.sends(3, 100, 2, 20 * MS);
    network.advance(Duration.ofMillis(1));
    cable.cut();
    network.advance(Duration.ofMillis(10));
    assertEquals(List.of(1), two.numbers(), "what was on its way arrives");
    cable.mend();
    network.advance(SECOND);
    assertEquals(List.of(1, 3), two.numbers());
    assertEquals(1, cable.there().count(Fate.CUT));
  }

  @Test
  void inAStarEachPacketGoesToItsDestination() {
    ScriptedNode three = add(network, "three", 3);
    network.join("one", "two", WireSettings.PERFECT);
    network.join("three", "one", WireSettings.PERFECT);
    one.sends(12, 100, 2, 0);
    one.sends(13, 100, 3, 0);
    one.sends(14, 100, 4, 0);
    three.sends(31, 100, 1, 0);
    network.advance(SECOND);
    assertEquals(List.of(12), two.numbers());
    assertEquals(List.of(13), three.numbers());
    assertEquals(List.of(31), one.numbers());
    assertEquals(1, network.unroutable());
  }

  @Test
  void aTapSeesWhatBecomesOfEachPacket() {
    List<String> seen = new ArrayList<>();
    network.tap((fate, wire, packet, now) -> seen.add(fate + " " + wire + " " + now / MS));
    Cable cable = network.join("one", "two", WireSettings.PERFECT.withFaults("dup=100%,delay=2ms"));
    cable.there().drop(1, (direction, packet) -> true);
    one.sends(1, 100, 2, 0);
    one.sends(2, 100, 2, MS);
    network.advance(SECOND);
    assertEquals(
        List.of(
            "SENT one > two 0",
            "DROPPED one > two 0",
            "SENT one > two 1",
            "DUPLICATED one > two 1",
            "DELIVERED one > two 3",
            "DELIVERED one > two 3"),
        seen);
  }

  @Test
  void aProgramActsAtEachEventUntilItHasNothingToDo() {
    network.join("one", "two", WireSettings.PERFECT.withDelay(Duration.ofMillis(1)));
    List<Long> times = new ArrayList<>();
    network.application(
        now -> {
          boolean replies = two.arrivals.size() > times.size();
          if (replies) {
            times.add(now);
            two.sends(99, 100, 1, now);
          }
          return replies;
        });
    one.sends(1, 100, 2, 0);
    assertTrue(network.runUntil(() -> one.arrivals.size() == 1, SECOND));
    assertEquals(2 * MS, network.now());
    assertEquals(List.of(MS), times);
  }

  @Test
  void aProgramThatFailsEndsTheRunAndTheSeedIsTold() {
    network.application(
        now -> {
          throw new IOException("refused");
        });
    Exception e = assertThrows(UncheckedIOException.class, () -> network.advance(SECOND));
    assertTrue(e.getMessage().contains("seed 1"), e.getMessage());
  }

  @Test
  void aRunEndsAtItsLimitAndSaysSo() {
    one.sends(1, 100, 2, 3000 * MS);
    assertFalse(network.runUntil(() -> false, SECOND));
    assertEquals(1000 * MS, network.now());
    assertFalse(network.runUntil(() -> false, Duration.ofNanos(Long.MAX_VALUE)));
    assertEquals(1, network.unroutable());
  }

  @Test
  void nodesThatAnswerEachOtherInNoTimeAreFoundOut() {
    network.join("one", "two", WireSettings.PERFECT);
    one.echoes = true;
    two.echoes = true;
    one.sends(1, 100, 2, 0);
    Exception e = assertThrows(IllegalStateException.class, () -> network.advance(SECOND));
    assertTrue(e.getMessage().contains("time stands still"), e.getMessage());
  }

  @Test
  void theSameSeedHasTheSamePacketsAtTheSameTimeAndAnotherHasNot() {
    assertEquals(lossyRun(5), lossyRun(5));
    assertNotEquals(lossyRun(5), lossyRun(6));
  }

  private static List<Arrival> lossyRun(long seed) {
    Network network = new Network(seed);
    ScriptedNode one = add(network, "one", 1);
    ScriptedNode two = add(network, "two", 2);
    String faults = "loss=10%,dup=5%,reorder=5%,corrupt=1%,delay=9ms,jitter=4ms";
    WireSettings bad = WireSettings.PERFECT.withBandwidth(5_000_000).withFaults(faults);
    network.join("one", "two", bad);
    IntStream.range(0, 500).forEach(i -> one.sends(i, 100, 2, i * MS / 10));
    network.advance(SECOND);
    assertTrue(two.arrivals.size() > 400);
    return two.arrivals;
  }

  @Test
  void whatCannotBeIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> add(network, "one", 9));
    assertThrows(IllegalArgumentException.class, () -> add(network, "nine", 1));
    assertThrows(
        IllegalArgumentException.class, () -> network.join("one", "x", WireSettings.PERFECT));
    WireSettings perfect = WireSettings.PERFECT;
    assertThrows(IllegalArgumentException.class, () -> perfect.withBandwidth(-1));
    assertThrows(IllegalArgumentException.class, () -> perfect.withQueue(1000));
    network.join("one", "two", perfect);
    one.segmentSize = 1000;
    one.sends(1, 5000, 2, 0);
    assertThrows(IllegalStateException.class, () -> network.advance(SECOND));
  }
}
