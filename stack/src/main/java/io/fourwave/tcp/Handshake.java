package io.fourwave.tcp;

import io.fourwave.ip.IpLayer;
import io.fourwave.tcp.recovery.AckFacts;
import io.fourwave.tcp.recovery.LossFinding;
import io.fourwave.tcp.recovery.Recoveries;
import io.fourwave.tcp.recovery.TimeoutBounds;
import io.fourwave.wire.Seq;
import io.fourwave.wire.TcpFlags;
import io.fourwave.wire.TcpHeader;

/**
 * Opening: segments in LISTEN and SYN-SENT (RFC 9293 §3.10.7.2, §3.10.7.3), and what SYNs agree on.
 */
final class Handshake {
  static final int ECN_SETUP = TcpFlags.ECE | TcpFlags.CWR;
  private static final int TIMESTAMP_PURPOSE = 2;
  private static final int ETHERNET_SEGMENT = 1460;
  private static final int BEYOND_OLD_NUMBERS = 1 << 16;

  private final TcpLayer layer;
  private final IpLayer ip;
  private final SipHash secret;
  private final IsnGenerator isns;
  private final SynCookies cookies;
  private final AckFacts facts = new AckFacts();
  private final Recoveries recoveries = new Recoveries();
  private final Agreements agreements = new Agreements();
  private Retransmission latestTimes;
  private TimeoutBounds latestBounds;

  Handshake(TcpLayer layer, IpLayer ip, SynCookieUse cookieUse, SipHash secret, Siblings siblings) {
    this.layer = layer;
    this.ip = ip;
    this.secret = secret;
    isns = new IsnGenerator(secret);
    cookies = new SynCookies(layer, this, cookieUse, secret, siblings);
  }

  /** Makes a control block, which is not yet in any table. */
  Connection create(ConnectionId id, TcpSettings settings, long now) {
    Connection c =
        new Connection(id, layer, layer.memory(), recoveries, settings, timestampOffset(id));
    c.snd.startAt(isns.next(id, now));
    c.route.flowLabel(layer.flowLabels().of(id));
    c.lastHeard = now;
    c.lastSent = now;
    apply(c, settings);
    return c;
  }

  /** RFC 7323 §5.4: no two four-tuples have the same clock. */
  int timestampOffset(ConnectionId id) {
    return (int) secret.of(id, TIMESTAMP_PURPOSE);
  }

  int timestampOffset(Segment seg) {
    return (int) secret.of(seg, TIMESTAMP_PURPOSE);
  }

  /** Lets settings take effect on a connection, at once and later ones as well. */
  void apply(Connection c, TcpSettings settings) {
    if (!settings.buffers().equals(c.settings.buffers())) {
      c.sendRing.limit(settings.buffers().send());
      c.incoming().limit(settings.buffers().receive());
    }
    int before = UserTimeout.seconds(c);
    c.settings = settings;
    c.pending.advertisement |= UserTimeout.isUsed(c) && UserTimeout.seconds(c) != before;
    c.route.hopLimit(settings.ip().hopLimit()).dscp(settings.ip().dscp());
    c.rtt.bounds(boundsOf(settings.retransmission()));
  }

  /** Most often those that were asked for last, which are then shared. */
  private TimeoutBounds boundsOf(Retransmission times) {
    if (!times.equals(latestTimes)) {
      latestTimes = times;
      latestBounds =
          new TimeoutBounds(
              times.initialTimeout().toNanos(),
              times.minimumTimeout().toNanos(),
              times.maximumTimeout().toNanos());
    }
    return latestBounds;
  }

  /** Opens actively: the SYN goes out in this turn. */
  void open(Connection c, long now) {
    layer.decided(Rule.NONE);
    layer.count(TcpEvent.ACTIVE_OPEN);
    layer.connections().add(c);
    layer.change(c, TcpState.Event.ACTIVE_OPEN, now);
    layer.fastOpen().open(c, now);
    layer.ready(c);
  }

