package io.fourwave.tcp;

import io.fourwave.wire.Seq;

/**
 * The send sequence variables (RFC 9293 §3.3.1) and their tests. SND.NXT never goes back: what has
 * to be sent again is known to {@code Recovery}.
 */
final class SendSequence {
  int iss;
  int una;
  int nxt;
  int wnd;
  int maxWnd;
  int wl1;
  int wl2;
  int up;
  boolean urgent;
  boolean finSent;

  /** SND.NXT when the present round trip began. */
  int roundEnd;

  private boolean windowFull;
  private int fullUntil;
  private boolean dry;
  private int dryUntil;

  void startAt(int initial) {
    iss = initial;
    una = initial;
    nxt = initial;
    up = initial;
    roundEnd = initial;
  }

  /** SND.UNA &lt; SEG.ACK =&lt; SND.NXT: it acknowledges something new. */
  boolean isNewAck(int ack) {
    return Seq.after(ack, una) && Seq.atOrBefore(ack, nxt);
  }

  /** SND.UNA - MAX.SND.WND =&lt; SEG.ACK =&lt; SND.NXT (RFC 5961 §5.2). */
  boolean isPlausibleAck(int ack) {
    return Seq.atOrAfter(ack, una - maxWnd) && Seq.atOrBefore(ack, nxt);
  }

  /** Sequence space sent and not acknowledged. */
  int outstanding() {
    return nxt - una;
  }

  /** Sequence space that the peer's window still takes; negative after it shrank. */
  int usableWindow() {
    return una + wnd - nxt;
  }

  /** Whether the segment's window is newer than the one we know (RFC 9293 §3.10.7.4). */
  boolean isNewerWindow(Segment seg) {
    return Seq.before(wl1, seg.seq) || wl1 == seg.seq && Seq.atOrBefore(wl2, seg.ack);
  }

  /** Takes over a window, in octets. */
  void window(int octets, Segment seg) {
    wnd = octets;
    maxWnd = Math.max(maxWnd, octets);
    wl1 = seg.seq;
    wl2 = seg.ack;
  }

  /** The congestion window is full: that held for all that is in flight. */
  void windowIsFull() {
    windowFull = true;
    fullUntil = nxt;
  }

  /** Whether the congestion window was full when the oldest text in flight was there. */
  boolean wasWindowFull() {
    windowFull &= Seq.before(una, fullUntil);
    return windowFull;
  }

  /** The application has nothing more to send: that holds for all that is in flight. */
  void runsDry() {
    dry = true;
    dryUntil = nxt;
  }

  /** Whether there was nothing more to send when the oldest text in flight was there. */
  boolean ranDry() {
    dry &= Seq.before(una, dryUntil);
    return dry;
  }

  /** A round trip is over once all is acknowledged that was in flight when it began. */
  boolean beginsRound() {
    boolean begins = Seq.after(una, roundEnd);
    roundEnd = begins ? nxt : roundEnd;
    return begins;
  }

  /** The first sequence number that text can have, and that is not acknowledged. */
  int textUna() {
    return una == iss ? iss + 1 : una;
  }

  /** SND.NXT, or the first number that text can have if only the SYN's was used. */
  int textNxt() {
    return nxt == iss ? iss + 1 : nxt;
  }

  /** Whether our FIN, which is the last of all, is acknowledged. */
  boolean isFinAcked() {
    return finSent && una == nxt;
  }
}
