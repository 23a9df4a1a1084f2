package io.fourwave.tcp;

import io.fourwave.link.Offload;
import io.fourwave.link.Packet;
import io.fourwave.tcp.recovery.Recovery;
import io.fourwave.tcp.recovery.SentSegments;
import io.fourwave.wire.Seq;
import io.fourwave.wire.TcpFlags;

/**
 * The only decider of output: what, how much, with which flags. Asked once for each packet; what it
 * declines to send now is left to a timer, which it sets.
 */
final class SegmentSender {
  private static final int SUPER_SEGMENT = 64_000;

  private final TcpLayer layer;
  private final SegmentBuilder builder;
  private final Offload offload;

  SegmentSender(TcpLayer layer, SegmentWriter writer, Offload offload) {
    this.layer = layer;
    this.builder = new SegmentBuilder(layer, writer);
    this.offload = offload;
  }

  /** Writes the connection's next segment; false if there is nothing to send now. */
  boolean next(Connection c, Packet into, long now) {
    if (c.isHeld()) {
      return false; // not even an acknowledgement: the application has not answered the SYN
    }
    builder.into(into, now);
    boolean sent =
        switch (c.state) {
          case SYN_SENT, SYN_RECEIVED -> syn(c, now) || early(c, now) || ack(c);
          case CLOSED, LISTEN, TIME_WAIT -> false;
          default -> answersSyn(c) && ack(c) || tailProbe(c, now) || paced(c, now) || other(c, now);
        };
    if (c.congestion.window() - c.recovery.inFlight() < c.segmentSize) {
      c.snd.windowIsFull();
    }
    if (c.unsent() == 0) {
      c.snd.runsDry();
    }
    SendTimers.arm(c, now);
    return sent;
  }

  /**
   * Accurate ECN wants a pure acknowledgement of the SYN,ACK, before any text (RFC 9768 §3.2.2.1).
   */
  private static boolean answersSyn(Connection c) {
    return c.agreed.accurateEcn && c.accurateEcn.answersSyn();
  }

  private boolean other(Connection c, long now) {
    return probe(c, now) || keepAlive(c) || ack(c);
  }

  /** Text, if the pace lets it go now; if not, a timer brings us back. */
  private boolean paced(Connection c, long now) {
    if (c.paceOpensAt() <= now || c.recovery.isUrgent()) {
      return lost(c, now) || text(c, now);
    }
    boolean waiting = c.recovery.hasLost() || c.unsent() > 0 || c.pending.fin;
    if (waiting && c.recovery.room(c.congestion.window(), c.segmentSize) >= next(c)) {
      c.timers.setIfOff(TcpTimer.PACING, c.paceOpensAt());
    }
    return false;
  }

  /** Octets that have to fit for the next segment to go: what is lost may be a short one. */
  private static int next(Connection c) {
    return c.recovery.hasLost()
        ? Math.min(c.segmentSize, c.recovery.sent().lostLength())
        : c.segmentSize;
  }

  /** Our SYN, with an ACK if the peer's has arrived; again if it was lost. */
  private boolean syn(Connection c, long now) {
    boolean first = c.snd.nxt == c.snd.iss;
    SentSegments sent = c.recovery.sent();
    if (!first && !(sent.hasLost() && sent.lostFrom() == c.snd.iss)) {
      return false;
    }
    boolean answering = c.state == TcpState.SYN_RECEIVED;
    Rule why = answering ? Rule.SEND_SYN_ACK : Rule.SEND_SYN;
    int text = first ? FastOpen.textOfSyn(c) : 0;
    if (first) {
      c.own().sent(c.snd.iss, c.snd.iss + 1 + text, now);
    } else {
      again(c, 1, now);
      why = c.rtt.timeouts() > 0 ? Rule.RETRANSMIT_TIMEOUT : why;
    }
    builder.syn(c, answering, text, why);
    c.snd.nxt = first ? c.snd.iss + 1 + text : c.snd.nxt;
    return true;
  }

  /** Text before our SYN is acknowledged, to a peer whose cookie was good (RFC 7413 §4.2.2). */
  private boolean early(Connection c, long now) {
    return FastOpen.maySendEarly(c) && (lost(c, now) || text(c, now));
  }

  private void again(Connection c, int octets, long now) {
    c.recovery.repaired(octets, now);
    countAgain(c, octets);
  }

