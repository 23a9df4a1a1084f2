package io.fourwave.examples.serve;

import io.fourwave.wire.IpAddress;
import java.net.InetAddress;

/**
 * The kernel's address on the link, and the network it gives the link.
 *
 * @param address the kernel's
 * @param prefix the network's length, in bits
 */
record Peer(InetAddress address, int prefix) {
  /** Whether the kernel sends what is for an address over the link. */
  boolean reaches(InetAddress other) {
    byte[] mine = address.getAddress();
    byte[] theirs = other.getAddress();
    if (mine.length != theirs.length) {
      return false;
    }
    for (int bit = 0; bit < prefix; bit++) {
      int mask = 0x80 >> bit % 8;
      if (((mine[bit / 8] ^ theirs[bit / 8]) & mask) != 0) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return IpAddress.of(address) + "/" + prefix;
  }
}
