package io.fourwave.ip;

import io.fourwave.wire.FragmentHeader;
import io.fourwave.wire.IpProtocol;
import java.nio.ByteBuffer;

/**
 * Finds the upper-layer header behind IPv6 extension headers, judging none of them: in quotes, and
 * where only the upper layer's protocol matters. Reused.
 */
final class HeaderChain {
  /** No more extension headers than this in a packet (RFC 8504 §5.3 allows a limit). */
  static final int MAX_HEADERS = 8;

  private static final int UNIT = 8;
  private final FragmentHeader fragment = new FragmentHeader();
  private int protocol;
  private int at;

  /**
   * Steps over extension headers.
   *
   * @param nextHeader what is at {@code from}
   * @param end index one past the last octet there is
   * @return whether an upper-layer header begins within the octets
   */
  boolean find(ByteBuffer bytes, int nextHeader, int from, int end) {
    protocol = nextHeader;
    at = from;
    for (int i = 0; i <= MAX_HEADERS; i++) {
      if (!isExtension(protocol)) {
        return protocol != IpProtocol.NO_NEXT_HEADER && at < end;
      }
      if (!step(bytes, end)) {
        return false;
      }
    }
    return false;
  }

  private boolean step(ByteBuffer bytes, int end) {
    int length = length(bytes, protocol, at, end);
    if (length == 0) {
      return false;
    }
    if (protocol == IpProtocol.FRAGMENT && fragment.wrap(bytes, at).offset() != 0) {
      return false; // the upper-layer header was in another fragment
    }
    protocol = bytes.get(at) & 0xff;
    at += length;
    return true;
  }

  /** Octets of the extension header at {@code at}, or 0 if it reaches beyond {@code end}. */
  static int length(ByteBuffer bytes, int protocol, int at, int end) {
    if (end - at < UNIT) {
      return 0;
    }
    int length =
        protocol == IpProtocol.FRAGMENT
            ? FragmentHeader.LENGTH
            : UNIT + UNIT * (bytes.get(at + 1) & 0xff);
    return length <= end - at ? length : 0;
  }

  private static boolean isExtension(int protocol) {
    return protocol == IpProtocol.HOP_BY_HOP
        || protocol == IpProtocol.ROUTING
        || protocol == IpProtocol.FRAGMENT
        || protocol == IpProtocol.DESTINATION_OPTIONS;
  }

  /** The upper layer's protocol number. */
  int protocol() {
    return protocol;
  }

  /** Where the upper-layer header begins. */
  int at() {
    return at;
  }
}
