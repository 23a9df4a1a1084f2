package io.fourwave.nio;

import java.nio.ByteBuffer;

/**
 * Several buffers as one, since a datagram goes and comes in one piece. The one is kept, and grows
 * as it is needed. For one thread at a time.
 */
final class Joined {
  /** Longer than any datagram, so that what is too long is refused, whole. */
  private static final int MOST = 1 << 16;

  private ByteBuffer one = ByteBuffer.allocate(0);

  /** What remains in some buffers, in order; they stay as they are. */
  ByteBuffer outOf(ByteBuffer[] sources, int from, int count) {
    room(sources, from, count);
    for (int i = from; i < from + count; i++) {
      ByteBuffer source = sources[i];
      int part = Math.min(source.remaining(), one.remaining());
      one.put(one.position(), source, source.position(), part);
      one.position(one.position() + part);
    }
    return one.flip();
  }

  /** As much room as there remains in some buffers. */
  ByteBuffer room(ByteBuffer[] buffers, int from, int count) {
    long sum = 0;
    for (int i = from; i < from + count; i++) {
      sum += buffers[i].remaining();
    }
    int octets = (int) Math.min(sum, MOST);
    if (one.capacity() < octets) {
      one = ByteBuffer.allocate(octets);
    }
    return one.clear().limit(octets);
  }

  /**
   * Moves what has been put into the room to where that was taken from, filling one buffer after
   * another.
   *
   * @return octets
   */
  int into(ByteBuffer[] targets, int from, int count) {
    int all = one.flip().remaining();
    for (int i = from; i < from + count && one.hasRemaining(); i++) {
      ByteBuffer target = targets[i];
      int part = Math.min(target.remaining(), one.remaining());
      target.put(target.position(), one, one.position(), part);
      target.position(target.position() + part);
      one.position(one.position() + part);
    }
    return all;
  }
}
