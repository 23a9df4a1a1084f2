package io.fourwave.socket;

import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Where one thread waits for the loop. Opening it costs the loop next to nothing while nobody
 * waits. One waiter at a time; the caller holds a lock that sees to it.
 */
final class Gate {
  /** What the latest waiter waits for; written before {@link #waiter}. */
  private BooleanSupplier wanted = () -> true;

  private volatile Thread waiter;

  /**
   * Wakes the waiter if what it waits for has come. For the loop, or whoever has closed the socket,
   * after it has changed something.
   */
  void open() {
    VarHandle.fullFence(); // what has changed is seen by a waiter that this thread does not see
    Thread waiting = waiter;
    if (waiting != null && wanted.getAsBoolean()) {
      LockSupport.unpark(waiting);
    }
  }

  /**
   * Waits until the condition holds.
   *
   * @param interruptible whether an interrupt ends the wait; else it is kept until the wait is over
   * @return whether it holds; if not, the time is over or the thread was interrupted
   */
  boolean await(BooleanSupplier condition, long deadline, boolean interruptible) {
    boolean interrupted = false;
    try {
      while (!await(condition, deadline)) {
        if (interruptible || !Thread.interrupted()) {
          return false;
        }
        interrupted = true; // parking ends at once while the flag is set
      }
      return true;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private boolean await(BooleanSupplier condition, long deadline) {
    wanted = condition;
    waiter = Thread.currentThread();
    try {
      while (!condition.getAsBoolean()) {
        long left = Deadline.left(deadline);
        if (left <= 0 || Thread.currentThread().isInterrupted()) {
          return false;
        }
        if (left == Long.MAX_VALUE) {
          LockSupport.park(this);
        } else {
          LockSupport.parkNanos(this, left);
        }
      }
      return true;
    } finally {
      waiter = null;
    }
  }
}
