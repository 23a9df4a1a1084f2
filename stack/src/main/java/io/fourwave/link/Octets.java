package io.fourwave.link;

import java.nio.ByteBuffer;

/**
 * Octets that lie in a ring: in a buffer outside the heap, from an index to its end, and then from
 * its beginning. A view that is reused. Not thread-safe.
 */
public final class Octets {
  private ByteBuffer ring;
  private int from;
  private int length;

  /** Views so many octets of a direct buffer, which the view keeps reachable. */
  public void set(ByteBuffer buffer, int start, int count) {
    ring = buffer;
    from = start;
    length = count;
  }

  /** The first {@code count} octets of another view. */
  public void set(Octets other, int count) {
    set(other.ring, other.from, count);
  }

  /** Views nothing. */
  public void clear() {
    ring = null;
    length = 0;
  }

  /** Whether it views nothing. */
  public boolean isEmpty() {
    return length == 0;
  }

  /** The buffer; null if there is none. */
  public ByteBuffer ring() {
    return ring;
  }

  /** Index of the first octet. */
  public int from() {
    return from;
  }

  /** How many there are. */
  public int length() {
    return length;
  }

  /** How many there are before the buffer's end. */
  public int first() {
    return Math.min(length, ring.capacity() - from);
  }

  /** Copies all of them. */
  void copyTo(ByteBuffer target, int at) {
    if (length > 0) {
      int first = first();
      target.put(at, ring, from, first);
      target.put(at + first, ring, 0, length - first);
    }
  }

  /** Fills all of them. */
  void copyFrom(ByteBuffer source, int at) {
    int first = first();
    ring.put(from, source, at, first);
    ring.put(0, source, at + first, length - first);
  }
}
