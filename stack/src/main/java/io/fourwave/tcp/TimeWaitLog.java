package io.fourwave.tcp;

/**
 * Records of words, in the order in which they were appended. Records leave at the front; what has
 * ended before waits there until it is at the front. Memory comes and goes in blocks, so that
 * nothing is copied as the log grows, and little is left when it shrinks. A record lies in one
 * block, and its place stays the same as long as it is there.
 */
final class TimeWaitLog {
  /** In place of a place. */
  static final int NONE = 0;

  private static final int BITS = 12;
  private static final int BLOCK = 1 << BITS; // holds 455 records of 9 words, or 273 of 15
  private static final int HEADER = 20; // octets that the JVM adds to a block, with a reference

  /** By the upper bits of a place; the first word of a block says where its last record ends. */
  private int[][] blocks = new int[4][];

  private int[] spare;
  private int head = NONE;
  private int tailBlock;
  private int tailOffset = BLOCK;
  private int live;
  private int ended;

  boolean isEmpty() {
    return head == NONE;
  }

  /** The record at the front, or {@link #NONE}. */
  int first() {
    return head;
  }

  /** The record after this one, of so many words; or {@link #NONE}. */
  int after(int place, int words) {
    int offset = (place & BLOCK - 1) + words;
    if (offset < block(place)[0]) {
      return place + words;
    }
    int next = (place >>> BITS) + 1;
    boolean last = place >>> BITS == (tailBlock << BITS) >>> BITS;
    return last ? NONE : next << BITS | 1;
  }

  int get(int place, int word) {
    return block(place)[(place & BLOCK - 1) + word];
  }

  void set(int place, int word, int value) {
    block(place)[(place & BLOCK - 1) + word] = value;
  }

  private int[] block(int place) {
    return blocks[place >>> BITS & blocks.length - 1];
  }

  /** Appends a record whose words are to be set. */
  int append(int words) {
    if (tailOffset + words > BLOCK) {
      nextBlock();
    }
    int place = tailBlock << BITS | tailOffset;
    tailOffset += words;
    block(place)[0] = tailOffset;
    live += words;
    head = head == NONE ? place : head;
    return place;
  }

  /** Appends a copy of a record. */
  int appendCopy(int place, int words) {
    return appendCopy(this, place, words);
  }

  /** Appends a copy of another log's record. */
  int appendCopy(TimeWaitLog from, int place, int words) {
    int copy = append(words);
    System.arraycopy(from.block(place), place & BLOCK - 1, block(copy), copy & BLOCK - 1, words);
    return copy;
  }

  private void nextBlock() {
    if (head != NONE && tailBlock + 1 - headBlock() == blocks.length) {
      grow();
    }
    tailBlock++;
    tailOffset = 1;
    int[] block = spare == null ? new int[BLOCK] : spare;
    spare = null;
    blocks[tailBlock & blocks.length - 1] = block;
  }

  /** The front's block, on the same side of zero as the tail's. */
  private int headBlock() {
    int used = tailBlock - (head >>> BITS) & (1 << Integer.SIZE - BITS) - 1;
    return tailBlock - used;
  }

  private void grow() {
    int[][] larger = new int[2 * blocks.length][];
    for (int i = headBlock(); i != tailBlock + 1; i++) {
      larger[i & larger.length - 1] = blocks[i & blocks.length - 1];
    }
    blocks = larger;
  }

  /** A record of so many words has ended, wherever it is. */
  void ended(int words) {
    live -= words;
    ended += words;
  }

  /** Forgets the record at the front, which has ended. */
  void dropFirst(int words) {
    ended -= words;
    int next = after(head, words);
    if (next == NONE || next >>> BITS != head >>> BITS) {
      spare = block(head);
      blocks[head >>> BITS & blocks.length - 1] = null;
    }
    if (next == NONE) {
      tailOffset = BLOCK; // a new block comes with the next record
    }
    head = next;
  }

  /** Whether most of what it holds has ended. */
  boolean isSparse() {
    return ended > live + BLOCK;
  }

  /** Octets of memory. */
  long octets() {
    long octets = 4L * blocks.length + (spare == null ? 0 : 4L * BLOCK);
    for (int[] block : blocks) {
      octets += block == null ? 0 : 4L * BLOCK + HEADER;
    }
    return octets;
  }
}
