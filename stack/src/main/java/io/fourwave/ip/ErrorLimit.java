package io.fourwave.ip;

import java.util.random.RandomGenerator;

/**
 * The limit on ICMP errors: so many a second to those hosts that a secret hash of their addresses
 * puts together, one in {@link #GROUPS} of all. Were it one for all, whoever counts the errors that
 * it gets itself would learn which packets in another's name had caused some (CVE-2020-25705).
 */
final class ErrorLimit {
  static final int GROUPS = 64;

  private final TokenBucket[] groups = new TokenBucket[GROUPS];
  private final long seed;
  private final long factor;

  ErrorLimit(int perSecond, RandomGenerator random) {
    seed = random.nextLong();
    factor = random.nextLong() | 1;
    for (int i = 0; i < GROUPS; i++) {
      groups[i] = new TokenBucket(perSecond);
    }
  }

  /** Whether an error may be sent to this address now; if so it counts as sent. */
  boolean take(long high, long low, long now) {
    return groups[group(high, low)].take(now);
  }

  /** Of IPv6 the network counts, since whoever has an address there has all of them. */
  private int group(long high, long low) {
    long network = high == 0 ? low : high;
    long mixed = (network ^ seed) * factor;
    mixed = (mixed ^ mixed >>> 32) * factor;
    return (int) (mixed >>> 58);
  }
}
