package io.fourwave.tcp;

import io.fourwave.ip.IpLayer;
import io.fourwave.ip.PathMtu;
import io.fourwave.tcp.recovery.Recovery;
import io.fourwave.tcp.recovery.SentSegments;
import io.fourwave.wire.Seq;
import io.fourwave.wire.TcpHeader;

/**
 * Finds out how long segments may be: from routers, as far as they are to be believed (RFC 1191,
 * RFC 8201, RFC 5927 §7.2); where routers are silent, from segments that get lost again and again;
 * and then, and later on again, by probes that are longer than the rest (RFC 4821). A probe carries
 * text like any other segment, and its loss alone is no sign of congestion.
 */
final class PathSearch {
  /** The search is over when probes could win no more than this, in octets. */
  private static final int WORTHWHILE = 8;

  /** RFC 4821 §7.2: what is likely to get through wherever IPv4 does. */
  private static final int BASE_V4 = 1024;

  /** Timeouts of one segment until its length is suspected, if none as long has ever arrived. */
  private static final int SUSPICIOUS = 2;

  /** And if one has: on a path that loses much, two timeouts running say nothing of lengths. */
  private static final int SUSPICIOUS_THOUGH_PROVEN = 4;

  /**
   * RFC 4821 §7.4: so many segments follow a probe, so that its loss is found without a timeout.
   */
  private static final int FOLLOWERS = 3;

  private final TcpLayer layer;
  private final IpLayer ip;

  PathSearch(TcpLayer layer, IpLayer ip) {
    this.layer = layer;
    this.ip = ip;
  }

  /** The SYNs are exchanged: begins with what is remembered of the path. */
  void begin(Connection c, long now) {
    c.pathMtu = ip.mtu(c.route, now);
  }

  /** What the connection knows of its path beside that. */
  private PathLimit limitOf(Connection c, long now) {
    if (c.path == null) {
      c.path = new PathLimit();
      c.path.ceiling = ip.linkMtu();
      c.path.settled = true;
      c.path.searchAt = ip.pathMtu().searchAt(c.route.remoteHigh(), c.route.remoteLow(), now);
    }
    return c.path;
  }

  /** Octets of text in packets of a length, as far as the peer and the settings allow. */
  static int textIn(Connection c, int packet) {
    int ipOptions = c.route.headerLength() - (c.route.isV4() ? 20 : 40);
    int path = packet - c.route.headerLength() - TcpHeader.LENGTH;
    int peer = c.agreed.peerSegmentSize - ipOptions;
    int size = Math.min(Math.min(path, peer), c.settings.options().maximumSegmentSize());
    size -= c.agreed.timestamps ? 12 : 0;
    return Math.max(size, 16);
  }

  private static int packetOf(Connection c, int text) {
    return text + c.route.headerLength() + TcpHeader.LENGTH + (c.agreed.timestamps ? 12 : 0);
  }

  /** The longest packet that this connection could send, were the path as wide as our link. */
  private int limit(Connection c) {
    return packetOf(c, textIn(c, ip.linkMtu()));
  }

  /** Text of full length, or more, was sent. */
  void sent(Connection c, int seq, int text, long now) {
    if (text < c.segmentSize) {
      return;
    }
    PathLimit path = limitOf(c, now);
    if (!path.watching && path.proven < packetOf(c, c.segmentSize)) {
      path.watching = true;
      path.witness = seq + c.segmentSize;
    }
  }

  /**
   * Whether new text is to go as a probe now (RFC 4821 §7.4): nothing is being repaired, and both
   * windows take the probe and enough behind it. New text then waits until there is room for it,
   * which acknowledgements make.
   *
   * @param unsent octets of text that wait
   * @return octets of text of the probe; 0 for none
   */
  int probe(Connection c, int unsent, long now) {
    if (unsent <= c.segmentSize) {
      return 0;
    }
    PathLimit path = limitOf(c, now);
    if (path.probing || now - path.searchAt < 0) {
      return 0;
    }
    int packet = nextLength(c, now);
    int text = packet == 0 ? 0 : textIn(c, packet);
    int needed = text + FOLLOWERS * c.segmentSize;
    boolean may =
        text > c.segmentSize
            && unsent >= needed
            && c.snd.wnd >= needed
            && c.congestion.window() >= needed
            && c.recovery.phase() == Recovery.Phase.OPEN
            && !c.receiveBuffer.hasGap()
            && !c.snd.urgent;
    return may ? text : 0;
  }

