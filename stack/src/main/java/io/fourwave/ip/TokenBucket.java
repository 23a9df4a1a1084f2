package io.fourwave.ip;

/** Allows so many events a second, and as many at once after a rest (RFC 4443 §2.4 f). */
final class TokenBucket {
  private static final long SECOND = 1_000_000_000L;

  private final long price; // nanoseconds of waiting that an event costs
  private long credit; // nanoseconds
  private long last;
  private boolean running;

  /** A full bucket; {@code perSecond} is 0 for never, and at most a thousand million. */
  TokenBucket(int perSecond) {
    price = perSecond == 0 ? Long.MAX_VALUE : SECOND / perSecond;
    credit = perSecond == 0 ? 0 : SECOND;
  }

  /** Whether one more may happen now; if so it counts as having happened. */
  boolean take(long now) {
    if (running && price != Long.MAX_VALUE) {
      long waited = Math.max(0, now - last);
      credit = waited >= SECOND ? SECOND : Math.min(SECOND, credit + waited);
    }
    running = true;
    last = now;
    if (credit < price) {
      return false;
    }
    credit -= price;
    return true;
  }
}
