package io.fourwave.tcp;

import io.fourwave.link.Packet;

/**
 * The names of this host's connections, TIME-WAIT included, among those of its {@link Siblings}: a
 * name is one host's at a time. Where there are no siblings this costs nothing.
 */
final class Names {
  private static final int PURPOSE = 5;

  private final TcpLayer layer;
  private final Siblings siblings;
  private final SipHash secret;
  private final boolean alone;

  Names(TcpLayer layer, Siblings siblings, SipHash secret) {
    this.layer = layer;
    this.siblings = siblings;
    this.secret = secret;
    alone = siblings.areNone();
  }

  /** Takes a name for this host; false if a sibling has it. */
  boolean claim(ConnectionId id) {
    return alone || siblings.claim(secret.of(id, PURPOSE));
  }

  /** Takes the name that a segment's connection will have. */
  boolean claim(Segment seg) {
    return alone || siblings.claim(secret.of(seg, PURPOSE));
  }

  /**
   * A connection or a TIME-WAIT has ended: if it was the last of its name, siblings may have it.
   */
  void ended(ConnectionId id) {
    if (!alone && layer.connections().find(id) == null && !layer.timeWaits().contains(id)) {
      siblings.release(secret.of(id, PURPOSE));
    }
  }

  /**
   * Whether a segment that is of no connection here is for a sibling's, so that nobody here is to
   * answer. The sibling has a copy of its packet then.
   */
  boolean haveElsewhere(Segment seg, Packet packet) {
    return !alone && isTaken(siblings.handOver(secret.of(seg, PURPOSE), packet));
  }

  /** The same for an ICMP error about a connection. */
  boolean haveElsewhere(ConnectionId quoted, Packet packet) {
    return !alone && isTaken(siblings.handOver(secret.of(quoted, PURPOSE), packet));
  }

  private boolean isTaken(Siblings.Handed handed) {
    switch (handed) {
      case OVER -> layer.count(TcpEvent.HANDED_OVER);
      case LOST -> layer.drop(TcpDropReason.ELSEWHERE);
      case NOT -> {
        return false;
      }
    }
    return true;
  }
}
