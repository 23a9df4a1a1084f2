package io.fourwave.tcp;

/**
 * When a listener answers SYNs with cookies instead of keeping half-open connections (RFC 4987).
 */
public enum SynCookieUse {
  /** Never: when there is no room for half-open connections, SYNs are dropped. */
  NEVER,
  /** While there is no room for half-open connections. */
  UNDER_FLOOD,
  /** Always: nothing is kept of a peer before its ACK comes, and some options may be lost. */
  ALWAYS
}
