package io.fourwave.tcp.congestion;

/**
 * BBR, after the public description of its third version: sends as fast as the path was seen to
 * deliver, keeps about its bandwidth-delay product in flight, asks now and then for more, and now
 * and then empties the path to see how long a round trip is. Losses bound what is in flight only if
 * they are more than one in fifty.
 *
 * <p>Differences: rates are measured over the latest round trip, not for each segment; a mark
 * counts as a round of too many losses; acknowledgements that come in heaps are not made up for.
 */
public final class Bbr implements CongestionControl {
  private enum Phase {
    STARTUP(2.77, 2.77),
    DRAIN(0.35, 2.77),
    DOWN(0.9, 2),
    CRUISE(1, 2),
    REFILL(1, 2),
    UP(1.25, 2.25),
    PROBE_RTT(1, 0.5);

    final double pace;
    final double window;

    Phase(double pace, double window) {
      this.pace = pace;
      this.window = window;
    }
  }

  private static final long SECOND = 1_000_000_000;
  private static final long PROBE_RTT_INTERVAL = 5 * SECOND;
  private static final long PROBE_RTT_TIME = SECOND / 5;
  private static final double GROWTH = 1.25;
  private static final double MARGIN = 0.99;
  private static final double LOSS_THRESHOLD = 0.02;
  private static final int FULL_ROUNDS = 3;
  private static final int MOST_ROUNDS = 63;
  private static final int LEAST_SEGMENTS = 4;
  private static final int QUANTA_IN_FLIGHT = 3;

  private final DeliveryRate rates = new DeliveryRate();
  private final BbrPath path = new BbrPath();
  private Phase phase = Phase.STARTUP;
  private int segmentSize = 536;
  private int window = 536;
  private int windowBefore;
  private long smoothed;

  // startup
  private long fullRate;
  private int flatRounds;
  private boolean full;

  // the present round, which ends when as much has arrived or was lost as was in flight
  private int inFlightBefore;
  private int arrived;
  private int lost;
  private boolean marked;
  private long rate;

  // probing
  private long probedAt;
  private int roundsSinceProbe;
  private int upRounds;
  private boolean probing;
  private boolean risky;
  private long emptySince;
  private long emptyShortest;

  @Override
  public String name() {
    return "bbr";
  }

  @Override
  public void onEstablished(int smss, int initialWindow, long now) {
    segmentSize = smss;
    window = initialWindow;
  }

  @Override
  public void onSegmentSizeChanged(int smss) {
    segmentSize = smss;
    window = Math.max(window, smss);
  }

  @Override
  public void onAcknowledged(Acknowledgement ack, long now) {
    smoothed = ack.smoothedRtt();
    arrived += ack.delivered();
    lost += ack.lost();
    rate = rates.sample(ack, now);
    path.delivered(rate, rates.isStarved());
    if (ack.rtt() >= 0) {
      path.measured(ack.rtt(), now);
      emptyShortest = Math.min(emptyShortest, ack.rtt());
    }
    boolean newRound = arrived + lost >= inFlightBefore;
    if (newRound) {
      endRound(now);
      inFlightBefore = Math.max(ack.inFlight(), segmentSize);
    }
    proceed(ack.inFlight(), newRound, now);
    adjustWindow(ack.delivered());
  }

  private void endRound(long now) {
    double bearable = Math.max(LOSS_THRESHOLD * (lost + arrived), segmentSize);
    boolean tooMany = lost > bearable || marked; // one segment may always be chance
    roundsSinceProbe++;
    if (phase == Phase.STARTUP) {
      endStartupRound(tooMany);
    } else if (probing && tooMany) {
      path.bound(arrived, window);
      probing = false;
      risky = true;
      enterIf(phase == Phase.UP, Phase.DOWN, now);
    } else if (phase == Phase.UP) {
      path.raise(segmentSize << Math.min(upRounds++, 10));
      enterIf(isFlat(), Phase.DOWN, now);
    } else if (tooMany && phase != Phase.REFILL && phase != Phase.PROBE_RTT) {
      path.lower(rate, window, arrived);
    }
    probing &= phase != Phase.DOWN || roundsSinceProbe == 0;
    arrived = 0;
    lost = 0;
    marked = false;
  }

  private void endStartupRound(boolean tooMany) {
    if (tooMany) {
      path.bound(arrived, window);
    }
    full = tooMany || isFlat();
  }

  /** Whether the rate has not grown by a quarter for three rounds. */
  private boolean isFlat() {
    if (rate >= GROWTH * fullRate) {
      fullRate = rate;
      flatRounds = 0;
    } else if (!rates.isStarved()) {
      flatRounds++;
    }
    return flatRounds >= FULL_ROUNDS;
  }

