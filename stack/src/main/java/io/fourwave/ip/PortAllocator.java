package io.fourwave.ip;

import java.util.random.RandomGenerator;

/** Ephemeral ports, in random order (RFC 6056 §3.3.1). For the host's thread. */
public final class PortAllocator {
  /** Says whether a port can be had. */
  public interface Test {
    /** Whether it can. */
    boolean isFree(int port);
  }

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
