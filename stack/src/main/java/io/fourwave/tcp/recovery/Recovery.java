package io.fourwave.tcp.recovery;

import io.fourwave.wire.Seq;

/**
 * Where a connection stands between losses: all is well, fast recovery, or after a timeout (RFC
 * 5681 §3.2, RFC 6582, RFC 6675 §5, RFC 8985). Told what happened; says what changed.
 *
 * <p>A connection has one of its own only while something is in flight, or may yet be told of what
 * was; see {@link Recoveries}.
 */
public final class Recovery implements Deliveries {
  /** What has to be repaired. */
  public enum Phase {
    /** Nothing. */
    OPEN,
    /** A loss that acknowledgements revealed. */
    FAST,
    /** What was in flight when the timer expired. */
    TIMEOUT
  }

  /** What an acknowledgement changed. */
  public enum Change {
    /** Nothing. */
    NONE,
    /** A loss was found: a new recovery begins. */
    BEGUN,
    /** Everything is repaired. */
    ENDED,
    /** A loss was found and repaired before anybody knew, by a loss probe. */
    REPAIRED,
    /** Nothing had been lost: what was done about it is to be undone. */
    UNDONE,
    /** The same after a timeout. */
    TIMEOUT_UNDONE
  }

  /** Linked among those that nobody needs. */
  Recovery next;

  private final boolean nobodys;
  private final SentSegments sent = new SentSegments(this);
  private final ProportionalRate rate = new ProportionalRate();
  private final TailLoss tail = new TailLoss();
  private final Spurious spurious = new Spurious();
  private final Moments moments = new Moments();
  private final Detectors detectors = new Detectors();
  private LossDetector detector = detectors.begin(LossFinding.BY_DUPLICATES, null);
  private AckFacts ack;
  private Phase phase = Phase.OPEN;
  private int point;
  private int undoEnd;
  private boolean timedOut;
  private boolean marked;
  private boolean urgent;
  private boolean probes;
  private boolean moreLost;
  private int departedBefore;

  /** One for connections; or nobody's, in which nothing ever is. */
  Recovery(boolean nobodys) {
    this.nobodys = nobodys;
  }

  /** Begins anew: nothing is in flight. */
  void begin(LossFinding by, ReorderingWindow window, boolean timed) {
    sent.clear();
    moments.clear();
    tail.begin(timed);
    spurious.forget();
    phase = Phase.OPEN;
    timedOut = false;
    marked = false;
    urgent = false;
    moreLost = false;
    departedBefore = 0;
    agreed(by, window);
  }

  /** Whether nothing is in flight, and nothing will be told of what was. */
  boolean isOver() {
    boolean repaired = phase == Phase.OPEN && !marked && !spurious.isOpen();
    return repaired && sent.isEmpty() && (!probes || tail.isOver());
  }

  /** Nothing has come for so long that nothing will tell any more that it was not lost. */
  public void forgetPast() {
    if (phase == Phase.OPEN && sent.isEmpty()) {
      spurious.forget();
    }
  }

  /** What is in flight. */
  public SentSegments sent() {
    return sent;
  }

  /** The SYNs have agreed on how losses are found; what was sent before is in flight. */
  public void agreed(LossFinding by, ReorderingWindow window) {
    if (!nobodys) {
      probes = by == LossFinding.BY_TIME;
      detector = detectors.begin(by, window);
    }
  }

  /** Whether losses are found by time: RACK-TLP. */
  public boolean usesTime() {
    return probes;
  }

  /** What is being repaired. */
  public Phase phase() {
    return phase;
  }

  /** Octets believed to be in the network. */
  public int inFlight() {
    return Math.max(0, sent.inFlight() - detector.departed());
  }

  /** Whether something has arrived beyond a gap. */
  public boolean isInDoubt() {
    return sent.sacked() + detector.departed() > 0;
  }

  /** Octets that may be sent now, with such a congestion window. */
  public int room(int window, int segmentSize) {
    if (spurious.prefersNewText()) {
      return spurious.newTextLeft();
    }
    int room = isReducing() ? rate.allowance() : window - inFlight();
    return isUrgent() ? Math.max(room, segmentSize) : room;
  }

