package io.fourwave.tcp.recovery;

/**
 * How much may be sent for each acknowledgement while a loss is repaired: Proportional Rate
 * Reduction (RFC 6937, and RFC 9937 which brings it up to date). The window shrinks in step with
 * what arrives instead of after half a round trip of silence, and what fills it again after many
 * losses is no burst. Sizes are octets.
 */
final class ProportionalRate {
  private long delivered;
  private long out;
  private long flightAtStart;
  private int allowance;

  /**
   * A loss was found.
   *
   * @param flight RecoverFS: what was in the network, what is selectively acknowledged not included
   */
  void begin(int flight) {
    delivered = 0;
    out = 0;
    flightAtStart = Math.max(1, flight);
    allowance = 0;
  }

  /**
   * An acknowledgement has come, or the timer of the loss detector.
   *
   * @param octets DeliveredData
   * @param inFlight the pipe
   * @param target the window at the end of recovery
   * @param safe whether SND.UNA advanced and nothing more was lost (RFC 9937's SafeACK)
   */
  void acknowledged(int octets, int inFlight, int target, int segmentSize, boolean safe) {
    if (octets <= 0) {
      return; // divided acknowledgements earn nothing
    }
    delivered += octets;
    long count;
    if (inFlight > target) {
      long segments = delivered * target / segmentSize;
      long proportion = (segments + flightAtStart - 1) / flightAtStart * segmentSize;
      count = proportion - out;
    } else {
      count = Math.max(delivered - out, octets) + (safe ? segmentSize : 0);
      count = Math.min(count, (long) target - inFlight);
    }
    allowance = (int) Math.max(0, count);
  }

  /** At the beginning, and whenever a loss is found, one segment goes at once. */
  void atLeast(int segmentSize) {
    allowance = Math.max(allowance, segmentSize);
  }

  void sent(int octets) {
    out += octets;
    allowance -= octets;
  }

  /** Octets that may be sent now. */
  int allowance() {
    return allowance;
  }
}
