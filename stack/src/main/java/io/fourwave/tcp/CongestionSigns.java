package io.fourwave.tcp;

import io.fourwave.tcp.congestion.Congestion;
import io.fourwave.tcp.recovery.Recovery;

/** What signs of congestion do to the window, and what is done if they were none. */
final class CongestionSigns {
  private final TcpLayer layer;

  CongestionSigns(TcpLayer layer) {
    this.layer = layer;
  }

  /** A recovery has begun, ended or been undone. */
  void changed(Connection c, Recovery.Change change, long rtt, long now) {
    switch (change) {
      case BEGUN -> lossFound(c, now);
      case ENDED -> {
        if (!layer.pathSearch().endsForgiven(c)) {
          c.congestion.onRecovered(now);
        }
      }
      case REPAIRED -> repairedByProbe(c, now);
      case UNDONE -> undone(c, now);
      case TIMEOUT_UNDONE -> {
        layer.count(TcpEvent.SPURIOUS_TIMEOUT);
        c.rtt.expiredInVain(rtt);
        undone(c, now);
      }
      case NONE -> {
        if (layer.pathSearch().isMoreLost(c)) {
          reduce(c, Congestion.LOSS, 0, now);
        }
      }
    }
    if (c.recovery.hasLostResent()) {
      layer.count(TcpEvent.RETRANSMISSION_LOST);
    }
  }

  private void lossFound(Connection c, long now) {
    boolean byTime = c.recovery.usesTime();
    layer.decided(byTime ? Rule.RACK_LOSS : c.agreed.sack ? Rule.SACK_LOSS : Rule.FAST_RETRANSMIT);
    layer.count(TcpEvent.FAST_RETRANSMIT);
    if (!layer.pathSearch().isOnlyProbeLost(c, now)) {
      reduce(c, Congestion.LOSS, 0, now);
    }
  }

  private void repairedByProbe(Connection c, long now) {
    layer.decided(Rule.TAIL_LOSS_REPAIRED);
    layer.count(TcpEvent.TAIL_LOSS_REPAIRED);
    reduce(c, Congestion.LOSS, 0, now);
    c.recovery.cannotBeUndone();
    c.congestion.onRecovered(now);
  }

  /** RFC 4015 §3: what was sent again had not been lost, so the window is what it was. */
  private void undone(Connection c, long now) {
    layer.decided(Rule.SPURIOUS);
    layer.count(TcpEvent.UNDONE);
    c.undone++;
    if (!layer.pathSearch().endsForgiven(c)) {
      c.congestion.onUndone(now);
    }
  }

  /** RFC 3168 §6.1.2: an echoed mark is answered like a loss, once a window of data. */
  void echoed(Connection c, boolean marked, int acknowledged, long now) {
    if (!marked) {
      c.ecn.unmarked();
    } else if (c.recovery.phase() == Recovery.Phase.OPEN) {
      if (c.congestion.window() <= c.segmentSize && acknowledged > 0) {
        c.pacer()
            .hold(now + c.ownEcn().patience(c.rtt.timeout())); // it cannot be reduced any further
      }
      if (reduce(c, Congestion.MARK, acknowledged, now)) {
        c.recovery.marked();
      }
    }
  }

  /**
   * Once a window of data; what limited transmit sent beyond it does not count (RFC 5681 §3.2), but
   * what the echo of a mark acknowledges does: it was in flight, and one may acknowledge all.
   */
  private static boolean reduce(Connection c, Congestion sign, int acknowledged, long now) {
    EcnState ecn = c.ownEcn();
    boolean must =
        sign == Congestion.MARK
            ? ecn.markMustReduce(c.snd.una, c.snd.nxt)
            : ecn.lossMustReduce(c.snd.una, c.snd.nxt);
    if (must) {
      int flight = Math.min(c.snd.outstanding() + acknowledged, c.congestion.window());
      c.congestion.onCongestion(sign, flight, now);
    }
    return must;
  }
}
