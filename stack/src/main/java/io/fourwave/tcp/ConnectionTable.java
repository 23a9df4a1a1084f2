package io.fourwave.tcp;

import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Whose segment is this? Four-tuples to connections, IPv4 and IPv6 alike, by open addressing;
 * looking up allocates nothing. The hash is keyed, so that no peer can choose four-tuples that
 * collide.
 */
final class ConnectionTable {
  private final FourTupleHash hash;
  private final Names names;
  private Connection[] slots = new Connection[64];
  private int count;

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
    int mask = slots.length - 1;
    for (int i = hash.of(seg) & mask; slots[i] != null; i = (i + 1) & mask) {
      if (slots[i].id.matches(seg)) {
        return slots[i];
      }
    }
    return null;
  }

  /** The connection with this name, or null. */
  Connection find(ConnectionId id) {
    int mask = slots.length - 1;
    for (int i = hash.of(id) & mask; slots[i] != null; i = (i + 1) & mask) {
      if (slots[i].id.equals(id)) {
        return slots[i];
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
  }

  private void place(Connection connection) {
    int mask = slots.length - 1;
    int i = hash.of(connection.id) & mask;
    while (slots[i] != null) {
      i = (i + 1) & mask;
    }
    slots[i] = connection;
  }

  private void grow() {
    Connection[] old = slots;
    slots = new Connection[2 * old.length];
    for (Connection connection : old) {
      if (connection != null) {
        place(connection);
      }
    }
  }

  void remove(Connection connection) {
    int mask = slots.length - 1;
    int i = hash.of(connection.id) & mask;
    while (slots[i] != connection) {
      if (slots[i] == null) {
        return;
      }
      i = (i + 1) & mask;
    }
    close(i, mask);
    count--;
    names.ended(connection.id);
  }

  /** Closes the gap at {@code hole} by moving up those that would no longer be found. */
  private void close(int hole, int mask) {
    int gap = hole;
    for (int i = (gap + 1) & mask; slots[i] != null; i = (i + 1) & mask) {
      int home = hash.of(slots[i].id) & mask;
      if (((i - home) & mask) >= ((i - gap) & mask)) {
        slots[gap] = slots[i];
        gap = i;
      }
    }
    slots[gap] = null;
  }

  /** How many slots there are: a power of two. */
  int slots() {
    return slots.length;
  }

  /** The connection in a slot, or null. */
  Connection at(int slot) {
    return slots[slot];
  }

  /** Visits all; the visitor may remove what it is given only after the visit. */
  void forEach(Consumer<Connection> visitor) {
    for (Connection connection : slots) {
      if (connection != null) {
        visitor.accept(connection);
      }
    }
  }
}
