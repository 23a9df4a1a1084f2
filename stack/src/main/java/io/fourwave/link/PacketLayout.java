package io.fourwave.link;

import java.nio.ByteBuffer;

/**
 * Where the transport header lies in an IP packet: no more of IP than a link needs to choose,
 * damage or complete a packet. Never reads outside the packet. Made once and reused.
 */
final class PacketLayout {
  static final int TCP = 6;
  static final int UDP = 17;
  static final int ICMPV6 = 58;

  private static final int UNKNOWN = -1;
  private static final int HOP_BY_HOP = 0;
  private static final int ROUTING = 43;
  private static final int FRAGMENT = 44;
  private static final int AUTHENTICATION = 51;
  private static final int DESTINATION_OPTIONS = 60;

  private int protocol;
  private int transportStart;

  /** The transport's protocol number; -1 if there is no transport header or it cannot be found. */
  int protocol() {
    return protocol;
  }

  /** Index of the transport header, or of what follows the IP headers that could be read. */
  int transportStart() {
    return transportStart;
  }

  /** Looks at another packet. */
  PacketLayout read(Packet packet) {
    return read(packet.bytes(), packet.start(), packet.end());
  }

  /** Looks at a packet that lies between two indices of a big-endian buffer. */
  PacketLayout read(ByteBuffer bytes, int start, int end) {
    protocol = UNKNOWN;
    transportStart = start;
    int version = end > start ? (bytes.get(start) & 0xf0) >>> 4 : 0;
    if (version == 4 && end - start >= 20) {
      readV4(bytes, start, end);
    } else if (version == 6 && end - start >= 40) {
      readV6(bytes, start, end);
    }
    return this;
  }

  private void readV4(ByteBuffer bytes, int start, int end) {
    int headerLength = (bytes.get(start) & 0x0f) << 2;
    if (headerLength < 20 || headerLength > end - start) {
      return;
    }
    transportStart = start + headerLength;
    boolean first = (bytes.getShort(start + 6) & 0x1fff) == 0;
    protocol = first ? bytes.get(start + 9) & 0xff : UNKNOWN;
  }

  private void readV6(ByteBuffer bytes, int start, int end) {
    int next = bytes.get(start + 6) & 0xff;
    int at = start + 40;
    transportStart = at;
    while (isExtension(next)) {
      if (end - at < 8) {
        return;
      }
      int following = bytes.get(at) & 0xff;
      boolean later = next == FRAGMENT && (bytes.getShort(at + 2) & 0xfff8) != 0;
      at += extensionLength(next, bytes.get(at + 1) & 0xff);
      if (later || at > end) {
        transportStart = Math.min(at, end);
        return;
      }
      transportStart = at;
      next = following;
    }
    protocol = next;
  }

  private static boolean isExtension(int next) {
    return switch (next) {
      case HOP_BY_HOP, ROUTING, FRAGMENT, AUTHENTICATION, DESTINATION_OPTIONS -> true;
      default -> false;
    };
  }

  private static int extensionLength(int kind, int units) {
    return switch (kind) {
      case FRAGMENT -> 8;
      case AUTHENTICATION -> (units + 2) << 2; // RFC 4302 §2.2
      default -> (units + 1) << 3; // RFC 8200 §4.3
    };
  }
}
