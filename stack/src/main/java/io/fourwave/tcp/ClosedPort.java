package io.fourwave.tcp;

import io.fourwave.wire.TcpFlags;

/** Resets: for a segment that belongs to no connection, and for a connection that is given up. */
final class ClosedPort {
  private final TcpLayer layer;
  private final AnswerLimit limit;

  ClosedPort(TcpLayer layer, AnswerLimit limit) {
    this.layer = layer;
    this.limit = limit;
  }

  /** Answers a stray segment (RFC 9293 §3.10.7.1): the reset is one that its sender will accept. */
  void segmentArrives(Segment seg, long now) {
    if (seg.hasRst()) {
      layer.drop(TcpDropReason.STRAY);
      return;
    }
    layer.drop(TcpDropReason.CLOSED_PORT);
    layer.decided(Rule.CLOSED_PORT);
    answer(seg, TcpState.CLOSED, Rule.CLOSED_PORT, now);
  }

  /** Resets the sender of a segment, without touching any connection. */
  void answer(Segment seg, TcpState state, Rule why, long now) {
    if (!limit.allow(seg.remoteHigh, seg.remoteLow, now)) {
      return;
    }
    Segment reset = layer.replies().beginTo(seg);
    if (seg.hasAck()) {
      reset.seq = seg.ack;
      reset.flags = TcpFlags.RST;
    } else {
      reset.ack = seg.end();
      reset.flags = TcpFlags.RST | TcpFlags.ACK;
    }
    layer.replies().send(state, why, now);
  }

  /** Answers the SYN of a connection that has sent nothing as if there had never been one. */
  void refuse(Connection c, long now) {
    if (!limit.allow(c.id.remoteHigh(), c.id.remoteLow(), now)) {
      return;
    }
    Segment reset = layer.replies().begin(c);
    reset.ack = c.rcv.nxt;
    reset.flags = TcpFlags.RST | TcpFlags.ACK;
    layer.replies().send(TcpState.LISTEN, Rule.SYN_REFUSED, now);
  }

  /** Tells the peer that a connection is given up (RFC 9293 §3.10.5). */
  void abort(Connection c, Rule why, long now) {
    Segment reset = layer.replies().begin(c);
    reset.seq = c.snd.nxt;
    reset.ack = c.rcv.nxt;
    reset.flags = TcpFlags.RST | TcpFlags.ACK;
    if (c.agreed.timestamps) { // RFC 7323 §3.2: a reset should carry one
      reset.options.timestamps(c.timestamps.value(now), c.timestamps.recent);
    }
    layer.replies().send(c.state, why, now);
  }
}