  /** An acknowledgement is about to be applied to {@link #sent()}. */
  public void acknowledgementArrives(AckFacts facts) {
    ack = facts;
    departedBefore = detector.departed();
    sent.acknowledgementArrives();
  }

  @Override
  public void delivered(SentSegments segments, int piece) {
    detector.delivered(segments, piece, ack);
    spurious.delivered(segments, piece);
  }

  /** A round-trip time was measured. */
  public void measured() {
    tail.measured();
  }

  /** An acknowledgement was applied to {@link #sent()}, and its facts are complete. */
  public Change acknowledged() {
    boolean repaired = acknowledgesProbe();
    boolean waited = spurious.prefersNewText();
    if (spurious.isShownBy(ack, phase != Phase.OPEN, sent.hasLost())) {
      undo();
      return timedOut ? Change.TIMEOUT_UNDONE : Change.UNDONE;
    }
    urgent |= waited && !spurious.prefersNewText(); // RFC 5682 §2.1, 3a: what waited is lost
    if (phase != Phase.OPEN && Seq.atOrAfter(ack.una, point)) {
      end();
      return Change.ENDED;
    }
    if (phase == Phase.OPEN && Seq.after(ack.una, undoEnd)) {
      spurious.forget(); // what is reported twice from now on was sent since
    }
    marked &= Seq.before(ack.una, point);
    boolean found = findLosses();
    if (found && phase == Phase.OPEN) {
      begin(ack.una, ack.nxt, deliveredBy(ack));
      return Change.BEGUN;
    }
    return repaired && phase == Phase.OPEN ? Change.REPAIRED : Change.NONE;
  }

  /**
   * The window was reduced for a mark and not for a loss. It shrinks at the same pace; what was
   * before is past, and cannot be undone any more.
   */
  public void marked() {
    marked = Seq.before(ack.una, ack.nxt); // else there is nothing to be paced by
    point = ack.nxt;
    spurious.forget();
    beginPace(ack.una, ack.nxt, deliveredBy(ack));
  }

  /** Whether the window shrinks, after a loss or a mark, in step with what arrives. */
  public boolean isReducing() {
    return phase == Phase.FAST || marked;
  }

  /** A loss was repaired before it was known: what was before it cannot be undone any more. */
  public void cannotBeUndone() {
    spurious.forget();
  }

  private void beginPace(int una, int nxt, int delivered) {
    rate.begin(nxt - una - sent.sacked() - detector.departed() + delivered);
  }

  private boolean acknowledgesProbe() {
    boolean explained = tail.explains(ack);
    boolean repaired = tail.repairs(ack);
    ack.dsack &= !explained; // it tells of the probe, not of reordering
    return repaired;
  }

  private boolean findLosses() {
    moreLost = false;
    if (phase == Phase.TIMEOUT && !detector.worksAfterTimeout()) {
      return false; // RFC 6582 §4: what timed out is being repaired as it is
    }
    moreLost = detector.acknowledged(sent, ack, phase != Phase.OPEN);
    urgent |= moreLost && ack.octets > 0 && phase == Phase.FAST; // a partial acknowledgement
    return moreLost;
  }

  private void begin(int una, int nxt, int delivered) {
    phase = Phase.FAST;
    timedOut = false;
    point = nxt;
    urgent = true;
    spurious.begin(una, false);
    tail.reset();
    marked = false;
    beginPace(una, nxt, delivered);
  }

  /** RFC 6937 §2, DeliveredData; without SACK a duplicate stands for a segment. */
  private int deliveredBy(AckFacts facts) {
    return Math.max(0, facts.news() + detector.departed() - departedBefore);
  }

  private void undo() {
    if (phase != Phase.OPEN) {
      sent.believeInFlight();
      phase = Phase.OPEN;
    }
    urgent = false;
    detector.undone();
  }

