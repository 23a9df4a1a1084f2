package io.fourwave.tun;

import java.nio.ByteBuffer;

/**
 * Remembers where the last few buffers lie in memory, by identity: asking costs more than a quarter
 * of the system call that follows. A loop uses one packet to read and a few to write. Keeps the
 * buffers reachable, hence the addresses valid.
 */
final class BufferAddresses {
  private static final int SLOTS = 4;

  private final Linux linux;
  private final ByteBuffer[] buffers = new ByteBuffer[SLOTS];
  private final long[] addresses = new long[SLOTS];
  private int oldest;

  BufferAddresses(Linux linux) {
    this.linux = linux;
  }

  /** The address of a direct buffer's octet 0. */
  @SuppressWarnings("ReferenceEquality") // the same memory, not the same octets
  long of(ByteBuffer direct) {
    for (int i = 0; i < SLOTS; i++) {
      if (buffers[i] == direct) {
        return addresses[i];
      }
    }
    return remember(direct);
  }

  private long remember(ByteBuffer direct) {
    int slot = oldest;
    oldest = (slot + 1) % SLOTS;
    buffers[slot] = direct;
    addresses[slot] = linux.address(direct);
    return addresses[slot];
  }
}
