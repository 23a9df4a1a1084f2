package io.fourwave.link;

/**
 * The narrowest place of a path: packets leave it one after the other, each after the time that
 * sending it takes, and wait for each other in a queue that loses what it has no room for.
 *
 * @param rate bits a second, each packet counted from its IP header on; 0 has no limit, and no
 *     queue
 * @param queue octets that may wait, what is left of the packet that is being sent included
 */
public record Bottleneck(long rate, long queue) {
  /** No limit. */
  public static final Bottleneck NONE = new Bottleneck(0, Long.MAX_VALUE);

  /** The queue if nothing is said of it, in octets: 43 packets of 1,500. */
  public static final long ORDINARY_QUEUE = 64_500;

  /** The highest rate, in bits a second. */
  public static final long MOST_RATE = 1_000_000_000_000L;

  private static final long LEAST_QUEUE = 1_500;

  /** Checks the ranges. */
  public Bottleneck {
    if (rate < 0 || rate > MOST_RATE) {
      throw new IllegalArgumentException(
          "the rate must be 0 (no limit) to " + MOST_RATE + " bit/s, not " + rate);
    }
    if (queue < LEAST_QUEUE) {
      throw new IllegalArgumentException(
          "the queue must have room for a packet, 1500 octets, not " + queue);
    }
  }
}
