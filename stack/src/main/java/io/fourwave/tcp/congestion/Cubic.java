package io.fourwave.tcp.congestion;

/**
 * CUBIC (RFC 9438): after congestion the window returns quickly to where it was, lingers there, and
 * then looks for more, faster and faster, all as a cubic function of time and not of round trips.
 * Where Reno would have a wider window, on short or slow paths, it does as Reno.
 *
 * <p>The window grows by what an acknowledgement covers and not by the acknowledgement, so that
 * neither delayed nor divided acknowledgements change its pace.
 */
public final class Cubic extends LossBased {
  /** Null until slow start has ended. */
  private CubicCurve curve;

  /** The curve before the latest reduction (§4.9); null before the first. */
  private CubicCurve kept;

  /** When the last acknowledgement came. */
  private long heard;

  /** As RFC 9438 has it. */
  public Cubic() {
    this(false);
  }

  private Cubic(boolean backsOffLess) {
    super(backsOffLess);
  }

  /** One that a mark costs less than a loss does, 0.15 of what is in flight (RFC 8511 §3.1). */
  public static Cubic backingOffLessFromMarks() {
    return new Cubic(true);
  }

  @Override
  public String name() {
    return "cubic";
  }

  /**
   * {@inheritDoc}
   *
   * <p>Time counts only while the window is in use (§4.2, §5.8). An acknowledgement tells of a
   * round trip and no more: a longer silence before it was the application's.
   */
  @Override
  public void onAcknowledged(Acknowledgement ack, long now) {
    super.onAcknowledged(ack, now);
    heard = now;
  }

  @Override
  void avoid(Acknowledgement ack, long now) {
    curve().passed(Math.min(now - heard, ack.smoothedRtt()));
    curve.at(window(), segmentSize()); // it does not go on if silence or recovery cut the window
    double share = Math.min((double) ack.octets() / filled(window()), 1);
    grow(curve.grown(share, ack.smoothedRtt(), segmentSize()) - window());
  }

  private CubicCurve curve() {
    curve = curve == null ? new CubicCurve() : curve;
    return curve;
  }

  /**
   * {@inheritDoc}
   *
   * <p>The window (§4.6 allows it): it does not grow unless it is used, and what is in flight is
   * less than it by as much as the segments do not fill, a quarter if it is a few segments wide.
   */
  @Override
  int congestedAt(int inFlight) {
    return window();
  }

  @Override
  public void onCongestion(Congestion sign, int inFlight, long now) {
    int before = window();
    super.onCongestion(sign, inFlight, now);
    curve().congested(before);
  }

  @Override
  public void onTimeout(int inFlight, boolean again, long now) {
    int before = window();
    boolean answered = again || isRepairing();
    super.onTimeout(inFlight, again, now);
    curve().timedOut(before, answered);
  }

  @Override
  void keep() {
    super.keep();
    kept = kept == null ? new CubicCurve() : kept;
    kept.copy(curve());
  }

  @Override
  void restore() {
    super.restore();
    curve().copy(kept);
  }

  @Override
  int reduced(int inFlight) {
    return (int) (inFlight * 7L / 10); // beta, exactly (§4.6)
  }

  @Override
  int reducedByMark(int inFlight) {
    return (int) (inFlight * 17L / 20);
  }

  @Override
  public void onSegmentSizeChanged(int smss) {
    if (curve != null) {
      curve.scale(smss < segmentSize() ? (double) smss / segmentSize() : 1);
    }
    super.onSegmentSizeChanged(smss);
  }
}
