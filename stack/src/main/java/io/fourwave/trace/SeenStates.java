package io.fourwave.trace;

import io.fourwave.tcp.TcpState;
import io.fourwave.tcp.TcpState.Event;
import io.fourwave.wire.Seq;
import io.fourwave.wire.TcpFlags;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The states of an end that nobody watches from the inside, as far as its segments show them. A
 * state that only time ends, TIME-WAIT, ends for us when the four-tuple is used again.
 */
final class SeenStates {
  private static final int MOST = 100_000;

  private static final class Seen {
    TcpState state = TcpState.CLOSED;
    boolean finSent;
    int finEnd;
    int expected;
    boolean finArrived;
    int otherFinEnd;

    void happens(Event event) {
      state = state.after(event);
    }
  }

  private final Map<TcpPacket.Flow, Seen> all = new LastUsed<>(MOST);
  private final Set<Integer> listening = new HashSet<>();

  /** The end is known to listen on a port, which no segment shows. */
  void listens(int port) {
    listening.add(port);
  }

  /** Forgets a connection that is over: what comes now is for another one. */
  void forgetClosed(TcpPacket.Flow flow) {
    Seen seen = all.get(flow);
    if (seen != null && seen.state == TcpState.CLOSED) {
      all.remove(flow);
    }
  }

  /** The state of the connection whose segments this end sends as {@code flow}. */
  TcpState of(TcpPacket.Flow flow) {
    Seen seen = all.get(flow);
    if (seen != null) {
      return seen.state;
    }
    return listening.contains(flow.fromPort()) ? TcpState.LISTEN : TcpState.CLOSED;
  }

  /** The end sends a segment. */
  void sends(TcpPacket.Key seg) {
    if (has(seg, TcpFlags.RST)) {
      all.remove(seg.flow());
      return;
    }
    Seen seen = all.computeIfAbsent(seg.flow(), flow -> new Seen());
    if (has(seg, TcpFlags.SYN)) {
      sendsSyn(seg, seen);
    } else {
      seesFinAcknowledged(seg, seen);
      if (has(seg, TcpFlags.FIN) && mayClose(seen.state)) {
        seen.happens(Event.CLOSE_CALLED);
        seen.finSent = true;
        seen.finEnd = seg.seq() + seg.length() + 1;
      }
    }
  }

  private void sendsSyn(TcpPacket.Key seg, Seen seen) {
    boolean anew = seen.state == TcpState.CLOSED || seen.state == TcpState.TIME_WAIT;
    if (!anew) {
      return;
    }
    Seen fresh = new Seen();
    fresh.expected = seg.ack();
    if (has(seg, TcpFlags.ACK)) {
      fresh.happens(Event.PASSIVE_OPEN);
      fresh.happens(Event.SYN_ARRIVED);
    } else {
      fresh.happens(Event.ACTIVE_OPEN);
    }
    all.put(seg.flow(), fresh);
  }

  /** A FIN that came out of order has been accepted when it is acknowledged. */
  private static void seesFinAcknowledged(TcpPacket.Key seg, Seen seen) {
    boolean acknowledges = has(seg, TcpFlags.ACK) && seg.ack() == seen.otherFinEnd;
    if (seen.finArrived && acknowledges) {
      seen.happens(Event.FIN_ARRIVED);
      seen.finArrived = false;
    }
  }

  private static boolean mayClose(TcpState state) {
    return state.maySend() || state == TcpState.SYN_RECEIVED;
  }

  /** A segment reaches the end. */
  void receives(TcpPacket.Key seg) {
    Seen seen = all.get(seg.flow().back());
    if (seen == null) {
      return;
    }
    if (has(seg, TcpFlags.RST)) {
      if (seen.state != TcpState.TIME_WAIT) {
        all.remove(seg.flow().back());
      }
    } else if (has(seg, TcpFlags.SYN)) {
      receivesSyn(seg, seen);
    } else {
      receivesOther(seg, seen);
    }
  }

  private static void receivesSyn(TcpPacket.Key seg, Seen seen) {
    boolean acknowledges = has(seg, TcpFlags.ACK);
    if (seen.state == TcpState.SYN_SENT) {
      seen.expected = seg.seq() + 1;
      seen.happens(acknowledges ? Event.OUR_SYN_ACKED : Event.SYN_ARRIVED);
    } else if (seen.state == TcpState.SYN_RECEIVED && acknowledges) {
      seen.happens(Event.OUR_SYN_ACKED);
    }
  }

  private static void receivesOther(TcpPacket.Key seg, Seen seen) {
    if (has(seg, TcpFlags.ACK)) {
      if (seen.state == TcpState.SYN_RECEIVED) {
        seen.happens(Event.OUR_SYN_ACKED);
      }
      if (seen.finSent && seg.ack() == seen.finEnd) {
        seen.happens(Event.OUR_FIN_ACKED);
      }
    }
    int end = seg.seq() + seg.length();
    boolean inOrder = Seq.atOrBefore(seg.seq(), seen.expected);
    if (inOrder && Seq.after(end, seen.expected)) {
      seen.expected = end;
    }
    if (has(seg, TcpFlags.FIN) && inOrder) {
      seen.happens(Event.FIN_ARRIVED);
    } else if (has(seg, TcpFlags.FIN)) {
      seen.finArrived = true;
      seen.otherFinEnd = end + 1;
    }
  }

  private static boolean has(TcpPacket.Key seg, int flag) {
    return (seg.flags() & flag) != 0;
  }
}
