package io.fourwave.host;

import io.fourwave.link.Packet;
import io.fourwave.wire.IpProtocol;
import io.fourwave.wire.Ipv4Header;
import io.fourwave.wire.Ipv6Header;
import io.fourwave.wire.TcpHeader;

/**
 * Tells packets that may report a loss: segments with more options than timestamps, as those with
 * SACK blocks (RFC 2018). A turn of the loop takes many acknowledgements before it sends what they
 * let go; but what is in flight when a loss is found decides how far the window is reduced (RFC
 * 5681 (4)) and how much may be sent until it is repaired (RFC 9937), so what acknowledgements
 * before it let go has to go before. A wrong guess costs nothing but a shorter turn: extension
 * headers are not looked behind. Not thread-safe.
 */
final class LossReport {
  private static final int TIMESTAMPS = 12;

  private final Ipv4Header v4 = new Ipv4Header();
  private final Ipv6Header v6 = new Ipv6Header();
  private final TcpHeader tcp = new TcpHeader();

  /** Whether this may be one; the packet may be of any kind, and need not be well-formed. */
  boolean mayBe(Packet packet) {
    int header = tcpOffset(packet);
    if (header == 0 || packet.length() < header + TcpHeader.LENGTH) {
      return false;
    }
    int length = tcp.wrap(packet.bytes(), packet.start() + header).length();
    return length > TcpHeader.LENGTH + TIMESTAMPS;
  }

  /** Octets before the TCP header; 0 if there is none in sight. */
  private int tcpOffset(Packet packet) {
    if (packet.length() < Ipv4Header.MIN_LENGTH) {
      return 0;
    }
    v4.wrap(packet.bytes(), packet.start());
    if (v4.version() == 4) {
      return v4.protocol() == IpProtocol.TCP ? v4.headerLength() : 0;
    }
    v6.wrap(packet.bytes(), packet.start());
    return packet.length() > Ipv6Header.LENGTH && v6.nextHeader() == IpProtocol.TCP
        ? Ipv6Header.LENGTH
        : 0;
  }
}
