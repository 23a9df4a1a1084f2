package io.fourwave.tcp.congestion;

/**
 * How much may be in flight. An algorithm is told what happened and asked for its window; it never
 * reaches back into the connection. One instance a connection, called by one thread. Sizes are
 * octets of text, times nanoseconds.
 */
public interface CongestionControl {
  /** The name that status shows. */
  String name();

  /**
   * The connection is open.
   *
   * @param segmentSize the sender's maximum segment size in octets (SMSS)
   * @param initialWindow octets that may be in flight before the first acknowledgement
   */
  void onEstablished(int segmentSize, int initialWindow, long now);

  /** The path's maximum segment size has changed. */
  void onSegmentSizeChanged(int segmentSize);

  /**
   * An acknowledgement has told something new: text was acknowledged, or has arrived beyond a gap.
   * Called during recovery as well.
   */
  void onAcknowledged(Acknowledgement ack, long now);

  /**
   * A loss, or an ECN mark, was found; called once a window of data.
   *
   * @param inFlight octets sent and not acknowledged
   */
  void onCongestion(Congestion sign, int inFlight, long now);

  /**
   * The retransmission timer expired.
   *
   * @param inFlight octets sent and not acknowledged
   * @param again whether the same segment had timed out before
   */
  void onTimeout(int inFlight, boolean again, long now);

  /**
   * What {@link #onCongestion}, or {@link #onTimeout}, was last told was no loss: the window may be
   * what it was before (RFC 4015, RFC 9438 §4.9).
   */
  void onUndone(long now);

  /** Recovery has ended: everything sent before the loss was found is acknowledged. */
  void onRecovered(long now);

  /**
   * Nothing was sent for longer than a retransmission timeout, and now there is something to send
   * (RFC 5681 §4.1, RFC 7661).
   *
   * @param paced whether that will be spread out over time, see {@link #pacingRate}
   */
  void onIdle(boolean paced, long now);

  /** The congestion window in octets. */
  int window();

  /** The slow-start threshold in octets. */
  int slowStartThreshold();

  /** Octets a second at which segments are spread out; 0 sends them as acknowledgements allow. */
  default long pacingRate() {
    return 0;
  }
}
