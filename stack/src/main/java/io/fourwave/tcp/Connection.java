package io.fourwave.tcp;

import io.fourwave.ip.Route;
import io.fourwave.stream.ByteRing;
import io.fourwave.stream.MemoryBudget;
import io.fourwave.stream.ReceiveBuffer;
import io.fourwave.tcp.congestion.CongestionControl;
import io.fourwave.tcp.recovery.LossFinding;
import io.fourwave.tcp.recovery.Recoveries;
import io.fourwave.tcp.recovery.Recovery;
import io.fourwave.tcp.recovery.ReorderingWindow;
import io.fourwave.tcp.recovery.RttEstimator;

/**
 * The transmission control block (RFC 9293 §3.3.1): data, on which the procedures of §3.10 work.
 * Its owner sees the two byte streams and its name; all else belongs to the host's thread.
 */
public final class Connection {
  final ConnectionId id;
  final Route route;
  final SendSequence snd = new SendSequence();
  final ReceiveSequence rcv = new ReceiveSequence();
  Agreed agreed = new Agreed();
  final AckPolicy acks = new AckPolicy();

  /** Nobody's until a mark arrives, or the window is reduced, which asks {@link #ownEcn}. */
  EcnState ecn = EcnState.NONE;

  /** Null unless accurate ECN is agreed upon. */
  AccurateEcn accurateEcn;

  final RttEstimator rtt = new RttEstimator();
  private final Recoveries recoveries;

  /** Nobody's while nothing is in flight: who sends, or is told of what was, asks {@link #own}. */
  Recovery recovery;

  /** Null unless losses are found by time, and after long silence, when it is learnt anew. */
  private ReorderingWindow reordering;

  final Timestamps timestamps;
  final Timers timers;
  final CongestionControl congestion;
  final ByteRing sendRing;
  final ReceiveBuffer receiveBuffer;
  private ReceiveTuning receiveTuning;
  private SendTuning sendTuning;
  final Pending pending = new Pending();

  /** Null until something is spread out. */
  private Pacer pacer;

  /** The window scale that we offer, whatever becomes of the settings. */
  final byte windowShift;

  /** eff_pmtu of RFC 4821, octets: no packet is longer, probes excepted. 0 before SYNs tell. */
  int pathMtu;

  /** Null before a segment of full length is sent. */
  PathLimit path;

  private boolean findsByTime;

  /** Linked among those in which something has happened, see {@link IdleMemory}. */
  Connection busyBefore;

  Connection busyBehind;
  TcpSettings settings;
  TcpState state = TcpState.CLOSED;
  ConnectionEvents events = ConnectionEvents.NONE;

  /**
   * The listener that a passive open came from: where a reset in SYN-RECEIVED returns (MUST-11).
   */
  Listener parent;

  /**
   * The first octets of the packet with the peer's SYN, while that is held: nothing was sent yet,
   * and nothing will be until the application has answered. Null otherwise.
   */
  byte[] heldSyn;

  /** What Fast Open has to know; null if it is not used. */
  FastOpenState fastOpen;

  /** Whether an earlier connection of this name may still be in TIME-WAIT, until this one opens. */
  boolean endsTimeWait;

  /** Why it is over; null while it is not. */
  CloseReason closeReason;

  /** What IP reported last; the reason if R2 is reached (RFC 5461). */
  CloseReason softError;

  /** The effective send MSS in octets: Eff.snd.MSS of RFC 9293 §3.7.1. */
  int segmentSize = 536;

  /** When a challenge ACK may be sent again (RFC 5961 §7). */
  long nextChallenge = Long.MIN_VALUE;

  /** The user timeout that the peer has advertised last, in seconds; 0 if it has not. */
  int advertisedByPeer;

  long lastHeard;
  long lastSent;
  long retransmissions;
  int undone;

  Connection(
      ConnectionId id,
      TcpLayer layer,
      MemoryBudget memory,
      Recoveries recoveries,
      TcpSettings settings,
      int timestampOffset) {
    this.id = id;
    route = new Route(id);
    this.recoveries = recoveries;
    recovery = recoveries.nobodys();
    this.settings = settings;
    timestamps = new Timestamps(timestampOffset);
    timers = new Timers(this, layer);
    congestion = settings.congestionControl().get();
    sendRing = new ByteRing(settings.buffers().send(), memory);
    receiveBuffer = new ReceiveBuffer(settings.buffers().receive(), memory);
    windowShift = (byte) ReceiveTuning.windowShift(settings.buffers().mostReceive());
  }

  /** The four-tuple. */
  public ConnectionId id() {
    return id;
  }

  /** What the application writes to. */
  public ByteRing outgoing() {
    return sendRing;
  }

  /** What the application reads from. */
  public ByteRing incoming() {
    return receiveBuffer.ring();
  }

  /** The state. For the host's thread. */
  public TcpState state() {
    return state;
  }

  /** The settings. For the host's thread. */
  public TcpSettings settings() {
    return settings;
  }

