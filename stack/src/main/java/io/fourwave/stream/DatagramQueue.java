package io.fourwave.stream;

import java.nio.ByteBuffer;

/**
 * Datagrams on their way from one thread to another, each with an address, two numbers and its
 * octets, in a {@link ByteRing}. What does not fit whole is not taken. Nothing is allocated for a
 * datagram.
 */
public final class DatagramQueue {
  /** Octets that a datagram takes beside its own. */
  public static final int RECORD = 28;

  private final ByteRing ring;
  private final ByteBuffer written = ByteBuffer.allocate(RECORD);
  private final ByteBuffer read = ByteBuffer.allocate(RECORD);

  /**
   * Makes an empty queue.
   *
   * @param limit octets, {@link #RECORD} for each datagram included
   * @param memory what its memory is taken from
   */
  public DatagramQueue(int limit, MemoryBudget memory) {
    ring = new ByteRing(limit, memory);
  }

  /**
   * The producer, one thread at a time, says what address and numbers the next datagrams that it
   * adds have.
   *
   * @param high first half of the address
   * @param low second half
   */
  public DatagramQueue about(long high, long low, int number, int kind) {
    written.putLong(0, high).putLong(8, low).putInt(16, number).putInt(20, kind);
    return this;
  }

  /**
   * The producer adds a datagram.
   *
   * @return false if there is no room, or no memory
   */
  public boolean add(ByteBuffer octets, int from, int count) {
    written.putInt(24, count);
    ring.feed(); // what was refused once may be granted now
    return ring.writeWhole(written, octets, from, count);
  }

  /** Whether a datagram of so many octets finds room, if there is memory. */
  public boolean hasRoomFor(int octets) {
    return ring.limit() - ring.available() >= RECORD + octets;
  }

  /** The most octets. */
  public int limit() {
    return ring.limit();
  }

  /** Changes the most octets. What is in it stays there, also if it is more. For any thread. */
  public void limit(int octets) {
    ring.limit(octets);
  }

  /** Octets in it. */
  public int octets() {
    return ring.available();
  }

  /** Whether there is nothing for the consumer. */
  public boolean isEmpty() {
    return ring.available() == 0;
  }

  /**
   * The consumer, one thread at a time, looks at the oldest datagram.
   *
   * @return false if there is none
   */
  public boolean look() {
    if (isEmpty()) {
      return false;
    }
    ring.get(ring.head(), read, 0, RECORD);
    return true;
  }

  /** First half of its address. For the consumer, after {@link #look}, as all that follows. */
  public long high() {
    return read.getLong(0);
  }

  /** Second half of its address. */
  public long low() {
    return read.getLong(8);
  }

  /** Its first number. */
  public int number() {
    return read.getInt(16);
  }

  /** Its second number. */
  public int kind() {
    return read.getInt(20);
  }

  /** Its length in octets. */
  public int length() {
    return read.getInt(24);
  }

  /** Copies its first octets. */
  public void copy(ByteBuffer target, int to, int count) {
    if (count > 0) {
      ring.get(ring.head() + RECORD, target, to, count);
    }
  }

  /** Takes it out. */
  public void remove() {
    ring.release(ring.head() + RECORD + length());
  }

  /** The consumer takes no more. */
  public void end() {
    ring.end();
  }

  /** The producer adds no more, and what is in it does not count any longer. */
  public void abandon() {
    ring.abandon();
  }
}
