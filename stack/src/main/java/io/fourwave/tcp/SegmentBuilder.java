package io.fourwave.tcp;

import io.fourwave.link.Packet;
import io.fourwave.stream.ByteRing;
import io.fourwave.stream.Reassembly;
import io.fourwave.wire.Seq;
import io.fourwave.wire.TcpFlags;

/**
 * Makes the segment that {@link SegmentSender} decided on: fills in acknowledgement, window and
 * options, and notes that what had arrived is now acknowledged.
 */
final class SegmentBuilder implements Reassembly.Report {
  private static final int ECN_CAPABLE = 2;
  private static final int MOST_OPTIONS = 40;

  private final TcpLayer layer;
  private final SegmentWriter writer;
  private final Segment draft = new Segment();
  private Packet into;
  private long now;
  private int sackOffset;

  SegmentBuilder(TcpLayer layer, SegmentWriter writer) {
    this.layer = layer;
    this.writer = writer;
  }

  /** Says where the next segment goes. */
  void into(Packet packet, long time) {
    into = packet;
    now = time;
  }

  /** Octets of text that fit into a segment sent now: less while SACK blocks go along. */
  int segmentSize(Connection c) {
    boolean gap = c.receiveBuffer.hasGap();
    if (!c.agreed.sack || !gap && !c.rcv.hasTwice()) {
      return c.segmentSize;
    }
    int most = c.agreed.timestamps ? 3 : 4;
    int ranges = gap ? c.receiveBuffer.reassembly().ranges() : 0;
    int blocks = Math.min(most, ranges + (c.rcv.hasTwice() ? 1 : 0));
    return Math.max(16, c.segmentSize - 4 - 8 * blocks);
  }

  void syn(Connection c, boolean answering, int text, Rule why) {
    begin(c, c.snd.iss, TcpFlags.SYN | (answering ? TcpFlags.ACK : 0));
    boolean first = c.snd.nxt == c.snd.iss;
    draft.textLength = text;
    draft.segmentSize = text;
    Options wanted = c.settings.options();
    draft.options.maximumSegmentSize(layer.handshake().ownSegmentSize(c)); // MUST-14
    if (answering ? c.agreed.timestamps : wanted.timestamps()) {
      draft.options.timestamps(c.timestamps.value(now), c.timestamps.recent);
    }
    if (answering ? c.agreed.sack : wanted.selectiveAcknowledgement()) {
      draft.options.permitSack();
    }
    if (answering ? c.agreed.scaling : wanted.windowScale()) {
      draft.options.windowShift(c.windowShift);
    }
    layer.fastOpen().addOption(c, draft.options, first);
    if (UserTimeout.isUsed(c) && draft.options.length() <= MOST_OPTIONS - 4) {
      draft.options.userTimeout(UserTimeout.seconds(c));
    }
    if (answering) {
      draft.ack = c.rcv.nxt;
      draft.flags |= synAckFlags(c);
      advertise(c, 0); // RFC 7323 §2.2: a SYN's window is never scaled
    } else {
      draft.flags |= offer(c);
      draft.window = Handshake.windowOfSyn(c);
      c.rcv.offered = draft.window;
    }
    finish(c, text > 0 ? c.sendRing : null, c.sendRing.head(), 0, why);
  }

  private static int synAckFlags(Connection c) {
    if (c.agreed.accurateEcn) {
      return c.accurateEcn.handshakeFlags();
    }
    return c.agreed.ecn ? TcpFlags.ECE : 0;
  }

  private static int offer(Connection c) {
    if (!EcnHandshake.offers(c)) {
      return 0;
    }
    boolean accurate = c.settings.options().explicitCongestion().isAccurate();
    return accurate ? AccurateEcn.FLAGS : TcpFlags.ECE | TcpFlags.CWR;
  }

  /** The ECN field of new text: it may be marked if that is agreed (RFC 3168 §6.1.2). */
  int capable(Connection c) {
    return c.agreed.ecn ? ECN_CAPABLE : 0;
  }

  void text(Connection c, int seq, int length, int flags, int ecn, Rule why) {
    begin(c, seq, flags | TcpFlags.ACK);
    draft.textLength = length;
    acknowledge(c);
    markUrgent(c, seq);
    tellOfReduction(c, ecn);
    int size = c.segmentSize;
    draft.segmentSize = length > size ? segmentSize(c) : size;
    if (length + 4 <= segmentSize(c)) {
      advertise(c);
    }
    finish(c, c.sendRing, length > 0 ? c.position(seq) : 0, ecn, why);
  }

  /** What may be marked is new; the first of it after a reduction says so (RFC 3168 §6.1.2). */
  private void tellOfReduction(Connection c, int ecn) {
    if (ecn != 0 && c.ecn.reducedDue) {
      draft.flags |= c.agreed.accurateEcn ? 0 : TcpFlags.CWR;
      c.ecn.reducedDue = false;
    }
  }

