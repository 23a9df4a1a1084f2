package io.fourwave.trace;

import io.fourwave.tcp.ConnectionId;
import io.fourwave.tcp.Segment;
import java.util.Map;

/**
 * The initial sequence numbers of connections whose SYNs were seen, to count from. Remembers the
 * connections used last, at most {@value #MOST}.
 */
final class SequenceOrigins {
  static final int MOST = 1024;

  /** Where both sides begin; null where it is not known. */
  static final class Origin {
    Integer local;
    Integer remote;
  }

  private static final Origin UNKNOWN = new Origin();

  private final Map<ConnectionId, Origin> origins = new LastUsed<>(MOST);

  /** This host's SYN has this number. */
  void localBegins(ConnectionId connection, int seq) {
    origins.computeIfAbsent(connection, id -> new Origin()).local = seq;
  }

  /** The peer's SYN has this number. */
  void remoteBegins(ConnectionId connection, int seq) {
    origins.computeIfAbsent(connection, id -> new Origin()).remote = seq;
  }

  Origin of(ConnectionId connection) {
    return origins.getOrDefault(connection, UNKNOWN);
  }

  void forget(ConnectionId connection) {
    origins.remove(connection);
  }

  int size() {
    return origins.size();
  }

  static ConnectionId id(Segment seg) {
    return new ConnectionId(
        seg.localHigh(),
        seg.localLow(),
        seg.localPort(),
        seg.remoteHigh(),
        seg.remoteLow(),
        seg.remotePort());
  }
}