  private void end() {
    phase = Phase.OPEN;
    undoEnd = ack.nxt;
    urgent = false;
    detector.recovered();
  }

  /**
   * Says, after an acknowledgement and what congestion control made of it, how much it lets go.
   *
   * @param target the congestion window
   */
  public void pace(int target, int segmentSize) {
    if (!isReducing()) {
      return;
    }
    boolean safe = ack.octets > 0 && !moreLost;
    rate.acknowledged(deliveredBy(ack), inFlight(), target, segmentSize, safe);
    if (isUrgent()) {
      rate.atLeast(segmentSize);
    }
  }

  /** Whether, since this was last asked, something was found lost that had been sent again. */
  public boolean hasLostResent() {
    return detector.hasLostResent();
  }

  /**
   * When losses are to be looked for though no acknowledgement has come; {@link Long#MAX_VALUE} if
   * not.
   */
  public long deadline() {
    return detector.deadline();
  }

  /** That time has come. */
  public Change expired(int una, int nxt, int segmentSize, long now) {
    if (!detector.expired(sent, phase != Phase.OPEN, now)) {
      return Change.NONE;
    }
    if (phase == Phase.OPEN) {
      begin(una, nxt, 0);
      rate.atLeast(segmentSize);
      return Change.BEGUN;
    }
    rate.atLeast(segmentSize);
    return Change.NONE;
  }

  /**
   * The retransmission timer expired.
   *
   * @param again whether it had before, and nothing has been acknowledged since
   */
  public void timeout(int una, int nxt, boolean again, long now) {
    boolean first = phase == Phase.OPEN;
    if (!again) {
      spurious.begin(una, !first);
      if (first) {
        spurious.watchTimeout(nxt);
      }
    }
    tail.reset();
    detector.timeout(sent, now);
    phase = Phase.TIMEOUT;
    timedOut = true;
    marked = false;
    point = nxt;
    urgent = true;
  }

  /**
   * Sends everything again that is unacknowledged, though nothing is congested: the window was
   * closed or the segments were too long for the path.
   */
  public void resendAll() {
    sent.loseAll();
    spurious.forget();
    detector.reset();
  }

  /** Whether the next retransmission does not wait for the congestion window (RFC 6675 §5, 4.3). */
  public boolean isUrgent() {
    return urgent && sent.hasLost();
  }

  /** Whether something is to be sent again before any new text. */
  public boolean hasLost() {
    return sent.hasLost() && !spurious.prefersNewText();
  }

  /** Something new was sent. */
  public void sent(int start, int end, long now) {
    if (nobodys) {
      throw new IllegalStateException("a connection that sends has a recovery of its own");
    }
    sent.sent(start, end, moment(false, now));
    rate.sent(end - start);
    spurious.sentNew(end - start);
  }

  private long moment(boolean again, long now) {
    return probes ? moments.next(again, now) : now;
  }

  /** The first of what is lost was sent again. */
  public void repaired(int octets, long now) {
    int start = sent.lostFrom();
    long at = moment(true, now);
    sent.repaired(octets, at);
    rate.sent(octets);
    detector.resent(start, start + octets, at);
    spurious.resent(start, start + octets, now);
    urgent = false;
  }

  /** Whether a loss probe may be sent, now or later (RFC 8985 §7.2, §7.3). */
  public boolean mayProbe() {
    return probes && phase == Phase.OPEN && sent.sacked() == 0 && tail.isAllowed();
  }

  /** Where a loss probe that is not new text begins: with the last segment of the last piece. */
  public int probeFrom(int nxt, int segmentSize) {
    int octets = Seq.distance(sent.lastFrom(), nxt);
    int rest = octets % segmentSize;
    return nxt - (rest == 0 ? segmentSize : rest);
  }

  /** A loss probe was sent from {@code seq} on; if it was new, {@link #sent} was told. */
  public void probed(int seq, int nxt, boolean old, long now) {
    tail.sent(nxt, old);
    if (old) {
      long at = moment(true, now);
      sent.probedFrom(seq, at);
      detector.resent(seq, nxt, at);
    }
  }
}
