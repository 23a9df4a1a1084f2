package io.fourwave.host;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Where other threads leave calls for the loop. Posting takes no lock and allocates nothing; a call
 * that is posted again before it has run is run once.
 */
public final class Mailbox {
  /** Something for the loop to do. */
  public abstract static class Call {
    private final AtomicBoolean posted = new AtomicBoolean();
    private Call next;

    /** Does it, on the loop's thread. */
    protected abstract void run();
  }

  private final AtomicReference<Call> top = new AtomicReference<>();
  private final AtomicBoolean sleeping = new AtomicBoolean();
  private final Runnable wakeup;

  /**
   * Makes an empty mailbox.
   *
   * @param wakeup ends the loop's sleep
   */
  Mailbox(Runnable wakeup) {
    this.wakeup = wakeup;
  }

  /** Leaves a call, and wakes the loop if it sleeps. For any thread. */
  public void post(Call call) {
    if (!call.posted.compareAndSet(false, true)) {
      return;
    }
    Call below;
    do {
      below = top.get();
      call.next = below;
    } while (!top.compareAndSet(below, call));
    if (sleeping.get() && sleeping.compareAndSet(true, false)) {
      wakeup.run();
    }
  }

  /** Leaves a call that runs once. For any thread. */
  public void post(Runnable task) {
    post(
        new Call() {
          @Override
          protected void run() {
            task.run();
          }
        });
  }

  /** The loop is about to sleep, unless this returns false: there is something to do. */
  boolean maySleep() {
    sleeping.set(true);
    if (top.get() == null) {
      return true;
    }
    sleeping.set(false);
    return false;
  }

  /** The loop is awake. */
  void awake() {
    sleeping.set(false);
  }

  /** Whether there is nothing to do. */
  boolean isEmpty() {
    return top.get() == null;
  }

  /** Runs, in the order of posting, all that was posted. For the loop. */
  void runAll() {
    if (isEmpty()) {
      return;
    }
    Call call = reversed(top.getAndSet(null));
    while (call != null) {
      Call following = call.next;
      call.next = null;
      call.posted.set(false); // before it runs: what is posted from now on runs again
      call.run();
      call = following;
    }
  }

  private static Call reversed(Call newest) {
    Call oldest = null;
    for (Call call = newest; call != null; ) {
      Call following = call.next;
      call.next = oldest;
      oldest = call;
      call = following;
    }
    return oldest;
  }
}
