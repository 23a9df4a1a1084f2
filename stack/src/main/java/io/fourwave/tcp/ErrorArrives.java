package io.fourwave.tcp;

import io.fourwave.ip.IcmpError;
import io.fourwave.wire.Seq;

/**
 * ICMP errors (RFC 9293 §3.9.2.2, MUST-54): believed only if they quote a segment that is in flight
 * (RFC 5927 §4.1), and never the end of an open connection (§5.2).
 */
final class ErrorArrives {
  private static final int QUOTE = 8;

  private final TcpLayer layer;

  ErrorArrives(TcpLayer layer) {
    this.layer = layer;
  }

  void process(IcmpError error, long now) {
    if (error.kind() == IcmpError.Kind.SOURCE_QUENCH) {
      layer.count(TcpEvent.SOURCE_QUENCH_IGNORED); // MUST-55, RFC 6633
      return;
    }
    ConnectionId id = quoted(error);
    Connection c = id == null ? null : layer.connections().find(id);
    if (c == null && id != null && layer.connections().names().haveElsewhere(id, error.packet())) {
      return;
    }
    if (c == null || !Seq.within(seqOf(error), c.snd.una, c.snd.nxt)) {
      layer.count(TcpEvent.ICMP_IGNORED);
      return;
    }
    switch (error.kind()) {
      case PACKET_TOO_BIG -> layer.pathSearch().tooBig(c, error.mtu(), seqOf(error), now);
      case PORT_UNREACHABLE, PROTOCOL_UNREACHABLE -> hard(c, now);
      default -> soft(c, CloseReason.UNREACHABLE); // MUST-56
    }
  }

  /** The name of the connection whose segment is quoted; null if too little of it is. */
  private static ConnectionId quoted(IcmpError error) {
    if (error.quoteEnd() - error.quoteStart() < QUOTE) {
      return null;
    }
    int at = error.quoteStart();
    return new ConnectionId(
        error.localHigh(),
        error.localLow(),
        error.bytes().getShort(at) & 0xffff,
        error.remoteHigh(),
        error.remoteLow(),
        error.bytes().getShort(at + 2) & 0xffff);
  }

  private static int seqOf(IcmpError error) {
    return error.bytes().getInt(error.quoteStart() + 4);
  }

  /** SHLD-26 asks for an abort; RFC 5927 §5.2 and RFC 5461 §4.1 limit it to opening. */
  private void hard(Connection c, long now) {
    if (c.state == TcpState.SYN_SENT || c.state == TcpState.SYN_RECEIVED) {
      layer.decided(Rule.REFUSED);
      layer.gone(c, CloseReason.REFUSED, now);
    } else {
      soft(c, CloseReason.UNREACHABLE);
    }
  }

  /** Remembered, in case R2 is reached; the application is told (SHLD-25, MUST-47). */
  private static void soft(Connection c, CloseReason reason) {
    c.softError = reason;
    c.events.troubled(reason);
  }
}
