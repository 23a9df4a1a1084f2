package io.fourwave.socket;

import io.fourwave.host.EventLoop;
import java.time.Duration;

/** A point in the loop's time until which a call may wait. */
final class Deadline {
  static final Deadline NEVER = new Deadline(Long.MAX_VALUE);

  private final long at;

  private Deadline(long at) {
    this.at = at;
  }

  /** So long from now; zero and null mean for ever. */
  static Deadline in(Duration time) {
    return time == null || time.isZero() ? NEVER : new Deadline(EventLoop.clock() + time.toNanos());
  }

  /** Nanoseconds until then; {@link Long#MAX_VALUE} for ever. */
  long left() {
    return at == Long.MAX_VALUE ? at : at - EventLoop.clock();
  }
}
