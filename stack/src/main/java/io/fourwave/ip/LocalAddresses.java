package io.fourwave.ip;

import io.fourwave.wire.IpAddress;
import java.util.List;

/**
 * This host's own unicast addresses: whether one is ours, whether packets to one are taken, and
 * which suits a remote.
 */
final class LocalAddresses {
  private final List<IpAddress> addresses;
  private final long[] slots; // high, low, high, low …: a hash table with linear probing
  private final int mask;
  private final boolean hasV6;
  private final boolean takesAny;

  /**
   * Makes the table.
   *
   * @param takesAny whether packets to any host's address are taken
   */
  LocalAddresses(List<IpAddress> addresses, boolean takesAny) {
    this.addresses = List.copyOf(addresses);
    this.takesAny = takesAny;
    int capacity = Integer.highestOneBit(Math.max(1, addresses.size())) * 4;
    slots = new long[2 * capacity];
    mask = capacity - 1;
    addresses.forEach(this::insert);
    hasV6 = addresses.stream().anyMatch(address -> !address.isV4());
  }

  private void insert(IpAddress address) {
    int slot = slot(address.high(), address.low());
    while (!isFree(slot)) {
      slot = slot + 1 & mask;
    }
    slots[2 * slot] = address.high();
    slots[2 * slot + 1] = address.low();
  }

  private int slot(long high, long low) {
    long mixed = (high * 31 + low) * 0x9e37_79b9_7f4a_7c15L;
    return (int) (mixed >>> 32) & mask;
  }

  private boolean isFree(int slot) {
    return slots[2 * slot] == 0 && slots[2 * slot + 1] == 0; // "::" is nobody's address
  }

  /** Whether the address is ours. */
  boolean contains(long high, long low) {
    for (int slot = slot(high, low); !isFree(slot); slot = slot + 1 & mask) {
      if (slots[2 * slot] == high && slots[2 * slot + 1] == low) {
        return true;
      }
    }
    return false;
  }

  /** Whether packets to this unicast address are taken. */
  boolean takes(long high, long low) {
    return contains(high, low) || takesAny && UnicastRules.maySend(high, low);
  }

  /**
   * Whether this may be the source of a packet that we take: another host's, and not the packet's
   * own destination, which would have us talk to ourselves.
   */
  boolean mayBeSource(IpPacket ip) {
    return !contains(ip.sourceHigh(), ip.sourceLow())
        && (ip.sourceLow() != ip.destinationLow() || ip.sourceHigh() != ip.destinationHigh());
  }

  /** Whether we speak IPv6 at all. */
  boolean hasV6() {
    return hasV6;
  }

  /**
   * Our address that suits a remote best (RFC 6724 §5): of a scope that reaches it (rule 2), of its
   * kind (rule 6), with the longest prefix in common (rule 8); the first of equals.
   *
   * @return null if we have none of the remote's family
   */
  IpAddress towards(long remoteHigh, long remoteLow) {
    boolean v4 = IpAddress.isV4(remoteHigh, remoteLow);
    IpAddress best = null;
    int most = -1;
    for (int i = 0; i < addresses.size(); i++) {
      IpAddress address = addresses.get(i);
      int merit = v4 ? 0 : merit(address.high(), remoteHigh);
      int suits = 1000 * merit + commonPrefix(address, remoteHigh, remoteLow);
      if (address.isV4() == v4 && suits > most) {
        best = address;
        most = suits;
      }
    }
    return best;
  }

  private static int merit(long ours, long remote) {
    boolean reaches = !isLinkLocal(ours) || isLinkLocal(remote);
    boolean alike = isLinkLocal(ours) == isLinkLocal(remote) && isUnique(ours) == isUnique(remote);
    return (reaches ? 2 : 0) + (alike ? 1 : 0);
  }

  /** fe80::/10. */
  private static boolean isLinkLocal(long high) {
    return high >>> 54 == 0xfe80 >>> 6;
  }

  /** fc00::/7: unique local addresses (RFC 4193), whose packets stay within a site. */
  private static boolean isUnique(long high) {
    return high >>> 57 == 0xfc >>> 1;
  }

  private static int commonPrefix(IpAddress address, long high, long low) {
    int common = Long.numberOfLeadingZeros(address.high() ^ high);
    return common < 64 ? common : common + Long.numberOfLeadingZeros(address.low() ^ low);
  }
}
