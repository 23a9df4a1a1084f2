package io.fourwave.stream;

import java.nio.ByteBuffer;

/**
 * Octets on their way from one thread, the producer, to another, the consumer. With the mailbox,
 * the only place where threads meet.
 *
 * <p>Positions count octets since the stream began and never wrap. What lies between {@link
 * #head()} and {@link #tail()} belongs to the consumer, the rest of the room to the producer, who
 * may fill it in any order before it moves the tail. Memory is taken when first needed, and grows
 * by doubling; what is large lies outside the heap.
 *
 * <p>Growing needs no agreement: the producer copies into a larger buffer and publishes that before
 * the tail; a consumer who still holds the old buffer finds there, unchanged, all it may read.
 */
public final class ByteRing {
  private static final int LEAST = 4 << 10;

  /**
   * Up to here memory is the heap's. Outside it, every buffer waits for the garbage collector and a
   * cleaner to be released, which connections of a few octets would spend more on than on TCP.
   */
  private static final int SMALL = 64 << 10;

  private final int limit;
  private volatile ByteBuffer buffer;
  private volatile long head;
  private volatile long tail;
  private volatile long attention = Long.MAX_VALUE;

  /**
   * Makes an empty ring that takes no memory yet.
   *
   * @param limit the most octets it ever holds, a power of two
   */
  public ByteRing(int limit) {
    if (Integer.bitCount(limit) != 1) {
      throw new IllegalArgumentException("a ring holds a power of two octets, not " + limit);
    }
    this.limit = limit;
  }

  /** The most octets it ever holds. */
  public int limit() {
    return limit;
  }

  /** The position of the oldest octet not yet released by the consumer. */
  public long head() {
    return head;
  }

  /** The position after the last octet handed to the consumer. */
  public long tail() {
    return tail;
  }

  /** Octets handed over and not yet released. */
  public int available() {
    long to = tail;
    return (int) (to - head);
  }

  /** Octets that the producer may still add. */
  public int room() {
    return limit - (int) (tail - head);
  }

  /** Octets of memory it takes. */
  public int allocated() {
    ByteBuffer now = buffer;
    return now == null ? 0 : now.capacity();
  }

  /** The producer appends as many octets of a buffer as there is room for, and hands them over. */
  public int write(ByteBuffer source) {
    int count = Math.min(source.remaining(), room());
    if (count > 0) {
      long from = tail;
      put(from, source, source.position(), count);
      source.position(source.position() + count);
      tail = from + count;
    }
    return count;
  }

  /**
   * The producer stores octets anywhere between the tail and {@code head + limit}, without handing
   * them over.
   */
  public void put(long position, ByteBuffer source, int from, int count) {
    ByteBuffer target = withRoomFor(position + count);
    int at = (int) position & (target.capacity() - 1);
    int first = Math.min(count, target.capacity() - at);
    target.put(at, source, from, first);
    if (count > first) {
      target.put(0, source, from + first, count - first);
    }
  }

  /** The producer hands over all octets before {@code position}. */
  public void publish(long position) {
    tail = position;
  }

  private ByteBuffer withRoomFor(long end) {
    ByteBuffer now = buffer;
    long oldest = head;
    int needed = (int) (end - oldest);
    if (now != null && needed <= now.capacity()) {
      return now;
    }
    if (needed > limit) {
      throw new IllegalStateException(needed + " octets in a ring of " + limit);
    }
    int capacity = Math.min(limit, Math.max(LEAST, Integer.highestOneBit(2 * needed - 1)));
    ByteBuffer larger =
        capacity <= SMALL ? ByteBuffer.allocate(capacity) : ByteBuffer.allocateDirect(capacity);
    if (now != null) {
      copyAll(now, larger, oldest);
    }
    buffer = larger;
    return larger;
  }

  /** Copies the whole of the smaller buffer to where its positions lie in the larger one. */
  private static void copyAll(ByteBuffer from, ByteBuffer to, long oldest) {
    int size = from.capacity();
    int source = (int) oldest & (size - 1);
    int target = (int) oldest & (to.capacity() - 1);
    for (int left = size; left > 0; ) {
      int count = Math.min(left, Math.min(size - source, to.capacity() - target));
      to.put(target, from, source, count);
      source = (source + count) & (size - 1);
      target = (target + count) & (to.capacity() - 1);
      left -= count;
    }
  }

  /** The consumer copies octets out and releases them. */
  public int read(ByteBuffer target) {
    long from = head;
    int count = Math.min(target.remaining(), (int) (tail - from));
    if (count > 0) {
      get(from, target, target.position(), count);
      target.position(target.position() + count);
      head = from + count;
    }
    return count;
  }

  /** The consumer copies octets that were handed over, without releasing them. */
  public void get(long position, ByteBuffer target, int to, int count) {
    ByteBuffer source = buffer;
    int at = (int) position & (source.capacity() - 1);
    int first = Math.min(count, source.capacity() - at);
    target.put(to, source, at, first);
    if (count > first) {
      target.put(to + first, source, 0, count - first);
    }
  }

  /** The consumer releases all octets before {@code position}. */
  public void release(long position) {
    head = position;
  }

  /** The producer asks to be told when the head reaches a position. */
  public void wakeProducerAt(long position) {
    attention = position;
  }

  /** Whether the head has reached the position at which the producer wants to be told. */
  public boolean producerWantsToKnow() {
    return head >= attention;
  }
}
