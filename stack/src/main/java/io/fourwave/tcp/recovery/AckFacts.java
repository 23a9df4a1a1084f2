package io.fourwave.tcp.recovery;

/**
 * What one acknowledgement says, for {@link Recovery}: made anew by the connection for each. Sizes
 * are octets, times nanoseconds. For one thread.
 */
public final class AckFacts {
  /** Of {@link #sentBefore}: there are no timestamps that could tell. */
  public static final long UNKNOWN = Long.MAX_VALUE;

  long now;
  long sentBefore;
  int octets;
  int sacked;
  int una;
  int nxt;
  int segmentSize;
  long smoothedRtt;
  boolean duplicate;
  boolean bare;
  boolean newTextPossible;
  boolean dsack;
  int dsackFrom;
  int dsackTo;

  /**
   * Begins anew.
   *
   * @param sentBefore the segment that it answers was sent before that time, by its echoed
   *     timestamp; {@link #UNKNOWN} if there is none
   */
  public AckFacts clear(long sentBefore, long now) {
    this.now = now;
    this.sentBefore = sentBefore;
    octets = 0;
    sacked = 0;
    duplicate = false;
    bare = false;
    newTextPossible = false;
    dsack = false;
    return this;
  }

  /** SND.UNA advanced by so many octets, and so many were newly selectively acknowledged. */
  public AckFacts covering(int newOctets, int newlySacked) {
    octets = newOctets;
    sacked = newlySacked;
    return this;
  }

  /** SND.UNA and SND.NXT, the acknowledgement included. */
  public AckFacts leaving(int sndUna, int sndNxt) {
    una = sndUna;
    nxt = sndNxt;
    return this;
  }

  /** SMSS and SRTT, 0 before the first measurement. */
  public AckFacts on(int smss, long srtt) {
    segmentSize = smss;
    smoothedRtt = srtt;
    return this;
  }

  /**
   * What it is by RFC 5681 §2.
   *
   * @param isDuplicate whether it says, also by new SACK blocks, that something arrived beyond a
   *     gap
   * @param isBare whether it has no text, no news of the window, and no SACK blocks
   */
  public AckFacts being(boolean isDuplicate, boolean isBare) {
    duplicate = isDuplicate;
    bare = isBare;
    return this;
  }

  /**
   * Whether a segment of text waits that was never sent, and a window for it (RFC 5682 §2.1, 2b).
   */
  public AckFacts withNewText(boolean possible) {
    newTextPossible = possible;
    return this;
  }

  /** It reports that a range has arrived twice (RFC 2883). */
  public AckFacts twice(int from, int to) {
    dsack = true;
    dsackFrom = from;
    dsackTo = to;
    return this;
  }

  /** Octets that are newly known to have arrived, by either kind of acknowledgement. */
  int news() {
    return octets + sacked;
  }
}
