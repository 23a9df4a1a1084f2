package io.fourwave.tcp;

import static io.fourwave.tcp.Checked.range;

import java.time.Duration;

/**
 * How long, and how often, a segment is tried (RFC 6298, RFC 9293 §3.8.3).
 *
 * @param initialTimeout before the first round-trip time is known, 10 ms to 60 s
 * @param minimumTimeout 1 ms to 60 s; RFC 6298 §2.4 advises 1 s, hosts of today use 200 ms
 * @param maximumTimeout the longest between two tries, at least the two others, up to an hour
 * @param r1 retransmissions of one segment after which IP is told that the route may be bad, 1 to
 *     100
 * @param r2 retransmissions of one segment after which the connection is given up, at least r1, up
 *     to 100
 * @param synR2 retransmissions of a SYN or SYN,ACK after which opening is given up, 1 to 100
 * @param userTimeout gives up earlier or later than r2, if positive: the longest that sent text may
 *     stay unacknowledged (RFC 9293 §3.9.1); zero leaves it to r2, or to what both ends advertise
 * @param advertisedTimeout what the peer is told, and takes for its user timeout if it likes, 1 s
 *     to 22 days (ADV_UTO of RFC 5482); zero neither says nor hears anything
 * @param longestTimeout how long a user timeout may become by what the peer advertises, 100 s to 22
 *     days (U_LIMIT of RFC 5482 §3.1)
 * @param rack whether losses are found by time, and probed for (RACK-TLP, RFC 8985), where SACK is
 *     agreed upon; otherwise by counting what has arrived (RFC 6675)
 */
public record Retransmission(
    Duration initialTimeout,
    Duration minimumTimeout,
    Duration maximumTimeout,
    int r1,
    int r2,
    int synR2,
    Duration userTimeout,
    Duration advertisedTimeout,
    Duration longestTimeout,
    boolean rack) {

  private static final long DAY = 86_400;
  private static final long HOUR = Duration.ofHours(1).toNanos();

  /**
   * 1 s at first, 200 ms to 60 s, r1 of 3 and r2 of 15 (over 100 s as RFC 9293 asks: about 12
   * minutes at least), SYNs 8 times (over 3 minutes: about 4), no user timeout, none advertised,
   * RACK-TLP.
   */
  public static final Retransmission DEFAULTS =
      new Retransmission(
          Duration.ofSeconds(1),
          Duration.ofMillis(200),
          Duration.ofSeconds(60),
          3,
          15,
          8,
          Duration.ZERO,
          Duration.ZERO,
          Duration.ofHours(1),
          true);

  /** Checks the ranges. */
  public Retransmission {
    long second = Duration.ofSeconds(1).toNanos();
    range("the initial timeout", initialTimeout.toNanos(), 10_000_000, 60 * second, "ns");
    range("the minimum timeout", minimumTimeout.toNanos(), 1_000_000, 60 * second, "ns");
    long least = Math.max(initialTimeout.toNanos(), minimumTimeout.toNanos());
    range("the maximum timeout", maximumTimeout.toNanos(), least, HOUR, "ns");
    range("r1", r1, 1, 100, "retransmissions");
    range("r2", r2, r1, 100, "retransmissions");
    range("r2 of a SYN", synR2, 1, 100, "retransmissions");
    range("the user timeout", userTimeout.toNanos(), 0, 240 * HOUR, "ns");
    range("the advertised user timeout", advertisedTimeout.toSeconds(), 0, 22 * DAY, "s");
    range("the longest user timeout", longestTimeout.toSeconds(), 100, 22 * DAY, "s");
  }

  /** The same with other bounds on the timeout. */
  public Retransmission withTimeouts(Duration initial, Duration minimum, Duration maximum) {
    return new Retransmission(
        initial,
        minimum,
        maximum,
        r1,
        r2,
        synR2,
        userTimeout,
        advertisedTimeout,
        longestTimeout,
        rack);
  }

  /** The same with other limits on retransmissions. */
  public Retransmission withLimits(int newR1, int newR2, int newSynR2) {
    return new Retransmission(
        initialTimeout,
        minimumTimeout,
        maximumTimeout,
        newR1,
        newR2,
        newSynR2,
        userTimeout,
        advertisedTimeout,
        longestTimeout,
        rack);
  }

  /** The same with another user timeout; zero for none. */
  public Retransmission withUserTimeout(Duration timeout) {
    return new Retransmission(
        initialTimeout,
        minimumTimeout,
        maximumTimeout,
        r1,
        r2,
        synR2,
        timeout,
        advertisedTimeout,
        longestTimeout,
        rack);
  }

  /** The same with another advertised user timeout, zero for none, and limit on the peer's. */
  public Retransmission withAdvertisedTimeout(Duration timeout, Duration longest) {
    return new Retransmission(
        initialTimeout,
        minimumTimeout,
        maximumTimeout,
        r1,
        r2,
        synR2,
        userTimeout,
        timeout,
        longest,
        rack);
  }

  /** The same with or without RACK-TLP. */
  public Retransmission withRack(boolean on) {
    return new Retransmission(
        initialTimeout,
        minimumTimeout,
        maximumTimeout,
        r1,
        r2,
        synR2,
        userTimeout,
        advertisedTimeout,
        longestTimeout,
        on);
  }
}
