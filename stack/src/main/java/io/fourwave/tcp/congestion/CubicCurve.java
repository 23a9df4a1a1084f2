package io.fourwave.tcp.congestion;

/**
 * Where a window is on the curve of RFC 9438, in congestion avoidance. Sizes are octets, times
 * nanoseconds.
 */
final class CubicCurve {
  private static final double C = 0.4; // segments a cubic second, §5.1
  private static final double BETA = 0.7; // §4.6
  private static final double ALPHA = 3 * (1 - BETA) / (1 + BETA); // §4.3
  private static final double NANOS_PER_SECOND = 1e9;

  /** The window to fractions of an octet; 0 if no stage of congestion avoidance is under way. */
  private double exact;

  /** W_max: where congestion was met, or less (§4.7). */
  private double plateau;

  /** cwnd_prior: the window when the threshold was last set. */
  private double prior;

  /** W_est: the window that Reno would have. */
  private double reno;

  /** K in seconds: when the window is back at the plateau. */
  private double untilPlateau;

  /** The time for which the window has been in use since the stage began: t of §4.2. */
  private long elapsed;

  /** Whether the next stage is the first after a timeout (§4.8). */
  private boolean timedOut;

  /** The window was in use for so long. */
  void passed(long nanos) {
    elapsed += nanos;
  }

  /** Begins a stage, unless one is under way that has led to this window. */
  void at(int window, int segmentSize) {
    if ((int) exact == window) {
      return;
    }
    elapsed = 0;
    exact = window;
    reno = window;
    if (timedOut || plateau < exact) { // §4.8, §4.10: there is no plateau to return to
      plateau = exact;
    }
    timedOut = false;
    untilPlateau = Math.cbrt((plateau - exact) / segmentSize / C);
  }

  /**
   * The window after an acknowledgement; {@link #at} was called before.
   *
   * @param share of what the window lets be in flight, up to 1, was acknowledged
   */
  int grown(double share, long rtt, int segmentSize) {
    double alpha = reno < prior ? ALPHA : 1; // §4.3
    reno += alpha * segmentSize * share;
    if (cubic(elapsed, segmentSize) < reno) {
      exact = Math.max(exact, reno);
    } else {
      double target = Math.min(cubic(elapsed + rtt, segmentSize), 1.5 * exact);
      exact += Math.max(target - exact, 0) * share; // §4.4, §4.5
    }
    exact = Math.min(exact, LossBased.UNLIMITED);
    return (int) exact;
  }

  /** W_cubic (§4.2). */
  private double cubic(long nanos, int segmentSize) {
    double t = nanos / NANOS_PER_SECOND - untilPlateau;
    return C * segmentSize * t * t * t + plateau;
  }

  /** Congestion was met at this window. */
  void congested(int window) {
    prior = window;
    plateau = prior < plateau ? prior * (1 + BETA) / 2 : prior; // §4.7: fast convergence
    timedOut = false;
    exact = 0;
  }

  /** The retransmission timer expired at this window, or has for one that was answered. */
  void timedOut(int window, boolean again) {
    prior = again ? prior : window;
    timedOut = true;
    exact = 0;
  }

  /** Segments have become shorter, or longer: a new stage finds K and W_est anew. */
  void scale(double ratio) {
    plateau *= ratio;
    prior *= ratio;
    exact = 0;
  }

  /** Goes where another one is. */
  void copy(CubicCurve other) {
    exact = other.exact;
    plateau = other.plateau;
    prior = other.prior;
    reno = other.reno;
    untilPlateau = other.untilPlateau;
    elapsed = other.elapsed;
    timedOut = other.timedOut;
  }
}
