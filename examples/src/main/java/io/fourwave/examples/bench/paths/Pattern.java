package io.fourwave.examples.bench.paths;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;

/** What is sent: the same octets again and again, of a length that shifts them against all else. */
final class Pattern {
  private static final int PERIOD = 65_521; // a prime
  private static final int PERIODS = 4;
  private static final byte[] OCTETS = octets();

  private long compared;

  private static byte[] octets() {
    byte[] period = new byte[PERIOD];
    new Random(PERIOD).nextBytes(period);
    byte[] octets = new byte[PERIOD * PERIODS];
    for (int i = 0; i < PERIODS; i++) {
      System.arraycopy(period, 0, octets, i * PERIOD, PERIOD);
    }
    return octets;
  }

  /** Whole periods of it, to be written again and again. */
  static ByteBuffer buffer() {
    return ByteBuffer.allocateDirect(OCTETS.length).put(OCTETS).flip();
  }

  /**
   * Compares what has come.
   *
   * @throws IOException if other octets were sent
   */
  void compare(byte[] arrived, int count) throws IOException {
    int done = 0;
    while (done < count) {
      int at = (int) (compared % PERIOD);
      int length = Math.min(count - done, OCTETS.length - at);
      if (!Arrays.equals(arrived, done, done + length, OCTETS, at, at + length)) {
        throw new IOException("after " + compared + " octets others arrive than were sent");
      }
      done += length;
      compared += length;
    }
  }

  /** Octets that were right. */
  long compared() {
    return compared;
  }
}
