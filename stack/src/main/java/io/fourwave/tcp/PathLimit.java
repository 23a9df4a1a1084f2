package io.fourwave.tcp;

/**
 * What one connection knows of its path's MTU (RFC 4821 §7.1, RFC 5927 §7.2). Lengths are of whole
 * IP packets, in octets. Data; {@link PathSearch} has the rules. A connection has none before it
 * has a segment of full length to send.
 */
final class PathLimit {
  /** search_high: no probe is longer before the search begins anew. */
  int ceiling;

  /** Whether the search has come to its end: then it begins anew at {@link #searchAt}. */
  boolean settled;

  /** No probe is sent before, in nanoseconds. */
  long searchAt;

  /** Whether packets have become shorter on suspicion, and nothing was acknowledged since. */
  boolean suspected;

  /** Whether a probe is on its way, from {@link #probeFrom} to {@link #probeTo}. */
  boolean probing;

  int probeFrom;
  int probeTo;

  /** Whether nothing but a probe was lost, so that the recovery that goes on reduces no window. */
  boolean forgiven;

  /** maxsizeacked: the longest packet of which we know that it arrived. */
  int proven;

  /** Whether an acknowledgement of {@link #witness} proves that the path's MTU is right. */
  boolean watching;

  int witness;

  /** What a router claims the MTU to be though longer packets arrived; 0 if none does. */
  int claimed;

  int claimedSeq;
}