  /** RFC 9293 §3.10.7.2: a segment for a listener. */
  void inListen(Listener listener, Segment seg, long now) {
    if (seg.hasRst()) {
      layer.drop(TcpDropReason.STRAY);
    } else if (seg.hasAck() && !seg.hasSyn() && cookies.mayReturn(listener, now)) {
      cookies.ackArrives(listener, seg, now);
    } else if (seg.hasAck()) {
      resetInListen(seg, now);
    } else if (!seg.hasSyn()) {
      layer.drop(TcpDropReason.STRAY);
    } else if (cookies.answer(listener) && layer.hasRoom()) {
      cookies.synArrives(listener, seg, now);
    } else {
      synInListen(listener, seg, now);
    }
  }

  void resetInListen(Segment seg, long now) {
    layer.decided(Rule.LISTEN_ACK);
    layer.drop(TcpDropReason.CLOSED_PORT);
    layer.closedPort().answer(seg, TcpState.LISTEN, Rule.LISTEN_ACK, now);
  }

  /**
   * A SYN makes a half-open connection if there is room for one.
   *
   * @return the connection, or null
   */
  Connection synInListen(Listener listener, Segment seg, long now) {
    if (!listener.hasRoomForHalfOpen() || !layer.hasRoom()) {
      backlogFull();
      return null;
    }
    if (!layer.connections().names().claim(seg)) { // it came to two queues in the same moment
      layer.drop(TcpDropReason.ELSEWHERE);
      return null;
    }
    return halfOpen(listener, seg, now);
  }

  void backlogFull() {
    layer.decided(Rule.BACKLOG_FULL);
    layer.count(TcpEvent.LISTEN_OVERFLOW);
    layer.drop(TcpDropReason.BACKLOG_FULL);
  }

  Connection halfOpen(Listener listener, Segment seg, long now) {
    layer.decided(listener.holdsSyns() ? Rule.SYN_HELD : Rule.LISTEN_SYN);
    layer.count(TcpEvent.PASSIVE_OPEN);
    Connection c = create(idOf(seg), listener.settings, now);
    c.state = TcpState.LISTEN;
    c.parent = listener;
    byte[] ours = SourceRouteOption.of(c.settings.ip(), c.route.isV4());
    c.route.sourceRoute(ours == null ? seg.sourceRoute : ours); // MUST-52, MUST-53
    listener.halfOpened(c);
    layer.connections().add(c);
    EcnHandshake.answer(c, seg);
    synArrived(c, seg, now);
    layer.change(c, TcpState.Event.SYN_ARRIVED, now);
    if (listener.holdsSyns()) {
      layer.heldSyns().hold(c, seg, now);
    } else {
      layer.fastOpen().synArrived(c, listener, seg, now);
      layer.ready(c);
    }
    return c;
  }

  /**
   * Lets a connection that opens follow an earlier one of its name, whose TIME-WAIT ends when this
   * one opens: its numbers are to be larger than all that were used (RFC 9293 §3.6.1, MAY-2).
   *
   * @param sndNxt SND.NXT of the earlier one
   */
  static void follow(Connection c, int sndNxt) {
    c.endsTimeWait = true;
    if (Seq.before(c.snd.iss, sndNxt)) {
      c.snd.startAt(sndNxt + BEYOND_OLD_NUMBERS);
    }
  }

  private static ConnectionId idOf(Segment seg) {
    return new ConnectionId(
        seg.localHigh, seg.localLow, seg.localPort, seg.remoteHigh, seg.remoteLow, seg.remotePort);
  }

