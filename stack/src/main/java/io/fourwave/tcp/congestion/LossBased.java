package io.fourwave.tcp.congestion;

/**
 * What algorithms that take a loss for congestion have in common: slow start (RFC 5681 §3.1) by
 * octets acknowledged (RFC 3465), the least window, timeouts, silence, and the segment size. How
 * far congestion reduces the window, and how it grows again, is each algorithm's own.
 */
abstract class LossBased implements CongestionControl {
  /** The widest window in octets: a TCP window has 30 bits at most (RFC 7323 §2.3). */
  static final int UNLIMITED = Integer.MAX_VALUE / 2;

  private static final long SHORTEST_PACED = 1_000_000;
  private static final long NANOS_PER_SECOND = 1_000_000_000;
  private static final int PACE = 2; // windows in a round trip
  private static final int FIRST_PACE = 4;

  private final boolean backsOffLess;

  /** Whether nothing has been acknowledged since a silence: no clock but ours says when to send. */
  private boolean silent;

  /** Null until the window grows, and after the first slow start. */
  private HyStart start;

  private final WindowValidation validation = new WindowValidation();
  private long roundTrip;

  /** Whether a loss was found that is not repaired yet. */
  private boolean repairing;

  /** What was used of a window that was not validated when it met with loss; 0 for others. */
  private int used;

  /** What was lost since then, and so sent again. */
  private int lost;

  private int segmentSize = 536;
  private int initialWindow = 536;
  private int window = 536;
  private int threshold = UNLIMITED;
  private int windowBefore;
  private int thresholdBefore;

  /** Makes one; {@code backsOffLess}: answers marks by {@link #reducedByMark} (RFC 8511). */
  LossBased(boolean backsOffLess) {
    this.backsOffLess = backsOffLess;
  }

  /** Of what congestion is to leave a part: what is in flight (RFC 5681 (4)), or the window. */
  int congestedAt(int inFlight) {
    return inFlight;
  }

  /** What congestion leaves of so many octets in flight. */
  abstract int reduced(int inFlight);

  /** The same of marks in congestion avoidance, if those are to be answered more gently. */
  abstract int reducedByMark(int inFlight);

  /** New text was acknowledged in congestion avoidance, and the window had been used. */
  abstract void avoid(Acknowledgement ack, long now);

  @Override
  public void onEstablished(int smss, int octets, long now) {
    segmentSize = smss;
    initialWindow = octets;
    window = octets;
    validation.begin(now);
  }

  @Override
  public void onSegmentSizeChanged(int smss) {
    if (smss < segmentSize) { // RFC 5681 §3.1: as many segments as before, not as many octets
      window = scaled(window, smss);
      initialWindow = scaled(initialWindow, smss);
      threshold = threshold == UNLIMITED ? UNLIMITED : scaled(threshold, smss);
    }
    segmentSize = smss;
    window = Math.max(window, smss);
    windowBefore = 0; // was in other segments: there is no return
  }

  private int scaled(int octets, int smss) {
    return (int) ((long) octets * smss / segmentSize);
  }

  @Override
  public void onAcknowledged(Acknowledgement ack, long now) {
    roundTrip = ack.smoothedRtt();
    silent = false;
    if (ack.isRecovering()) {
      lost += ack.lost();
      return; // RFC 7661 §4.2
    }
    validation.acknowledged(ack, window, now);
    adjust(now);
    if (ack.octets() == 0 || ack.isMarked() || !validation.isUsed(window)) {
      return;
    }
    if (window >= threshold) {
      avoid(ack, now);
      return;
    }
    int growth = Math.min(ack.octets(), owed(ack.octets())); // RFC 5681 §3.1 (2)
    if (threshold == UNLIMITED) {
      startFirst(ack, growth);
    } else {
      grow(Math.min(growth, Math.max(segmentSize, threshold - window)));
    }
  }

  /** The first slow start; later ones have a threshold, and need no other end (RFC 9406 §4.3). */
  private void startFirst(Acknowledgement ack, int growth) {
    start = start == null ? new HyStart() : start;
    grow(start.growth(growth));
    if (start.isOver(ack)) {
      threshold = window;
      start = null;
    }
  }

  /** An acknowledgement of a super-segment stands for those of its parts, two segments each. */
  private int owed(int octets) {
    int acknowledgements = Math.max(1, octets / (2 * segmentSize));
    return acknowledgements * 2 * segmentSize;
  }

  /** Adds to the window, within its bounds. */
  final void grow(int octets) {
    window = Math.min(window + octets, UNLIMITED);
  }

