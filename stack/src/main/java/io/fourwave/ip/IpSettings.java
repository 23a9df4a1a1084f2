package io.fourwave.ip;

import io.fourwave.wire.IpAddress;
import io.fourwave.wire.Ipv4Header;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * What can be set about the IP layer.
 *
 * @param addresses our own unicast addresses, of both families; without any, nothing is ours
 * @param mtu the longest packet the link takes, in octets: 68 to 65,535, with an IPv6 address at
 *     least 1,280 (RFC 791 §3.2, RFC 8200 §5)
 * @param hopLimit hop limit and time to live of what we send, 1 to 255 (RFC 1122 §3.2.1.7)
 * @param acceptSourceRoutes whether IPv4 packets that came by a source route are taken; refused by
 *     default (RFC 7126)
 * @param fragmentMemory octets that fragments may hold until they are a datagram, at least 131,072
 * @param fragmentTimeout how long fragments wait for the rest: 15 to 60 seconds. IPv6 demands 60 at
 *     most (RFC 8200 §4.5), IPv4 recommends 60 at least (RFC 1122 §3.3.2), so 60 is the default
 * @param icmpErrorsPerSecond how many ICMP errors are sent in a second, and at once, to hosts whose
 *     addresses a secret hash puts together, one in 64 of all; 0 sends none (RFC 4443 §2.4 f)
 * @param replyQueueOctets octets that replies may hold until the device takes them
 * @param anyAddress whether packets to any host's unicast address are taken, as if it were ours:
 *     for the far end of a tunnel. Groups, broadcast and loopback never are. Both families then, so
 *     that the MTU is at least 1,280
 */
