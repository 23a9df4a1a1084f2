package io.fourwave.tcp;

import io.fourwave.time.TimerQueue;
import java.util.Arrays;

/**
 * The deadlines of one connection, with one entry in the host's queue. A deadline that is postponed
 * or cleared leaves the entry where it is: it expires early, finds nothing to do and is set again.
 */
final class Timers extends TimerQueue.Entry {
  private static final long OFF = Long.MAX_VALUE;
  private static final TcpTimer[] ALL = TcpTimer.values();

  private final Connection connection;
  private final TcpLayer layer;
  private final long[] deadlines = new long[ALL.length];

  Timers(Connection connection, TcpLayer layer) {
    this.connection = connection;
    this.layer = layer;
    Arrays.fill(deadlines, OFF);
  }

  void set(TcpTimer timer, long deadline) {
    deadlines[timer.ordinal()] = deadline;
    if (!expiresBy(deadline)) {
      layer.timerQueue().schedule(this, deadline);
    }
  }

  void setIfOff(TcpTimer timer, long deadline) {
    if (!isSet(timer)) {
      set(timer, deadline);
    }
  }

  void clear(TcpTimer timer) {
    deadlines[timer.ordinal()] = OFF;
  }

  void clearAll() {
    Arrays.fill(deadlines, OFF);
    layer.timerQueue().cancel(this);
  }

  boolean isSet(TcpTimer timer) {
    return deadlines[timer.ordinal()] != OFF;
  }

  long deadline(TcpTimer timer) {
    return deadlines[timer.ordinal()];
  }

  /** The timer that expires next, or null; pacing is not counted as one. */
  TcpTimer nextTold() {
    return next(ALL.length - 1);
  }

  private TcpTimer next(int count) {
    TcpTimer next = null;
    for (int i = 0; i < count; i++) {
      TcpTimer timer = ALL[i];
      if (isSet(timer) && (next == null || deadline(timer) < deadline(next))) {
        next = timer;
      }
    }
    return next;
  }

  @Override
  protected void expired(long now) {
    for (TcpTimer timer : ALL) {
      if (deadline(timer) <= now) {
        clear(timer);
        layer.timeouts().expired(connection, timer, now);
      }
    }
    TcpTimer next = next(ALL.length);
    if (next != null && !expiresBy(deadline(next))) {
      layer.timerQueue().schedule(this, deadline(next));
    }
  }
}
