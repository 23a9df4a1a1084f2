package io.fourwave.tcp.congestion;

/**
 * Slow start, congestion avoidance and the window arithmetic of fast recovery as RFC 5681 has them,
 * with growth by octets acknowledged (RFC 3465): two segments at most for each acknowledgement that
 * a receiver owes, which is one for every second segment.
 */
public final class NewReno extends LossBased {
  private int acknowledgedSinceGrowth;

  /** As RFC 5681 has it. */
  public NewReno() {
    this(false);
  }

  private NewReno(boolean backsOffLess) {
    super(backsOffLess);
  }

  /** One that a mark costs a fifth of what is in flight, and not half of it (RFC 8511 §3). */
  public static NewReno backingOffLessFromMarks() {
    return new NewReno(true);
  }

  @Override
  public String name() {
    return "newreno";
  }

  @Override
  void avoid(Acknowledgement ack, long now) {
    acknowledgedSinceGrowth += ack.octets();
    int round = filled(window());
    if (acknowledgedSinceGrowth >= round) { // RFC 5681 §3.1: a full window adds one segment
      acknowledgedSinceGrowth -= round;
      grow(segmentSize());
    }
  }

  @Override
  public void onCongestion(Congestion sign, int inFlight, long now) {
    super.onCongestion(sign, inFlight, now);
    acknowledgedSinceGrowth = 0;
  }

  @Override
  public void onTimeout(int inFlight, boolean again, long now) {
    super.onTimeout(inFlight, again, now);
    acknowledgedSinceGrowth = 0;
  }

  @Override
  int reduced(int inFlight) {
    return inFlight / 2; // RFC 5681 (4)
  }

  @Override
  int reducedByMark(int inFlight) {
    return (int) (inFlight * 4L / 5);
  }
}
