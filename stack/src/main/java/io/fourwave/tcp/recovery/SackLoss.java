package io.fourwave.tcp.recovery;

import io.fourwave.wire.Seq;

/**
 * With SACK and no use of time: a piece is lost once the peer has more than two segments' worth, or
 * three separate stretches, beyond it (RFC 6675 §4, IsLost).
 */
final class SackLoss implements LossDetector {
  private static final int THRESHOLD = 3;

  private boolean any;
  private int decidedBefore;

  @Override
  public boolean acknowledged(SentSegments sent, AckFacts ack, boolean recovering) {
    if (sent.sacked() == 0) {
      return false;
    }
    int last = lastDoomed(sent, ack.segmentSize);
    boolean found = false;
    for (int i = last; i >= sent.first() && isUndecided(sent.from(i)); i--) {
      found |= sent.lose(i);
    }
    if (last >= sent.first()) {
      decidedBefore = any ? Seq.max(decidedBefore, sent.to(last)) : sent.to(last);
      any = true;
    }
    return found;
  }

  /** The last piece that has enough beyond it; before the first if there is none. */
  private static int lastDoomed(SentSegments sent, int segmentSize) {
    int octets = 0;
    int stretches = 0;
    int i = sent.end() - 1;
    for (; i >= sent.first(); i--) {
      boolean sacked = sent.is(i, Pieces.SACKED);
      if (!sacked && (octets > (THRESHOLD - 1) * segmentSize || stretches >= THRESHOLD)) {
        break;
      }
      octets += sacked ? sent.to(i) - sent.from(i) : 0;
      stretches += sacked ? 1 : 0; // what touches is one piece
    }
    return i;
  }

  private boolean isUndecided(int seq) {
    return !any || Seq.atOrAfter(seq, decidedBefore);
  }

  @Override
  public void timeout(SentSegments sent, long now) {
    sent.loseAll();
    reset();
  }

  @Override
  public void reset() {
    any = false;
  }
}
