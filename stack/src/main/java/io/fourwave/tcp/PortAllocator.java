package io.fourwave.tcp;

import java.util.random.RandomGenerator;

/** Ephemeral ports for active opens, in random order (RFC 6056 §3.3.1). */
final class PortAllocator {
  /** Says whether a port can be had. */
  interface Test {
    boolean isFree(int port);
  }

  private final int low;
  private final int count;
  private final RandomGenerator random;

  PortAllocator(int low, int high, RandomGenerator random) {
    this.low = low;
    this.count = high - low + 1;
    this.random = random;
  }

  /** A free port, or 0 if there is none. */
  int next(Test test) {
    int start = random.nextInt(count);
    for (int i = 0; i < count; i++) {
      int port = low + (start + i) % count;
      if (test.isFree(port)) {
        return port;
      }
    }
    return 0;
  }
}
