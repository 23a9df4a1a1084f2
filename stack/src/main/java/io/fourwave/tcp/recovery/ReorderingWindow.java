package io.fourwave.tcp.recovery;

import io.fourwave.wire.Seq;

/**
 * How long RACK waits for what may only be late (RFC 8985 §6.2, steps 3 and 4): not at all while
 * the path keeps the order and a loss is likely; a quarter of the least round-trip time otherwise,
 * and a quarter more for each round trip in which the peer reports that something arrived twice.
 *
 * <p>With RACK.rtt, this is what RACK knows of the path: it is kept from flight to flight.
 */
public final class ReorderingWindow {
  private static final int PERSISTENCE = 16;
  private static final int THRESHOLD = 3;

  private final MinimumRtt least = new MinimumRtt();
  private long latest;
  private boolean known;
  private long smoothed;
  private int forward;
  private boolean any;
  private boolean seen;
  private int quarters = 1;
  private int persists;
  private int roundEnd;
  private boolean inRound;

  /** RACK.rtt: how long the most recently sent piece took that has arrived. */
  void latest(long rtt) {
    latest = rtt;
    known = true;
  }

  long latest() {
    return latest;
  }

  /** Whether anything has ever arrived. */
  boolean isKnown() {
    return known;
  }

  void measured(long rtt, long now) {
    least.measured(rtt, now);
  }

  /** RACK.min_RTT, 0 before the first measurement. */
  long leastRtt() {
    return least.value();
  }

  /** A piece has arrived that was sent once only, or again. */
  void delivered(int end, boolean again) {
    if (!any || Seq.after(end, forward)) {
      forward = end;
      any = true;
    } else if (Seq.before(end, forward) && !again) {
      seen = true;
    }
  }

  /** Something was believed lost that was only late. */
  void late() {
    seen = true;
  }

  /** Whether something has arrived out of the order in which it was sent. */
  boolean isReordered() {
    return seen;
  }

  /**
   * How slowly timestamps may tick, in nanoseconds: half a round trip once text was late and not
   * lost, 0 before. A whole one, or as much as the window has grown to, would not tell any more
   * whether what arrives was sent first or again.
   */
  public long tick() {
    return seen ? least.value() / 2 : 0;
  }

  /** Whether nothing is known of the path but how long it takes. */
  public boolean isOrdinary() {
    return !seen && quarters == 1;
  }

  /** Another acknowledgement: each round trip with a DSACK widens the window. */
  void acknowledged(AckFacts ack) {
    smoothed = ack.smoothedRtt;
    inRound &= Seq.before(ack.una, roundEnd);
    if (ack.dsack && !inRound) {
      inRound = true;
      roundEnd = ack.nxt;
      quarters = Math.min(quarters + 1, 1 << 20);
      persists = PERSISTENCE;
    }
  }

  /** A recovery has ended: after sixteen without a DSACK the window is as narrow as at first. */
  void recovered() {
    if (--persists <= 0) {
      persists = 0;
      quarters = 1;
    }
  }

  /** RACK.reo_wnd in nanoseconds; DupThresh is counted in octets, as in RFC 6675. */
  long length(boolean recovering, int sacked, int segmentSize) {
    if (!seen && (recovering || sacked > (THRESHOLD - 1) * segmentSize)) {
      return 0;
    }
    return Math.min(quarters * least.value() / 4, smoothed);
  }
}
