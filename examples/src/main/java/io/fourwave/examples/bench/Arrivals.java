package io.fourwave.examples.bench;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Octets that arrive, and at their end how many the sender says they were. */
final class Arrivals {
  private long received;
  private long lastEight;

  /** Takes all before the position; the last eight octets may come in several pieces. */
  void note(ByteBuffer octets) {
    int count = octets.position();
    received += count;
    for (int i = Math.max(0, count - Long.BYTES); i < count; i++) {
      lastEight = lastEight << 8 | octets.get(i) & 0xff;
    }
  }

  /** How many octets they are, the last eight included. */
  long received() {
    return received;
  }

  /** Fails if it was another number that was sent. */
  void check() throws IOException {
    check(lastEight, received - Long.BYTES);
  }

  /** Fails if it was another number that was sent. */
  static void check(long sent, long arrived) throws IOException {
    if (arrived != sent) {
      throw new IOException(sent + " octets were sent, and " + arrived + " have arrived");
    }
  }
}
