package io.fourwave.tcp;

import io.fourwave.ip.Route;
import io.fourwave.stream.ByteRing;
import io.fourwave.stream.MemoryBudget;
import io.fourwave.stream.ReceiveBuffer;
import io.fourwave.tcp.congestion.CongestionControl;
import io.fourwave.tcp.recovery.Recovery;
import io.fourwave.tcp.recovery.RttEstimator;

/**
 * The transmission control block (RFC 9293 §3.3.1): data, on which the procedures of §3.10 work.
 * Its owner sees the two byte streams and its name; all else belongs to the host's thread.
 */
public final class Connection {
  final ConnectionId id;
  final Route route = new Route();
  final SendSequence snd = new SendSequence();
  final ReceiveSequence rcv = new ReceiveSequence();
  final Agreed agreed = new Agreed();
  final AckPolicy acks = new AckPolicy();
  final EcnState ecn = new EcnState();

  /** Null unless accurate ECN is agreed upon. */
  AccurateEcn accurateEcn;

  final RttEstimator rtt = new RttEstimator();
  final Recovery recovery = new Recovery();
  final Timestamps timestamps;
  final Timers timers;
  final CongestionControl congestion;
  final ByteRing sendRing;
  final ReceiveBuffer receiveBuffer;
  final ReceiveTuning receiveTuning = new ReceiveTuning();
  final SendTuning sendTuning = new SendTuning();
  final Pending pending = new Pending();
  final Pacer pacer = new Pacer();

  /** The window scale that we offer, whatever becomes of the settings. */
  final int windowShift;

  final PathLimit path = new PathLimit();

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
      TcpSettings settings,
      int timestampOffset) {
    this.id = id;
    this.settings = settings;
    timestamps = new Timestamps(timestampOffset);
    timers = new Timers(this, layer);
    congestion = settings.congestionControl().get();
    sendRing = new ByteRing(settings.buffers().send(), memory);
    receiveBuffer = new ReceiveBuffer(settings.buffers().receive(), memory);
    windowShift = ReceiveTuning.windowShift(settings.buffers().mostReceive());
    route.set(id.localHigh(), id.localLow(), id.remoteHigh(), id.remoteLow());
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
