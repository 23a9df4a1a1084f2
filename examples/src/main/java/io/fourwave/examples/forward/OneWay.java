package io.fourwave.examples.forward;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * One direction of a connection: copies octets, and the end of them as a half-close, without ever
 * waiting. What cannot be written yet is kept, and nothing more read until it can.
 */
final class OneWay {
  private static final int BUFFER = 32 << 10;
  private static final int MOST_ROUNDS = 16;

  /** Reads without waiting: octets, 0 for none now, or -1 for the end. */
  interface Source {
    int read(ByteBuffer target) throws IOException;
  }

  /** Writes what there is room for, without waiting. */
  interface Sink {
    void write(ByteBuffer source) throws IOException;
  }

  /** Says that no more will be written. */
  interface End {
    void shut() throws IOException;
  }

  private final Source source;
  private final Sink sink;
  private final End end;
  private ByteBuffer kept = ByteBuffer.allocate(0); // nobody who is silent takes up memory
  private boolean ended;

  OneWay(Source source, Sink sink, End end) {
    this.source = source;
    this.sink = sink;
    this.end = end;
  }

  /**
   * Copies what can be copied now.
   *
   * @return whether there may be more at once: others have their turn first
   */
  boolean copy() throws IOException {
    for (int round = 0; round < MOST_ROUNDS && !ended; round++) {
      if (!kept.hasRemaining() && !read()) {
        return false;
      }
      sink.write(kept);
      if (kept.hasRemaining()) {
        return false;
      }
    }
    return !ended;
  }

  /** Says whether there is something to write. */
  private boolean read() throws IOException {
    if (kept.capacity() == 0) {
      kept = ByteBuffer.allocate(BUFFER);
    }
    int count = source.read(kept.clear());
    kept.flip();
    if (count < 0) {
      ended = true;
      end.shut();
    }
    return count > 0;
  }

  /** Whether it waits for its sink to have room. */
  boolean waitsToWrite() {
    return kept.hasRemaining();
  }

  /** Whether it waits for its source. */
  boolean waitsToRead() {
    return !ended && !kept.hasRemaining();
  }

  /** Whether all octets and the end were passed on. */
  boolean hasEnded() {
    return ended;
  }
}
