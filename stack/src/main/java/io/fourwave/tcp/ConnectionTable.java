package io.fourwave.tcp;

import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Whose segment is this? Four-tuples to connections, IPv4 and IPv6 alike, by open addressing;
 * looking up allocates nothing. The hash is keyed, so that no peer can choose four-tuples that
 * collide.
 *
 * <p>A table that grows moves a few connections each time that one is added: however many there
 * are, nobody waits for all of them.
 */
final class ConnectionTable {
  /** Slots of the smaller table that are emptied for each connection added; 2 would do. */
  private static final int STEP = 8;

  private final FourTupleHash hash;
  private final Names names;
  private Connection[] slots = new Connection[64];
  private int count;

  /** The smaller table while there is something left in it; else null. */
  private Connection[] old;

  /** How many of its slots, from {@link #first} on and around, are still to be emptied. */
  private int left;

  private int first;

  ConnectionTable(RandomGenerator random, Names names) {
    hash = new FourTupleHash(random);
    this.names = names;
  }

  /** The names of all of them, and which of them are siblings'. */
  Names names() {
    return names;
  }

  int size() {
    return count;
  }

  /** The connection of a segment, or null. */
  Connection find(Segment seg) {
    int home = hash.of(seg);
    Connection found = find(slots, home, seg);
    return found == null && old != null ? find(old, home, seg) : found;
  }

  private static Connection find(Connection[] table, int home, Segment seg) {
    int mask = table.length - 1;
    for (int i = home & mask; table[i] != null; i = (i + 1) & mask) {
      if (table[i].id.matches(seg)) {
        return table[i];
      }
    }
    return null;
  }

  /** The connection with this name, or null. */
  Connection find(ConnectionId id) {
    int home = hash.of(id);
    Connection found = find(slots, home, id);
    return found == null && old != null ? find(old, home, id) : found;
  }

  private static Connection find(Connection[] table, int home, ConnectionId id) {
    int mask = table.length - 1;
    for (int i = home & mask; table[i] != null; i = (i + 1) & mask) {
      if (table[i].id.equals(id)) {
        return table[i];
      }
    }
    return null;
  }

  void add(Connection connection) {
    if (2 * (count + 1) > slots.length) {
      grow();
    }
    place(connection);
    count++;
    moveOn(STEP);
  }

  private void place(Connection connection) {
    int mask = slots.length - 1;
    int i = hash.of(connection.id) & mask;
    while (slots[i] != null) {
      i = (i + 1) & mask;
    }
    slots[i] = connection;
  }

  /** The last one's is over: it was done after a quarter of the connections added since. */
  private void grow() {
    old = slots;
    left = old.length;
    first = 0;
    while (old[first] != null) {
      first++; // half of them are free, and no run goes across a free one
    }
    slots = new Connection[2 * old.length];
  }

  /**
   * Goes on with the move to a larger table, if there is one: empties some slots of the smaller,
   * and on to the end of a run, so that the rest of it is found as before.
   */
  private void moveOn(int some) {
    for (int moved = 0; old != null && (moved < some || old[first] != null); moved++) {
      if (old[first] != null) {
        place(old[first]);
        old[first] = null;
      }
      first = (first + 1) & (old.length - 1);
      if (--left == 0) {
        old = null;
      }
    }
  }

  void remove(Connection connection) {
    if (remove(slots, connection) || old != null && remove(old, connection)) {
      count--;
      names.ended(connection.id);
    }
  }

  private boolean remove(Connection[] table, Connection connection) {
    int mask = table.length - 1;
    int i = hash.of(connection.id) & mask;
    while (table[i] != connection) {
      if (table[i] == null) {
        return false;
      }
      i = (i + 1) & mask;
    }
    close(table, i, mask);
    return true;
  }

  /** Closes the gap at {@code hole} by moving up those that would no longer be found. */
  private void close(Connection[] table, int hole, int mask) {
    int gap = hole;
    for (int i = (gap + 1) & mask; table[i] != null; i = (i + 1) & mask) {
      int home = hash.of(table[i].id) & mask;
      if (((i - home) & mask) >= ((i - gap) & mask)) {
        table[gap] = table[i];
        gap = i;
      }
    }
    table[gap] = null;
  }

  /** Visits all; the visitor may remove what it is given only after the visit. */
  void forEach(Consumer<Connection> visitor) {
    moveOn(left);
    for (Connection connection : slots) {
      if (connection != null) {
        visitor.accept(connection);
      }
    }
  }
}
