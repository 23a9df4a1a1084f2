package io.fourwave.tcp;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Connections whose applications have closed their sockets, and whose peers are not done: nobody is
 * left who could abort them, however long a peer keeps its window closed (RFC 6429 §3). When there
 * are more than the limit allows, the one that was closed first is reset.
 */
final class Orphans {
  private final TcpLayer layer;
  private final int most;
  private final Set<Connection> byAge = new LinkedHashSet<>();

  Orphans(TcpLayer layer, int most) {
    this.layer = layer;
    this.most = most;
  }

  /** An application has closed its socket. */
  void add(Connection c) {
    c.pending.orphaned = true;
    byAge.add(c);
  }

  /** A connection is over. */
  void remove(Connection c) {
    if (c.pending.orphaned) {
      byAge.remove(c);
    }
  }

  /** Resets the oldest if there are too many. */
  void limit(long now) {
    if (byAge.size() > most) {
      Connection oldest = byAge.iterator().next();
      layer.count(TcpEvent.ABORT_ON_LIMIT);
      layer.decided(Rule.TOO_MANY_ORPHANS);
      layer.closedPort().abort(oldest, Rule.TOO_MANY_ORPHANS, now);
      layer.gone(oldest, CloseReason.ABORTED, now);
    }
  }
}
