package io.fourwave.tun;

import io.fourwave.link.Octets;
import java.nio.ByteBuffer;

/**
 * Three {@code struct iovec}, each an address and a length of the size of a C long, for readv(2)
 * and writev(2): the beginning of a packet, and what lies in a ring, which is two pieces if it goes
 * round.
 */
final class IoVectors {
  private static final int MOST = 3;

  private final int longOctets;
  private final RingAddresses rings;
  private final Linux.Memory memory;
  private int count;

  IoVectors(Linux linux) {
    longOctets = linux.longOctets();
    rings = new RingAddresses(linux);
    memory = linux.memory(MOST * 2 * longOctets);
  }

  /** Describes octets at an address, and those of a ring behind them. */
  void set(long address, int length, Octets ring) {
    count = 0;
    add(address, length);
    long begin = rings.of(ring.ring());
    int first = ring.first();
    add(begin + ring.from(), first);
    if (ring.length() > first) {
      add(begin, ring.length() - first);
    }
  }

  private void add(long address, int length) {
    ByteBuffer bytes = memory.bytes();
    int at = count++ * 2 * longOctets;
    if (longOctets == Long.BYTES) {
      bytes.putLong(at, address);
      bytes.putLong(at + Long.BYTES, length);
    } else {
      bytes.putInt(at, (int) address);
      bytes.putInt(at + Integer.BYTES, length);
    }
  }

  /** Where they are. */
  long address() {
    return memory.address();
  }

  /** How many there are. */
  int count() {
    return count;
  }
}
