package io.fourwave.tun;

import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;

/**
 * Remembers where the rings of connections lie in memory. There may be thousands, and one that
 * nobody uses any more is not to be kept because its address is known: the references are weak, and
 * whoever passes an address to the kernel holds the buffer meanwhile.
 */
final class RingAddresses {
  private static final int SLOTS = 1 << 10;

  private final Linux linux;

  @SuppressWarnings({"unchecked", "rawtypes"}) // there are no arrays of a generic type
  private final WeakReference<ByteBuffer>[] buffers = new WeakReference[SLOTS];

  private final long[] addresses = new long[SLOTS];

  RingAddresses(Linux linux) {
    this.linux = linux;
  }

  /** The address of a direct buffer's octet 0. */
  long of(ByteBuffer direct) {
    int slot = System.identityHashCode(direct) & (SLOTS - 1);
    WeakReference<ByteBuffer> known = buffers[slot];
    if (known == null || !known.refersTo(direct)) {
      buffers[slot] = new WeakReference<>(direct);
      addresses[slot] = linux.address(direct);
    }
    return addresses[slot];
  }
}
