package io.fourwave.examples.serve;

import io.fourwave.examples.Refusal;
import io.fourwave.tun.TunException;
import io.fourwave.tun.TunInterface;
import io.fourwave.wire.IpAddress;
import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;

/**
 * The kernel's side of the device: its addresses, and that it is up. If we may not configure it,
 * someone who may has perhaps done so before.
 */
final class KernelSide {
  private final String device;
  private final List<Peer> peers;

  KernelSide(String device, List<Peer> peers) {
    this.device = device;
    this.peers = peers;
  }

  /**
   * Refuses addresses that another interface of this machine has: the kernel would answer in the
   * stack's place, or send the stack's packets elsewhere.
   */
  void checkAddresses(List<InetAddress> stack) throws SocketException {
    for (InetAddress address : stack) {
      NetworkInterface owner = NetworkInterface.getByInetAddress(address);
      if (owner != null) {
        throw inUse(address, owner, "the stack needs one that nobody has");
      }
    }
    for (Peer peer : peers) {
      NetworkInterface owner = NetworkInterface.getByInetAddress(peer.address());
      if (owner != null && !owner.getName().equals(device)) {
        throw inUse(peer.address(), owner, "is there another fourwave? Stop it");
      }
    }
  }

  private static Refusal inUse(InetAddress address, NetworkInterface owner, String cure) {
    return new Refusal(
        "%s is in use, by %s of this machine: %s, or choose others with --address and --peer"
            .formatted(IpAddress.of(address), owner.getName(), cure));
  }

  /**
   * Gives the interface its addresses and takes it up.
   *
   * @param mtu the interface's, in octets
   * @return the commands that are left for root to run; none if the interface is ready
   */
  List<String> configure(int mtu) throws TunException, SocketException {
    List<String> left = missing();
    if (left.isEmpty()) {
      return left;
    }
    try {
      TunInterface kernel = TunInterface.named(device);
      if (mtu >= LinkOptions.LEAST_MTU_V6) { // below that the interface does without IPv6
        kernel.withoutLinkLocal();
      }
      for (Peer peer : peers) {
        kernel.address(peer.address(), peer.prefix());
      }
      kernel.up();
      return List.of();
    } catch (TunException e) {
      if (e.errno().equals("EPERM")) {
        return left;
      }
      throw e;
    }
  }

  /** All that is to be done, as root would type it. */
  List<String> commands() {
    List<String> commands = new ArrayList<>(peers.stream().map(this::adding).toList());
    commands.add("sudo ip link set " + device + " up");
    return commands;
  }

  private String adding(Peer peer) {
    return "sudo ip address add " + peer + " dev " + device;
  }

  private List<String> missing() throws SocketException {
    NetworkInterface found = NetworkInterface.getByName(device);
    List<String> missing = commands();
    if (found != null) {
      for (Peer peer : peers) {
        if (found.getInterfaceAddresses().stream().anyMatch(address -> is(address, peer))) {
          missing.remove(adding(peer));
        }
      }
      if (found.isUp()) {
        missing.remove(missing.size() - 1);
      }
    }
    return missing;
  }

  private static boolean is(InterfaceAddress address, Peer peer) {
    return address.getNetworkPrefixLength() == peer.prefix()
        && IpAddress.of(address.getAddress()).equals(IpAddress.of(peer.address()));
  }
}
