package io.fourwave.examples.bench.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.examples.bench.Measurement;
import io.fourwave.examples.bench.Row;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

/** What is made of turns: ratios, and who was ahead. */
class PeersResultTest {
  private static final Contestant KERNEL = contestant("kernel", Contestant.Kind.KERNEL);
  private static final Contestant BLOCKING = contestant("blocking", Contestant.Kind.OURS);
  private static final Contestant HANDLER = contestant("handler", Contestant.Kind.OURS);
  private static final Contestant PEER = contestant("lwip", Contestant.Kind.PEER);
  private static final Contestant OFFLOADED =
      contestant("lwip-offload", Contestant.Kind.PEER_WITH_OFFLOAD);

  private static final Contestant LIMIT =
      contestant("limit-offload", Contestant.Kind.LIMIT_WITH_OFFLOAD);

  private static Contestant contestant(String word, Contestant.Kind kind) {
    return new Contestant(word, kind, row -> null, () -> Duration.ZERO);
  }

  private static Measurement gigabits(double rate) {
    return new Measurement((long) (rate * 1e9 / 8), 1_000_000_000L, new Histogram(3), 0);
  }

  private static PeersResult result() {
    PeersResult result =
        new PeersResult(Row.BULK_IN, List.of(KERNEL, BLOCKING, HANDLER, PEER, OFFLOADED));
    result.of(KERNEL).add(gigabits(10), Duration.ofMillis(500));
    result.of(BLOCKING).add(gigabits(16), Duration.ofMillis(500));
    result.of(HANDLER).add(gigabits(20), Duration.ofMillis(500));
    result.of(PEER).add(gigabits(4), Duration.ofMillis(500));
    result.of(OFFLOADED).add(gigabits(25), Duration.ofMillis(500));
    return result;
  }

  @Test
  void theBetterWayIsCompared() {
    assertEquals(5, result().best(PEER), 1e-9);
    assertEquals(4, result().ratio(BLOCKING, PEER), 1e-9);
    assertEquals(0.8, result().best(OFFLOADED), 1e-9);
  }

  private static String printed(PeersResult result) {
    StringWriter text = new StringWriter();
    PeersTable table = new PeersTable(new PrintWriter(text));
    table.add(result);
    table.end(List.of(result));
    return text.toString().replaceAll(" +", " ");
  }

  @Test
  void theTableSaysWhereFourwaveIsBehind() {
    String said = printed(result());

    assertTrue(said.contains("\n lwip 4.00 4.00..4.00 4.00 5.00 1.00\n"), said);
    assertTrue(said.contains("\nbehind lwip-offload in bulk in: 0.80 of it\n"), said);
    assertTrue(said.contains("is ahead in 1 of 2 comparisons"), said);
    assertFalse(said.contains("behind kernel"), said);
  }

  @Test
  void theLimitIsShownButNeitherAPeerNorCounted() {
    PeersResult result = new PeersResult(Row.BULK_IN, List.of(BLOCKING, HANDLER, PEER, LIMIT));
    result.of(BLOCKING).add(gigabits(16), Duration.ofMillis(500));
    result.of(HANDLER).add(gigabits(20), Duration.ofMillis(500));
    result.of(PEER).add(gigabits(4), Duration.ofMillis(500));
    result.of(LIMIT).add(gigabits(40), Duration.ofMillis(500));

    String said = printed(result);

    assertTrue(said.contains("\n limit-offload (no TCP) 40.0 40.0..40.0 0.40 0.50 0.10\n"), said);
    assertTrue(said.contains("is ahead in 1 of 1 comparisons"), said);
    assertTrue(said.contains("\nlimit is no TCP"), said);
    assertFalse(said.contains("behind limit"), said);
    assertFalse(printed(result()).contains("limit is no TCP"), said);
  }

  @Test
  void whoAlwaysOffloadsDoesNotTakePartWhereNobodyMay() {
    assertTrue(OFFLOADED.takesPartIn(Row.BULK_IN));
    assertFalse(OFFLOADED.takesPartIn(Row.BULK_IN_PLAIN));
    assertTrue(LIMIT.takesPartIn(Row.BULK_IN));
    assertFalse(LIMIT.takesPartIn(Row.BULK_IN_PLAIN));
    assertTrue(PEER.takesPartIn(Row.BULK_IN_PLAIN));
  }
}
