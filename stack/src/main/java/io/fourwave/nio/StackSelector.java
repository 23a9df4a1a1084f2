package io.fourwave.nio;

import java.io.IOException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.IllegalSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.spi.AbstractSelectableChannel;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * A selector over channels of the stack. Readiness lasts: a key is reported by every selection as
 * long as its channel is ready. A selection looks at the keys that were ready last time, those
 * whose channel has changed, and those of another interest than before; never at all.
 *
 * <p>The loop puts keys into {@link #fired} and rings; it never waits for a lock. A change of a
 * key's interest, also while a thread selects, counts from the next selection on, as with the JDK's
 * selectors. A selection ends early only as {@link java.nio.channels.Selector} says.
 */
final class StackSelector extends AbstractSelector {
  private final Set<SelectionKey> keys = ConcurrentHashMap.newKeySet();
  private final Set<SelectionKey> keysToShow = Collections.unmodifiableSet(keys);
  private final SelectedKeys selected = new SelectedKeys();
  private final KeyQueue fired = new KeyQueue();
  private final KeyQueue changed = new KeyQueue();
  private final Bell bell = new Bell();
  private volatile boolean wakeup;

  /** These are made once: a selection allocates nothing. */
  private final Consumer<StackKey> arming = this::arm;

  private final Consumer<StackKey> heating = this::heat;
  private final BooleanSupplier returning = this::mayReturn;

  /** Keys that may be ready. Like the following, for the thread that has this object's lock. */
  private final List<StackKey> hot = new ArrayList<>();

  private boolean selecting;

  StackSelector(SelectorProvider provider) {
    super(provider);
  }

  @Override
  public Set<SelectionKey> keys() {
    failIfClosed();
    return keysToShow;
  }

  @Override
  public Set<SelectionKey> selectedKeys() {
    failIfClosed();
    return selected;
  }

  private void failIfClosed() {
    if (!isOpen()) {
      throw new ClosedSelectorException();
    }
  }

  @Override
  protected SelectionKey register(AbstractSelectableChannel channel, int ops, Object attachment) {
    if (!(channel instanceof Selectable)) {
      throw new IllegalSelectorException();
    }
    failIfClosed();
    StackKey key = new StackKey(channel, this);
    key.attach(attachment);
    keys.add(key);
    key.readiness().add(key);
    key.interestOps(ops);
    if (!isOpen()) { // closed meanwhile, perhaps before the key was among its keys
      key.readiness().remove(key);
      keys.remove(key);
      throw new ClosedSelectorException();
    }
    return key;
  }

  /** A key's interest is another. For any thread. */
  void interestChanged(StackKey key) {
    changed.add(key.changed);
  }

  /** A key's channel is ready. For any thread, mostly the loop's. */
  void fired(StackKey key) {
    if (fired.add(key.fired)) {
      bell.ring();
    }
  }

  @Override
  public int select() throws IOException {
    return selectFor(null, Long.MAX_VALUE);
  }

  @Override
  public int select(long millis) throws IOException {
    return selectFor(null, patience(millis));
  }

  @Override
  public int selectNow() throws IOException {
    return selectFor(null, 0);
  }

  @Override
  public int select(Consumer<SelectionKey> action) throws IOException {
    return selectFor(Objects.requireNonNull(action), Long.MAX_VALUE);
  }

  @Override
  public int select(Consumer<SelectionKey> action, long millis) throws IOException {
    return selectFor(Objects.requireNonNull(action), patience(millis));
  }

  @Override
  public int selectNow(Consumer<SelectionKey> action) throws IOException {
    return selectFor(Objects.requireNonNull(action), 0);
  }

  private static long patience(long millis) {
    if (millis < 0) {
      throw new IllegalArgumentException("a time to wait cannot be negative: " + millis);
    }
    return millis == 0 ? Long.MAX_VALUE : TimeUnit.MILLISECONDS.toNanos(millis);
  }

  private int selectFor(Consumer<SelectionKey> action, long nanos) throws IOException {
    synchronized (this) {
      failIfClosed();
      if (selecting) {
        throw new IllegalStateException("this thread selects already: an action cannot do so");
      }
      selecting = true;
      try {
        synchronized (selected) { // as java.nio.channels.Selector says
          return selectLocked(action, nanos);
        }
      } finally {
        selecting = false;
      }
    }
  }

  private int selectLocked(Consumer<SelectionKey> action, long nanos) {
    forgetCancelled();
    changed.takeAll(arming);
    if (nanos == 0) {
      anyReady();
    } else {
      begin();
      try {
        bell.await(returning, nanos);
      } finally {
        end();
      }
    }
    wakeup = false;
    forgetCancelled();
    return action == null ? updateSelected() : tell(action);
  }

  private void arm(StackKey key) {
    key.arm();
    heat(key);
  }

  private void heat(StackKey key) {
    if (!key.hot) {
      key.hot = true;
      hot.add(key);
    }
  }

  private boolean mayReturn() {
    return anyReady() || wakeup;
  }

  /** Looks at the keys that may be ready and lets those go that are not. */
  private boolean anyReady() {
    fired.takeAll(heating);
    int kept = 0;
    for (int i = 0; i < hot.size(); i++) {
      StackKey key = hot.get(i);
      key.hot = key.selectedNow() != 0;
      if (key.hot) {
        hot.set(kept++, key);
      }
    }
    for (int last = hot.size() - 1; last >= kept; last--) {
      hot.remove(last);
    }
    return kept > 0;
  }

  private int updateSelected() {
    int updated = 0;
    for (int i = 0; i < hot.size(); i++) {
      StackKey key = hot.get(i);
      int ops = key.selectedNow();
      if (ops != 0 && update(key, ops)) {
        updated++;
      }
    }
    return updated;
  }

  private boolean update(StackKey key, int ops) {
    if (selected.select(key)) {
      key.ready(ops);
      return true;
    }
    int before = key.lastReady();
    key.ready(before | ops);
    return (ops & ~before) != 0;
  }

  private int tell(Consumer<SelectionKey> action) {
    int told = 0;
    for (int i = 0; i < hot.size(); i++) { // which an action changes only by closing
      StackKey key = hot.get(i);
      int ops = key.selectedNow();
      if (ops != 0) {
        key.ready(ops);
        action.accept(key);
        failIfClosed();
        told++;
      }
    }
    return told;
  }

  private void forgetCancelled() {
    List<SelectionKey> cancelled = takeCancelled();
    for (int i = 0; i < cancelled.size(); i++) {
      drop((StackKey) cancelled.get(i));
    }
  }

  /** What follows takes locks of channels, so this one is let go before. */
  private List<SelectionKey> takeCancelled() {
    Set<SelectionKey> cancelled = cancelledKeys();
    synchronized (cancelled) { // as AbstractSelector says
      if (cancelled.isEmpty()) {
        return List.of();
      }
      List<SelectionKey> all = List.copyOf(cancelled);
      cancelled.clear();
      return all;
    }
  }

  private void drop(StackKey key) {
    key.readiness().remove(key);
    keys.remove(key);
    selected.remove(key);
    if (key.channel().keyFor(this) != null) { // else it is about to be registered
      deregister(key);
    }
  }

  @Override
  public StackSelector wakeup() {
    wakeup = true;
    bell.ring();
    return this;
  }

  @Override
  protected void implCloseSelector() {
    wakeup();
    synchronized (this) {
      synchronized (selected) {
        for (SelectionKey key : keys) {
          key.cancel();
          drop((StackKey) key);
        }
        hot.clear();
      }
    }
  }
}
