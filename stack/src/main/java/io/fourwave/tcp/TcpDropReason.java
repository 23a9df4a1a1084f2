package io.fourwave.tcp;

/** Why a segment went no further. */
public enum TcpDropReason {
  /** Shorter than a TCP header. */
  TRUNCATED,
  /** A data offset below five words or beyond the segment. */
  BAD_DATA_OFFSET,
  /** The checksum is wrong (MUST-3). */
  BAD_CHECKSUM,
  /** Port 0. */
  BAD_PORT,
  /** To a broadcast or multicast address (MUST-57). */
  TO_GROUP,
  /** A reset, or something that must not be answered, for no connection. */
  STRAY,
  /** For no connection; answered with a reset, or beyond the limit on resets. */
  CLOSED_PORT,
  /** Outside the window, or an old duplicate (RFC 9293 §3.10.7.4, first check). */
  OUT_OF_WINDOW,
  /** A timestamp older than the last (RFC 7323 §5, PAWS). */
  OLD_TIMESTAMP,
  /** No timestamp where they were agreed (RFC 7323 §3.2). */
  MISSING_TIMESTAMP,
  /** A reset or SYN that was challenged instead of obeyed (RFC 5961 §3, §4). */
  CHALLENGED,
  /** An acknowledgement of what was never sent, or is too old (RFC 5961 §5). */
  BAD_ACK,
  /** No ACK bit where there has to be one. */
  NO_ACK,
  /** The listener's backlog is full. */
  BACKLOG_FULL,
  /** Text after the peer's FIN, or for a socket that is closed. */
  UNWANTED_TEXT,
  /** In TIME-WAIT, an old segment or a reset (RFC 1337). */
  TIME_WAIT,
  /** For a connection of another queue's host, which has all it may take of such. */
  ELSEWHERE,
  /** The limit on connections or memory was reached. */
  LIMIT
}
