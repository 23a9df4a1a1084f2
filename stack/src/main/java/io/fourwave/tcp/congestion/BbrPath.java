package io.fourwave.tcp.congestion;

/**
 * What BBR believes of a path: its bandwidth and shortest round trip, and the bounds that losses
 * have set. Sizes are octets, times nanoseconds, rates octets a second.
 */
final class BbrPath {
  static final int UNBOUNDED = LossBased.UNLIMITED;
  private static final double BETA = 0.7;
  private static final double HEADROOM = 0.85;
  private static final double NANOS_PER_SECOND = 1e9;

  /** The highest rates of this cycle of probing and of the one before. */
  private long thisCycle;

  private long lastCycle;

  /** The bandwidth that losses outside of probing suggest; until the next probing. */
  private long lowRate = Long.MAX_VALUE;

  private int low = UNBOUNDED;
  private int high = UNBOUNDED;
  private long shortest = Long.MAX_VALUE;
  private long shortestAt;

  /** A rate was measured; one that the application made counts only if it is higher. */
  void delivered(long rate, boolean starved) {
    if (!starved || rate > most()) {
      thisCycle = Math.max(thisCycle, rate);
    }
  }

  void nextCycle() {
    if (thisCycle > 0) {
      lastCycle = thisCycle;
      thisCycle = 0;
    }
  }

  /** The highest rate of two cycles. */
  long most() {
    return Math.max(thisCycle, lastCycle);
  }

  /** The bandwidth to go by; 0 if none is known. */
  long bandwidth() {
    return Math.min(most(), lowRate);
  }

  /** A round trip was measured. */
  void measured(long roundTrip, long now) {
    if (roundTrip <= shortest) {
      shortest = Math.max(roundTrip, 1);
      shortestAt = now;
    }
  }

  /** Takes what comes next for the shortest round trip: the path was emptied to find out. */
  void measureAnew(long roundTrip, long now) {
    shortest = Math.max(roundTrip, 1);
    shortestAt = now;
  }

  /** The shortest round trip, or the given one if none is known. */
  long shortest() {
    return shortest;
  }

  long shortestAt() {
    return shortestAt;
  }

  /** So many times the bandwidth-delay product; {@link #UNBOUNDED} if that is not known. */
  int product(double gain) {
    if (most() == 0 || shortest == Long.MAX_VALUE) {
      return UNBOUNDED;
    }
    return (int) Math.min(gain * bandwidth() * shortest / NANOS_PER_SECOND, UNBOUNDED);
  }

  /** Losses while nothing was probed: others want their share. */
  void lower(long rate, int window, int arrived) {
    long from = lowRate == Long.MAX_VALUE ? most() : lowRate;
    lowRate = Math.max(rate, (long) (BETA * from));
    int base = low == UNBOUNDED ? window : low;
    low = Math.max(arrived, (int) (BETA * base));
  }

  /** It is time to ask for more: what losses said in between is forgotten. */
  void liftLower() {
    lowRate = Long.MAX_VALUE;
    low = UNBOUNDED;
  }

  /** Too much was lost with so much in flight. */
  void bound(int arrived, int window) {
    int target = Math.min(product(1), window);
    high = Math.min(high, Math.max(arrived, (int) (BETA * target)));
  }

  /** More fits than was believed. */
  void raise(int octets) {
    high = high == UNBOUNDED ? high : Math.min(high + octets, UNBOUNDED);
  }

  int high() {
    return high;
  }

  /** What may be in flight, with room left for others or not. */
  int most(boolean headroom) {
    int upper = headroom && high != UNBOUNDED ? (int) (HEADROOM * high) : high;
    return Math.min(upper, low);
  }
}
