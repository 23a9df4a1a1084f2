package io.fourwave.nio;

import io.fourwave.host.EventLoop;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Wakes the one thread that waits at it. Ringing costs next to nothing while nobody waits, and
 * wakes a thread once however often it is rung. What has changed must be changed before the bell is
 * rung.
 */
final class Bell {
  private final AtomicReference<Thread> waiter = new AtomicReference<>();

  void ring() {
    if (waiter.get() != null) {
      Thread waiting = waiter.getAndSet(null);
      LockSupport.unpark(waiting);
    }
  }

  /**
   * Waits until a condition holds, which is looked at anew whenever the bell has rung.
   *
   * @param nanos how long; {@link Long#MAX_VALUE} for ever
   */
  void await(BooleanSupplier condition, long nanos) {
    long end = nanos == Long.MAX_VALUE ? nanos : EventLoop.clock() + nanos;
    while (true) {
      waiter.set(Thread.currentThread()); // first, or a ring between look and wait would be lost
      long left = end == Long.MAX_VALUE ? end : end - EventLoop.clock();
      if (condition.getAsBoolean() || left <= 0) {
        waiter.set(null);
        return;
      }
      if (left == Long.MAX_VALUE) {
        LockSupport.park(this);
      } else {
        LockSupport.parkNanos(this, left);
      }
    }
  }
}
