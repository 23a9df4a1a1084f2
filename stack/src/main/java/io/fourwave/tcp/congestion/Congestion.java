package io.fourwave.tcp.congestion;

/** Signs of congestion. */
public enum Congestion {
  /** A segment was lost. */
  LOSS,
  /** A router marked a packet instead of dropping it (RFC 3168). */
  MARK
}
