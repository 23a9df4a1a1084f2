package io.fourwave.socket;

import io.fourwave.host.EventLoop;
import java.time.Duration;

/**
 * Points in the loop's time until which a call may wait, in nanoseconds. Plain numbers: a read with
 * a timeout makes one each time.
 */
final class Deadline {
  static final long NEVER = Long.MAX_VALUE;

  private Deadline() {}

  /** So long from now; zero and null mean for ever. */
  static long in(Duration time) {
    return time == null || time.isZero() ? NEVER : EventLoop.clock() + time.toNanos();
  }

  /** Nanoseconds until then; {@link Long#MAX_VALUE} for ever. */
  static long left(long deadline) {
    return deadline == NEVER ? NEVER : deadline - EventLoop.clock();
  }
}
