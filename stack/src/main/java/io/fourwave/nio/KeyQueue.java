package io.fourwave.nio;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * Keys that any thread has put in, for the selector to take out. Takes no lock and allocates
 * nothing.
 */
final class KeyQueue {
  private final AtomicReference<StackKey.Link> top = new AtomicReference<>();

  /** Puts a key in, unless it is in; says whether it was not. */
  boolean add(StackKey.Link link) {
    if (!link.queued.compareAndSet(false, true)) {
      return false;
    }
    StackKey.Link below;
    do {
      below = top.get();
      link.next = below;
    } while (!top.compareAndSet(below, link));
    return true;
  }

  /** Takes all keys out. What is put in from the moment a key is handed over is kept. */
  void takeAll(Consumer<StackKey> taker) {
    if (top.get() == null) {
      return;
    }
    StackKey.Link link = top.getAndSet(null);
    while (link != null) {
      StackKey.Link following = link.next;
      link.next = null;
      link.queued.set(false);
      taker.accept(link.key);
      link = following;
    }
  }
}