  private void countAgain(Connection c, int octets) {
    for (int left = octets; left > 0; left -= c.segmentSize) {
      c.retransmissions++;
      layer.count(TcpEvent.RETRANSMISSION);
    }
  }

  /** What is believed lost, within both windows (RFC 6675 §5, SHLD-16). */
  private boolean lost(Connection c, long now) {
    if (!c.recovery.hasLost()) {
      return false;
    }
    int seq = c.recovery.sent().lostFrom();
    int inWindow = Seq.distance(seq, c.snd.una + c.snd.wnd);
    int room = c.recovery.room(c.congestion.window(), c.segmentSize);
    int length = Math.min(c.recovery.sent().lostLength(), inWindow);
    length = Math.min(length, mostText(c, room));
    if (length <= 0 || room < Math.min(length, c.segmentSize)) {
      return false;
    }
    Rule why =
        c.recovery.phase() == Recovery.Phase.FAST ? Rule.RETRANSMIT_LOST : Rule.RETRANSMIT_TIMEOUT;
    again(c, length, now);
    c.paced(length, now);
    resend(c, seq, length, why);
    if (seq == c.snd.una && why == Rule.RETRANSMIT_LOST) {
      c.timers.set(TcpTimer.RETRANSMIT, now + c.rtt.timeout()); // it has a round trip of its own
    }
    return true;
  }

  private void resend(Connection c, int seq, int length, Rule why) {
    boolean fin = c.snd.finSent && seq + length == c.snd.nxt;
    int text = length - (fin ? 1 : 0);
    builder.text(c, seq, text, fin ? TcpFlags.FIN : text > 0 ? TcpFlags.PSH : 0, 0, why);
  }

  /**
   * RFC 8985 §7.3: new text, beyond the congestion window if need be, or the last segment again.
   */
  private boolean tailProbe(Connection c, long now) {
    boolean due = c.pending.tailProbe;
    c.pending.tailProbe = false;
    if (!due || c.snd.outstanding() == 0 || !c.recovery.mayProbe()) {
      return false;
    }
    layer.count(TcpEvent.TAIL_LOSS_PROBE);
    int size = builder.segmentSize(c);
    int fresh = Math.min(c.unsent(), size);
    int seq = c.snd.nxt;
    boolean old = fresh == 0 || fresh > c.snd.usableWindow();
    if (old) {
      seq = c.recovery.probeFrom(c.snd.nxt, size);
      countAgain(c, 1);
      resend(c, seq, Seq.distance(seq, c.snd.nxt), Rule.TAIL_LOSS_PROBE);
    } else {
      boolean last = fresh == c.unsent();
      boolean fin = last && c.pending.fin && c.snd.usableWindow() > fresh;
      int flags = (last ? TcpFlags.PSH : 0) | (fin ? TcpFlags.FIN : 0);
      send(c, fresh, flags, builder.capable(c), Rule.TAIL_LOSS_PROBE, now);
    }
    c.recovery.probed(seq, c.snd.nxt, old, now);
    return true;
  }

  /** The longest text of a segment: several segments' worth if the device cuts it. */
  private int mostText(Connection c, int room) {
    boolean cuts = c.route.isV4() ? offload.segmentationV4() : offload.segmentationV6();
    int size = builder.segmentSize(c);
    if (!cuts || c.snd.urgent || c.agreed.accurateEcn) { // devices know the flags as RFC 3168's
      return size;
    }
    room = Math.min(room, Pacer.quantum(c.pacingRate(), size));
    int most = Math.max(size, Math.min(SUPER_SEGMENT, room));
    return most - most % size;
  }

  /** New text, and the FIN behind the last of it (RFC 9293 §3.8, §3.10.4). */
  private boolean text(Connection c, long now) {
    int unsent = c.unsent();
    boolean closing = c.pending.fin && !c.snd.finSent && c.state != TcpState.SYN_RECEIVED;
    if (unsent == 0 && !closing || c.recovery.hasLost()) {
      return false;
    }
    restartAfterIdle(c, now);
    int window = c.snd.usableWindow();
    int room = c.recovery.room(c.congestion.window(), c.segmentSize);
    int usable = Math.min(window, room);
    int probe = layer.pathSearch().probe(c, unsent, now);
    if (probe > 0) {
      return usable >= probe && pathProbe(c, probe, now);
    }
    int amount = SendPolicy.amount(unsent, usable, builder.segmentSize(c), mostText(c, usable), c);
    boolean fin = closing && amount == unsent && window > amount;
    if (amount == 0 && !fin) {
      return false;
    }
    int ecn = amount > 0 ? builder.capable(c) : 0; // RFC 3168 §6.1.4
    int push = isLast(amount, unsent, usable, c.segmentSize) ? TcpFlags.PSH : 0;
    Rule why = fin ? Rule.SEND_FIN : limited(c) ? Rule.LIMITED_TRANSMIT : Rule.SEND;
    send(c, amount, push | (fin ? TcpFlags.FIN : 0), ecn, why, now);
    return true;
  }

