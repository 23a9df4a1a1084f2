package io.fourwave.sim;

/** What becomes of a packet on a wire. */
public enum Fate {
  /** Handed to the wire. */
  SENT,
  /** Handed to the node at the other end. */
  DELIVERED,
  /** Lost: there was no room in the queue before the wire. */
  QUEUE_FULL,
  /** Lost: the wire is cut. */
  CUT,
  /** Lost by chance. */
  LOST,
  /** Lost on purpose, by a rule. */
  DROPPED,
  /** Sent on twice. */
  DUPLICATED,
  /** Held back so that later packets overtake it. */
  REORDERED,
  /** Damaged; the packet is shown as it was. */
  CORRUPTED,
  /** Lost: the wire held as many packets as it can. */
  OVERFLOWED
}
