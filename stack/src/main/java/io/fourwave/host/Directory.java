package io.fourwave.host;

import java.util.Arrays;

/**
 * Which of a stack's hosts has the connection of which name. Asked only when a connection is made
 * or ends, and of segments that a host cannot place, never on the usual way of one. A name takes 16
 * to 32 octets: 56 bits of its hash, and its owner. Thread-safe: names are spread over parts, each
 * with a lock of its own.
 */
final class Directory {
  /** Nobody. */
  static final int NOBODY = -1;

  /** The most hosts. */
  static final int MOST_OWNERS = 255;

  private static final int PARTS = 256;

  private final Part[] parts = new Part[PARTS];

  Directory() {
    Arrays.setAll(parts, i -> new Part());
  }

  /** The owner of a name after the call: the one who asks, unless another had it already. */
  int claim(long name, int owner) {
    return part(name).claim(name | 0xff, owner);
  }

  /** Gives a name back, if it is that owner's. */
  void release(long name, int owner) {
    part(name).release(name | 0xff, owner);
  }

  /** Who has a name, or {@link #NOBODY}. */
  int owner(long name) {
    return part(name).owner(name | 0xff);
  }

  private Part part(long name) {
    return parts[(int) (name >>> 56)];
  }

  /**
   * Open addressing: an entry is a name whose last eight bits are its owner's number and one, so
   * that none is 0.
   */
  private static final class Part {
    private long[] slots = new long[8];
    private int count;

    synchronized int claim(long name, int owner) {
      int slot = find(name);
      if (slots[slot] != 0) {
        return ownerAt(slot);
      }
      slots[slot] = name & ~0xffL | owner + 1;
      if (2 * ++count > slots.length) {
        grow();
      }
      return owner;
    }

    synchronized void release(long name, int owner) {
      int slot = find(name);
      if (slots[slot] != 0 && ownerAt(slot) == owner) {
        close(slot);
        count--;
      }
    }

    synchronized int owner(long name) {
      return ownerAt(find(name));
    }

    private int ownerAt(int slot) {
      return (int) (slots[slot] & 0xff) - 1;
    }

    /** The slot of a name, or the free one where it would be. */
    private int find(long name) {
      int mask = slots.length - 1;
      int slot = home(name);
      while (slots[slot] != 0 && (slots[slot] | 0xff) != name) {
        slot = slot + 1 & mask;
      }
      return slot;
    }

    private int home(long name) {
      return (int) (name >>> 8) & slots.length - 1;
    }

    private void grow() {
      long[] old = slots;
      slots = new long[2 * old.length];
      for (long entry : old) {
        if (entry != 0) {
          slots[find(entry | 0xff)] = entry;
        }
      }
    }

    /** Closes a gap by moving up those that would no longer be found. */
    private void close(int hole) {
      int mask = slots.length - 1;
      int gap = hole;
      for (int i = gap + 1 & mask; slots[i] != 0; i = i + 1 & mask) {
        if ((i - home(slots[i]) & mask) >= (i - gap & mask)) {
          slots[gap] = slots[i];
          gap = i;
        }
      }
      slots[gap] = 0;
    }
  }
}
