package io.fourwave.ip;

import java.util.random.RandomGenerator;

/**
 * Ephemeral ports, in random order (RFC 6056 §3.3.2): drawn anew if they are taken, so that those
 * that are taken lie scattered and the next free one is near. For the host's thread.
 */
public final class PortAllocator {
  /** Says whether a port can be had. */
  public interface Test {
    /** Whether it can. */
    boolean isFree(int port);
  }

  private static final int DRAWS = 32;

  private final int low;
  private final int count;
  private final RandomGenerator random;

  /** One for the ports from {@code low} to {@code high}. */
  public PortAllocator(int low, int high, RandomGenerator random) {
    this.low = low;
    this.count = high - low + 1;
    this.random = random;
  }

  /** A free port, or 0 if there is none. */
  public int next(Test test) {
    for (int i = 1; i < DRAWS; i++) {
      int port = low + random.nextInt(count);
      if (test.isFree(port)) {
        return port;
      }
    }
    return nextFrom(random.nextInt(count), test);
  }

  private int nextFrom(int start, Test test) {
    for (int i = 0; i < count; i++) {
      int port = low + (start + i) % count;
      if (test.isFree(port)) {
        return port;
      }
    }
    return 0;
  }
}
