package io.fourwave.nio;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * What one call reads into, or writes from: one buffer, or several in turn. As much is moved as can
 * be without waiting; that at least one octet is, unless there is no room for any, is what the call
 * waits for.
 */
final class Transfer {
  /** Moves octets between a buffer and a socket: -1 at the end, 0 if one would have to wait. */
  interface Mover {
    int move(ByteBuffer buffer) throws IOException;
  }

  private final ByteBuffer[] buffers;

  private Transfer(ByteBuffer... buffers) {
    this.buffers = buffers;
  }

  /** To be read into. */
  static Transfer into(ByteBuffer... targets) {
    for (ByteBuffer target : targets) {
      if (target.isReadOnly()) {
        throw new IllegalArgumentException("Read-only buffer");
      }
    }
    return new Transfer(targets);
  }

  /** To be read into, some of these. */
  static Transfer into(ByteBuffer[] targets, int from, int count) {
    return into(some(targets, from, count));
  }

  /** To be written from. */
  static Transfer outOf(ByteBuffer source) {
    return new Transfer(Objects.requireNonNull(source));
  }

  /** To be written from, some of these. */
  static Transfer outOf(ByteBuffer[] sources, int from, int count) {
    return new Transfer(some(sources, from, count));
  }

  private static ByteBuffer[] some(ByteBuffer[] buffers, int from, int count) {
    Objects.checkFromIndexSize(from, count, buffers.length);
    ByteBuffer[] some = new ByteBuffer[count];
    System.arraycopy(buffers, from, some, 0, count);
    for (ByteBuffer buffer : some) {
      Objects.requireNonNull(buffer);
    }
    return some;
  }

  /** Moves with one call's result an int. */
  Supplier<Integer> one(Mover mover) throws IOException {
    long moved = move(mover);
    return moved == 0 && hasRoom() ? null : () -> (int) moved;
  }

  /** Moves with one call's result a long. */
  Supplier<Long> all(Mover mover) throws IOException {
    long moved = move(mover);
    return moved == 0 && hasRoom() ? null : () -> moved;
  }

  private long move(Mover mover) throws IOException {
    long moved = 0;
    for (ByteBuffer buffer : buffers) {
      if (buffer.hasRemaining()) {
        int count = moveMore(mover, buffer, moved);
        if (count < 0) {
          return moved == 0 ? -1 : moved; // the end is for the next call
        }
        moved += count;
        if (buffer.hasRemaining()) {
          return moved;
        }
      }
    }
    return moved;
  }

  /** A failure, too, is for the next call if something was moved: it will be there still. */
  private static int moveMore(Mover mover, ByteBuffer buffer, long moved) throws IOException {
    try {
      return mover.move(buffer);
    } catch (IOException e) {
      if (moved > 0) {
        return 0;
      }
      throw e;
    }
  }

  private boolean hasRoom() {
    for (ByteBuffer buffer : buffers) {
      if (buffer.hasRemaining()) {
        return true;
      }
    }
    return false;
  }
}
