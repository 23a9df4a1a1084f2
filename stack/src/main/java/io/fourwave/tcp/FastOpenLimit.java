package io.fourwave.tcp;

import java.util.ArrayDeque;
import java.util.Queue;

/**
 * How many connections of a listener have been given to the application before their handshakes
 * were done (PendingFastOpenRequests of RFC 7413 §4.2). One that is reset counts for a minute more,
 * lest a flood of SYNs with stolen cookies be fuelled by the resets that it causes (§5.1).
 */
final class FastOpenLimit {
  private static final long AFTER_RESET = 60_000_000_000L;

  private final int most;
  private final Queue<Long> resets = new ArrayDeque<>();
  private int pending;

  FastOpenLimit(int most) {
    this.most = most;
  }

  /** Whether there may be one more. */
  boolean hasRoom(long now) {
    while (!resets.isEmpty() && now - resets.peek() >= AFTER_RESET) {
      resets.remove();
    }
    return pending + resets.size() < most;
  }

  void begun() {
    pending++;
  }

  /** The handshake is done, or will never be. */
  void over(boolean reset, long now) {
    pending--;
    if (reset) {
      resets.add(now);
    }
  }
}