public record IpSettings(
    List<IpAddress> addresses,
    int mtu,
    int hopLimit,
    boolean acceptSourceRoutes,
    int fragmentMemory,
    Duration fragmentTimeout,
    int icmpErrorsPerSecond,
    int replyQueueOctets,
    boolean anyAddress) {
  static final int MIN_MTU_V4 = 68;
  static final int MIN_MTU_V6 = 1280;
  private static final int MIN_FRAGMENT_MEMORY = 131_072;
  private static final int MIN_REPLY_QUEUE = 4096;
  private static final Duration MIN_FRAGMENT_TIMEOUT = Duration.ofSeconds(15);
  private static final Duration MAX_FRAGMENT_TIMEOUT = Duration.ofSeconds(60);

  /** Refuses what cannot work. */
  public IpSettings {
    addresses = List.copyOf(addresses);
    Objects.requireNonNull(fragmentTimeout, "fragmentTimeout");
    checkAddresses(addresses);
    boolean v4Only = !anyAddress && addresses.stream().allMatch(IpAddress::isV4);
    int minMtu = v4Only ? MIN_MTU_V4 : MIN_MTU_V6;
    check("an MTU", mtu, minMtu, Ipv4Header.MAX_TOTAL_LENGTH);
    check("a hop limit", hopLimit, 1, 255);
    check("memory for fragments", fragmentMemory, MIN_FRAGMENT_MEMORY, Integer.MAX_VALUE / 2);
    check("a rate of ICMP errors", icmpErrorsPerSecond, 0, 1_000_000);
    check("a reply queue", replyQueueOctets, MIN_REPLY_QUEUE, 1 << 30);
    if (fragmentTimeout.compareTo(MIN_FRAGMENT_TIMEOUT) < 0
        || fragmentTimeout.compareTo(MAX_FRAGMENT_TIMEOUT) > 0) {
      throw new IllegalArgumentException(
          "fragments have to wait 15 to 60 seconds for the rest, not " + fragmentTimeout);
    }
  }

  private static void checkAddresses(List<IpAddress> addresses) {
    for (IpAddress address : addresses) {
      if (!UnicastRules.maySend(address.high(), address.low())) {
        throw new IllegalArgumentException(address + " is no address that a host can have");
      }
    }
  }

  private static void check(String what, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          what + " has to be from " + least + " to " + most + ", not " + value);
    }
  }

  /** No address yet, MTU 1,500, hop limit 64, 4 MiB for fragments, 60 s, 100 errors a second. */
  public static IpSettings defaults() {
    return new IpSettings(
        List.of(), 1500, 64, false, 4 << 20, Duration.ofSeconds(60), 100, 1 << 18, false);
  }

  /** The same with other addresses. */
  public IpSettings withAddresses(List<IpAddress> value) {
    return new IpSettings(
        value,
        mtu,
        hopLimit,
        acceptSourceRoutes,
        fragmentMemory,
        fragmentTimeout,
        icmpErrorsPerSecond,
        replyQueueOctets,
        anyAddress);
  }

  /** The same with other addresses, in their literal form. */
  public IpSettings withAddresses(String... literals) {
    return withAddresses(Arrays.stream(literals).map(IpAddress::parse).toList());
  }

  /** The same with another MTU. */
  public IpSettings withMtu(int value) {
    return new IpSettings(
        addresses,
        value,
        hopLimit,
        acceptSourceRoutes,
        fragmentMemory,
        fragmentTimeout,
        icmpErrorsPerSecond,
        replyQueueOctets,
        anyAddress);
  }

  /** The same with another hop limit. */
  public IpSettings withHopLimit(int value) {
    return new IpSettings(
        addresses,
        mtu,
        value,
        acceptSourceRoutes,
        fragmentMemory,
        fragmentTimeout,
        icmpErrorsPerSecond,
        replyQueueOctets,
        anyAddress);
  }

  /** The same, taking or refusing source routes. */
  public IpSettings withAcceptSourceRoutes(boolean value) {
    return new IpSettings(
        addresses,
        mtu,
        hopLimit,
        value,
        fragmentMemory,
        fragmentTimeout,
        icmpErrorsPerSecond,
        replyQueueOctets,
        anyAddress);
  }

  /** The same with other limits on fragments. */
  public IpSettings withFragments(int memory, Duration timeout) {
    return new IpSettings(
        addresses,
        mtu,
        hopLimit,
        acceptSourceRoutes,
        memory,
        timeout,
        icmpErrorsPerSecond,
        replyQueueOctets,
        anyAddress);
  }

  /** The same with another rate of ICMP errors. */
  public IpSettings withIcmpErrorsPerSecond(int value) {
    return new IpSettings(
        addresses,
        mtu,
        hopLimit,
        acceptSourceRoutes,
        fragmentMemory,
        fragmentTimeout,
        value,
        replyQueueOctets,
        anyAddress);
  }

  /** The same with another reply queue. */
  public IpSettings withReplyQueueOctets(int value) {
    return new IpSettings(
        addresses,
        mtu,
        hopLimit,
        acceptSourceRoutes,
        fragmentMemory,
        fragmentTimeout,
        icmpErrorsPerSecond,
        value,
        anyAddress);
  }

  /**
   * The part of one of so many hosts that make up a stack: limits are divided, rounded up, and no
   * less than the least there can be.
   */
  public IpSettings dividedBy(int hosts) {
    return new IpSettings(
        addresses,
        mtu,
        hopLimit,
        acceptSourceRoutes,
        Math.max(MIN_FRAGMENT_MEMORY, fragmentMemory / hosts),
        fragmentTimeout,
        (icmpErrorsPerSecond + hosts - 1) / hosts,
        Math.max(MIN_REPLY_QUEUE, replyQueueOctets / hosts),
        anyAddress);
  }

  /** The same, taking packets to any address or to our own only. */
  public IpSettings withAnyAddress(boolean value) {
    return new IpSettings(
        addresses,
        mtu,
        hopLimit,
        acceptSourceRoutes,
        fragmentMemory,
        fragmentTimeout,
        icmpErrorsPerSecond,
        replyQueueOctets,
        value);
  }
}
