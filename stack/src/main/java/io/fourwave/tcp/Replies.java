package io.fourwave.tcp;

import io.fourwave.ip.IpLayer;
import io.fourwave.ip.Route;
import io.fourwave.link.Packet;

/** Segments that no connection sends: resets, and the last acknowledgements from TIME-WAIT. */
final class Replies {
  private final TcpLayer layer;
  private final IpLayer ip;
  private final SegmentWriter writer;
  private final Segment reply = new Segment();
  private final Route route = new Route();
  private final int hopLimit;

  Replies(TcpLayer layer, IpLayer ip, SegmentWriter writer) {
    this.layer = layer;
    this.ip = ip;
    this.writer = writer;
    hopLimit = ip.newRoute().hopLimit();
  }

  /** Begins a reply to a segment that came from a stranger. */
  Segment beginTo(Segment seg) {
    reply.localHigh = seg.localHigh;
    reply.localLow = seg.localLow;
    reply.remoteHigh = seg.remoteHigh;
    reply.remoteLow = seg.remoteLow;
    reply.localPort = seg.localPort;
    reply.remotePort = seg.remotePort;
    route.hopLimit(hopLimit).dscp(0).sourceRoute(seg.sourceRoute);
    return cleared();
  }

  /** Begins a reply to a stranger as a connection with these settings would send it. */
  Segment beginTo(Segment seg, Ip settings) {
    beginTo(seg);
    route.hopLimit(settings.hopLimit()).dscp(settings.dscp());
    return reply;
  }

  /** Begins a segment on behalf of a connection that is over. */
  Segment begin(Connection c) {
    return begin(c.id, c.route.hopLimit(), c.route.dscp(), c.route.sourceRoute());
  }

  /** Begins a segment on behalf of a connection that waits for its 2 MSL. */
  Segment begin(ConnectionId id, int hops, int dscp, byte[] sourceRoute) {
    reply.localHigh = id.localHigh();
    reply.localLow = id.localLow();
    reply.remoteHigh = id.remoteHigh();
    reply.remoteLow = id.remoteLow();
    reply.localPort = id.localPort();
    reply.remotePort = id.remotePort();
    route.hopLimit(hops).dscp(dscp).sourceRoute(sourceRoute);
    return cleared();
  }

  private Segment cleared() {
    reply.options.clear();
    reply.textLength = 0;
    reply.segmentSize = 0;
    reply.seq = 0;
    reply.ack = 0;
    reply.window = 0;
    reply.urgentPointer = 0;
    return reply;
  }

  /** Sends what was begun. */
  void send(TcpState state, Rule why, long now) {
    route.set(reply.localHigh, reply.localLow, reply.remoteHigh, reply.remoteLow);
    route.flowLabel(layer.flowLabels().of(reply));
    Packet packet = ip.scratch();
    writer.write(packet, route, reply, null, 0, 0);
    ip.queueReply(packet);
    if (reply.hasRst()) {
      layer.count(TcpEvent.RESET_OUT);
    }
    layer.sent(reply, state, why, now);
  }
}
