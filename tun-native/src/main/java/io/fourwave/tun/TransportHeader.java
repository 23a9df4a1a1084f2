package io.fourwave.tun;

import io.fourwave.link.Packet;
import java.nio.ByteBuffer;

/**
 * Where a packet's transport header begins and whose it is: past IPv4's options (RFC 791 §3.1) or
 * IPv6's extension headers (RFC 8200 §4). Reused; the packets are our own, so nothing is checked
 * but that the search ends.
 */
final class TransportHeader {
  static final int TCP = 6;

  private static final int UDP = 17;
  private static final int ICMPV6 = 58;
  private static final int IPV6_LENGTH = 40;
  private static final int FRAGMENT_HEADER_LENGTH = 8;
  private static final int TCP_DATA_OFFSET = 12;
  private static final int TCP_FLAGS = 13;
  private static final int CWR = 0x80;

  private ByteBuffer bytes;
  private int start;
  private int protocol;
  private boolean ipv6;

  /** Finds the header. */
  void locate(Packet packet) {
    bytes = packet.bytes();
    int ip = packet.start();
    int first = bytes.get(ip);
    ipv6 = (first & 0xf0) == 0x60;
    if (ipv6) {
      protocol = bytes.get(ip + 6) & 0xff;
      start = ip + IPV6_LENGTH;
      passExtensions(packet.end());
    } else {
      protocol = bytes.get(ip + 9) & 0xff;
      start = ip + (first & 0xf) * 4;
    }
  }

  private void passExtensions(int end) {
    while (start + FRAGMENT_HEADER_LENGTH <= end) {
      int length;
      switch (protocol) {
        case 0, 43, 60 -> length = ((bytes.get(start + 1) & 0xff) + 1) * 8;
        case 44 -> length = FRAGMENT_HEADER_LENGTH;
        default -> {
          return;
        }
      }
      protocol = bytes.get(start) & 0xff;
      start += length;
    }
  }

  boolean ipv6() {
    return ipv6;
  }

  int protocol() {
    return protocol;
  }

  /** Index in the packet's buffer of the header's first octet. */
  int start() {
    return start;
  }

  /** Octets of the TCP header, options included. */
  int tcpLength() {
    return (bytes.get(start + TCP_DATA_OFFSET) >> 2) & 0x3c;
  }

  /** Whether the TCP flag CWR is set (RFC 3168 §6.1.2). */
  boolean congestionWindowReduced() {
    return (bytes.get(start + TCP_FLAGS) & CWR) != 0;
  }

  /**
   * Octets from the header's start to its checksum.
   *
   * @throws IllegalArgumentException if the protocol has none that a device could fill in
   */
  int checksumOffset() {
    return switch (protocol) {
      case TCP -> 16;
      case UDP -> 6;
      case ICMPV6 -> 2;
      default ->
          throw new IllegalArgumentException(
              "no device fills in the checksum of IP protocol " + protocol);
    };
  }
}
