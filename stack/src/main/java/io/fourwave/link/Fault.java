package io.fourwave.link;

/** What a faulty link can do to a packet. */
public enum Fault {
  /** Lost by chance. */
  LOST,
  /** Lost on purpose: it matched a rule. */
  DROPPED,
  /** Sent on twice. */
  DUPLICATED,
  /** Held back so that later packets overtake it. */
  REORDERED,
  /** One bit is no longer what it was. */
  CORRUPTED,
  /** Lost because the link held as many packets as it can, or its bottleneck's queue was full. */
  OVERFLOWED
}
