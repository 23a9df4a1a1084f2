package io.fourwave.tcp.congestion;

/** A window that never changes: for tests and for links known to be lossless. */
public final class FixedWindow implements CongestionControl {
  private final int window;

  /** Makes one of so many octets. */
  public FixedWindow(int octets) {
    if (octets <= 0) {
      throw new IllegalArgumentException("a window must be positive, not " + octets);
    }
    window = octets;
  }

  @Override
  public String name() {
    return "fixed";
  }

  @Override
  public void onEstablished(int segmentSize, int initialWindow, long now) {}

  @Override
  public void onSegmentSizeChanged(int segmentSize) {}

  @Override
  public void onAcknowledged(Acknowledgement ack, long now) {}

  @Override
  public void onCongestion(Congestion sign, int inFlight, long now) {}

  @Override
  public void onTimeout(int inFlight, boolean again, long now) {}

  @Override
  public void onUndone(long now) {}

  @Override
  public void onRecovered(long now) {}

  @Override
  public void onIdle(boolean paced, long now) {}

  @Override
  public int window() {
    return window;
  }

  @Override
  public int slowStartThreshold() {
    return window;
  }
}
