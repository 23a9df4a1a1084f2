package io.fourwave.tcp;

import io.fourwave.stream.MemoryBudget;

/**
 * Takes back the memory of buffers in which nothing has been for a while: an idle connection costs
 * little, whatever it has carried. Looks at a few connections at a time, and only while the host is
 * driven by something else; at more of them, and less patiently, when memory is short. Tells
 * writers that were refused their first memory when there is some.
 */
final class IdleMemory {
  private static final long PAUSE = 100_000_000L;
  private static final long IDLE = 5_000_000_000L;
  private static final int LEAST = 64;
  private static final int PASS = 64;

  private final ConnectionTable connections;
  private final MemoryBudget memory;
  private long next;
  private int slot;

  /** Until then connections may become idle that have had memory. */
  private long until = Long.MIN_VALUE;

  IdleMemory(ConnectionTable connections, MemoryBudget memory) {
    this.connections = connections;
    this.memory = memory;
  }

  void advanceTo(long now) {
    if (now < next) {
      return;
    }
    next = now + PAUSE;
    until = memory.used() > 0 ? now + IDLE + 2 * PASS * PAUSE : until;
    if (now < until) {
      look(now);
    }
  }

  private void look(long now) {
    boolean isShort = memory.isShort();
    int all = connections.slots();
    int some = Math.min(all, Math.max(LEAST, isShort ? all / 4 : all / PASS));
    connections.moveOn(some);
    for (int i = 0; i < some; i++) {
      slot = (slot + 1) & (all - 1);
      Connection c = connections.at(slot);
      if (c != null) {
        lookAt(c, now - (isShort ? PAUSE : IDLE), now - IDLE);
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

  private static void lookAt(Connection c, long since, long longSince) {
    if (c.lastHeard <= since) {
      c.shrinkReceiving();
    }
    if (c.lastSent <= since) {
      c.shrinkSending();
    }
    if (c.lastHeard <= longSince && c.lastSent <= longSince) {
      c.forgetPath();
    }
  }
}
