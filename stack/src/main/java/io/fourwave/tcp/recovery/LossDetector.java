package io.fourwave.tcp.recovery;

/** Finds out what was lost; changes nothing but the marks in {@link SentSegments}. */
interface LossDetector {
  /** A deadline that never comes. */
  long NEVER = Long.MAX_VALUE;

  /** A piece has arrived, by the acknowledgement that is being looked at. */
  default void delivered(SentSegments sent, int piece, AckFacts ack) {}

  /** A range was sent again. */
  default void resent(int from, int to, long now) {}

  /**
   * An acknowledgement has been applied.
   *
   * @param recovering whether a loss was found before and is not yet repaired
   * @return whether pieces are now believed lost that were not before
   */
  boolean acknowledged(SentSegments sent, AckFacts ack, boolean recovering);

  /** When it wants to look again though no acknowledgement has come; {@link #NEVER} if not. */
  default long deadline() {
    return NEVER;
  }

  /** Looks again; returns whether pieces are now believed lost that were not before. */
  default boolean expired(SentSegments sent, boolean recovering, long now) {
    return false;
  }

  /** The retransmission timer has expired: believes lost what therefore is. */
  void timeout(SentSegments sent, long now);

  /** Whether it goes on finding losses while what timed out is being repaired. */
  default boolean worksAfterTimeout() {
    return false;
  }

  /** Whether, since this was last asked, something was found lost that had been sent again. */
  default boolean hasLostResent() {
    return false;
  }

  /** Octets known to have left the network beside what SACK says: one segment a duplicate. */
  default int departed() {
    return 0;
  }

  /** What was believed lost was not. */
  default void undone() {
    reset();
  }

  /** Everything is repaired. */
  default void recovered() {
    reset();
  }

  /** Begins anew. */
  void reset();
}
