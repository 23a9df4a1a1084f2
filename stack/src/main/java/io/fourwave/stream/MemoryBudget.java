package io.fourwave.stream;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How much memory all rings of a stack take together, at most. A ring asks before it grows; what is
 * refused is not sent, or not acknowledged, yet. As the budget is used up, ever less is granted:
 * first nothing for text beyond a gap, then no growth, then not even a small ring. Thread-safe.
 */
public final class MemoryBudget {
  /** What memory is for. */
  public enum Claim {
    /** Text that the application writes. */
    SEND,
    /** Text that has arrived in order. */
    RECEIVE,
    /** Text that has arrived beyond a gap, which can as well be sent again. */
    BEYOND_GAP
  }

  /** A small ring, in octets: what there is to be room for, however short memory is. */
  static final int LEAST = 4 << 10;

  private static final int PARTS = 16;
  private static final int SHORT = 12;
  private static final int EXHAUSTED = 15;

  private final long limit;
  private final AtomicLong used = new AtomicLong();
  private volatile boolean starving;

  /** A budget of so many octets, at least 1. */
  public MemoryBudget(long limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("a budget is at least 1 octet, not " + limit);
    }
    this.limit = limit;
  }

  /** The most octets. */
  public long limit() {
    return limit;
  }

  /** Octets in use. */
  public long used() {
    return used.get();
  }

  /** Whether three quarters are used: no ring is to be promised more room than it has. */
  public boolean isShort() {
    return used.get() > part(SHORT);
  }

  /** Whether so little is left that nobody new is to be let in. */
  public boolean isExhausted() {
    return used.get() > part(EXHAUSTED);
  }

  private long part(int parts) {
    return limit / PARTS * parts;
  }

  /** Takes memory; false if it is refused. */
  boolean take(int octets, Claim claim) {
    long most = octets <= LEAST ? limit : part(EXHAUSTED);
    if (claim == Claim.BEYOND_GAP) {
      most = part(SHORT);
    }
    long now = used.get();
    while (now + octets <= most) {
      if (used.compareAndSet(now, now + octets)) {
        return true;
      }
      now = used.get();
    }
    return false;
  }

  /** A writer was refused even its first ring: nothing of its own will tell it to try again. */
  void starve() {
    starving = true;
  }

  /** Whether writers wait for somebody to tell them that there is memory. */
  public boolean isStarving() {
    return starving;
  }

  /**
   * Whether writers wait for memory and there is some, so that they are to be told now; from then
   * on none waits, until one is refused again.
   */
  public boolean canFeed() {
    if (!starving || used.get() + LEAST > limit) {
      return false;
    }
    starving = false;
    return true;
  }

  void giveBack(int octets) {
    used.addAndGet(-octets);
  }
}
