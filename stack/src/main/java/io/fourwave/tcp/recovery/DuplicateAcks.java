package io.fourwave.tcp.recovery;

/**
 * Without SACK: the third duplicate acknowledgement means that the first segment is lost, and
 * during recovery a partial acknowledgement means the next one is (RFC 5681 §3.2, RFC 6582 §3.2).
 */
public final class DuplicateAcks implements LossDetector {
  private static final int THRESHOLD = 3;

  private int duplicates;
  private int departed;
  private int most;

  @Override
  public boolean acknowledged(
      SentSegments sent, int acknowledged, boolean duplicate, boolean recovering, int segmentSize) {
    if (acknowledged > 0) {
      duplicates = 0;
      departed = recovering ? Math.max(0, departed - Math.max(0, acknowledged - segmentSize)) : 0;
      return recovering && sent.loseFirst(segmentSize); // RFC 6582 §3.2: partial acknowledgement
    }
    if (!duplicate) {
      return false;
    }
    if (!recovering) {
      most = sent.inFlight() - segmentSize; // RFC 5681 §3.2: duplicates beyond that are forged
    }
    departed = Math.min(departed + segmentSize, Math.max(0, most));
    return ++duplicates == THRESHOLD && !recovering && sent.loseFirst(segmentSize);
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
