package io.fourwave.tcp;

import static io.fourwave.tcp.Checked.range;

import java.time.Duration;
import java.util.Objects;

/**
 * What can be chosen for all connections of a host.
 *
 * @param msl the maximum segment lifetime, 0 to 10 minutes; TIME-WAIT lasts twice as long (RFC 9293
 *     §3.4.2). Zero removes TIME-WAIT's protection and is for experiments
 * @param lowestPort the first ephemeral port, 1 to 65,535
 * @param highestPort the last one
 * @param mostConnections connections at once, half-open ones included; what would be one more is
 *     dropped
 * @param mostTimeWaits entries in TIME-WAIT; when full, the oldest ends early
 * @param challengesPerSecond challenge ACKs (RFC 5961 §7) to peers whose addresses a secret hash
 *     puts together, one in 64 of all: half as many to half as many again. One connection sends at
 *     most two a second
 * @param resetsPerSecond resets of stray segments, counted the same way
 * @param mostOrphans sockets that were closed and whose peers are not done; beyond it the one that
 *     was closed first is reset
 * @param synCookies when SYNs are answered with cookies
 */
public record TcpHostSettings(
    Duration msl,
    int lowestPort,
    int highestPort,
    int mostConnections,
    int mostTimeWaits,
    int challengesPerSecond,
    int resetsPerSecond,
    int mostOrphans,
    SynCookieUse synCookies) {

  /** 30 s, ports as RFC 6335 §6 has them, two million connections, one million TIME-WAITs. */
  public static final TcpHostSettings DEFAULTS =
      new TcpHostSettings(
          Duration.ofSeconds(30),
          49_152,
          65_535,
          2_000_000,
          1_000_000,
          1_000,
          10_000,
          65_536,
          SynCookieUse.UNDER_FLOOD);

  /** Checks the ranges. */
  public TcpHostSettings {
    range("the MSL", msl.toMillis(), 0, 600_000, "ms");
    range("the lowest ephemeral port", lowestPort, 1, 65_535, "");
    range("the highest ephemeral port", highestPort, lowestPort, 65_535, "");
    range("connections", mostConnections, 1, 100_000_000, "");
    range("entries in TIME-WAIT", mostTimeWaits, 1, 100_000_000, "");
    range("challenge ACKs", challengesPerSecond, 1, 1_000_000, "a second");
    range("resets", resetsPerSecond, 1, 10_000_000, "a second");
    range("closed sockets", mostOrphans, 1, 100_000_000, "");
    Objects.requireNonNull(synCookies, "synCookies");
  }

  /** The same with another MSL. */
  public TcpHostSettings withMsl(Duration value) {
    return new TcpHostSettings(
        value,
        lowestPort,
        highestPort,
        mostConnections,
        mostTimeWaits,
        challengesPerSecond,
        resetsPerSecond,
        mostOrphans,
        synCookies);
  }

  /** The same with other ephemeral ports. */
  public TcpHostSettings withPorts(int lowest, int highest) {
    return new TcpHostSettings(
        msl,
        lowest,
        highest,
        mostConnections,
        mostTimeWaits,
        challengesPerSecond,
        resetsPerSecond,
        mostOrphans,
        synCookies);
  }

  /** The same with other limits on connections and entries in TIME-WAIT. */
  public TcpHostSettings withLimits(int connections, int timeWaits) {
    return new TcpHostSettings(
        msl,
        lowestPort,
        highestPort,
        connections,
        timeWaits,
        challengesPerSecond,
        resetsPerSecond,
        mostOrphans,
        synCookies);
  }

  /** The same with other limits on answers to strangers. */
  public TcpHostSettings withAnswers(int challenges, int resets) {
    return new TcpHostSettings(
        msl,
        lowestPort,
        highestPort,
        mostConnections,
        mostTimeWaits,
        challenges,
        resets,
        mostOrphans,
        synCookies);
  }

  /** The same with SYN cookies at other times. */
  public TcpHostSettings withSynCookies(SynCookieUse value) {
    return new TcpHostSettings(
        msl,
        lowestPort,
        highestPort,
        mostConnections,
        mostTimeWaits,
        challengesPerSecond,
        resetsPerSecond,
        mostOrphans,
        value);
  }

  /** The same with another limit on sockets that were closed and whose peers are not done. */
  public TcpHostSettings withMostOrphans(int value) {
    return new TcpHostSettings(
        msl,
        lowestPort,
        highestPort,
        mostConnections,
        mostTimeWaits,
        challengesPerSecond,
        resetsPerSecond,
        value,
        synCookies);
  }
}
