package io.fourwave.nio;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The keys of one channel. The loop tells them whenever the channel may have become ready; no lock
 * is held meanwhile.
 */
final class Readiness {
  private final List<StackKey> keys = new CopyOnWriteArrayList<>();

  void add(StackKey key) {
    keys.add(key);
  }

  void remove(StackKey key) {
    keys.remove(key);
  }

  /** For any thread, mostly the loop's. */
  void changed() {
    keys.forEach(StackKey::channelChanged); // without an iterator
  }
}
