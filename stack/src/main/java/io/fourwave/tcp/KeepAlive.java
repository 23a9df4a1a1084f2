package io.fourwave.tcp;

import static io.fourwave.tcp.Checked.range;

import java.time.Duration;

/**
 * How a silent peer is probed (RFC 9293 §3.8.4).
 *
 * @param on off by default
 * @param idle silence before the first probe, 1 s to 30 days; two hours by default
 * @param interval between probes, 1 s to a day
 * @param count unanswered probes after which the connection is given up, 2 to 100: one lost
 *     acknowledgement must not end it
 * @param garbageOctet whether a probe carries an octet of text already acknowledged, for peers that
 *     answer nothing less
 */
public record KeepAlive(
    boolean on, Duration idle, Duration interval, int count, boolean garbageOctet) {
  /** Off; if switched on, after two hours, every 75 s, nine times. */
  public static final KeepAlive OFF =
      new KeepAlive(false, Duration.ofHours(2), Duration.ofSeconds(75), 9, false);

  /** Checks the ranges. */
  public KeepAlive {
    range("keep-alive idle time", idle.toSeconds(), 1, 30 * 86_400, "s");
    range("the keep-alive interval", interval.toSeconds(), 1, 86_400, "s");
    range("keep-alive probes", count, 2, 100, "probes");
  }

  /** The same, switched on or off. */
  public KeepAlive switched(boolean value) {
    return new KeepAlive(value, idle, interval, count, garbageOctet);
  }

  /** The same at other times. */
  public KeepAlive withTimes(Duration newIdle, Duration newInterval, int newCount) {
    return new KeepAlive(on, newIdle, newInterval, newCount, garbageOctet);
  }

  /** The same with or without an octet of text in a probe. */
  public KeepAlive withGarbageOctet(boolean value) {
    return new KeepAlive(on, idle, interval, count, value);
  }
}
