package io.fourwave.socket;

import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * The array that a stream was given last, as a buffer. Its application decides how long the array
 * lives: it is held weakly. Not thread-safe.
 */
final class LastArray {
  private WeakReference<ByteBuffer> last = new WeakReference<>(null);
  private ByteBuffer octet;

  /** A part of an array, from the buffer's position to its limit. */
  @SuppressWarnings("ByteBufferBackingArray") // the buffer was wrapped around a whole array here
  ByteBuffer part(byte[] array, int from, int count) {
    Objects.checkFromIndexSize(from, count, array.length);
    ByteBuffer buffer = last.get();
    if (buffer == null || buffer.array() != array) {
      buffer = ByteBuffer.wrap(array);
      last = new WeakReference<>(buffer);
    }
    return buffer.limit(from + count).position(from);
  }

  /** Room for a single octet. */
  ByteBuffer octet() {
    if (octet == null) {
      octet = ByteBuffer.allocate(1);
    }
    return octet.clear();
  }
}
