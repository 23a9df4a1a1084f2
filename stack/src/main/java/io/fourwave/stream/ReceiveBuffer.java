package io.fourwave.stream;

import java.nio.ByteBuffer;

/**
 * Octets in any order in, in order out: a ring that the application reads, and what has arrived
 * beyond a gap. Positions count octets of the stream.
 */
public final class ReceiveBuffer {
  private final ByteRing ring;
  private final MemoryBudget memory;
  private Reassembly reassembly;

  /**
   * Makes an empty buffer.
   *
   * @param limit the most octets there is to be room for; can be changed at the ring
   * @param memory what its memory is taken from
   */
  public ReceiveBuffer(int limit, MemoryBudget memory) {
    this.memory = memory;
    ring = new ByteRing(limit, memory);
  }

  /** What the application reads from. */
  public ByteRing ring() {
    return ring;
  }

  /** The position of the next octet that is expected. */
  public long next() {
    return ring.tail();
  }

  /**
   * The most octets that it can promise to hold: while the stack is short of memory, no more than
   * it has memory for already.
   */
  public int limit() {
    int most = ring.limit();
    return memory.isShort() ? Math.min(most, Math.max(MemoryBudget.LEAST, ring.allocated())) : most;
  }

  /** The position after the last octet there is room for. */
  public long edge() {
    return ring.head() + limit();
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
   * Stores text. The caller has trimmed it to what lies between {@link #next()} and what was
   * promised.
   *
   * @param position of its first octet in the stream
   * @return octets that are now in order, 0 if there is a gap before them; -1 if it was not kept.
   *     Less than all of them if there was no memory for the others
   */
  public int arrive(long position, ByteBuffer bytes, int from, int count) {
    long expected = ring.tail();
    if (position != expected) {
      return arriveBeyondGap(position, bytes, from, count);
    }
    long reserved = ring.reserve(position + count, MemoryBudget.Claim.RECEIVE);
    int fits = (int) Math.min(count, reserved - position);
    if (fits <= 0) {
      return -1;
    }
    ring.put(position, bytes, from, fits);
    long reached = hasGap() ? reassembly.advance(position + fits) : position + fits;
    ring.publish(reached);
    return (int) (reached - expected);
  }

  /**
   * Has memory outside the heap for so many octets that may come next, if there is no gap before
   * them and there is room.
   *
   * @return the memory, in which {@link #next()} has its place; null if there is none
   */
  public ByteBuffer landing(int count) {
    if (hasGap() || ring.room() < count) {
      return null;
    }
    long end = next() + count;
    return ring.reserve(end, MemoryBudget.Claim.RECEIVE) >= end ? ring.memory() : null;
  }

  /** So many octets have arrived in order, and were put in their place by somebody else. */
  public void landed(int count) {
    ring.publish(ring.tail() + count);
  }

  private int arriveBeyondGap(long position, ByteBuffer bytes, int from, int count) {
    if (ring.reserve(position + count, MemoryBudget.Claim.BEYOND_GAP) < position + count) {
      return -1;
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

  /** Gives the memory back if nothing is in it. */
  public boolean giveBackIfEmpty() {
    return !hasGap() && ring.giveBackIfEmpty();
  }
}