  /** A snapshot, as of {@code now}. For the host's thread. */
  public ConnectionStatus status(long now) {
    return Status.of(this, now);
  }

  /**
   * When a timer will expire, in nanoseconds; {@link Long#MAX_VALUE} if it is off. For the host's
   * thread.
   */
  public long deadline(TcpTimer timer) {
    return timers.deadline(timer);
  }

  /**
   * Whether the peer's SYN waits for the application's answer, see {@link UserCalls#answer}. For
   * the host's thread.
   */
  public boolean isHeld() {
    return heldSyn != null;
  }

  /** Why the connection is over, or null while it is not. For the host's thread. */
  public CloseReason closeReason() {
    return closeReason;
  }

  /**
   * Whether SEND is possible: the connection opens or is open, and this side has not called CLOSE
   * (RFC 9293 §3.10.2). For the host's thread.
   */
  public boolean maySend() {
    boolean opening = state == TcpState.SYN_SENT || state == TcpState.SYN_RECEIVED;
    return !pending.fin && (opening || state.maySend());
  }

  /** Whether the peer has closed and all its text has arrived. For the host's thread. */
  public boolean isAtEnd() {
    return rcv.finSeen && rcv.nxt == rcv.finSeq + 1;
  }

  /** Octets to read up to the last urgent one, 0 if none is left (MUST-33). */
  public int urgentOctets() {
    return (int) Math.max(0, rcv.up - receiveBuffer.ring().head());
  }

  /** Tells events to someone else, who finds out by asking what has happened so far. */
  public void tell(ConnectionEvents listener) {
    events = listener;
  }

  /** The SYNs have agreed on how losses are found. */
  void findLosses(LossFinding by) {
    findsByTime = by == LossFinding.BY_TIME;
    recovery.agreed(by, reordering());
  }

  /** What there is to know of what is, or was, in flight: its own from now on. */
  Recovery own() {
    if (recovery == recoveries.nobodys()) {
      LossFinding by = LossFinding.of(agreed.sack, findsByTime);
      recovery = recoveries.lend(by, reordering(), rtt.smoothed() > 0);
    }
    return recovery;
  }

  private ReorderingWindow reordering() {
    reordering = reordering == null && findsByTime ? new ReorderingWindow() : reordering;
    return reordering;
  }

  /** What is known of lateness has changed, perhaps. */
  void slowTimestamps() {
    if (reordering != null) {
      timestamps.tickEvery(reordering.tick());
    }
  }

  /** An acknowledgement was processed: if nothing is in flight, nothing is kept of it. */
  void rest() {
    recovery = recoveries.rested(recovery);
  }

  /** What is known of marks and reductions: its own from now on. */
  EcnState ownEcn() {
    ecn = ecn == EcnState.NONE ? new EcnState() : ecn;
    return ecn;
  }

  /** What spreads out segments. */
  Pacer pacer() {
    pacer = pacer == null ? new Pacer() : pacer;
    return pacer;
  }

  /** When the next segment may go, in nanoseconds. */
  long paceOpensAt() {
    return pacer == null ? Long.MIN_VALUE : pacer.opensAt();
  }

  /** So much went. */
  void paced(int octets, long now) {
    long rate = pacingRate();
    if (rate > 0) {
      pacer().sent(octets, rate, segmentSize, now);
    }
  }

  /** How the receive buffer fits the path. */
  ReceiveTuning receiveTuning() {
    receiveTuning = receiveTuning == null ? new ReceiveTuning() : receiveTuning;
    return receiveTuning;
  }

  /** How the send buffer fits the path. */
  SendTuning sendTuning() {
    sendTuning = sendTuning == null ? new SendTuning() : sendTuning;
    return sendTuning;
  }

  /** Nothing was received for long: what is not needed until something is goes. */
  void shrinkReceiving() {
    receiveBuffer.giveBackIfEmpty();
    receiveTuning = null;
  }

  /** Nothing was sent for long: the same. */
  void shrinkSending() {
    sendRing.giveBackIfEmpty();
    sendTuning = null;
  }

  /** Both are true, and for so long that the path may be another by now. */
  void forgetPath() {
    recovery.forgetPast();
    rest();
    if (recovery == recoveries.nobodys()) {
      pacer = null;
      reordering = reordering != null && reordering.isOrdinary() ? null : reordering;
    }
  }

  /** The position in the send ring of a sequence number that text has or could have. */
  long position(int seq) {
    return sendRing.head() + (seq - snd.textUna());
  }

  /** Octets of text that were written and never sent. */
  int unsent() {
    return snd.finSent ? 0 : (int) (sendRing.tail() - position(snd.textNxt()));
  }

  /** Octets a second at which segments are spread out, 0 if they are not. */
  long pacingRate() {
    return settings.sending().pacing() ? congestion.pacingRate() : 0;
  }

  /** Octets of text that fit from RCV.NXT on. */
  int receiveSpace() {
    return (int) (receiveBuffer.edge() - receiveBuffer.next());
  }
}