  /**
   * {@inheritDoc}
   *
   * <p>A mark may leave a single segment, a loss leaves two (RFC 3168 §6.1.2, RFC 9438 §4.6).
   */
  @Override
  public void onCongestion(Congestion sign, int inFlight, long now) {
    keep();
    boolean marked = sign == Congestion.MARK;
    repairing = !marked;
    boolean gently = marked && backsOffLess && window >= threshold; // RFC 8511 §4
    int met = congestedAt(inFlight);
    int left = gently ? reducedByMark(met) : reduced(met);
    int carried = validation.pipeAck(now);
    used = 0;
    if (!validation.isValidated(window)) { // RFC 7661 §4.4.1
      used = Math.max(carried, inFlight);
      left = used / 2;
      lost = 0;
    }
    threshold = atLeastTwoSegments(left);
    window = Math.min(window, marked ? Math.max(left, segmentSize) : threshold);
  }

  /**
   * {@inheritDoc}
   *
   * <p>The threshold is not reduced twice for one segment, nor for one window: a loss that was
   * being repaired has had its reduction, and half of what is in flight now is a bound (RFC 5681
   * §3.1).
   */
  @Override
  public void onTimeout(int inFlight, boolean again, long now) {
    if (repairing) {
      threshold = Math.min(threshold, atLeastTwoSegments(reduced(inFlight)));
    } else if (!again) {
      keep();
      threshold = atLeastTwoSegments(reduced(inFlight));
    }
    repairing = false;
    window = segmentSize;
    validation.reset(now);
  }

  /** Keeps what {@link #onUndone} returns to. */
  void keep() {
    windowBefore = window;
    thresholdBefore = threshold;
  }

  @Override
  public void onUndone(long now) {
    repairing = false;
    if (window < windowBefore) { // RFC 9438 §4.9.2; else what was learnt since then is better
      restore();
    }
  }

  /** RFC 4015 §3.2, without its slow start: pacing sees to it that there is no burst. */
  void restore() {
    window = windowBefore;
    threshold = Math.max(threshold, thresholdBefore);
  }

  private int atLeastTwoSegments(int octets) {
    return Math.max(octets, 2 * segmentSize); // RFC 5681 (4), RFC 9438 §4.6
  }

  @Override
  public void onRecovered(long now) {
    repairing = false;
    int most = used > 0 ? Math.min((used - lost) / 2, threshold) : threshold; // RFC 7661 §4.4.1
    window = Math.max(Math.min(window, most), segmentSize);
    used = 0;
    validation.reset(now);
  }

  /**
   * {@inheritDoc}
   *
   * <p>For five minutes the window stays as it is, then it is halved, again and again (RFC 7661
   * §4.4.3). But where nothing spreads it out there is the restart window (RFC 5681 §4.1).
   */
  @Override
  public void onIdle(boolean paced, long now) {
    silent = true;
    adjust(now);
    if (!paced) {
      window = Math.min(window, initialWindow);
    }
  }

  private void adjust(long now) {
    for (int i = validation.periodsOver(now); i > 0; i--) {
      threshold = Math.max(threshold, (int) (window * 3L / 4));
      window = Math.min(window, Math.max(window / 2, initialWindow));
    }
  }

  /**
   * {@inheritDoc}
   *
   * <p>Twice what the window allows in a round trip, so that slow start can double it, and nothing
   * waits for longer than half of one. Twice as fast in the first slow start, until a queue shows:
   * each of its rounds begins later by what the one before was spread over. Nothing is paced before
   * a round trip is measured, nor where that is so short that pacing would be the timer's work, nor
   * what any connection may send at once (RFC 6928).
   */
  @Override
  public long pacingRate() {
    boolean spread = roundTrip >= SHORTEST_PACED && window > initialWindow;
    return spread ? window * NANOS_PER_SECOND * pace() / roundTrip : 0;
  }

  private int pace() {
    boolean first = threshold == UNLIMITED && (start == null || !start.isAlarmed());
    return first && !silent ? FIRST_PACE : PACE;
  }

  /** What can be in flight of such a window: whole segments, and one at least. */
  final int filled(int octets) {
    return Math.max(segmentSize, octets - octets % segmentSize);
  }

  /** Whether a loss was found, and answered, that is not repaired yet. */
  final boolean isRepairing() {
    return repairing;
  }

  /** SMSS in octets. */
  final int segmentSize() {
    return segmentSize;
  }

  @Override
  public final int window() {
    return window;
  }

  @Override
  public final int slowStartThreshold() {
    return threshold;
  }
}
