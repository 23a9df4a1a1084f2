package io.fourwave.tcp;

import java.util.random.RandomGenerator;

/**
 * The limit on challenge ACKs and resets (RFC 5961 §7). The budget of a second is drawn anew around
 * its mean, so that counting the answers tells an outsider nothing (CVE-2016-5696).
 */
final class ChallengeAcks {
  private static final long SECOND = 1_000_000_000L;

  private final int perSecond;
  private final RandomGenerator random;
  private long second = Long.MIN_VALUE;
  private int left;

  ChallengeAcks(int perSecond, RandomGenerator random) {
    this.perSecond = perSecond;
    this.random = random;
  }

  /** Whether one more may be sent now. */
  boolean allow(long now) {
    long current = Math.floorDiv(now, SECOND);
    if (current != second) {
      second = current;
      left = perSecond / 2 + random.nextInt(perSecond + 1);
    }
    return left-- > 0;
  }
}
