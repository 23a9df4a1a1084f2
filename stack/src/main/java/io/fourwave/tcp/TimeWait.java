package io.fourwave.tcp;

import io.fourwave.wire.Seq;
import io.fourwave.wire.TcpFlags;

/**
 * TIME-WAIT (RFC 9293 §3.6.1, §3.10.7.4): acknowledges a FIN that comes again and waits anew,
 * ignores resets (RFC 1337), and lets a newer SYN have the four-tuple (RFC 6191), be it the peer's
 * or our own. When there are as many as the limit allows, the oldest ends early for a new one.
 */
final class TimeWait {
  private static final long SHORTEST = 1_000_000_000;

  private final TcpLayer layer;
  private final TimeWaitTable table;
  private final Timestamps clock = new Timestamps(0);
  private final long duration;

  TimeWait(TcpLayer layer, TimeWaitTable table, long msl) {
    this.layer = layer;
    this.table = table;
    this.duration = 2 * msl; // MUST-13
  }

  /** A connection has nothing left to do but wait; if it owes an acknowledgement, that goes out. */
  void enter(Connection c, long now) {
    int edge = AckPolicy.edge(c, c.receiveSpace(), c.agreed.receiveShift);
    int field = Seq.distance(c.rcv.nxt, edge) >>> c.agreed.receiveShift;
    if (table.isFull()) {
      layer.count(TcpEvent.TIME_WAIT_OVERFLOW);
      end(table.oldest(), Rule.TIME_WAIT_OVERFLOW, now);
    }
    int entry = table.add(c, Math.max(0, Math.min(field, 0xffff)), now + duration);
    layer.count(TcpEvent.TIME_WAIT);
    if (layer.observer().seesSegments()) {
      layer.observer().waitsUntil(c.id, now + duration, now);
    }
    if (c.acks.isDueNow()) {
      acknowledge(entry, c.acks.why(), now);
    }
  }

  /** A segment for an entry. */
  void segmentArrives(int entry, Segment seg, long now) {
    Listener listener = seg.hasSyn() && !seg.hasAck() ? layer.listeners().find(seg) : null;
    if (seg.hasRst()) {
      layer.decided(Rule.TIME_WAIT_RESET); // RFC 1337 §3: TIME-WAIT assassination
      layer.drop(TcpDropReason.TIME_WAIT);
    } else if (listener != null && isNewer(entry, seg, listener.settings.options().timestamps())) {
      reopen(entry, listener, seg, now);
    } else if (seg.hasFin() && seg.end() == table.rcvNxt(entry)) {
      finAgain(entry, seg, now);
    } else if (seg.length() > 0 || seg.seq != table.rcvNxt(entry)) {
      layer.decided(Rule.TIME_WAIT_OLD);
      layer.drop(TcpDropReason.TIME_WAIT);
      if (layer.mayChallenge(table.id(entry), now)) {
        acknowledge(entry, Rule.TIME_WAIT_OLD, now);
      }
    }
  }

  private void finAgain(int old, Segment seg, long now) {
    layer.decided(Rule.TIME_WAIT_FIN);
    boolean stamped = table.hasTimestamps(old) && seg.options.hasTimestamps();
    int timestamp = stamped ? seg.options.timestamp() : table.recentTimestamp(old);
    int entry = table.restart(old, timestamp, now + duration);
    if (layer.observer().seesSegments()) {
      layer.observer().waitsUntil(table.id(entry), now + duration, now);
    }
    acknowledge(entry, Rule.TIME_WAIT_FIN, now);
  }

  /**
   * Whether a SYN belongs to a new connection: by its timestamp if the new one will have them, or
   * else by a sequence number beyond the old FIN (RFC 6191 §2, RFC 1122 §4.2.2.13).
   */
  private boolean isNewer(int entry, Segment seg, boolean wantsTimestamps) {
    boolean beyond = Seq.atOrAfter(seg.seq, table.rcvNxt(entry));
    if (!wantsTimestamps || !seg.options.hasTimestamps()) {
      return beyond;
    }
    int value = seg.options.timestamp();
    int recent = table.recentTimestamp(entry);
    return !table.hasTimestamps(entry) || Seq.after(value, recent) || value == recent && beyond;
  }

  /**
   * A newer SYN makes a half-open connection. The entry stays until that is open: if the SYN was an
   * old duplicate after all, its sender resets what comes of it, and TIME-WAIT goes on (RFC 9293
   * §3.6.1, MAY-2).
   */
  private void reopen(int entry, Listener listener, Segment seg, long now) {
    Connection c = layer.handshake().synInListen(listener, seg, now);
    if (c != null) {
      layer.decided(Rule.TIME_WAIT_REUSED);
      layer.count(TcpEvent.TIME_WAIT_REUSED);
      Handshake.follow(c, table.sndNxt(entry));
    }
  }

  /**
   * Whether a new connection of ours may have the name of one that waits: if its segments can be
   * told from the old ones by their timestamps, as it also is for the peer, and a second has passed
   * in which the old ones have become rare (RFC 6191 §2, from the other side).
   */
  boolean mayFollow(ConnectionId id, boolean withTimestamps, long now) {
    int entry = table.find(id);
    return entry == TimeWaitTable.NONE
        || withTimestamps
            && table.hasTimestamps(entry)
            && table.deadline(entry) - duration <= now - SHORTEST;
  }

  /** Lets a new connection of ours follow the one that waits under its name, if there is one. */
  void follow(Connection c) {
    int entry = table.find(c.id);
    if (entry != TimeWaitTable.NONE) {
      layer.count(TcpEvent.TIME_WAIT_REUSED);
      Handshake.follow(c, table.sndNxt(entry));
    }
  }

  private void acknowledge(int entry, Rule why, long now) {
    Segment ack =
        layer
            .replies()
            .begin(
                table.id(entry),
                table.hopLimit(entry),
                table.dscp(entry),
                table.sourceRoute(entry));
    ack.seq = table.sndNxt(entry);
    ack.ack = table.rcvNxt(entry);
    ack.flags = TcpFlags.ACK;
    ack.window = table.windowField(entry);
    if (table.hasTimestamps(entry)) {
      ack.options.timestamps(
          clock.value(now) + layer.handshake().timestampOffset(table.id(entry)),
          table.recentTimestamp(entry));
    }
    layer.replies().send(TcpState.TIME_WAIT, why, now);
  }

  /** When the next entry's 2 MSL are over. */
  long nextDeadline() {
    return table.nextDeadline();
  }

  /** Ends those whose 2 MSL are over. */
  void advanceTo(long now) {
    while (table.nextDeadline() <= now) {
      end(table.oldest(), Rule.TWO_MSL_OVER, now);
    }
  }

  private void end(int entry, Rule why, long now) {
    ConnectionId id = table.id(entry);
    layer.observer().stateChanged(id, TcpState.TIME_WAIT, TcpState.CLOSED, why, now);
    table.remove(entry);
    layer.connections().names().ended(id);
  }
}
