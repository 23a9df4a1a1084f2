package io.fourwave.examples.ladder;

import io.fourwave.examples.ladder.Conversation.Place;
import io.fourwave.wire.IpAddress;
import io.fourwave.wire.Ipv4Header;
import io.fourwave.wire.Ipv6Header;
import io.fourwave.wire.TcpHeader;
import java.nio.ByteBuffer;

/** Finds out whose a packet is, if it is TCP's. */
final class Segments {
  private static final int TCP = 6;
  private static final int V6_LENGTH = 40;

  /**
   * A segment's two ends.
   *
   * @param flags the control bits
   */
  record Header(Place source, Place destination, int flags) {}

  private Segments() {}

  /** Reads a packet's header; null if it has no whole TCP header where one is expected. */
  static Header header(ByteBuffer octets) {
    int version = octets.limit() > Ipv4Header.MIN_LENGTH ? octets.get(0) >>> 4 & 0xf : 0;
    if (version == 4) {
      Ipv4Header ip = new Ipv4Header().wrap(octets, 0);
      boolean first = ip.protocol() == TCP && ip.fragmentOffset() == 0;
      IpAddress from = new IpAddress(0, IpAddress.mapped(ip.source()));
      IpAddress to = new IpAddress(0, IpAddress.mapped(ip.destination()));
      return first ? header(octets, ip.headerLength(), from, to) : null;
    }
    if (version == 6 && octets.limit() > V6_LENGTH) {
      IpAddress from = new IpAddress(octets.getLong(8), octets.getLong(16));
      IpAddress to = new IpAddress(octets.getLong(24), octets.getLong(32));
      boolean isTcp = new Ipv6Header().wrap(octets, 0).nextHeader() == TCP;
      return isTcp ? header(octets, V6_LENGTH, from, to) : null;
    }
    return null;
  }

  private static Header header(ByteBuffer octets, int at, IpAddress from, IpAddress to) {
    if (at < Ipv4Header.MIN_LENGTH || octets.limit() - at < TcpHeader.LENGTH) {
      return null;
    }
    TcpHeader tcp = new TcpHeader().wrap(octets, at);
    boolean whole = tcp.length() >= TcpHeader.LENGTH && at + tcp.length() <= octets.limit();
    return whole
        ? new Header(
            new Place(from, tcp.sourcePort()), new Place(to, tcp.destinationPort()), tcp.flags())
        : null;
  }
}
