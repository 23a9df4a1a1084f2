package io.fourwave.tcp;

import io.fourwave.wire.IpAddress;
import io.fourwave.wire.Seq;
import io.fourwave.wire.TcpFlags;
import io.fourwave.wire.TcpOptions;

/**
 * SYN cookies (RFC 4987 §3.6): what a half-open connection would remember stands in the SYN,ACK, as
 * its sequence number and timestamp, and comes back in the ACK. Nothing is kept, so nothing can be
 * filled; nothing is sent again either: a peer whose SYN,ACK is lost sends its SYN again.
 *
 * <p>The sequence number is one bit of the time slot, three bits that choose a segment size, and 28
 * bits of a keyed hash over the four-tuple, the peer's initial sequence number, slot and size. The
 * slot's bit tells which of the two latest it is, so that checking costs one hash, right or wrong.
 * Window scale, SACK and ECN are the last six bits of our timestamp, and are not offered to a peer
 * without timestamps.
 */
final class SynCookies {
  private static final int PURPOSE = 3;
  private static final int SLOT =
      36; // 2^36 ns are 69 s, and a cookie is good for two slots at most
  private static final int SIZE = 28;
  private static final int HASH = (1 << SIZE) - 1;

  /** What peers offer most, and what stands for the rest: rounded down, to be on the safe side. */
  private static final int[] SIZES = {48, 256, 536, 1220, 1360, 1440, 1460, 8940};

  private static final int CODE = 63; // 64 ms: what our timestamps can spare
  private static final int NO_SHIFT = 15;
  private static final int SACK = 16;
  private static final int ECN = 32;

  private final TcpLayer layer;
  private final Handshake handshake;
  private final SynCookieUse use;
  private final SipHash secret;
  private final Timestamps clock = new Timestamps(0);
  private final Segment syn = new Segment();
  private final Siblings siblings;

  SynCookies(
      TcpLayer layer, Handshake handshake, SynCookieUse use, SipHash secret, Siblings siblings) {
    this.layer = layer;
    this.handshake = handshake;
    this.use = use;
    this.secret = secret;
    this.siblings = siblings;
  }

  /**
   * Whether a SYN to this listener is to be answered with a cookie. Not while connections wait to
   * be accepted that are as many as the backlog: there would be no room for the one that opens.
   */
  boolean answer(Listener listener) {
    return use != SynCookieUse.NEVER
        && !listener.holdsSyns()
        && listener.hasRoomForOpen()
        && (use == SynCookieUse.ALWAYS || !listener.hasRoomForHalfOpen());
  }

  /** Answers a SYN, and forgets it. */
  void synArrives(Listener listener, Segment seg, long now) {
    layer.decided(Rule.SYN_COOKIE);
    layer.count(TcpEvent.COOKIE_SENT);
    if (listener.cookieSent(now)) {
      siblings.cookiesSent(listener.localHigh, listener.localLow, listener.port, now);
    }
    TcpSettings settings = listener.settings;
    Segment answer = layer.replies().beginTo(seg, settings.ip());
    answer.seq = cookie(seg, seg.seq, sizeOffered(seg), slot(now));
    answer.ack = seg.seq + 1;
    answer.flags = TcpFlags.SYN | TcpFlags.ACK;
    answer.window = window(settings);
    answer.options.maximumSegmentSize(handshake.ownSegmentSize(isV4(seg), settings));
    if (settings.options().timestamps() && seg.options.hasTimestamps()) {
      offerMore(answer, seg, settings, now);
    }
    layer.replies().send(TcpState.LISTEN, Rule.SYN_COOKIE, now);
  }

  /** What the cookie offers, and has to be honoured when it comes back; never scaled. */
  private static int window(TcpSettings settings) {
    return Math.min(settings.buffers().receive(), 0xffff);
  }

  /** All that the two ends want beside timestamps, which alone can bring it back to us. */
  private void offerMore(Segment answer, Segment seg, TcpSettings settings, long now) {
    Options ours = settings.options();
    int code = NO_SHIFT;
    if (ours.windowScale() && seg.options.windowShift() != TcpOptions.NONE) {
      code = seg.options.windowShift();
      answer.options.windowShift(ReceiveTuning.windowShift(settings.buffers().mostReceive()));
    }
    if (ours.selectiveAcknowledgement() && seg.options.sackPermitted()) {
      code |= SACK;
      answer.options.permitSack();
    }
    if (ours.explicitCongestion().isAccepted() && EcnHandshake.isSetup(seg)) {
      code |= ECN;
      answer.flags |= TcpFlags.ECE;
    }
    int latest = clock.value(now) + handshake.timestampOffset(seg);
    int value = latest & ~CODE | code;
    value -= Seq.after(value, latest) ? CODE + 1 : 0; // never ahead of the timestamps that follow
    answer.options.timestamps(value, seg.options.timestamp());
  }

