package io.fourwave.tcp.congestion;

/**
 * CUBIC (RFC 9438): after congestion the window returns quickly to where it was, lingers there, and
 * then looks for more, faster and faster, all as a cubic function of time and not of round trips.
 * Where Reno would have a wider window, on short or slow paths, it does as Reno.
 *
 * <p>The window grows by what an acknowledgement covers and not by the acknowledgement, so that
 * neither delayed nor divided acknowledgements change its pace. The window is not less than two
 * segments after an ECN mark either, as {@link #onCongestion} does not tell marks from losses; §4.6
 * wants one then. Slow start is Reno's (§4.10), not HyStart++.
 */
public final class Cubic extends LossBased {
  private static final double C = 0.4; // segments a cubic second, §5.1
  private static final double BETA = 0.7; // §4.6
  private static final double ALPHA = 3 * (1 - BETA) / (1 + BETA); // §4.3
  private static final double NANOS_PER_SECOND = 1e9;

  /** The window to fractions of an octet; 0 if no stage of congestion avoidance is under way. */
  private double exact;

  /** W_max in octets: where congestion was met, or less (§4.7). */
  private double plateau;

  /** cwnd_prior in octets: the window when the threshold was last set. */
  private double prior;

  /** W_est in octets: the window that Reno would have. */
  private double reno;

  /** K in seconds: when the window is back at the plateau. */
  private double untilPlateau;

  /** Nanoseconds for which the window has been in use since the stage began: t of §4.2. */
  private long elapsed;

  /** When the last acknowledgement came. */
  private long heard;

  /** Whether the next stage is the first after a timeout (§4.8). */
  private boolean timedOut;

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
    if (ack.isLimited()) {
      elapsed += Math.min(now - heard, ack.smoothedRtt());
    }
    heard = now;
    super.onAcknowledged(ack, now);
  }

  @Override
  void avoid(int octets, long rtt) {
    if ((int) exact != window()) { // nor does one go on when silence or recovery cut the window
      beginStage();
    }
    double share = Math.min(octets / exact, 1);
    double alpha = reno < prior ? ALPHA : 1; // §4.3
    reno += alpha * segmentSize() * share;
    if (cubicAt(elapsed) < reno) {
      exact = Math.max(exact, reno);
    } else {
      double target = Math.min(cubicAt(elapsed + rtt), 1.5 * exact);
      exact += Math.max(target - exact, 0) * share; // §4.4, §4.5
    }
    exact = Math.min(exact, UNLIMITED);
    grow((int) exact - window());
  }

  private void beginStage() {
    elapsed = 0;
    exact = window();
    reno = exact;
    if (timedOut || plateau < exact) { // §4.8, §4.10: there is no plateau to return to
      plateau = exact;
    }
    timedOut = false;
    untilPlateau = Math.cbrt((plateau - exact) / segmentSize() / C);
  }

  /** W_cubic in octets (§4.2). */
  private double cubicAt(long nanos) {
    double t = nanos / NANOS_PER_SECOND - untilPlateau;
    return C * segmentSize() * t * t * t + plateau;
  }

  @Override
  public void onCongestion(Congestion sign, int inFlight, long now) {
    prior = window();
    plateau = prior < plateau ? prior * (1 + BETA) / 2 : prior; // §4.7: fast convergence
    timedOut = false;
    exact = 0;
    super.onCongestion(sign, inFlight, now);
  }

  @Override
  public void onTimeout(int inFlight, boolean again, long now) {
    if (!again) {
      prior = window();
    }
    timedOut = true;
    exact = 0;
    super.onTimeout(inFlight, again, now);
  }

  @Override
  int reduced(int inFlight) {
    return (int) (inFlight * 7L / 10); // BETA, exactly
  }

  @Override
  public void onSegmentSizeChanged(int smss) {
    if (smss < segmentSize()) {
      double ratio = (double) smss / segmentSize();
      plateau *= ratio;
      prior *= ratio;
    }
    exact = 0; // K and W_est are in segments: a new stage finds them anew
    super.onSegmentSizeChanged(smss);
  }
}
