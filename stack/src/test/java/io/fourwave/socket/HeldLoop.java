package io.fourwave.socket;

import io.fourwave.NetworkStack;
import java.util.concurrent.CountDownLatch;

/** Holds a stack's loops in the middle of the calls that they run, until this is closed. */
final class HeldLoop implements AutoCloseable {
  private final CountDownLatch held;
  private final CountDownLatch released = new CountDownLatch(1);

  /**
   * A loop that is held already: one that has run its calls of this turn would still take packets.
   */
  static HeldLoop held(NetworkStack stack) {
    HeldLoop loop = new HeldLoop(stack);
    loop.awaitHeld();
    return loop;
  }

  /** Will hold it, as soon as it comes to the calls that are posted now. */
  HeldLoop(NetworkStack stack) {
    held = new CountDownLatch(stack.loops().size());
    stack.loops().all().forEach(loop -> loop.mailbox().post(this::hold));
  }

  private void hold() {
    held.countDown();
    StackPair.await("the loop is released", () -> released.getCount() == 0);
  }

  void awaitHeld() {
    StackPair.await("the loop is held", () -> held.getCount() == 0);
  }

  @Override
  public void close() {
    released.countDown();
  }
}
