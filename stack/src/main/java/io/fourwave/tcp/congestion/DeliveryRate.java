package io.fourwave.tcp.congestion;

/**
 * How fast the path delivers: what arrived in the latest round trip, or a little more than one. A
 * few moments are kept for each round trip and nothing for each segment. Sizes are octets, times
 * nanoseconds, rates octets a second.
 */
final class DeliveryRate {
  private static final int MOMENTS = 16;
  private static final int MOMENTS_A_ROUND_TRIP = 8;
  private static final double NANOS_PER_SECOND = 1e9;

  private final long[] times = new long[MOMENTS];
  private final long[] totals = new long[MOMENTS];
  private int moments;
  private long total;

  /** When the application last had nothing to send. */
  private long starvedAt;

  private boolean starved;

  /** More has arrived; a rate of 0 says that it is not known yet. */
  long sample(Acknowledgement ack, long now) {
    total += ack.delivered();
    if (ack.isStarved()) {
      starvedAt = now;
    }
    long roundTrip = Math.max(ack.smoothedRtt(), 1);
    starved = starvedAt > 0 && now - starvedAt < 2 * roundTrip;
    long rate = rateSince(now - roundTrip, now);
    int latest = (moments - 1) % MOMENTS;
    if (moments == 0 || now - times[latest] >= roundTrip / MOMENTS_A_ROUND_TRIP) {
      times[moments % MOMENTS] = now;
      totals[moments++ % MOMENTS] = total;
    }
    return rate;
  }

  /** From the latest moment that is old enough. */
  private long rateSince(long from, long now) {
    int oldest = Math.max(0, moments - MOMENTS);
    for (int i = moments - 1; i >= oldest; i--) {
      long time = times[i % MOMENTS];
      if (time <= from && time < now) {
        return (long) ((total - totals[i % MOMENTS]) * NANOS_PER_SECOND / (now - time));
      }
    }
    return 0;
  }

  /** Whether the application, not the path, may have made the latest rate what it is. */
  boolean isStarved() {
    return starved;
  }
}
