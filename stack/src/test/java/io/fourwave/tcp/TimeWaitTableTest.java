package io.fourwave.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.stream.MemoryBudget;
import io.fourwave.tcp.conversation.Family;
import io.fourwave.tcp.recovery.Recoveries;
import io.fourwave.wire.IpAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The memory of TIME-WAIT: small, and right whatever happens to it in whatever order. */
class TimeWaitTableTest {
  private static final long SECOND = 1_000_000_000L;
  private static final int MILLION = 1_000_000;

  private final TimeWaitTable table = new TimeWaitTable(MILLION, new Random(1));

  /** The name of a connection with the peer number {@code i}. */
  private static ConnectionId id(Family family, int i) {
    IpAddress us = IpAddress.parse(family == Family.IPV4 ? "192.0.2.2" : "2001:db8::2");
    IpAddress net = IpAddress.parse(family == Family.IPV4 ? "10.0.0.0" : "2001:db8:7::");
    int port = 1 + i % 60_000;
    return new ConnectionId(us.high(), us.low(), 80, net.high(), net.low() + i / 60_000, port);
  }

  private static Connection connection(ConnectionId id, int number) {
    Connection c =
        new Connection(
            id, null, new MemoryBudget(1 << 20), new Recoveries(), TcpSettings.defaults(), 0);
    c.snd.startAt(number);
    c.rcv.startAt(~number);
    c.agreed.timestamps = number % 2 == 0;
    c.timestamps.recent = 7 * number;
    return c;
  }

  private static long heap() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  @ParameterizedTest
  @CsvSource({"IPV4, 41", "IPV6, 65"})
  void aMillionConnectionsWaitInAFewOctetsEach(Family family, int octets) {
    long before = heap();
    for (int i = 0; i < MILLION; i++) {
      table.add(connection(id(family, i), i), 1000, i * 1000L);
    }
    long taken = heap() - before;
    assertEquals(MILLION, table.size());
    assertTrue(table.isFull());
    assertTrue(table.octets() < (long) octets * MILLION, table.octets() + " octets by its own sum");
    assertTrue(taken < 11L * octets * MILLION / 10, taken + " octets of heap");
    for (int i = 0; i < MILLION; i += 997) {
      int entry = table.find(id(family, i));
      assertEquals(i, table.sndNxt(entry));
      assertEquals(~i + 1, table.rcvNxt(entry));
      assertEquals(i * 1000L, table.deadline(entry));
    }
    while (table.size() > 0) {
      table.remove(table.oldest());
    }
    assertTrue(table.octets() < 5_000_000, "what is left is the chains' heads: " + table.octets());
  }

  /** A peer may send its FIN again as often as it likes. */
  @ParameterizedTest
  @EnumSource(Family.class)
  void whoWaitsAnewTakesNoMoreMemory(Family family) {
    for (int i = 0; i < 100; i++) {
      table.add(connection(id(family, i), i), 0, i);
    }
    for (int i = 0; i < MILLION; i++) {
      int entry = table.restart(table.find(id(family, 3 + i % 2)), i, 1000L * i);
      assertEquals(id(family, 3 + i % 2), table.id(entry));
    }
    assertEquals(100, table.size());
    assertTrue(table.octets() < 200_000, table.octets() + " octets");
    for (int i = 0; i < 100; i++) {
      assertEquals(i, table.sndNxt(table.find(id(family, i))));
    }
  }

  @Test
  void aDeadlineIsNeverRoundedDown() {
    table.add(connection(id(Family.IPV4, 1), 1), 0, 1_000_001);
    assertEquals(1_001_000, table.nextDeadline());
    table.add(connection(id(Family.IPV4, 2), 2), 0, -5 + (1L << 33) * 1000);
    table.remove(id(Family.IPV4, 1));
    assertEquals((1L << 33) * 1000, table.nextDeadline());
  }

  @Test
  @Tag("MUST-13")
  void itIsWhatAListOfEntriesWouldBe() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    TimeWaitTable small = new TimeWaitTable(5_000, new Random(1));
    Map<ConnectionId, Long> expected = new LinkedHashMap<>();
    long now = 1000 * random.nextLong(1L << 50);
    for (int step = 0; step < 100_000; step++) {
      now += random.nextInt(1000) * 1000L;
      ConnectionId id = id(Family.values()[random.nextInt(2)], random.nextInt(8000));
      boolean there = small.contains(id);
      assertEquals(expected.containsKey(id), there, "seed " + seed + ", step " + step);
      if (there && random.nextBoolean()) {
        small.restart(small.find(id), step, now);
        expected.remove(id);
        expected.put(id, now);
      } else if (there) {
        small.remove(id);
        expected.remove(id);
      } else if (!small.isFull()) {
        small.add(connection(id, step), 0, now);
        expected.put(id, now);
      }
      while (random.nextInt(3) == 0 && small.size() > 0) {
        ConnectionId oldest = expected.keySet().iterator().next();
        assertEquals(oldest, small.id(small.oldest()), "seed " + seed + ", step " + step);
        assertEquals(expected.remove(oldest), small.nextDeadline());
        small.remove(small.oldest());
      }
    }
    List<ConnectionId> left = new ArrayList<>();
    small.forEach(entry -> left.add(small.id(entry)));
    assertEquals(List.copyOf(expected.keySet()), left, "seed " + seed);
    assertFalse(left.isEmpty());
  }

  @Test
  void anEntryKeepsAllThatItsAcknowledgementsNeed() {
    Connection c = connection(id(Family.IPV6, 5), 10);
    c.route.hopLimit(255).dscp(63);
    int entry = table.add(c, 0xffff, 5 * SECOND);
    assertEquals(c.id, table.id(entry));
    assertEquals(255, table.hopLimit(entry));
    assertEquals(63, table.dscp(entry));
    assertEquals(0xffff, table.windowField(entry));
    assertTrue(table.hasTimestamps(entry));
    assertEquals(70, table.recentTimestamp(entry));
  }
}
