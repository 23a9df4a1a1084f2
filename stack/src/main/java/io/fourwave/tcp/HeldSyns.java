package io.fourwave.tcp;

import io.fourwave.ip.IpLayer;

/**
 * SYNs whose answer is the application's: it may want to know first whether what the peer wants is
 * to be had. Until then the connection is in SYN-RECEIVED and has sent nothing; the peer's next
 * SYNs change nothing, its reset ends it, and so does time, in silence.
 */
final class HeldSyns {
  private static final int LONGEST_HEAD = 512;

  private final TcpLayer layer;
  private final IpLayer ip;

  HeldSyns(TcpLayer layer, IpLayer ip) {
    this.layer = layer;
    this.ip = ip;
  }

  /** Holds the SYN that has made a half-open connection, and tells the listener's owner. */
  void hold(Connection c, Segment syn, long now) {
    c.heldSyn = head(syn);
    c.timers.set(TcpTimer.HOLD, now + c.parent.patience());
    c.parent.held(c);
  }

  /** The packet up to its text: what an ICMP error will quote. */
  private static byte[] head(Segment syn) {
    byte[] head = new byte[Math.min(syn.textStart - syn.packetStart, LONGEST_HEAD)];
    syn.bytes.get(syn.packetStart, head);
    return head;
  }

  /** The SYN has come again: it is the latest that an answer will echo (RFC 7323 §4.3). */
  void synAgain(Connection c, Segment syn, long now) {
    layer.decided(Rule.SYN_HELD);
    if (c.agreed.timestamps && syn.options.hasTimestamps()) {
      c.timestamps.arrived(syn.options.timestamp(), now);
    }
  }

  /** Lets the peer know. */
  void answer(Connection c, SynAnswer answer, long now) {
    byte[] head = c.heldSyn;
    c.heldSyn = null;
    c.timers.clear(TcpTimer.HOLD);
    switch (answer) {
      case ACCEPT -> layer.ready(c);
      case REFUSE -> {
        layer.closedPort().refuse(c, now);
        end(c, Rule.SYN_REFUSED, CloseReason.ABORTED, now);
      }
      case UNREACHABLE -> {
        ip.hostUnreachable(head, now);
        end(c, Rule.SYN_UNREACHABLE, CloseReason.ABORTED, now);
      }
      case IGNORE -> end(c, Rule.SYN_IGNORED, CloseReason.ABORTED, now);
    }
  }

  /** The application has not answered in time: nor do we. */
  void expired(Connection c, long now) {
    end(c, Rule.SYN_IGNORED, CloseReason.TIMED_OUT, now);
  }

  private void end(Connection c, Rule why, CloseReason reason, long now) {
    layer.decided(why);
    layer.gone(c, reason, now);
  }
}
