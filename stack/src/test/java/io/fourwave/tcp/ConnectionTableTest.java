package io.fourwave.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.fourwave.stream.MemoryBudget;
import io.fourwave.tcp.recovery.Recoveries;
import io.fourwave.wire.IpAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Connections by name, while the table grows. */
class ConnectionTableTest {
  private static final IpAddress US = IpAddress.parse("192.0.2.1");

  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);
  private final ConnectionTable table =
      new ConnectionTable(random, new Names(null, Siblings.NONE, new SipHash(random)));
  private final MemoryBudget memory = new MemoryBudget(1 << 20);
  private final Recoveries recoveries = new Recoveries();
  private int made;

  private Connection connection() {
    ConnectionId id =
        new ConnectionId(US.high(), US.low(), 7, US.high(), US.low() ^ (made >>> 16), made++);
    return new Connection(id, null, memory, recoveries, TcpSettings.defaults(), 0);
  }

  /**
   * Two are added for one that is removed, so the table grows eight times, and is seldom at rest.
   */
  @Test
  void allAreFoundAndNoneTwiceWhateverIsAddedAndRemovedWhileItGrows() {
    List<Connection> there = new ArrayList<>();
    List<Connection> gone = new ArrayList<>();
    for (int i = 0; i < 24_000; i++) {
      if (random.nextInt(3) > 0) {
        there.add(connection());
        table.add(there.get(there.size() - 1));
      } else if (!there.isEmpty()) {
        Connection last = there.remove(there.size() - 1);
        int at = random.nextInt(there.size() + 1);
        gone.add(at == there.size() ? last : there.set(at, last));
        table.remove(gone.get(gone.size() - 1));
      }
      if (i % 500 == 0) {
        looksLike(there, gone);
      }
    }
    looksLike(there, gone);
    Set<Connection> visited = new HashSet<>();
    table.forEach(c -> assertEquals(true, visited.add(c), "seed " + seed));
    assertEquals(Set.copyOf(there), visited, "seed " + seed);
  }

  private void looksLike(List<Connection> there, List<Connection> gone) {
    assertEquals(there.size(), table.size(), "seed " + seed);
    there.forEach(c -> assertSame(c, table.find(c.id), "seed " + seed));
    gone.forEach(c -> assertNull(table.find(c.id), "seed " + seed));
  }
}