  /** Takes over the peer's initial sequence number, its options and its window. */
  private void synArrived(Connection c, Segment seg, long now) {
    c.rcv.startAt(seg.seq);
    c.agreed.agree(c.settings.options(), seg.options, c.route.isV4(), c.windowShift);
    if (c.agreed.timestamps) {
      c.timestamps.arrived(seg.options.timestamp(), now);
    }
    c.findLosses(LossFinding.of(c.agreed.sack, c.settings.retransmission().rack()));
    UserTimeout.heard(c, seg);
    c.snd.window(seg.window, seg); // RFC 7323 §2.2: never scaled in a SYN
    layer.pathSearch().begin(c, now);
    updateSegmentSize(c);
  }

  /** The window that our SYN offers, which is never scaled (RFC 7323 §2.2). */
  static int windowOfSyn(Connection c) {
    return Math.min(c.receiveSpace(), 0xffff);
  }

  /** What we put into our MSS option: what the link takes, whatever the path does (MUST-67). */
  int ownSegmentSize(Connection c) {
    return ownSegmentSize(c.route.isV4(), c.settings);
  }

  int ownSegmentSize(boolean v4, TcpSettings settings) {
    int most = ip.linkMtu() - (v4 ? 20 : 40) - TcpHeader.LENGTH;
    return Math.min(most, settings.options().maximumSegmentSize());
  }

  /** Eff.snd.MSS (RFC 9293 §3.7.1, MUST-16): text that fits beside the options of every segment. */
  static void updateSegmentSize(Connection c) {
    c.segmentSize = PathSearch.textIn(c, c.pathMtu);
  }

  /**
   * RFC 9293 §3.10.7.3: a segment for a connection in SYN-SENT.
   *
   * @return whether the connection is open now, and the rest of the segment counts
   */
  boolean inSynSent(Connection c, Segment seg, long now) {
    boolean acksSyn = seg.hasAck() && c.snd.isNewAck(seg.ack);
    if (seg.hasAck() && !acksSyn) {
      layer.decided(Rule.SYN_SENT_BAD_ACK);
      layer.drop(TcpDropReason.BAD_ACK);
      if (!seg.hasRst()) {
        layer.closedPort().answer(seg, c.state, Rule.SYN_SENT_BAD_ACK, now);
      }
    } else if (seg.hasRst()) {
      resetInSynSent(c, acksSyn, now);
    } else if (!seg.hasSyn()) {
      layer.drop(TcpDropReason.STRAY);
    } else {
      synInSynSent(c, seg, acksSyn, now);
      return acksSyn;
    }
    return false;
  }

  private void resetInSynSent(Connection c, boolean acksSyn, long now) {
    if (acksSyn) {
      layer.decided(Rule.REFUSED);
      layer.gone(c, CloseReason.REFUSED, now);
    } else {
      layer.drop(TcpDropReason.STRAY); // could be anyone's
    }
  }

  private void synInSynSent(Connection c, Segment seg, boolean acksSyn, long now) {
    synArrived(c, seg, now);
    c.rcv.edge = c.rcv.nxt + c.rcv.offered;
    if (acksSyn) {
      EcnHandshake.answered(c, seg);
      layer.decided(Rule.SYN_ACKED);
      layer.fastOpen().answered(c, seg, now);
      synAcknowledged(c, seg.ack, now);
      established(c, now);
      c.recovery.sent().lose(c.snd.una, c.snd.nxt); // text of our SYN that was not taken
      c.acks.atOnce(Rule.SYN_ACKED);
    } else {
      EcnHandshake.answer(c, seg);
      c.agreed.ecn &= EcnHandshake.offers(c);
      layer.decided(Rule.SIMULTANEOUS_OPEN); // MUST-10
      layer.change(c, TcpState.Event.SYN_ARRIVED, now);
      c.recovery.resendAll(); // our SYN again, now with an ACK
    }
    layer.ready(c);
  }

  private void synAcknowledged(Connection c, int ack, long now) {
    c.own().acknowledgementArrives(facts.clear(AckFacts.UNKNOWN, now));
    c.recovery.sent().acknowledge(ack, now);
    c.sendRing.release(c.sendRing.head() + Seq.distance(c.snd.iss + 1, ack)); // with a Fast Open
    c.snd.una = ack;
    long sample = c.recovery.sent().sample();
    if (sample >= 0) {
      c.rtt.measured(sample);
      c.recovery.measured();
    }
    c.rest();
  }

