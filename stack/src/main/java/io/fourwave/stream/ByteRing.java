package io.fourwave.stream;

import java.nio.ByteBuffer;

/**
 * Octets on their way from one thread, the producer, to another, the consumer. With the mailbox,
 * the only place where threads meet.
 *
 * <p>Positions count octets since the stream began and never wrap. What lies between {@link
 * #head()} and {@link #tail()} belongs to the consumer, the rest of the room to the producer, who
 * may fill it in any order before it moves the tail. Memory is taken when first needed, grows by
 * doubling as far as the stack's budget allows, and can be given back when nothing is in it; what
 * is large lies outside the heap.
 *
 * <p>Growing needs no agreement: the producer copies into a larger buffer and publishes that before
 * the tail; a consumer who still holds the old buffer finds there, unchanged, all it may read.
 */
public final class ByteRing {
  /**
   * The least memory it takes: enough for a short request. New memory has to be cleared, and is in
   * no cache; with four times as much that was a quarter of our own work for a connection of a few
   * octets.
   */
  private static final int LEAST = 1 << 10;

  /**
   * Up to here memory is the heap's. Outside it, every buffer waits for the garbage collector and a
   * cleaner to be released, which connections of a few octets would spend more on than on TCP.
   */
  private static final int SMALL = 64 << 10;

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final MemoryBudget memory;

  /**
   * Whether a producer of another thread than the one that takes the memory away is at it: then it
   * is not taken. The ring's monitor, which costs no memory, is held for no longer than it takes to
   * change this, or to take the memory away.
   */
  private volatile boolean writing;

  private volatile int limit;
  private volatile ByteBuffer buffer;
  private ByteBuffer view; // of the buffer, for the application's side
  private volatile long head;
  private volatile long tail;
  private volatile long attention = Long.MAX_VALUE;

  /** Whether the budget has refused to let it grow, and nothing was released since. */
  private volatile boolean refused;

  private volatile boolean ended;

  /** Whether the budget counts the buffer as ours no longer; changed by whoever may change it. */
  private boolean uncharged;

  /**
   * Makes an empty ring that takes no memory yet.
   *
   * @param limit the most octets it is to hold; can be changed
   * @param memory what its memory is taken from
   */
  public ByteRing(int limit, MemoryBudget memory) {
    this.limit = limit;
    this.memory = memory;
  }

  /** The most octets it is to hold. */
  public int limit() {
    return limit;
  }

  /** Changes the limit. What is in the ring stays there, also if it is more. */
  public void limit(int octets) {
    limit = octets;
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
    if (ended) {
      return 0;
    }
    int most = refused ? Math.min(limit, allocated()) : limit;
    return Math.max(0, most - (int) (tail - head));
  }

  /** Octets of memory it takes. */
  public int allocated() {
    ByteBuffer now = buffer;
    return now == null ? 0 : now.capacity();
  }

  /**
   * The producer appends as many octets of a buffer as there is room and memory for, and hands them
   * over.
   */
  public int write(ByteBuffer source) {
    int count;
    beginWriting();
    try {
      count = append(source, Math.min(source.remaining(), room()));
    } finally {
      writing = false;
    }
    if (ended) {
      end(); // whoever wanted to do it has met us writing
    }
    return count;
  }

  /**
   * The producer appends all that remains in one buffer and {@code length} octets of another, and
   * hands them over at once, or nothing.
   *
   * @return false if there is no room or memory for all
   */
  public boolean writeWhole(ByteBuffer head, ByteBuffer body, int at, int length) {
    int count = head.remaining() + length;
    boolean whole = false;
    beginWriting();
    try {
      long from = tail;
      whole = count <= room() && reserve(from + count, MemoryBudget.Claim.RECEIVE) >= from + count;
      if (whole) {
        put(from, head, head.position(), head.remaining());
        put(from + head.remaining(), body, at, length);
        tail = from + count;
      }
    } finally {
      writing = false;
    }
    if (ended) {
      end();
    }
    return whole;
  }

  private synchronized void beginWriting() {
    writing = true;
  }

  private int append(ByteBuffer source, int wanted) {
    if (wanted <= 0) {
      return 0;
    }
    long from = tail;
    int count = (int) Math.min(wanted, reserve(from + wanted, MemoryBudget.Claim.SEND) - from);
    if (count > 0) {
      put(from, source, source.position(), count);
      source.position(source.position() + count);
      tail = from + count;
    }
    return count;
  }

  /**
   * The producer wants memory for all octets before {@code end}.
   *
   * @return the position up to which there is some
   */
  public long reserve(long end, MemoryBudget.Claim claim) {
    long oldest = head;
    int has = allocated();
    int needed = (int) (end - oldest);
    if (needed <= has) {
      return oldest + has;
    }
    int capacity = Math.max(LEAST, Integer.highestOneBit(2 * needed - 1));
    while (capacity > has && !grow(capacity, claim)) {
      capacity /= 2;
    }
    refused = allocated() < needed;
    if (isStarved() && claim == MemoryBudget.Claim.SEND) {
      memory.starve();
    }
    return oldest + allocated();
  }

