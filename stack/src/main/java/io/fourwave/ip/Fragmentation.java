package io.fourwave.ip;

import io.fourwave.link.Packet;
import io.fourwave.wire.FragmentHeader;
import io.fourwave.wire.IpProtocol;
import io.fourwave.wire.Ipv4Header;
import io.fourwave.wire.Ipv6Header;
import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;

/**
 * Cuts a finished packet of ours that is longer than the path takes (RFC 791 §3.2, RFC 8200 §4.5).
 * Each piece is laid out over the end of the one before, which has been copied to the queue by
 * then.
 */
final class Fragmentation {
  private final Replies replies;
  private final RandomGenerator random;
  private final Ipv4Header v4 = new Ipv4Header();
  private final Ipv6Header v6 = new Ipv6Header();
  private final FragmentHeader fragment = new FragmentHeader();

  Fragmentation(Replies replies, RandomGenerator random) {
    this.replies = replies;
    this.random = random;
  }

  /**
   * Queues the packet, in pieces if need be: all of them or, if there is no room, none.
   *
   * @param headerLength octets of the IP header
   * @param mtu octets
   * @return whether it was queued
   */
  boolean send(Packet packet, int headerLength, int mtu) {
    if (packet.length() <= mtu) {
      return replies.add(packet);
    }
    boolean isV4 = v4.wrap(packet.bytes(), packet.start()).version() == 4;
    int headers = isV4 ? headerLength : headerLength + FragmentHeader.LENGTH;
    int payload = packet.length() - headerLength;
    int piece = mtu - headers & ~7;
    int pieces = (payload + piece - 1) / piece;
    if (!replies.hasRoomFor(pieces, payload + pieces * headers)) {
      return false;
    }
    if (isV4) {
      cutV4(packet, headers, piece);
    } else {
      cutV6(packet, piece);
    }
    return true;
  }

  private void cutV4(Packet packet, int header, int piece) {
    ByteBuffer bytes = packet.bytes();
    int payload = packet.length() - header;
    int first = packet.start();
    for (int offset = 0; offset < payload; offset += piece) {
      int length = Math.min(piece, payload - offset);
      int start = first + offset;
      bytes.put(start, bytes, packet.start(), header);
      v4.wrap(bytes, start)
          .totalLength(header + length)
          .fragment(offset, offset + length < payload)
          .fillChecksum();
      packet.lies(start, start + header + length);
      replies.add(packet);
    }
  }

  private void cutV6(Packet packet, int piece) {
    ByteBuffer bytes = packet.bytes();
    int payload = packet.length() - Ipv6Header.LENGTH;
    int header = Ipv6Header.LENGTH + FragmentHeader.LENGTH;
    int first = packet.start() - FragmentHeader.LENGTH;
    int protocol = v6.wrap(bytes, packet.start()).nextHeader();
    int identification = random.nextInt(); // RFC 7739: not to be guessed
    for (int offset = 0; offset < payload; offset += piece) {
      int length = Math.min(piece, payload - offset);
      int start = first + offset;
      bytes.put(start, bytes, packet.start(), Ipv6Header.LENGTH);
      v6.wrap(bytes, start)
          .payloadLength(FragmentHeader.LENGTH + length)
          .nextHeader(IpProtocol.FRAGMENT);
      fragment
          .wrap(bytes, start + Ipv6Header.LENGTH)
          .write(protocol, offset, offset + length < payload, identification);
      packet.lies(start, start + header + length);
      replies.add(packet);
    }
  }
}
