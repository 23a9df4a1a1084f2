package io.fourwave.tcp;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Who listens where: by port, and by address if the listener named one (MUST-42, MUST-43). One may
 * listen on every port that nobody else does.
 */
final class ListenerTable {
  private final Listener[] buckets = new Listener[256];
  private Listener onEveryPort;

  /**
   * The listener for a segment: one for its very address before one for any, the one for every port
   * last; null if none, or if it lets nobody in any more.
   */
  Listener find(Segment seg) {
    return find(seg.localHigh, seg.localLow, seg.localPort);
  }

  Listener find(long localHigh, long localLow, int port) {
    Listener any = onEveryPort != null && onEveryPort.admits() ? onEveryPort : null;
    for (Listener l = buckets[port & 255]; l != null; l = l.nextInBucket) {
      if (l.port != port || !l.admits()) {
        continue;
      }
      if (l.anyAddress) {
        any = l;
      } else if (l.localLow == localLow && l.localHigh == localHigh) {
        return l;
      }
    }
    return any;
  }

  /** Whether someone listens on just that address and port. */
  boolean isTaken(long localHigh, long localLow, boolean anyAddress, int port) {
    if (port == Listener.EVERY_PORT) {
      return onEveryPort != null;
    }
    for (Listener l = buckets[port & 255]; l != null; l = l.nextInBucket) {
      boolean same = anyAddress ? l.anyAddress : l.localLow == localLow && l.localHigh == localHigh;
      if (l.port == port && l.anyAddress == anyAddress && same) {
        return true;
      }
    }
    return false;
  }

  /** Whether someone listens on a port, on whatever address. */
  boolean isTaken(int port) {
    for (Listener l = buckets[port & 255]; l != null; l = l.nextInBucket) {
      if (l.port == port) {
        return true;
      }
    }
    return false;
  }

  /** Whether nobody listens. */
  boolean isEmpty() {
    return onEveryPort == null && Arrays.stream(buckets).allMatch(Objects::isNull);
  }

  void add(Listener listener) {
    if (listener.port == Listener.EVERY_PORT) {
      onEveryPort = listener;
      return;
    }
    listener.nextInBucket = buckets[listener.port & 255];
    buckets[listener.port & 255] = listener;
  }

  void remove(Listener listener) {
    if (listener == onEveryPort) {
      onEveryPort = null;
      return;
    }
    int bucket = listener.port & 255;
    if (buckets[bucket] == listener) {
      buckets[bucket] = listener.nextInBucket;
      return;
    }
    for (Listener l = buckets[bucket]; l != null; l = l.nextInBucket) {
      if (l.nextInBucket == listener) {
        l.nextInBucket = listener.nextInBucket;
        return;
      }
    }
  }

  void forEach(Consumer<Listener> visitor) {
    if (onEveryPort != null) {
      visitor.accept(onEveryPort);
    }
    for (Listener bucket : buckets) {
      for (Listener l = bucket; l != null; l = l.nextInBucket) {
        visitor.accept(l);
      }
    }
  }
}
