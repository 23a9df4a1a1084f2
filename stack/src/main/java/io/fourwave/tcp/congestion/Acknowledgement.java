package io.fourwave.tcp.congestion;

/**
 * What one acknowledgement told: made anew by the connection for each, and to be asked only while
 * {@link CongestionControl#onAcknowledged} runs. Sizes are octets of text, times nanoseconds. For
 * one thread.
 */
public final class Acknowledgement {
  private int octets;
  private int delivered;
  private int inFlight;
  private long rtt;
  private long smoothedRtt;
  private boolean limited;
  private boolean recovering;
  private boolean roundBegun;
  private boolean marked;
  private boolean starved;
  private int lost;

  /** Begins anew: nothing was acknowledged, no round-trip time is known. */
  public Acknowledgement clear() {
    octets = 0;
    delivered = 0;
    inFlight = 0;
    rtt = -1;
    smoothedRtt = 0;
    limited = false;
    recovering = false;
    roundBegun = false;
    marked = false;
    starved = false;
    lost = 0;
    return this;
  }

  /** SND.UNA advanced by so many octets; by selective acknowledgement or not, so many arrived. */
  public Acknowledgement covering(int newOctets, int newlyDelivered) {
    octets = newOctets;
    delivered = newlyDelivered;
    return this;
  }

  /** What is believed to be in the network from now on. */
  public Acknowledgement leaving(int octetsInFlight) {
    inFlight = octetsInFlight;
    return this;
  }

  /** The latest round-trip time, -1 if it measures none, and the smoothed one, 0 before any. */
  public Acknowledgement measuring(long latest, long smoothed) {
    rtt = latest;
    smoothedRtt = smoothed;
    return this;
  }

  /** Whether the window was full when this was in flight, and whether a loss is being repaired. */
  public Acknowledgement during(boolean isLimited, boolean isRecovering) {
    limited = isLimited;
    recovering = isRecovering;
    return this;
  }

  /** Whether what was in flight when the last round began is acknowledged now. */
  public Acknowledgement beginningRound(boolean begins) {
    roundBegun = begins;
    return this;
  }

  /** Whether it echoes a mark (RFC 3168). */
  public Acknowledgement echoing(boolean mark) {
    marked = mark;
    return this;
  }

  /** Octets that it showed to be lost, and whether the application had had nothing to send. */
  public Acknowledgement telling(int lostOctets, boolean isStarved) {
    lost = lostOctets;
    starved = isStarved;
    return this;
  }

  /** Octets by which SND.UNA advanced. */
  public int octets() {
    return octets;
  }

  /** Octets that were not known to have arrived, selectively acknowledged ones included. */
  public int delivered() {
    return delivered;
  }

  /** Octets believed to be in the network after it. */
  public int inFlight() {
    return inFlight;
  }

  /** The round-trip time it measured, -1 if none (Karn). */
  public long rtt() {
    return rtt;
  }

  /** SRTT (RFC 6298), 0 before the first measurement. */
  public long smoothedRtt() {
    return smoothedRtt;
  }

  /** Whether the window was full when this was in flight: cwnd-limited (RFC 7661 §4.5.3). */
  public boolean isLimited() {
    return limited;
  }

  /** Whether a loss that acknowledgements revealed is being repaired. */
  public boolean isRecovering() {
    return recovering;
  }

  /** Whether it echoes a router's mark: no reason to widen the window (RFC 3168 §6.1.2). */
  public boolean isMarked() {
    return marked;
  }

  /** Octets that were found to be lost by it, or since the one before. */
  public int lost() {
    return lost;
  }

  /**
   * Whether the application had nothing more to send when this was in flight, so that the rate at
   * which it arrives says little of the path.
   */
  public boolean isStarved() {
    return starved;
  }

  /** Whether a round trip is over and the next begins. */
  public boolean isRoundBegun() {
    return roundBegun;
  }
}
