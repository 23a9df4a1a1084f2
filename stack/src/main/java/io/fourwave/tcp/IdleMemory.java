package io.fourwave.tcp;

import io.fourwave.stream.MemoryBudget;

/**
 * Takes back the memory of buffers in which nothing has been for a while: an idle connection costs
 * little, whatever it has carried. Looks at a few connections at a time, only at those in which
 * something has happened, and only while the host is driven by something else; at more of them, and
 * less patiently, when memory is short. Tells writers that were refused their first memory when
 * there is some.
 */
final class IdleMemory {
  private static final long PAUSE = 100_000_000L;
  private static final long IDLE = 5_000_000_000L;
  private static final int LEAST = 64;
  private static final int PASS = 64;
  private static final int SHORT_PASS = 4;

  private final ConnectionTable connections;
  private final MemoryBudget memory;
  private long next;

  /** Those in which something has happened, in the order in which they are looked at. */
  private Connection first;

  private Connection last;
  private int count;

  IdleMemory(ConnectionTable connections, MemoryBudget memory) {
    this.connections = connections;
    this.memory = memory;
  }

  /** Something is sent, or has come. */
  void happened(Connection c) {
    if (c.busyBefore == null && c != first) {
      append(c);
    }
  }

  private void append(Connection c) {
    c.busyBefore = last;
    if (last == null) {
      first = c;
    } else {
      last.busyBehind = c;
    }
    last = c;
    count++;
  }

  /** The connection is over, or was not busy for long. */
  void remove(Connection c) {
    if (c.busyBefore == null && c != first) {
      return;
    }
    if (c == first) {
      first = c.busyBehind;
    } else {
      c.busyBefore.busyBehind = c.busyBehind;
    }
    if (c == last) {
      last = c.busyBefore;
    } else {
      c.busyBehind.busyBefore = c.busyBefore;
    }
    c.busyBefore = null;
    c.busyBehind = null;
    count--;
  }

  void advanceTo(long now) {
    if (now < next) {
      return;
    }
    next = now + PAUSE;
    boolean isShort = memory.isShort();
    int some = Math.min(count, Math.max(LEAST, count / (isShort ? SHORT_PASS : PASS)));
    for (int i = 0; i < some; i++) {
      Connection c = first;
      remove(c);
      if (isStillBusy(c, now - (isShort ? PAUSE : IDLE), now - IDLE)) {
        append(c);
      }
    }
    if (memory.canFeed()) {
      connections.forEach(IdleMemory::feed);
    }
  }

  /** When {@link #advanceTo} must be called: only if somebody waits for memory. */
  long nextDeadline() {
    return memory.isStarving() ? next : Long.MAX_VALUE;
  }

  private static void feed(Connection c) {
    if (c.sendRing.isStarved()) {
      c.sendRing.feed();
      c.events.writable();
    }
  }

  private static boolean isStillBusy(Connection c, long since, long longSince) {
    if (c.lastHeard <= since) {
      c.shrinkReceiving();
    }
    if (c.lastSent <= since) {
      c.shrinkSending();
    }
    if (c.lastHeard > longSince || c.lastSent > longSince) {
      return true;
    }
    c.forgetPath();
    return c.sendRing.allocated() + c.incoming().allocated() > 0;
  }
}