  /** Whether it was refused any memory at all, so that no release will let the producer go on. */
  public boolean isStarved() {
    return refused && buffer == null;
  }

  /** The producer may ask again. */
  public void feed() {
    refused = false;
  }

  private boolean grow(int capacity, MemoryBudget.Claim claim) {
    if (capacity < LEAST || !memory.take(capacity, claim)) {
      return false;
    }
    ByteBuffer larger = allocate(capacity);
    if (larger == null) {
      memory.giveBack(capacity);
      return false;
    }
    ByteBuffer now = buffer;
    if (now != null) {
      copyAll(now, larger, head);
    }
    giveBack();
    buffer = larger;
    uncharged = false;
    view = null;
    return true;
  }

  /** Memory, or null if the JVM has none, whatever the budget says. */
  private static ByteBuffer allocate(int capacity) {
    if (capacity <= SMALL) {
      return ByteBuffer.allocate(capacity);
    }
    try {
      return ByteBuffer.allocateDirect(capacity);
    } catch (OutOfMemoryError e) {
      return null; // the limit on memory outside the heap: -XX:MaxDirectMemorySize
    }
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

  /** The producer stores octets where it has reserved memory, without handing them over. */
  public void put(long position, ByteBuffer source, int from, int count) {
    ByteBuffer target = buffer;
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

  /** The consumer copies octets out and releases them. */
  public int read(ByteBuffer target) {
    long from = head;
    int count = Math.min(target.remaining(), (int) (tail - from));
    if (count > 0) {
      get(from, target, target.position(), count);
      target.position(target.position() + count);
      release(from + count);
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

  /**
   * Shows the consumer, on the producer's thread, what it may read in one piece: from the head to
   * where the octets, or the buffer, end.
   */
  public ByteBuffer readable() {
    int count = available();
    return count == 0 ? NOTHING : viewOf(buffer, head, count);
  }

  /**
   * Shows the producer, on the consumer's thread, where it may put octets in one piece, before it
   * publishes them.
   *
   * @param wanted octets that are enough
   */
  public ByteBuffer writable(int wanted) {
    int count = Math.min(wanted, room());
    if (count > 0) {
      count = (int) Math.min(count, reserve(tail + count, MemoryBudget.Claim.SEND) - tail);
    }
    return count <= 0 ? NOTHING : viewOf(buffer, tail, count);
  }

  /**
   * The memory, for one who is the consumer or the producer, and reads or fills it by himself. The
   * octet of a position is at its {@link #index}.
   *
   * @return null if there is none, or if it is the heap's
   */
  public ByteBuffer memory() {
    ByteBuffer now = buffer;
    return now != null && now.isDirect() ? now : null;
  }

  /** Where the octet of a position lies in a ring's memory. */
  public static int index(ByteBuffer memory, long position) {
    return (int) position & (memory.capacity() - 1);
  }

  private ByteBuffer viewOf(ByteBuffer whole, long position, int count) {
    if (view == null) {
      view = whole.duplicate();
    }
    int at = (int) position & (whole.capacity() - 1);
    return view.limit(Math.min(at + count, whole.capacity())).position(at);
  }

  /** The consumer releases all octets before {@code position}. */
  public void release(long position) {
    head = position;
    if (refused) {
      refused = false; // there may be memory by now
    }
  }

  /** The producer asks to be told when the head reaches a position. */
  public void wakeProducerAt(long position) {
    attention = position;
  }

  /** Whether the head has reached the position at which the producer wants to be told. */
  public boolean producerWantsToKnow() {
    return head >= attention;
  }

  /**
   * Gives the memory back if nothing is in it. The caller is the producer, or the consumer of one
   * that uses {@link #write}. The next octets take memory anew.
   *
   * @return whether there was memory and it is given back
   */
  public boolean giveBackIfEmpty() {
    return buffer != null && head == tail && drop(false);
  }

  private synchronized boolean drop(boolean full) {
    if (writing || buffer == null || head != tail && !full) {
      return false;
    }
    giveBack();
    buffer = null;
    view = null;
    return true;
  }

  private void giveBack() {
    if (!uncharged) {
      memory.giveBack(allocated());
      uncharged = true;
    }
  }

  /**
   * The consumer of one that uses {@link #write} wants nothing any more, so there is no room
   * either: all memory is given back.
   */
  public void end() {
    ended = true;
    drop(true);
  }

  /** The producer adds no more, and what is still in the ring does not count any longer. */
  public void abandon() {
    giveBack();
  }
}
