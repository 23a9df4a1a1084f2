package io.fourwave.nio;

import java.nio.channels.InterruptedByTimeoutException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The place for the one call of a kind (read, write, connect, accept) that a channel may have
 * pending. Whoever changes something knocks, the stack's loop included; one of those who knock
 * tries the call for all of them. So nobody waits for a lock, no knock is lost, and the outcome is
 * told while no lock is held.
 */
final class AsyncSlot {
  private static final Logger LOG = LoggerFactory.getLogger(AsyncSlot.class);

  private final AsyncGroup group;
  private final Supplier<? extends RuntimeException> taken;
  private final AtomicReference<AsyncCall<?>> pending = new AtomicReference<>();
  private final AtomicInteger knocks = new AtomicInteger();
  private volatile boolean spoilt;

  /**
   * An empty place.
   *
   * @param taken makes what is thrown while another call is pending
   */
  AsyncSlot(AsyncGroup group, Supplier<? extends RuntimeException> taken) {
    this.group = group;
    this.taken = taken;
  }

  /**
   * Begins a call.
   *
   * @param timeout 0 or less for none
   * @throws IllegalStateException if an earlier call was cancelled or timed out: as with the JDK's
   *     channels, nothing more can be done then but to close
   */
  void begin(AsyncCall<?> call, long timeout, TimeUnit unit) {
    if (spoilt) {
      throw new IllegalStateException("not allowed after a time-out or a cancellation: close it");
    }
    if (!pending.compareAndSet(null, call)) {
      throw taken.get();
    }
    group.enter();
    knock();
    if (timeout > 0 && !call.isDone()) {
      call.alarm(group.schedule(() -> timeOut(call), timeout, unit));
    }
  }

  private void timeOut(AsyncCall<?> call) {
    call.giveUp(new InterruptedByTimeoutException());
    knock();
  }

  /** Has the pending call tried, if there is one. For any thread. */
  void knock() {
    int heard = knocks.incrementAndGet();
    if (heard > 1) {
      return; // somebody is at it, and will look again
    }
    while (heard > 0) {
      tryPending();
      heard = knocks.addAndGet(-heard);
    }
  }

  private void tryPending() {
    AsyncCall<?> call = pending.get();
    if (call == null) {
      return;
    }
    Runnable outcome = call.attempt();
    if (outcome == null) {
      return;
    }
    spoilt |= call.isGivenUp();
    pending.set(null); // first: who is told may begin the next
    try {
      outcome.run();
    } catch (RuntimeException e) { // of a handler, run by an executor that is the caller itself
      LOG.error("a handler has failed", e);
    } finally {
      group.leave();
    }
  }
}
