package io.fourwave.host;

import io.fourwave.ip.IpSettings;
import io.fourwave.link.Offload;
import io.fourwave.tcp.TcpHostSettings;
import io.fourwave.tcp.TcpSettings;
import java.time.Duration;
import java.util.Objects;

/**
 * What can be chosen for a host. Immutable; every value was checked when it was set.
 *
 * @param ip addresses, MTU, and the limits of the IP layers
 * @param offload what the device does for us
 * @param tcpHost what concerns all connections: MSL, ports, limits
 * @param tcp what a new socket starts with
 */
public record HostSettings(
    IpSettings ip, Offload offload, TcpHostSettings tcpHost, TcpSettings tcp) {
  private static final HostSettings DEFAULTS =
      new HostSettings(
          IpSettings.defaults(), Offload.NONE, TcpHostSettings.DEFAULTS, TcpSettings.defaults());

  /** Refuses nulls. */
  public HostSettings {
    Objects.requireNonNull(ip, "ip");
    Objects.requireNonNull(offload, "offload");
    Objects.requireNonNull(tcpHost, "tcpHost");
    Objects.requireNonNull(tcp, "tcp");
  }

  /** No address yet; an MTU of 1,500 octets, no offload. */
  public static HostSettings defaults() {
    return DEFAULTS;
  }

  /** The same with other IP settings. */
  public HostSettings with(IpSettings value) {
    return new HostSettings(value, offload, tcpHost, tcp);
  }

  /** The same with another offload. */
  public HostSettings with(Offload value) {
    return new HostSettings(ip, value, tcpHost, tcp);
  }

  /** The same with other settings for all of TCP. */
  public HostSettings with(TcpHostSettings value) {
    return new HostSettings(ip, offload, value, tcp);
  }

  /** The same with other settings for new sockets. */
  public HostSettings with(TcpSettings value) {
    return new HostSettings(ip, offload, tcpHost, value);
  }

  /** The same with other addresses, such as {@code 192.0.2.2} and {@code 2001:db8::2}. */
  public HostSettings withAddresses(String... literals) {
    return with(ip.withAddresses(literals));
  }

  /** The same with another MTU in octets. */
  public HostSettings withMtu(int octets) {
    return with(ip.withMtu(octets));
  }

  /** The same with another limit on the memory of all buffers, in octets. */
  public HostSettings withMemory(long octets) {
    return with(tcpHost.withMemory(octets));
  }

  /**
   * The part that one of so many hosts has that make up a stack: memory, connections, TIME-WAITs,
   * limits on answers and queues are divided, rounded up, and no less than the least there can be;
   * all else is the same. Nothing is lent: a host whose part is used up refuses while others have
   * room.
   */
  public HostSettings dividedBy(int hosts) {
    return new HostSettings(ip.dividedBy(hosts), offload, tcpHost.dividedBy(hosts), tcp);
  }

  /** The same with another maximum segment lifetime; TIME-WAIT lasts twice as long. */
  public HostSettings withMsl(Duration msl) {
    return with(tcpHost.withMsl(msl));
  }
}
