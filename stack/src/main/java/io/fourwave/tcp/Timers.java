package io.fourwave.tcp;

import io.fourwave.time.TimerQueue;

/**
 * The deadlines of one connection, with one entry in the host's queue. A deadline that is postponed
 * or cleared leaves the entry where it is: it expires early, finds nothing to do and is set again.
 */
final class Timers extends TimerQueue.Entry {
  private static final long OFF = Long.MAX_VALUE;
  private static final TcpTimer[] ALL = TcpTimer.values();

  private final Connection connection;
  private final TcpLayer layer;

  /** Which timers are set: a bit for each. */
  private int set;

  /** Null while none is. */
  private long[] deadlines;

  Timers(Connection connection, TcpLayer layer) {
    this.connection = connection;
    this.layer = layer;
  }

  void set(TcpTimer timer, long deadline) {
    if (set == 0) {
      deadlines = layer.spareDeadlines().take();
    }
    set |= bit(timer);
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
    leave(set & ~bit(timer));
  }

  void clearAll() {
    leave(0);
    layer.timerQueue().cancel(this);
  }

  private void leave(int timers) {
    if (timers == 0 && set != 0) {
      layer.spareDeadlines().giveBack(deadlines);
      deadlines = null;
    }
    set = timers;
  }

  boolean isSet(TcpTimer timer) {
    return (set & bit(timer)) != 0;
  }

  private static int bit(TcpTimer timer) {
    return 1 << timer.ordinal();
  }

  long deadline(TcpTimer timer) {
    return isSet(timer) ? deadlines[timer.ordinal()] : OFF;
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
