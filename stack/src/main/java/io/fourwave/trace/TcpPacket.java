package io.fourwave.trace;

import io.fourwave.link.Packet;
import io.fourwave.wire.IpAddress;
import io.fourwave.wire.Ipv4Header;
import io.fourwave.wire.Ipv6Header;
import io.fourwave.wire.TcpHeader;
import io.fourwave.wire.TcpOptions;
import java.nio.ByteBuffer;

/** Reads a TCP segment out of a packet on the wire. Made once and reused. */
final class TcpPacket {
  private static final int TCP = 6;
  private static final int V6_LENGTH = 40;

  /** What tells a segment from others in flight, but for its equals sent again. */
  record Key(Flow flow, int seq, int ack, int flags, int length) {}

  /** One direction of a connection. */
  record Flow(IpAddress from, int fromPort, IpAddress to, int toPort) {
    Flow back() {
      return new Flow(to, toPort, from, fromPort);
    }
  }

  private final Ipv4Header v4 = new Ipv4Header();
  private final Ipv6Header v6 = new Ipv6Header();
  private final TcpHeader tcp = new TcpHeader();
  private final TcpOptions options = new TcpOptions();
  private Key key;
  private int window;

  /** Looks at a packet; false if it has no whole TCP header where one is expected. */
  boolean read(Packet packet) {
    ByteBuffer bytes = packet.bytes();
    int start = packet.start();
    int version = packet.length() > Ipv4Header.MIN_LENGTH ? bytes.get(start) >>> 4 & 0xf : 0;
    IpAddress from;
    IpAddress to;
    int at;
    if (version == 4 && v4.wrap(bytes, start).protocol() == TCP && v4.fragmentOffset() == 0) {
      from = new IpAddress(0, IpAddress.mapped(v4.source()));
      to = new IpAddress(0, IpAddress.mapped(v4.destination()));
      at = start + v4.headerLength();
    } else if (version == 6 && packet.length() > V6_LENGTH && isTcp(bytes, start)) {
      from = new IpAddress(bytes.getLong(start + 8), bytes.getLong(start + 16));
      to = new IpAddress(bytes.getLong(start + 24), bytes.getLong(start + 32));
      at = start + V6_LENGTH;
    } else {
      return false;
    }
    return packet.end() - at >= TcpHeader.LENGTH && readTcp(packet, at, from, to);
  }

  private boolean isTcp(ByteBuffer bytes, int start) {
    return v6.wrap(bytes, start).nextHeader() == TCP;
  }

  private boolean readTcp(Packet packet, int at, IpAddress from, IpAddress to) {
    tcp.wrap(packet.bytes(), at);
    int text = at + tcp.length();
    if (tcp.length() < TcpHeader.LENGTH || text > packet.end()) {
      return false;
    }
    options.read(packet.bytes(), at + TcpHeader.LENGTH, text);
    window = tcp.window();
    Flow flow = new Flow(from, tcp.sourcePort(), to, tcp.destinationPort());
    key = new Key(flow, tcp.seq(), tcp.ack(), tcp.flags(), packet.end() - text);
    return true;
  }

  Key key() {
    return key;
  }

  int window() {
    return window;
  }

  TcpOptions options() {
    return options;
  }
}
