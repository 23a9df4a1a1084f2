package io.fourwave.tcp.congestion;

/**
 * Slow start, congestion avoidance and the window arithmetic of fast recovery as RFC 5681 has them,
 * with growth by octets acknowledged (RFC 3465): two segments at most for each acknowledgement that
 * a receiver owes, which is one for every second segment.
 */
public final class NewReno implements CongestionControl {
  private static final int UNLIMITED = Integer.MAX_VALUE / 2;

  private int segmentSize = 536;
  private int initialWindow = 536;
  private int window = 536;
  private int threshold = UNLIMITED;
  private int acknowledgedSinceGrowth;

  @Override
  public String name() {
    return "newreno";
  }

  @Override
  public void onEstablished(int smss, int octets, long now) {
    segmentSize = smss;
    initialWindow = octets;
    window = octets;
  }

  @Override
  public void onSegmentSizeChanged(int smss) {
    if (smss < segmentSize) { // RFC 5681 §3.1: as many segments as before, not as many octets
      window = scaled(window, smss);
      initialWindow = scaled(initialWindow, smss);
    }
    segmentSize = smss;
    window = Math.max(window, smss);
  }

  private int scaled(int octets, int smss) {
    return (int) ((long) octets * smss / segmentSize);
  }

  @Override
  public void onAcknowledged(int octets, boolean limited, long now) {
    if (!limited) {
      return; // RFC 7661 §4.1: a window that was not used is not validated
    }
    if (window < threshold) {
      int upToThreshold = Math.max(segmentSize, threshold - window);
      grow(Math.min(Math.min(octets, owed(octets)), upToThreshold)); // RFC 5681 §3.1 (2)
      return;
    }
    acknowledgedSinceGrowth += octets;
    if (acknowledgedSinceGrowth >= window) { // RFC 5681 §3.1: a full window adds one segment
      acknowledgedSinceGrowth -= window;
      grow(segmentSize);
    }
  }

  /** An acknowledgement of a super-segment stands for those of its parts, two segments each. */
  private int owed(int octets) {
    int acknowledgements = Math.max(1, octets / (2 * segmentSize));
    return acknowledgements * 2 * segmentSize;
  }

  private void grow(int octets) {
    window = Math.min(window + octets, UNLIMITED);
  }

  @Override
  public void onCongestion(int inFlight, long now) {
    threshold = halved(inFlight);
    window = Math.min(window, threshold);
    acknowledgedSinceGrowth = 0;
  }

  @Override
  public void onTimeout(int inFlight, boolean again, long now) {
    if (!again) { // RFC 5681 §3.1: the threshold is not halved twice for one segment
      threshold = halved(inFlight);
    }
    window = segmentSize;
    acknowledgedSinceGrowth = 0;
  }

  private int halved(int inFlight) {
    return Math.max(inFlight / 2, 2 * segmentSize); // RFC 5681 (4)
  }

  @Override
  public void onRecovered(long now) {
    window = Math.max(Math.min(window, threshold), segmentSize);
  }

  @Override
  public void onIdle(long now) {
    window = Math.min(window, initialWindow); // RFC 5681 §4.1: the restart window
  }

  @Override
  public int window() {
    return window;
  }

  @Override
  public int slowStartThreshold() {
    return threshold;
  }
}
