package io.fourwave.ip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** RFC 4443 §2.4 f. */
class TokenBucketTest {
  private static final long SECOND = 1_000_000_000L;

  private static int takes(TokenBucket bucket, long now) {
    int taken = 0;
    while (bucket.take(now)) {
      taken++;
    }
    return taken;
  }

  @Test
  void aSecondsWorthMayGoAtOnceAndThenAtTheRate() {
    TokenBucket bucket = new TokenBucket(100);
    assertEquals(100, takes(bucket, -SECOND));
    assertEquals(0, takes(bucket, -SECOND + SECOND / 100 - 1));
    assertEquals(1, takes(bucket, -SECOND + SECOND / 100));
    assertEquals(50, takes(bucket, -SECOND + SECOND / 100 + SECOND / 2));
    assertEquals(100, takes(bucket, 1000 * SECOND));
  }

  @Test
  void overALongTimeTheRateIsKept() {
    TokenBucket bucket = new TokenBucket(7);
    int taken = 0;
    for (long now = 0; now < 100 * SECOND; now += SECOND / 997) {
      taken += bucket.take(now) ? 1 : 0;
    }
    assertTrue(taken >= 700 && taken <= 708, "took " + taken);
  }

  @Test
  void aClockThatStandsStillOrStepsBackGivesNothing() {
    TokenBucket bucket = new TokenBucket(1);
    assertTrue(bucket.take(0));
    assertFalse(bucket.take(0));
    assertFalse(bucket.take(-10 * SECOND));
    assertTrue(bucket.take(-9 * SECOND));
    assertFalse(bucket.take(Long.MIN_VALUE));
  }

  @Test
  void aRateOfZeroIsNever() {
    TokenBucket bucket = new TokenBucket(0);
    assertFalse(bucket.take(0));
    assertFalse(bucket.take(Long.MAX_VALUE));
  }
}
