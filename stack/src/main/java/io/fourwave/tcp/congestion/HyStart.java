package io.fourwave.tcp.congestion;

/**
 * HyStart++ (RFC 9406): when the round trips of slow start take longer, a queue is filling up. Slow
 * start then goes on at a quarter of its pace for some rounds, and ends before it has to be ended
 * by losses; unless round trips are short again, in which case it was a false alarm. Sizes are
 * octets, times nanoseconds.
 */
final class HyStart {
  private static final long LEAST_THRESHOLD = 4_000_000; // MIN_RTT_THRESH
  private static final long MOST_THRESHOLD = 16_000_000; // MAX_RTT_THRESH
  private static final int THRESHOLD_DIVISOR = 8; // MIN_RTT_DIVISOR
  private static final int SAMPLES = 8; // N_RTT_SAMPLE
  private static final int GROWTH_DIVISOR = 4; // CSS_GROWTH_DIVISOR
  private static final int ROUNDS = 5; // CSS_ROUNDS
  private static final long NONE = Long.MAX_VALUE;

  private long lastRound = NONE;
  private long thisRound = NONE;
  private int samples;

  /** The shortest round trip of the round in which the alarm was given; NONE if it was not. */
  private long baseline = NONE;

  /** Rounds since the alarm, the one in which it was given included. */
  private int rounds;

  /** What is left of the growth that slow start would have. */
  int growth(int octets) {
    return isAlarmed() ? octets / GROWTH_DIVISOR : octets;
  }

  /** Whether this is conservative slow start (§4.2). */
  boolean isAlarmed() {
    return baseline != NONE;
  }

  /** Says whether slow start is over. */
  boolean isOver(Acknowledgement ack) {
    if (ack.isRoundBegun() && beginsRound()) {
      return true;
    }
    if (ack.rtt() >= 0) {
      thisRound = Math.min(thisRound, ack.rtt());
      samples++;
    }
    if (samples >= SAMPLES) {
      judge();
    }
    return false;
  }

  private boolean beginsRound() {
    lastRound = thisRound;
    thisRound = NONE;
    samples = 0;
    return isAlarmed() && ++rounds > ROUNDS;
  }

  private void judge() {
    if (isAlarmed()) {
      baseline = thisRound < baseline ? NONE : baseline; // a false alarm
    } else if (thisRound != NONE && lastRound != NONE) {
      long slack = lastRound / THRESHOLD_DIVISOR;
      slack = Math.max(LEAST_THRESHOLD, Math.min(slack, MOST_THRESHOLD));
      if (thisRound >= lastRound + slack) {
        baseline = thisRound;
        rounds = 1;
      }
    }
  }
}
