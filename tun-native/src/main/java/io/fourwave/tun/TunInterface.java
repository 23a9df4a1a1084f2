package io.fourwave.tun;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The kernel's side of a TUN device, for configuring what {@code ip link} and {@code ip address}
 * would: the stack's address is not to be among it, the kernel would answer in its place. Changing
 * anything needs CAP_NET_ADMIN; a {@link TunException} says so. Stateless, thread-safe.
 *
 * <pre>
 *   TunInterface.named(device.name()).address("10.9.0.1/24").address("fd09::1/64").up();
 * </pre>
 */
public final class TunInterface {
  private static final Path IPV6_ADDRESSES = Path.of("/proc/self/net/if_inet6");
  private static final long LONGEST_WAIT = TimeUnit.SECONDS.toNanos(1);
  private static final long PAUSE = TimeUnit.MICROSECONDS.toNanos(200);

  private final String name;

  private TunInterface(String name) {
    this.name = name;
  }

  /** The interface of that name, which need not exist yet. */
  public static TunInterface named(String name) {
    TunSettings.checkName(name);
    return new TunInterface(name);
  }

  /** The MTU, in octets. */
  public int mtu() throws TunException {
    try (Netlink netlink = new Netlink()) {
      return link(netlink).mtu();
    }
  }

  /** Whether the interface is administratively up. */
  public boolean isUp() throws TunException {
    try (Netlink netlink = new Netlink()) {
      return link(netlink).up();
    }
  }

  /** Sets the MTU, in octets: 68 to 65,535, and 1,280 at least if IPv6 is to work. */
  public TunInterface mtu(int octets) throws TunException {
    TunSettings.checkMtu(octets);
    return change("set the MTU of", index -> NetlinkRequest.mtu(Netlink.order(), index, octets));
  }

  /**
   * Adds an address and the route to its network; does nothing if it is there already. If the
   * device is open and up it can be used when this returns: IPv6 does not search for duplicates
   * (RFC 4862 §5.4), there is nobody else on the link.
   *
   * @param address with the length of the network's prefix: {@code 10.9.0.1/24}, {@code fd09::1/64}
   */
  public TunInterface address(String address) throws TunException {
    InterfaceAddress parsed = InterfaceAddress.parse(address);
    return address(parsed.address(), parsed.prefix());
  }

  /** Adds an address and the route to its network; {@code prefix} is the network's, in bits. */
  public TunInterface address(InetAddress address, int prefix) throws TunException {
    Objects.requireNonNull(address, "address");
    InterfaceAddress.checkPrefix(address, prefix);
    return change(
            "give " + address.getHostAddress() + "/" + prefix + " to",
            index -> NetlinkRequest.address(Netlink.order(), index, address, prefix))
        .settled();
  }

  /**
   * Lets the interface have no link-local IPv6 address, so that the kernel does not look for
   * routers through it (RFC 4861 §6.3.7). Before {@link #up()}.
   */
  public TunInterface withoutLinkLocal() throws TunException {
    return change(
        "turn off the link-local address of",
        index -> NetlinkRequest.withoutLinkLocal(Netlink.order(), index));
  }

  /** Takes the interface up: from now on the kernel routes to it, and its addresses work. */
  public TunInterface up() throws TunException {
    return change("take up", index -> NetlinkRequest.up(Netlink.order(), index, true)).settled();
  }

  /** Takes the interface down: the kernel forgets its routes, and drops what the device writes. */
  public TunInterface down() throws TunException {
    return change("take down", index -> NetlinkRequest.up(Netlink.order(), index, false));
  }

  /** Deletes the interface, a persistent one too. A device that has it open fails. */
  public void delete() throws TunException {
    change("delete", index -> NetlinkRequest.delete(Netlink.order(), index));
  }

  private interface Change {
    NetlinkRequest of(int index);
  }

  private TunInterface change(String doing, Change change) throws TunException {
    try (Netlink netlink = new Netlink()) {
      netlink.ask(change.of(link(netlink).index()), doing, name);
      return this;
    }
  }

  /**
   * Waits, a second at most, until the kernel takes packets for the interface's IPv6 addresses. It
   * makes their routes in the background, up to tens of milliseconds after it has said yes, and
   * drops what arrives in between.
   */
  private TunInterface settled() throws TunException {
    long deadline = System.nanoTime() + LONGEST_WAIT;
    try (Netlink netlink = new Netlink()) {
      if (link(netlink).carries()) {
        for (Inet6Address address : ipv6Addresses()) {
          var question = NetlinkRequest.routeTo(Netlink.order(), address);
          while (!netlink.exchange(question).local() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(PAUSE);
          }
        }
      }
    }
    return this;
  }

  private List<Inet6Address> ipv6Addresses() throws TunException {
    try {
      return InterfaceAddress.listed(Files.readAllLines(IPV6_ADDRESSES), name);
    } catch (NoSuchFileException e) {
      return List.of(); // a kernel without IPv6
    } catch (IOException e) {
      throw new TunException("cannot read " + IPV6_ADDRESSES + ": " + e.getMessage(), e);
    }
  }

  private NetlinkReply link(Netlink netlink) throws TunException {
    return netlink.ask(NetlinkRequest.linkNamed(Netlink.order(), name), "look up", name);
  }
}