  /**
   * RFC 4821 §7.3: the longest first, since most often the path has none of the limits suspected;
   * then the middle of what is left. 0 if nothing longer is worthwhile.
   */
  private int nextLength(Connection c, long now) {
    PathLimit path = c.path;
    int limit = limit(c);
    if (c.pathMtu >= limit) {
      later(c, now);
      return 0;
    }
    if (!c.settings.ip().pathProbing()) {
      widen(c, limit, now); // RFC 1191 §6.3: by trying; a router will tell if it is too much
      return 0;
    }
    if (path.settled) {
      path.settled = false;
      path.ceiling = limit;
    }
    if (path.ceiling >= limit) {
      return limit;
    }
    int gain = path.ceiling - c.pathMtu;
    if (gain < WORTHWHILE) {
      later(c, now);
      learn(c, now);
      return 0;
    }
    return c.pathMtu + (gain + 1) / 2;
  }

  private static void later(Connection c, long now) {
    c.path.settled = true;
    c.path.searchAt = now + PathMtu.LIFETIME;
  }

  private void learn(Connection c, long now) {
    PathLimit path = c.path;
    ip.pathMtu().learn(c.route.remoteHigh(), c.route.remoteLow(), c.pathMtu, path.settled, now);
  }

  private void widen(Connection c, int mtu, long now) {
    c.pathMtu = mtu;
    c.path.watching = false;
    resize(c);
    if (mtu >= limit(c)) {
      later(c, now);
    }
  }

  private static void resize(Connection c) {
    c.segmentSize = textIn(c, c.pathMtu);
    c.congestion.onSegmentSizeChanged(c.segmentSize);
  }

  /** A probe leaves, with so many octets of text. */
  void probeSent(Connection c, int seq, int text) {
    c.path.probing = true;
    c.path.probeFrom = seq;
    c.path.probeTo = seq + text;
  }

  /** An acknowledgement moves SND.UNA, and is about to be applied to what was sent. */
  void acknowledged(Connection c, int ack, long now) {
    PathLimit path = c.path;
    if (path == null) {
      return;
    }
    if (path.claimed != 0 && Seq.after(ack, path.claimedSeq)) {
      path.claimed = 0; // it arrived, and was not too long
      layer.count(TcpEvent.ICMP_IGNORED);
    }
    if (path.watching && Seq.atOrAfter(ack, path.witness)) {
      path.watching = false;
      path.proven = packetOf(c, c.segmentSize);
    }
    if (path.suspected) {
      path.suspected = false; // shorter ones get through: others need not find that out
      learn(c, now);
    }
    if (path.probing && Seq.atOrAfter(ack, path.probeTo)) {
      path.probing = false;
      probeAcknowledged(c, now);
    }
  }

  private void probeAcknowledged(Connection c, long now) {
    PathLimit path = c.path;
    if (!c.recovery.sent().isAsSent(path.probeFrom, path.probeTo)) {
      return; // RFC 4821 §7.6.4: inconclusive, since others were lost as well; again soon
    }
    layer.count(TcpEvent.PATH_PROBE_PASSED);
    path.proven = packetOf(c, path.probeTo - path.probeFrom);
    widen(c, path.proven, now);
    learn(c, now);
  }

  /**
   * A loss was found. Says whether it is that of the probe alone, which is no sign of congestion.
   */
  boolean isOnlyProbeLost(Connection c, long now) {
    PathLimit path = c.path;
    if (path == null
        || !path.probing
        || c.recovery.sent().hasLostOutside(path.probeFrom, path.probeTo)) {
      return false;
    }
    probeLost(c, packetOf(c, path.probeTo - path.probeFrom) - 1, now);
    path.forgiven = true;
    return true;
  }

  /** Whether after all more than the probe was lost in a recovery that reduced no window. */
  boolean isMoreLost(Connection c) {
    PathLimit path = c.path;
    if (path == null
        || !path.forgiven
        || !c.recovery.sent().hasLostOutside(path.probeFrom, path.probeTo)) {
      return false;
    }
    path.forgiven = false;
    return true;
  }

  /** Everything is repaired. Says whether a probe was all that was lost. */
  boolean endsForgiven(Connection c) {
    boolean forgiven = c.path != null && c.path.forgiven;
    if (forgiven) {
      c.path.forgiven = false;
    }
    return forgiven;
  }

