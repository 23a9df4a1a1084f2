package io.fourwave.tcp.recovery;

import io.fourwave.wire.Seq;

/**
 * Where a connection stands between losses: all is well, fast recovery, or after a timeout (RFC
 * 5681 §3.2, RFC 6582, RFC 6675 §5). Told what happened; says what changed.
 */
public final class Recovery {
  /** What has to be repaired. */
  public enum Phase {
    /** Nothing. */
    OPEN,
    /** A loss that acknowledgements revealed. */
    FAST,
    /** Everything that was in flight when the timer expired. */
    TIMEOUT
  }

  /** What an acknowledgement changed. */
  public enum Change {
    /** Nothing. */
    NONE,
    /** A loss was found: a new recovery begins. */
    BEGUN,
    /** Everything is repaired. */
    ENDED
  }

  private final SentSegments sent = new SentSegments();
  private LossDetector detector = new DuplicateAcks();
  private Phase phase = Phase.OPEN;
  private int point;
  private boolean urgent;

  /** What is in flight. */
  public SentSegments sent() {
    return sent;
  }

  /** Chooses how losses are found: by SACK if it was agreed upon. */
  public void agreed(boolean sack) {
    detector = sack ? new SackLoss() : new DuplicateAcks();
  }

  /** What is being repaired. */
  public Phase phase() {
    return phase;
  }

  /** Octets believed to be in the network. */
  public int inFlight() {
    return Math.max(0, sent.inFlight() - detector.departed());
  }

  /**
   * An acknowledgement was applied to {@link #sent()}.
   *
   * @param octets by which SND.UNA advanced
   * @param duplicate see {@link LossDetector#acknowledged}
   */
  public Change acknowledged(int octets, boolean duplicate, int una, int nxt, int segmentSize) {
    if (phase != Phase.OPEN && Seq.atOrAfter(una, point)) {
      end();
      return Change.ENDED;
    }
    if (phase == Phase.TIMEOUT) {
      return Change.NONE; // RFC 6582 §4: what timed out is being repaired as it is
    }
    boolean found =
        detector.acknowledged(sent, octets, duplicate, phase == Phase.FAST, segmentSize);
    if (!found) {
      return Change.NONE;
    }
    urgent |= phase == Phase.OPEN || octets > 0;
    if (phase != Phase.OPEN) {
      return Change.NONE;
    }
    phase = Phase.FAST;
    point = nxt;
    return Change.BEGUN;
  }

  private void end() {
    phase = Phase.OPEN;
    urgent = false;
    detector.reset();
  }

  /** The retransmission timer expired. */
  public void timeout(int nxt) {
    sent.loseAll();
    detector.reset();
    phase = Phase.TIMEOUT;
    point = nxt;
    urgent = true;
  }

  /**
   * Sends everything again that is unacknowledged, though nothing is congested: the window was
   * closed or the segments were too long for the path.
   */
  public void resendAll() {
    sent.loseAll();
    detector.reset();
  }

  /** Whether the next retransmission does not wait for the congestion window (RFC 6675 §5, 4.3). */
  public boolean isUrgent() {
    return urgent && sent.hasLost();
  }

  /** Something was sent again. */
  public void repaired(int octets, long now) {
    sent.repaired(octets, now);
    urgent = false;
  }
}