  private static int sizeOffered(Segment seg) {
    int offered = seg.options.maximumSegmentSize();
    int most = offered == TcpOptions.NONE ? Agreed.defaultSegmentSize(isV4(seg)) : offered;
    int index = SIZES.length - 1;
    while (index > 0 && SIZES[index] > most) {
      index--;
    }
    return index;
  }

  private static boolean isV4(Segment seg) {
    return IpAddress.isV4(seg.remoteHigh, seg.remoteLow);
  }

  private static int slot(long now) {
    return (int) (now >> SLOT);
  }

  private int cookie(Segment seg, int peersIss, int size, int slot) {
    secret.begin(seg, PURPOSE);
    secret.add((long) peersIss << 32 | (slot << 3 | size) & 0xffff_ffffL);
    int hash = (int) secret.end(48) & HASH;
    return slot << 31 | size << SIZE | hash;
  }

  /**
   * Whether an ACK may be of a cookie: some were given out within the time that one is good for.
   */
  boolean mayReturn(Listener listener, long now) {
    return listener.hasSentCookies() && slot(now) - slot(listener.cookieSentAt()) <= 1;
  }

  /** Whether an acknowledgement is of a cookie of ours that is not too old. */
  boolean isReturned(Segment seg, long now) {
    int value = seg.ack - 1;
    int latest = slot(now);
    int slot = latest << 31 == (value & Integer.MIN_VALUE) ? latest : latest - 1;
    return cookie(seg, seg.seq - 1, size(value), slot) == value;
  }

  private static int size(int cookie) {
    return cookie >>> SIZE & 7;
  }

  /**
   * An ACK to a listener that has given out cookies. One that returns none is reset as ever, unless
   * it carries text: that of an honest peer may have overtaken what comes before it.
   */
  void ackArrives(Listener listener, Segment seg, long now) {
    if (!isReturned(seg, now)) {
      layer.count(TcpEvent.COOKIE_BAD);
      if (seg.length() > 0) {
        layer.decided(Rule.COOKIE_BAD);
        layer.drop(TcpDropReason.BAD_ACK);
      } else {
        handshake.resetInListen(seg, now);
      }
    } else if (!listener.hasRoomForOpen() || !layer.hasRoom()) {
      handshake.backlogFull();
    } else if (!layer
        .connections()
        .names()
        .claim(seg)) { // it came to two queues in the same moment
      layer.drop(TcpDropReason.ELSEWHERE);
    } else {
      layer.count(TcpEvent.COOKIE_RETURNED);
      open(listener, seg, now);
    }
  }

  /** Lets the SYN arrive that the ACK tells of, and then the ACK. */
  private void open(Listener listener, Segment seg, long now) {
    recall(seg, listener.settings.options().timestamps());
    Connection c = handshake.halfOpen(listener, syn, now);
    c.snd.startAt(seg.ack - 1);
    c.snd.nxt = seg.ack;
    c.rcv.edge = c.rcv.nxt + window(listener.settings);
    layer.process(c, seg, now);
    layer.decided(Rule.COOKIE_RETURNED);
  }

  private void recall(Segment ack, boolean timestamps) {
    syn.localHigh = ack.localHigh;
    syn.localLow = ack.localLow;
    syn.localPort = ack.localPort;
    syn.remoteHigh = ack.remoteHigh;
    syn.remoteLow = ack.remoteLow;
    syn.remotePort = ack.remotePort;
    syn.sourceRoute = ack.sourceRoute;
    syn.seq = ack.seq - 1;
    syn.flags = TcpFlags.SYN;
    syn.window = Math.min(ack.window, 0xffff);
    syn.options.clear();
    syn.options.maximumSegmentSize(SIZES[size(ack.ack - 1)]);
    if (timestamps && ack.options.hasTimestamps()) {
      recallMore(ack.options.timestamp(), ack.options.timestampEcho() & CODE);
    }
  }

  private void recallMore(int timestamp, int code) {
    syn.options.timestamps(timestamp, 0);
    if ((code & NO_SHIFT) != NO_SHIFT) {
      syn.options.windowShift(code & NO_SHIFT);
    }
    if ((code & SACK) != 0) {
      syn.options.permitSack();
    }
    syn.flags |= (code & ECN) != 0 ? Handshake.ECN_SETUP : 0;
  }
}
