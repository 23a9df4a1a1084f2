package io.fourwave.tcp;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The Fast Open cookies that servers gave us, and the servers towards which it is not to be tried
 * for a while (RFC 7413 §4.1.3). When there are too many, the least recently used is forgotten.
 */
final class FastOpenCookies {
  private static final int MOST = 1024;

  /** How long a server that does not bear it is left in peace, in nanoseconds. */
  static final long PATIENCE = 3_600_000_000_000L;

  /** What is known of one server's port. */
  static final class Entry {
    int length;
    long high;
    long low;
    int segmentSize;
    boolean failed;
    long failedAt;
  }

  private final Map<ConnectionId, Entry> entries =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ConnectionId, FastOpenCookies.Entry> eldest) {
          return size() > MOST;
        }
      };

  /** What is known of the server of a connection; an empty entry if nothing is. */
  Entry of(ConnectionId id) {
    return entries.computeIfAbsent(server(id), s -> new Entry());
  }

  /** Any of our ports, since a cookie is for a pair of addresses. */
  private static ConnectionId server(ConnectionId id) {
    return new ConnectionId(
        id.localHigh(), id.localLow(), 0, id.remoteHigh(), id.remoteLow(), id.remotePort());
  }

  /** Whether Fast Open may be tried. */
  static boolean mayTry(Entry server, long now) {
    return !server.failed || now - server.failedAt >= PATIENCE;
  }

  /** The server gave a cookie. */
  void keep(ConnectionId id, int length, long high, long low, int segmentSize) {
    Entry server = of(id);
    server.length = length;
    server.high = high;
    server.low = low;
    server.segmentSize = segmentSize;
    server.failed = false;
  }

  /** Fast Open did not do: no more of it for a while. */
  void failed(ConnectionId id, long now) {
    Entry server = of(id);
    server.failed = true;
    server.failedAt = now;
    server.length = 0;
  }
}
