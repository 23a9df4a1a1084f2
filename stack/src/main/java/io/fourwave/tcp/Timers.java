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

  /** The deadline if one timer is set, as on an idle connection that is kept alive. */
  private long only;

  /** Null unless several are. */
  private long[] deadlines;

  Timers(Connection connection, TcpLayer layer) {
    this.connection = connection;
    this.layer = layer;
  }

  void set(TcpTimer timer, long deadline) {
    boolean alone = (set & ~bit(timer)) == 0;
    if (alone) {
      only = deadline;
    } else {
      several()[timer.ordinal()] = deadline;
    }
    set |= bit(timer);
    if (!expiresBy(deadline)) {
      layer.deadlines().queue.schedule(this, deadline);
    }
  }

  private long[] several() {
    if (deadlines == null) {
      deadlines = layer.deadlines().take();
      deadlines[first(set)] = only;
    }
    return deadlines;
  }

  private static int first(int timers) {
    return Integer.numberOfTrailingZeros(timers);
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
    layer.deadlines().queue.cancel(this);
  }

  private void leave(int timers) {
    boolean several = Integer.bitCount(timers) > 1;
    if (deadlines != null && !several) {
      only = timers == 0 ? OFF : deadlines[first(timers)];
      layer.deadlines().giveBack(deadlines);
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
    if (!isSet(timer)) {
      return OFF;
    }
    return deadlines == null ? only : deadlines[timer.ordinal()];
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
      layer.deadlines().queue.schedule(this, deadline(next));
    }
  }
}