  /** Whether the phase is over. */
  private void proceed(int inFlight, boolean newRound, long now) {
    switch (phase) {
      case STARTUP -> enterIf(full, Phase.DRAIN, now);
      case DRAIN -> enterIf(inFlight <= path.product(1), Phase.DOWN, now);
      case DOWN, CRUISE -> cruise(inFlight, now);
      case REFILL -> enterIf(newRound && roundsSinceProbe > 0, Phase.UP, now);
      case UP -> {
        boolean filled = risky && inFlight >= path.high() - segmentSize;
        risky &= !filled; // the next probing may go beyond it
        enterIf(filled, Phase.DOWN, now);
      }
      case PROBE_RTT -> probeRoundTrip(inFlight, now);
    }
    if (phase != Phase.PROBE_RTT && now - path.shortestAt() > PROBE_RTT_INTERVAL) {
      enter(Phase.PROBE_RTT, now);
    }
  }

  private void cruise(int inFlight, long now) {
    long wait = 2 * SECOND + probedAt % SECOND; // 2 to 3 s, so that neighbours do not probe at once
    int patience = Math.min(path.product(1) / segmentSize, MOST_ROUNDS); // as often as Reno would
    if (now - probedAt > wait || roundsSinceProbe >= Math.max(patience, 2)) {
      path.liftLower();
      enter(Phase.REFILL, now);
    } else if (inFlight <= Math.min(path.product(1), path.most(true))) {
      enterIf(phase == Phase.DOWN, Phase.CRUISE, now);
    }
  }

  private void probeRoundTrip(int inFlight, long now) {
    if (emptySince == 0 && inFlight <= target()) {
      emptySince = now;
      emptyShortest = Long.MAX_VALUE;
    }
    boolean known = emptySince > 0 && emptyShortest < Long.MAX_VALUE;
    if (known && now - emptySince >= PROBE_RTT_TIME) {
      path.measureAnew(emptyShortest, now);
      window = Math.max(window, windowBefore);
      enter(full ? Phase.DOWN : Phase.STARTUP, now);
    }
  }

  private void enterIf(boolean over, Phase next, long now) {
    if (over) {
      enter(next, now);
    }
  }

  private void enter(Phase next, long now) {
    phase = next;
    switch (next) {
      case DOWN -> {
        path.nextCycle();
        probedAt = now;
        roundsSinceProbe = 0;
      }
      case REFILL -> {
        roundsSinceProbe = 0;
        upRounds = 0;
        probing = true;
      }
      case UP -> {
        fullRate = 0;
        flatRounds = 0;
      }
      case PROBE_RTT -> {
        windowBefore = window;
        emptySince = 0;
      }
      default -> {}
    }
  }

  private void adjustWindow(int delivered) {
    int target = target();
    int grown = (int) Math.min((long) window + delivered, BbrPath.UNBOUNDED);
    window = full || phase == Phase.PROBE_RTT ? Math.min(grown, target) : grown;
    if (!full && phase == Phase.STARTUP) {
      window = Math.min(grown, Math.max(target, window));
    }
    boolean headroom = phase == Phase.CRUISE || phase == Phase.PROBE_RTT;
    int least = LEAST_SEGMENTS * segmentSize;
    window = Math.max(Math.min(window, path.most(headroom)), Math.min(least, grown));
  }

  /** What the phase wants in flight, and what is on its way into and out of the hosts. */
  private int target() {
    int product = path.product(phase.window);
    if (product == BbrPath.UNBOUNDED) {
      return product;
    }
    int least = LEAST_SEGMENTS * segmentSize;
    if (phase == Phase.PROBE_RTT) {
      return Math.max(product, least);
    }
    long quantum = Math.max(2L * segmentSize, path.bandwidth() / 1000);
    return (int) Math.min(Math.max(product + QUANTA_IN_FLIGHT * quantum, least), BbrPath.UNBOUNDED);
  }

  @Override
  public void onCongestion(Congestion sign, int inFlight, long now) {
    marked |= sign == Congestion.MARK;
    windowBefore = window;
  }

  @Override
  public void onTimeout(int inFlight, boolean again, long now) {
    windowBefore = again ? windowBefore : window;
    window = segmentSize;
  }

  @Override
  public void onUndone(long now) {
    window = Math.max(window, windowBefore);
  }

  @Override
  public void onRecovered(long now) {}

  @Override
  public void onIdle(boolean paced, long now) {}

  @Override
  public int window() {
    return window;
  }

  /** What losses have bounded it to: there is no slow start to come back to. */
  @Override
  public int slowStartThreshold() {
    return path.high();
  }

  @Override
  public long pacingRate() {
    if (path.bandwidth() > 0) {
      return (long) (phase.pace * MARGIN * path.bandwidth());
    }
    return smoothed == 0 ? 0 : (long) (phase.pace * window * SECOND / smoothed);
  }
}