  /**
   * In SYN-RECEIVED: our SYN is acknowledged (RFC 9293 §3.10.7.4, fifth check).
   *
   * @return whether the connection is open now
   */
  boolean openInSynReceived(Connection c, Segment seg, long now) {
    if (!c.snd.isNewAck(seg.ack)) {
      badAckInSynReceived(c, seg, now);
      return false;
    }
    boolean early = FastOpen.maySendEarly(c);
    if (c.parent != null && !early && !c.parent.hasRoomForOpen()) {
      backlogFull();
      return false;
    }
    layer.decided(Rule.HANDSHAKE_DONE);
    if (c.parent == null && !early && c.recovery.sent().hasLost()) {
      // Our SYN,ACK, which would acknowledge the peer's SYN, never went out.
      c.acks.atOnce(Rule.SIMULTANEOUS_OPEN);
    }
    if (c.agreed.accurateEcn && seg.length() == 0) {
      c.agreed.ecn &= c.accurateEcn.handshakeAcknowledged(seg);
    }
    synAcknowledged(c, c.snd.iss + 1, now);
    c.snd.window(seg.window << c.agreed.sendShift, seg);
    established(c, now);
    return true;
  }

  /**
   * The peer may acknowledge an earlier SYN,ACK, a cookie, when its SYN came again after the flood.
   * Then that one is what it knows.
   */
  private void badAckInSynReceived(Connection c, Segment seg, long now) {
    Listener listener = c.parent;
    boolean cookie = listener != null && cookies.mayReturn(listener, now);
    if (cookie && cookies.isReturned(seg, now)) {
      layer.gone(c, CloseReason.ABORTED, now);
      cookies.ackArrives(listener, seg, now);
      return;
    }
    layer.drop(TcpDropReason.BAD_ACK);
    layer.closedPort().answer(seg, c.state, Rule.CLOSED_PORT, now);
  }

  private void established(Connection c, long now) {
    c.agreed = agreements.shared(c.agreed);
    if (c.endsTimeWait) {
      layer.timeWaits().remove(c.id);
    }
    boolean early = FastOpen.maySendEarly(c);
    layer.fastOpen().over(c, false, now);
    if (!early || c.rtt.timeouts() > 0) {
      beginToSend(c, now);
    }
    c.pending.advertisement = UserTimeout.isUsed(c);
    c.rtt.opened();
    c.timers.clear(TcpTimer.RETRANSMIT);
    c.timers.clear(TcpTimer.USER_TIMEOUT);
    if (c.settings.keepAlive().on()) {
      c.timers.set(TcpTimer.KEEP_ALIVE, now + c.settings.keepAlive().idle().toNanos());
    }
    layer.change(c, TcpState.Event.OUR_SYN_ACKED, now);
    if (c.pending.fin) { // closed while in SYN-RECEIVED
      layer.change(c, TcpState.Event.CLOSE_CALLED, now);
    }
    if (c.parent != null && !early) {
      c.parent.opened(c);
    }
    c.events.opened();
  }

  /** Text may be sent from now on. */
  void beginToSend(Connection c, long now) {
    c.congestion.onEstablished(c.segmentSize, initialWindow(c), now);
  }

  /**
   * Octets: so many segments, but of segments longer than Ethernet's no more octets, or two of them
   * (RFC 6928 §2). One segment if a SYN was lost (RFC 5681 §3.1).
   */
  private static int initialWindow(Connection c) {
    if (c.rtt.timeouts() > 0) {
      return c.segmentSize;
    }
    int segments = c.settings.sending().initialWindow();
    int most = Math.max(Math.min(segments, 2) * c.segmentSize, segments * ETHERNET_SEGMENT);
    return Math.min(segments * c.segmentSize, most);
  }
}
