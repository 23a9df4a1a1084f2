package io.fourwave.tcp;

/**
 * Initial sequence numbers: ISN = M + F(four-tuple, secret), where M ticks every four microseconds
 * (RFC 9293 §3.4.1, RFC 6528 §3).
 */
final class IsnGenerator {
  private static final int PURPOSE = 1;
  private static final long TICK = 4_000;

  private final SipHash secret;

  IsnGenerator(SipHash secret) {
    this.secret = secret;
  }

  /** The ISN for a connection that opens now. */
  int next(ConnectionId id, long now) {
    return (int) (now / TICK) + (int) secret.of(id, PURPOSE);
  }
}
