package io.fourwave.tcp;

import io.fourwave.wire.IpAddress;
import java.util.Arrays;

/**
 * A limit on answers that strangers can provoke: so many a second to those peers that a secret hash
 * of their addresses puts together, one in {@link #GROUPS} of all. Who counts the answers to itself
 * so learns nothing of what others are sent, as one limit for all would tell (CVE-2016-5696). Nor
 * does a neighbour in the same group learn much: the budget of each second is another one.
 */
final class AnswerLimit {
  static final int GROUPS = 64;

  private static final long SECOND = 1_000_000_000L;
  private static final int PURPOSE = 4;

  private final int perSecond;
  private final SipHash secret;
  private final long[] seconds = new long[GROUPS];
  private final int[] left = new int[GROUPS];

  /**
   * A limit.
   *
   * @param perSecond its mean; a second's budget is half of it to half as much again
   */
  AnswerLimit(int perSecond, SipHash secret) {
    this.perSecond = perSecond;
    this.secret = secret;
    Arrays.fill(seconds, Long.MIN_VALUE);
  }

  /** Whether one more may be sent to this address now. */
  boolean allow(long high, long low, long now) {
    int group = group(high, low);
    long current = Math.floorDiv(now, SECOND);
    if (current != seconds[group]) {
      seconds[group] = current;
      left[group] = budget(group, current);
    }
    return left[group]-- > 0;
  }

  /** Of IPv6 the network counts, since whoever has an address there has all of them. */
  private int group(long high, long low) {
    secret.begin();
    secret.add(IpAddress.isV4(high, low) ? low : high);
    secret.add(PURPOSE);
    return (int) secret.end(16) & GROUPS - 1;
  }

  /** Hashed and not drawn, so that no other choice depends on who was answered. */
  private int budget(int group, long current) {
    secret.begin();
    secret.add(current);
    secret.add((long) group << 32 | PURPOSE);
    return perSecond / 2 + (int) Long.remainderUnsigned(secret.end(16), perSecond + 1L);
  }
}
