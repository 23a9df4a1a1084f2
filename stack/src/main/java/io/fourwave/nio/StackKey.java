package io.fourwave.nio;

import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.spi.AbstractSelectableChannel;
import java.nio.channels.spi.AbstractSelectionKey;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** One channel at one selector. Thread-safe, but for what is said to be the selector's. */
final class StackKey extends AbstractSelectionKey {
  /** Links a key into a {@link KeyQueue}; a key is in it at most once. */
  static final class Link {
    final StackKey key;
    final AtomicBoolean queued = new AtomicBoolean();
    Link next;

    Link(StackKey key) {
      this.key = key;
    }
  }

  private final AbstractSelectableChannel channel;
  private final Selectable selectable;
  private final StackSelector selector;
  private final AtomicInteger interest = new AtomicInteger();

  /** Its place among the keys whose channel may have become ready. */
  final Link fired = new Link(this);

  /** Its place among the keys whose interest has changed. */
  final Link changed = new Link(this);

  /** What the selector waits for: the interest as it was when a selection began. */
  private volatile int armed;

  private volatile int ready;

  /** Whether the selector looks at it in every selection. The selector's. */
  boolean hot;

  /** Where it is among the selected keys, if it is. The selector's. */
  int place;

  StackKey(AbstractSelectableChannel channel, StackSelector selector) {
    this.channel = channel;
    this.selectable = (Selectable) channel;
    this.selector = selector;
  }

  @Override
  public SelectableChannel channel() {
    return channel;
  }

  @Override
  public StackSelector selector() {
    return selector;
  }

  Readiness readiness() {
    return selectable.readiness();
  }

  @Override
  public int interestOps() {
    failIfCancelled();
    return interest.get();
  }

  @Override
  public StackKey interestOps(int ops) {
    failIfCancelled();
    failUnlessValid(ops);
    interest.set(ops);
    selector.interestChanged(this);
    return this;
  }

  @Override
  public int interestOpsOr(int ops) {
    failIfCancelled();
    failUnlessValid(ops);
    int before = interest.getAndAccumulate(ops, (old, more) -> old | more);
    selector.interestChanged(this);
    return before;
  }

  @Override
  public int interestOpsAnd(int ops) {
    failIfCancelled();
    int before = interest.getAndAccumulate(ops, (old, kept) -> old & kept);
    selector.interestChanged(this);
    return before;
  }

  private void failUnlessValid(int ops) {
    if ((ops & ~channel.validOps()) != 0) {
      throw new IllegalArgumentException(
          "operations " + ops + ": a " + channel.getClass().getSimpleName() + " has not all");
    }
  }

  private void failIfCancelled() {
    if (!isValid()) {
      throw new CancelledKeyException();
    }
  }

  @Override
  public int readyOps() {
    failIfCancelled();
    return ready;
  }

  int lastReady() {
    return ready;
  }

  void ready(int ops) {
    ready = ops;
  }

  /** The selector begins to wait for what is of interest now. */
  void arm() {
    armed = interest.get();
  }

  /** The operations to report: of interest, and ready. The channel is looked at after arming. */
  int selectedNow() {
    return isValid() ? armed & interest.get() & selectable.readyNow() : 0;
  }

  /**
   * The channel may have become ready. The selector is told only of what it waits for: it arms the
   * key and then looks at the channel, while here the channel has changed before the key is looked
   * at, so that one of the two sees it.
   */
  void channelChanged() {
    if ((armed & selectable.readyNow()) != 0) {
      selector.fired(this);
    }
  }
}
