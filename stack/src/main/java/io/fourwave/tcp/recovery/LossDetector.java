package io.fourwave.tcp.recovery;

/** Finds out what was lost; changes nothing but the marks in {@link SentSegments}. */
public interface LossDetector {
  /**
   * An acknowledgement has been applied.
   *
   * @param acknowledged octets by which SND.UNA advanced
   * @param duplicate whether it says, by RFC 5681 §2 or by new SACK blocks, that something arrived
   *     beyond a gap
   * @param recovering whether a loss was found before and is not yet repaired
   * @param segmentSize SMSS in octets
   * @return whether pieces are now believed lost that were not before
   */
  boolean acknowledged(
      SentSegments sent, int acknowledged, boolean duplicate, boolean recovering, int segmentSize);

  /** Octets known to have left the network beside what SACK says: one segment a duplicate. */
  int departed();

  /** Begins anew: recovery has ended, or the timer expired. */
  void reset();
}
