package io.fourwave.link;

/**
 * When packets leave a {@link Bottleneck}, by arithmetic alone: what waits is known from the time
 * at which all of it will have been sent. So no packet has to be kept for it.
 */
final class Transmitter {
  /** What {@link #sentAt} says of a packet that is lost. */
  static final long NO_ROOM = Long.MIN_VALUE;

  private static final long BITS_TIMES_NANOS = 8_000_000_000L;

  private final long rate;
  private final long queue;
  private long idleFrom = Long.MIN_VALUE;
  private long remainder;

  Transmitter(Bottleneck bottleneck) {
    rate = bottleneck.rate();
    queue = bottleneck.queue();
  }

  /**
   * A packet comes to the end of the queue.
   *
   * @return when its last octet will have been sent, in nanoseconds; {@link #NO_ROOM} if it is lost
   */
  long sentAt(int octets, long now) {
    if (rate == 0) {
      return now;
    }
    if (idleFrom <= now) {
      idleFrom = now;
      remainder = 0;
    }
    double waiting = (double) (idleFrom - now) * rate / BITS_TIMES_NANOS;
    if (waiting + octets > queue) {
      return NO_ROOM;
    }
    long nanosTimesRate = octets * BITS_TIMES_NANOS + remainder;
    idleFrom += nanosTimesRate / rate;
    remainder =
        nanosTimesRate % rate; // of a nanosecond, or many packets would make up another rate
    return idleFrom;
  }
}
