package io.fourwave.link;

/**
 * Whether the next packet is lost: each for itself, or in bursts, by Gilbert's model. There the
 * path is good or bad, loses nothing or everything, and changes by chance between packets: out of a
 * bad stretch so that it is as long as asked for on average, and into one so that the share of lost
 * packets is.
 */
final class LossChance {
  private final double whenGood;
  private final double whenBad;
  private boolean bad;

  LossChance(double loss, double burst) {
    if (burst == 1 || loss == 0 || loss == 1) {
      whenGood = loss;
      whenBad = loss;
    } else {
      whenGood = loss / (1 - loss) / burst;
      whenBad = 1 - 1 / burst;
    }
  }

  /** Says so, and is told the chance, 0 to 1, that the packet has drawn. */
  boolean loses(double drawn) {
    bad = drawn < (bad ? whenBad : whenGood);
    return bad;
  }
}