  /**
   * Whether a segment is the last for now, and is pushed: nothing follows (MUST-61), or the windows
   * end. A receiver who has an odd segment then need not wait for the next with its
   * acknowledgement.
   */
  private static boolean isLast(int amount, int unsent, int usable, int segmentSize) {
    return amount > 0 && (amount == unsent || usable - amount < segmentSize);
  }

  /** RFC 3042: what has left the network beyond a gap lets new text go before a loss is found. */
  private static boolean limited(Connection c) {
    return c.recovery.phase() == Recovery.Phase.OPEN && c.recovery.isInDoubt();
  }

  private void send(Connection c, int text, int flags, int ecn, Rule why, long now) {
    boolean fin = (flags & TcpFlags.FIN) != 0;
    int seq = c.snd.nxt;
    int next = seq + text + (fin ? 1 : 0);
    c.own().sent(seq, next, now);
    c.paced(next - seq, now);
    c.pending.override = false;
    c.timers.clear(TcpTimer.TAIL_LOSS); // RFC 8985 §7.2: it waits from the last new text on
    c.lastSent = now;
    layer.idleMemory().happened(c);
    // The text's place is taken from SND.NXT, which moves only afterwards.
    builder.text(c, seq, text, flags, ecn, why);
    layer.pathSearch().sent(c, seq, text, now);
    c.snd.nxt = next;
    c.snd.finSent |= fin;
  }

  /** Text in one segment longer than the others, to see whether it arrives (RFC 4821 §7.5). */
  private boolean pathProbe(Connection c, int text, long now) {
    int seq = c.snd.nxt;
    c.own().sent(seq, seq + text, now);
    c.paced(text, now);
    c.timers.clear(TcpTimer.TAIL_LOSS);
    c.lastSent = now;
    layer.idleMemory().happened(c);
    layer.pathSearch().probeSent(c, seq, text);
    builder.pathProbe(c, seq, text);
    c.snd.nxt = seq + text;
    return true;
  }

  /** RFC 5681 §4.1: after an RTO of silence what is known of the path is old. */
  private static void restartAfterIdle(Connection c, long now) {
    if (c.snd.outstanding() == 0 && now - c.lastSent > c.rtt.timeout()) {
      c.congestion.onIdle(c.pacingRate() > 0, now);
    }
  }

  /** One octet beyond a closed window: old if there is any, else new, else the FIN (§3.8.6.1). */
  private boolean probe(Connection c, long now) {
    if (!c.pending.probe) {
      return false;
    }
    c.pending.probe = false;
    layer.count(TcpEvent.WINDOW_PROBE);
    if (c.snd.outstanding() == 0) {
      boolean fin = c.unsent() == 0;
      send(
          c,
          fin ? 0 : 1,
          fin ? TcpFlags.FIN : 0,
          0,
          Rule.WINDOW_PROBE,
          now); // never marked: RFC 3168 §6.1.6
      return true;
    }
    c.recovery.sent().probed(1);
    boolean fin = c.snd.finSent && c.snd.outstanding() == 1;
    builder.text(c, c.snd.una, fin ? 0 : 1, fin ? TcpFlags.FIN : 0, 0, Rule.WINDOW_PROBE);
    return true;
  }

  /** SEG.SEQ = SND.NXT-1: outside the peer's window, so it has to answer (RFC 9293 §3.8.4). */
  private boolean keepAlive(Connection c) {
    if (!c.pending.keepAlive) {
      return false;
    }
    c.pending.keepAlive = false;
    layer.count(TcpEvent.KEEP_ALIVE_PROBE);
    builder.keepAlive(c);
    return true;
  }

  private boolean ack(Connection c) {
    if (!c.acks.isDueNow() || c.state == TcpState.SYN_SENT) {
      return false;
    }
    builder.ack(c, c.acks.why());
    return true;
  }
}
