package io.fourwave.tcp;

import static io.fourwave.tcp.Checked.range;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;

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
 * @param memory octets that the buffers of all connections take together, at least 64 KiB. As they
 *     become scarce windows become smaller, then new connections are dropped
 */
public record TcpHostSettings(
    Duration msl,
    int lowestPort,
    int highestPort,
    int mostConnections,
    int mostTimeWaits,
    int mostOrphans,
    int challengesPerSecond,
    int resetsPerSecond,
    SynCookieUse synCookies,
    long memory) {
  private static final long LEAST_MEMORY = 64 << 10;
  private static final long MOST_MEMORY = 1L << 50;

  /**
   * 30 s, ports as RFC 6335 §6 has them, two million connections, one million TIME-WAITs, half of
   * the memory that the JVM may take.
   */
  public static final TcpHostSettings DEFAULTS =
      new TcpHostSettings(
          Duration.ofSeconds(30),
          49_152,
          65_535,
          2_000_000,
          1_000_000,
          65_536,
          1_000,
          10_000,
          SynCookieUse.UNDER_FLOOD,
          Runtime.getRuntime().maxMemory() / 2);

  /** Checks the ranges. */
  public TcpHostSettings {
    range("the MSL", msl.toMillis(), 0, 600_000, "ms");
    range("the lowest ephemeral port", lowestPort, 1, 65_535, "");
    range("the highest ephemeral port", highestPort, lowestPort, 65_535, "");
    range("connections", mostConnections, 1, 100_000_000, "");
    range("entries in TIME-WAIT", mostTimeWaits, 1, 100_000_000, "");
    range("closed sockets", mostOrphans, 1, 100_000_000, "");
    range("challenge ACKs", challengesPerSecond, 1, 1_000_000, "a second");
    range("resets", resetsPerSecond, 1, 10_000_000, "a second");
    Objects.requireNonNull(synCookies, "synCookies");
    if (memory < LEAST_MEMORY || memory > MOST_MEMORY) {
      throw new IllegalArgumentException("the memory is 64 KiB to 1 PiB, not " + memory);
    }
  }

  /** The same with another MSL. */
  public TcpHostSettings withMsl(Duration value) {
    return with(draft -> draft.msl = value);
  }

  /** The same with other ephemeral ports. */
  public TcpHostSettings withPorts(int lowest, int highest) {
    return with(
        draft -> {
          draft.lowestPort = lowest;
          draft.highestPort = highest;
        });
  }

  /** The same with other limits on connections and entries in TIME-WAIT. */
  public TcpHostSettings withLimits(int connections, int timeWaits) {
    return with(
        draft -> {
          draft.mostConnections = connections;
          draft.mostTimeWaits = timeWaits;
        });
  }

  /** The same with another limit on sockets that were closed and whose peers are not done. */
  public TcpHostSettings withMostOrphans(int most) {
    return with(draft -> draft.mostOrphans = most);
  }

  /** The same with other limits on answers to strangers. */
  public TcpHostSettings withAnswers(int challenges, int resets) {
    return with(
        draft -> {
          draft.challengesPerSecond = challenges;
          draft.resetsPerSecond = resets;
        });
  }

  /** The same with SYN cookies at other times. */
  public TcpHostSettings withSynCookies(SynCookieUse value) {
    return with(draft -> draft.synCookies = value);
  }

  /** The same with another limit on the memory of all buffers, in octets. */
  public TcpHostSettings withMemory(long octets) {
    return with(draft -> draft.memory = octets);
  }

  /** The part of one of so many hosts that make up a stack: limits are divided, rounded up. */
  public TcpHostSettings dividedBy(int hosts) {
    return with(
        draft -> {
          draft.mostConnections = part(mostConnections, hosts);
          draft.mostTimeWaits = part(mostTimeWaits, hosts);
          draft.mostOrphans = part(mostOrphans, hosts);
          draft.challengesPerSecond = part(challengesPerSecond, hosts);
          draft.resetsPerSecond = part(resetsPerSecond, hosts);
          draft.memory = Math.max(LEAST_MEMORY, memory / hosts);
        });
  }

  private static int part(int most, int hosts) {
    return (most - 1) / hosts + 1;
  }

  private TcpHostSettings with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.settings();
  }

  /** Settings that are being changed. */
  private static final class Draft {
    private Duration msl;
    private int lowestPort;
    private int highestPort;
    private int mostConnections;
    private int mostTimeWaits;
    private int mostOrphans;
    private int challengesPerSecond;
    private int resetsPerSecond;
    private SynCookieUse synCookies;
    private long memory;

    Draft(TcpHostSettings from) {
      msl = from.msl;
      lowestPort = from.lowestPort;
      highestPort = from.highestPort;
      mostConnections = from.mostConnections;
      mostTimeWaits = from.mostTimeWaits;
      mostOrphans = from.mostOrphans;
      challengesPerSecond = from.challengesPerSecond;
      resetsPerSecond = from.resetsPerSecond;
      synCookies = from.synCookies;
      memory = from.memory;
    }

    TcpHostSettings settings() {
      return new TcpHostSettings(
          msl,
          lowestPort,
          highestPort,
          mostConnections,
          mostTimeWaits,
          mostOrphans,
          challengesPerSecond,
          resetsPerSecond,
          synCookies,
          memory);
    }
  }
}