  /** The next probe is shorter, and waits for about as long as congestion would (§7.6.2). */
  private void probeLost(Connection c, int longest, long now) {
    layer.count(TcpEvent.PATH_PROBE_LOST);
    PathLimit path = c.path;
    path.probing = false;
    path.ceiling = Math.max(c.pathMtu, longest);
    path.searchAt = now + interval(c);
    c.recovery.sent().lose(path.probeFrom, path.probeTo);
  }

  private static long interval(Connection c) {
    long interval = c.rtt.smoothed() * Math.max(1, c.congestion.window() / c.segmentSize);
    return Math.min(interval, PathMtu.LIFETIME);
  }

  /** The retransmission timer has expired, and everything outstanding counts as lost. */
  void timedOut(Connection c, long now) {
    PathLimit path = limitOf(c, now);
    path.forgiven = false;
    if (path.probing) {
      path.probing = false;
      path.searchAt = now + 5 * interval(c); // RFC 4821 §7.6.3
    }
    if (path.claimed != 0) {
      shorten(c, path.claimed, now); // RFC 5927 §7.2: it did not arrive, so that may be why
    } else if (c.settings.ip().blackHoleDetection()) {
      boolean proven = path.proven >= packetOf(c, c.segmentSize);
      if (c.rtt.timeouts() >= (proven ? SUSPICIOUS_THOUGH_PROVEN : SUSPICIOUS)) {
        suspect(c, now);
      }
    }
  }

  /** RFC 4821 §7.7: perhaps the path swallows long packets, and no router says so. */
  private void suspect(Connection c, long now) {
    PathLimit path = c.path;
    int mtu = safeLength(c);
    SentSegments sent = c.recovery.sent();
    if (c.pathMtu <= mtu || !sent.hasLost() || sent.lostLength() <= textIn(c, mtu)) {
      return;
    }
    layer.count(TcpEvent.PATH_BLACK_HOLE);
    c.pathMtu = mtu;
    path.suspected = true;
    path.ceiling = ip.linkMtu();
    path.settled = !c.settings.ip().pathProbing();
    path.searchAt = path.settled ? now + PathMtu.LIFETIME : now;
    path.proven = 0;
    path.watching = false;
    resize(c);
  }

  private static int safeLength(Connection c) {
    if (!c.route.isV4()) {
      return PathMtu.FLOOR_V6;
    }
    return c.pathMtu > BASE_V4 ? BASE_V4 : PathMtu.FLOOR_V4;
  }

  /**
   * A router says that a packet of ours was too long. Believed at once only if nothing of that
   * length has ever arrived; else once the segment has timed out (RFC 5927 §7.2).
   *
   * @param mtu what it says the next hop takes
   * @param seq the segment that it quotes, which is in flight
   */
  void tooBig(Connection c, int mtu, int seq, long now) {
    if (c.pathMtu == 0) {
      layer.count(TcpEvent.ICMP_IGNORED); // it quotes a SYN, which is not long
      return;
    }
    PathLimit path = limitOf(c, now);
    boolean probe = path.probing && Seq.within(seq, path.probeFrom, path.probeTo);
    if (probe && mtu >= c.pathMtu) {
      probeTooBig(c, mtu, now);
    } else if (mtu < path.proven) {
      path.claimed = path.claimed == 0 ? mtu : Math.min(mtu, path.claimed);
      path.claimedSeq = seq;
    } else {
      shorten(c, mtu, now);
    }
  }

  /** RFC 4821 §7.6.2: what the router says is the next to be tried, if it can be true. */
  private void probeTooBig(Connection c, int mtu, long now) {
    PathLimit path = c.path;
    int sent = packetOf(c, path.probeTo - path.probeFrom);
    if (mtu >= sent) {
      layer.count(TcpEvent.ICMP_IGNORED);
      return;
    }
    probeLost(c, mtu, now);
    if (mtu > c.pathMtu) {
      c.pathMtu = mtu;
      resize(c);
    }
    later(c, now);
    learn(c, now);
    layer.ready(c);
  }

  /** RFC 1191, RFC 8201: shorter segments, sent again at once; congestion has no part in it. */
  private void shorten(Connection c, int mtu, long now) {
    PathLimit path = c.path;
    ip.pathMtu().reduce(c.route.remoteHigh(), c.route.remoteLow(), mtu, now);
    path.claimed = 0;
    c.pathMtu = Math.min(c.pathMtu, ip.mtu(c.route, now));
    int before = c.segmentSize;
    if (textIn(c, c.pathMtu) < before) {
      path.proven = 0;
      path.watching = false;
      path.probing = false;
      resize(c);
      later(c, now);
      c.recovery.resendAll();
      layer.ready(c);
    }
  }
}