  /** New text that goes in one piece though it is longer than segments are. */
  void pathProbe(Connection c, int seq, int length) {
    begin(c, seq, TcpFlags.ACK);
    draft.textLength = length;
    draft.segmentSize = length;
    acknowledge(c);
    int ecn = capable(c);
    tellOfReduction(c, ecn);
    finish(c, c.sendRing, c.position(seq), ecn, Rule.PATH_PROBE);
  }

  void ack(Connection c, Rule why) {
    begin(c, c.snd.nxt, TcpFlags.ACK);
    acknowledge(c);
    advertise(c);
    markUrgent(c, c.snd.nxt);
    finish(c, null, 0, 0, why);
  }

  /** A probe of a silent peer: nothing, or an octet it has had (SHLD-12, MAY-6). */
  void keepAlive(Connection c) {
    begin(c, c.snd.nxt - 1, TcpFlags.ACK);
    draft.textLength = c.settings.keepAlive().garbageOctet() ? 1 : 0;
    acknowledge(c);
    finish(c, null, 0, 0, Rule.KEEP_ALIVE);
  }

  private void begin(Connection c, int seq, int flags) {
    draft.localHigh = c.id.localHigh();
    draft.localLow = c.id.localLow();
    draft.remoteHigh = c.id.remoteHigh();
    draft.remoteLow = c.id.remoteLow();
    draft.localPort = c.id.localPort();
    draft.remotePort = c.id.remotePort();
    draft.options.clear();
    draft.seq = seq;
    draft.ack = 0;
    draft.flags = flags;
    draft.urgentPointer = 0;
    draft.textLength = 0;
    draft.segmentSize = 0;
  }

  /** RFC 5482 §3: in the first segment after the SYN, and whenever it is another. */
  private void advertise(Connection c) {
    if (c.pending.advertisement && draft.options.length() <= MOST_OPTIONS - 4) {
      draft.options.userTimeout(UserTimeout.seconds(c));
      c.pending.advertisement = false;
    }
  }

  private void acknowledge(Connection c) {
    draft.ack = c.rcv.nxt;
    draft.flags |= echo(c);
    if (c.agreed.timestamps) {
      draft.options.timestamps(c.timestamps.value(now), c.timestamps.recent);
    }
    if (c.agreed.sack) {
      reportSelectively(c);
    }
    advertise(c, c.agreed.receiveShift);
  }

  private int echo(Connection c) {
    if (c.agreed.accurateEcn) {
      boolean sacks = c.agreed.sack && c.receiveBuffer.hasGap();
      return c.accurateEcn.flags(draft.textLength == 0 && !sacks);
    }
    return c.ecn.echo ? TcpFlags.ECE : 0;
  }

  /** What came twice first (RFC 2883 §4), then the latest arrivals beyond a gap (RFC 2018 §4). */
  private void reportSelectively(Connection c) {
    int room = draft.options.sackRoom();
    if (c.rcv.hasTwice()) {
      draft.options.addSackBlock(c.rcv.twiceFrom, c.rcv.twiceTo);
      c.rcv.reportedTwice();
      layer.count(TcpEvent.DSACK_OUT);
      room--;
    }
    if (c.receiveBuffer.hasGap()) {
      sackOffset = c.rcv.nxt - (int) c.receiveBuffer.next();
      c.receiveBuffer.reassembly().report(room, this);
    }
  }

  @Override
  public void range(long start, long end) {
    draft.options.addSackBlock((int) start + sackOffset, (int) end + sackOffset);
  }

  /**
   * SEG.WND: what the buffer takes, by worthwhile steps, the right edge never moving left. A scaled
   * window is rounded up where there is room, and what was offered is honoured (RFC 7323 §2.4).
   */
  private void advertise(Connection c, int shift) {
    int space = c.receiveSpace();
    c.rcv.edge = AckPolicy.edge(c, space, shift);
    int unit = 1 << shift;
    int window = c.rcv.wnd();
    int field = (window + unit - 1) >>> shift;
    if (field << shift > space) {
      field = window >>> shift;
    }
    draft.window = Math.min(field, 0xffff);
    c.rcv.edge = Seq.max(c.rcv.edge, c.rcv.nxt + (draft.window << shift));
  }

  /** RFC 6093 §3.1, MUST-62: the pointer leads to the first octet that is not urgent. */
  private void markUrgent(Connection c, int seq) {
    if (c.snd.urgent && Seq.after(c.snd.up, seq)) {
      draft.flags |= TcpFlags.URG;
      draft.urgentPointer = Math.min(Seq.distance(seq, c.snd.up), 0xffff);
    }
  }

  private void finish(Connection c, ByteRing ring, long position, int ecn, Rule why) {
    writer.write(into, c.route, draft, ring, position, ecn);
    if ((draft.flags & TcpFlags.ACK) != 0) {
      c.rcv.acked = c.rcv.nxt;
      c.acks.sent();
      WindowUpdate.watch(c);
      c.timers.clear(TcpTimer.DELAYED_ACK);
    }
    layer.sent(draft, c.state, why, now);
  }
}
