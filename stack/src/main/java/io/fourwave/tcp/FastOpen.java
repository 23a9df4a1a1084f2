package io.fourwave.tcp;

import io.fourwave.wire.Seq;
import io.fourwave.wire.TcpOptions;

/**
 * TCP Fast Open (RFC 7413): the text that a SYN carries counts at once, if a cookie shows that its
 * sender is where it says. As a server it makes and checks cookies, as a client it asks for them,
 * keeps them, and does without where that fails.
 */
final class FastOpen {
  /** Octets of the cookies that we make. */
  private static final int COOKIE = 8;

  private static final int PURPOSE = 34;

  /**
   * How long cookies are made with one key, in nanoseconds; they are good for as long again (RFC
   * 7413 §4.1.2).
   */
  static final long KEY_LIFE = 3_600_000_000_000L;

  private static final int MOST_OPTIONS = 40;
  private static final int ETHERNET_SEGMENT = 1460;

  private final TcpLayer layer;
  private final SipHash secret;
  private final FastOpenCookies cookies = new FastOpenCookies();

  FastOpen(TcpLayer layer, SipHash secret) {
    this.layer = layer;
    this.secret = secret;
  }

  /** A listener has made a half-open connection for a SYN (RFC 7413 §4.2.2). */
  void synArrived(Connection c, Listener listener, Segment seg, long now) {
    int length = seg.options.fastOpenLength();
    if (length == TcpOptions.NONE || !c.settings.options().fastOpen()) {
      return;
    }
    c.fastOpen = new FastOpenState();
    long key = Math.floorDiv(now, KEY_LIFE);
    boolean current = isOurs(c, seg, key);
    boolean good = current || isOurs(c, seg, key - 1);
    if (!current) {
      c.fastOpen.cookieLength = COOKIE;
      c.fastOpen.cookieLow = cookie(c, key);
    }
    if (good) {
      accept(c, listener, seg, now);
    } else {
      layer.count(length == 0 ? TcpEvent.FAST_OPEN_ASKED : TcpEvent.FAST_OPEN_BAD_COOKIE);
    }
  }

  /** A cookie is for both addresses, and made with the key of its time. */
  private long cookie(Connection c, long key) {
    secret.begin();
    secret.add(c.id.localHigh());
    secret.add(c.id.localLow());
    secret.add(c.id.remoteHigh());
    secret.add(c.id.remoteLow());
    secret.add(key);
    secret.add(PURPOSE);
    return secret.end(48);
  }

  private boolean isOurs(Connection c, Segment seg, long key) {
    return seg.options.fastOpenLength() == COOKIE && seg.options.cookieLow() == cookie(c, key);
  }

  /** Takes the SYN's text, and lets the application have the connection (§4.2.2, step 4). */
  private void accept(Connection c, Listener listener, Segment seg, long now) {
    if (seg.hasFin() || !listener.hasRoomForOpen() || !listener.fastOpens().hasRoom(now)) {
      layer.count(TcpEvent.FAST_OPEN_OVERFLOW);
      return;
    }
    layer.decided(Rule.FAST_OPEN);
    layer.count(TcpEvent.FAST_OPEN_PASSIVE);
    c.fastOpen.accepted = true;
    c.fastOpen.listener = listener;
    listener.fastOpens().begun();
    layer.handshake().beginToSend(c, now);
    seg.trimFront(1);
    if (seg.textLength > 0) {
      c.rcv.edge = c.rcv.nxt + Handshake.windowOfSyn(c);
      layer.segmentArrives().textOfSyn(c, seg, now);
    }
    listener.opened(c);
  }

  /** Whether a connection that is not open yet may send text behind its SYN,ACK. */
  static boolean maySendEarly(Connection c) {
    return c.fastOpen != null && c.fastOpen.accepted;
  }

  /** Our SYN is acknowledged, or there will be no connection. */
  void over(Connection c, boolean reset, long now) {
    if (maySendEarly(c) && c.fastOpen.listener != null) {
      c.fastOpen.listener.fastOpens().over(reset, now);
      c.fastOpen.listener = null;
    }
  }

  /** An active open begins: finds out whether its SYN may carry text, or is to ask for a cookie. */
  void open(Connection c, long now) {
    if (!c.settings.options().fastOpen()) {
      return;
    }
    FastOpenCookies.Entry server = cookies.of(c.id);
    if (!FastOpenCookies.mayTry(server, now)) {
      return;
    }
    c.fastOpen = new FastOpenState();
    c.fastOpen.cookieLength = server.length;
    c.fastOpen.cookieHigh = server.high;
    c.fastOpen.cookieLow = server.low;
    if (server.length > 0) {
      int own = layer.handshake().ownSegmentSize(c);
      int most = Math.min(Math.min(server.segmentSize, own), ETHERNET_SEGMENT);
      c.fastOpen.mostText = Math.max(0, most - MOST_OPTIONS);
    }
  }

  /** Octets of text to go with our first SYN. */
  static int textOfSyn(Connection c) {
    FastOpenState state = c.fastOpen;
    if (state == null || c.state != TcpState.SYN_SENT) {
      return 0;
    }
    state.text = Math.min(c.unsent(), state.mostText);
    if (state.text == 0 && state.cookieLength > 0) {
      state.cookieLength = TcpOptions.NONE; // a cookie is of use only beside text
    }
    return state.text;
  }

  /** Our SYN or SYN,ACK goes out; for the first time only it has the option (§4.2.1). */
  void addOption(Connection c, TcpOptions options, boolean first) {
    FastOpenState state = c.fastOpen;
    if (state == null || !first || state.cookieLength == TcpOptions.NONE) {
      return;
    }
    options.fastOpen(state.cookieLength, state.cookieHigh, state.cookieLow);
    if (c.state == TcpState.SYN_SENT && state.text > 0) {
      layer.count(TcpEvent.FAST_OPEN_ACTIVE);
    }
  }

  /** The SYN,ACK to our SYN: what did the server make of our cookie (§4.2.2, §4.1.3.1)? */
  void answered(Connection c, Segment seg, long now) {
    FastOpenState state = c.fastOpen;
    if (state == null) {
      return;
    }
    int length = seg.options.fastOpenLength();
    boolean repeated = c.rtt.timeouts() > 0;
    boolean textTaken = Seq.after(seg.ack, c.snd.iss + 1);
    if (length > 0) {
      int size = c.agreed.peerSegmentSize;
      cookies.keep(c.id, length, seg.options.cookieHigh(), seg.options.cookieLow(), size);
    } else if (!textTaken && (repeated || state.text > 0)) {
      cookies.failed(c.id, now);
      layer.count(repeated ? TcpEvent.FAST_OPEN_BLACK_HOLE : TcpEvent.FAST_OPEN_REFUSED);
    }
  }

  /** The connection could not be opened. */
  void failed(Connection c, long now) {
    if (c.fastOpen != null && c.state == TcpState.SYN_SENT && c.fastOpen.cookieLength >= 0) {
      cookies.failed(c.id, now);
    }
  }
}
