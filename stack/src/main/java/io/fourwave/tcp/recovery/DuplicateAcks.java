package io.fourwave.tcp.recovery;

/**
 * Without SACK: the third duplicate acknowledgement means that the first segment is lost, and
 * during recovery a partial acknowledgement means the next one is (RFC 5681 §3.2, RFC 6582 §3.2).
 */
final class DuplicateAcks implements LossDetector {
  private static final int THRESHOLD = 3;

  private int duplicates;
  private int departed;
  private int most;

  @Override
  public boolean acknowledged(SentSegments sent, AckFacts ack, boolean recovering) {
    int segment = ack.segmentSize;
    if (ack.octets > 0) {
      duplicates = 0;
      departed = recovering ? Math.max(0, departed - Math.max(0, ack.octets - segment)) : 0;
      return recovering && sent.loseFirst(segment); // RFC 6582 §3.2: partial acknowledgement
    }
    if (!ack.duplicate) {
      return false;
    }
    if (!recovering) {
      most = sent.inFlight() - segment; // RFC 5681 §3.2: duplicates beyond that are forged
    }
    departed = Math.min(departed + segment, Math.max(0, most));
    return ++duplicates == THRESHOLD && !recovering && sent.loseFirst(segment);
  }

  @Override
  public void timeout(SentSegments sent, long now) {
    sent.loseAll();
    reset();
  }

  @Override
  public int departed() {
    return departed;
  }

  @Override
  public void reset() {
    duplicates = 0;
    departed = 0;
  }
}
