package io.fourwave.stream;

import java.nio.ByteBuffer;

/**
 * Octets in any order in, in order out: a ring that the application reads, and what has arrived
 * beyond a gap. Positions count octets of the stream.
 */
public final class ReceiveBuffer {
  private final ByteRing ring;
  private Reassembly reassembly;

  /** Makes an empty buffer of at most {@code limit} octets, a power of two. */
  public ReceiveBuffer(int limit) {
    ring = new ByteRing(limit);
  }

  /** What the application reads from. */
  public ByteRing ring() {
    return ring;
  }

  /** The position of the next octet that is expected. */
  public long next() {
    return ring.tail();
  }

  /** The position after the last octet there is room for. */
  public long edge() {
    return ring.head() + ring.limit();
  }

  /** Whether there is a gap. */
  public boolean hasGap() {
    return reassembly != null && !reassembly.isEmpty();
  }

  /** The octets beyond the gap, by ranges; null until there was one. */
  public Reassembly reassembly() {
    return reassembly;
  }

  /**
   * Stores text. The caller has trimmed it to what lies between {@link #next()} and {@link
   * #edge()}.
   *
   * @param position of its first octet in the stream
   * @return octets that are now in order, 0 if there is a gap before them; -1 if it was not kept
   */
  public int arrive(long position, ByteBuffer bytes, int from, int count) {
    long expected = ring.tail();
    if (position == expected) {
      ring.put(position, bytes, from, count);
      long reached = hasGap() ? reassembly.advance(position + count) : position + count;
      ring.publish(reached);
      return (int) (reached - expected);
    }
    if (reassembly == null) {
      reassembly = new Reassembly();
    }
    if (!reassembly.add(position, position + count)) {
      return -1;
    }
    ring.put(position, bytes, from, count);
    return 0;
  }
}
