package io.fourwave.sim;

import io.fourwave.link.Faults;
import java.time.Duration;
import java.util.Objects;

/**
 * What one direction of a cable is like. Packets queue for the wire, take their time to be sent,
 * and then suffer the faults, of which the delay is one.
 *
 * @param bandwidth bits a second, each packet counted from its IP header on; 0 has no limit, and no
 *     queue
 * @param queue octets that may wait for the wire, the packet that is being sent included; a packet
 *     that finds no room is lost
 * @param faults delay, and whatever else; the seed is added to the network's
 */
public record WireSettings(long bandwidth, long queue, Faults faults) {
  /** Nothing is lost, and takes no time. */
  public static final WireSettings PERFECT = new WireSettings(0, Long.MAX_VALUE, Faults.NONE);

  private static final long MOST_BANDWIDTH = 1_000_000_000_000L;

  /** Checks the ranges. */
  public WireSettings {
    Objects.requireNonNull(faults, "faults");
    if (bandwidth < 0 || bandwidth > MOST_BANDWIDTH) {
      throw new IllegalArgumentException(
          "the bandwidth must be 0 (no limit) to 1000000000000 bit/s, not " + bandwidth);
    }
    if (queue < 1500) {
      throw new IllegalArgumentException(
          "the queue must have room for a packet, 1500 octets, not " + queue);
    }
  }

  /** The same with another bandwidth, in bits a second; 0 has no limit. */
  public WireSettings withBandwidth(long bitsPerSecond) {
    return new WireSettings(bitsPerSecond, queue, faults);
  }

  /** The same with another queue, in octets. */
  public WireSettings withQueue(long octets) {
    return new WireSettings(bandwidth, octets, faults);
  }

  /** The same with other faults. */
  public WireSettings withFaults(Faults newFaults) {
    return new WireSettings(bandwidth, queue, newFaults);
  }

  /** The same with faults as {@link Faults#parse} reads them. */
  public WireSettings withFaults(String spec) {
    return withFaults(Faults.parse(spec));
  }

  /** The same with another delay, and no jitter. */
  public WireSettings withDelay(Duration delay) {
    return withFaults(faults.withDelay(delay, Duration.ZERO));
  }
}
