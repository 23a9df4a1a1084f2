package io.fourwave.tcp;

/**
 * Connections that may have something to send, served in turn. A connection is removed lazily: when
 * its turn comes and it is over.
 */
final class OutputQueue {
  private Connection first;
  private Connection last;

  boolean isEmpty() {
    return first == null;
  }

  void add(Connection c) {
    if (c.pending.queued) {
      return;
    }
    c.pending.queued = true;
    c.pending.nextQueued = null;
    if (last == null) {
      first = c;
    } else {
      last.pending.nextQueued = c;
    }
    last = c;
  }

  /** The connection whose turn it is, or null. */
  Connection next() {
    while (first != null && first.closeReason != null) {
      done(first);
    }
    return first;
  }

  /** The connection whose turn it was has sent one packet: the others come first. */
  void toTheBack(Connection c) {
    if (c == first && c != last) {
      done(c);
      add(c);
    }
  }

  /** The connection whose turn it was has nothing more to send. */
  void done(Connection c) {
    if (c != first) {
      return;
    }
    first = c.pending.nextQueued;
    last = first == null ? null : last;
    c.pending.queued = false;
    c.pending.nextQueued = null;
  }

  /** Takes out a connection that is over; in the middle of the queue it waits for its turn. */
  void remove(Connection c) {
    done(c);
  }
}
