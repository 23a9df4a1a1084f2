package io.fourwave.tcp.conversation;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.link.Packet;
import io.fourwave.wire.Checksum;
import io.fourwave.wire.IpAddress;
import io.fourwave.wire.TcpHeader;
import io.fourwave.wire.TcpOptions;
import java.nio.ByteBuffer;

/** What stands in a TCP packet of ours; the checksum is checked on the way (MUST-2). */
final class PacketFields {
  final byte[] packet;
  final int tcpStart;
  final int flags;
  final int seq;
  final int ack;
  final int window;
  final int urgentPointer;
  final int headerLength;
  final int sourcePort;
  final int destinationPort;
  final int trafficClass;
  final int hopLimit;
  final TcpOptions options = new TcpOptions();
  final byte[] text;

  PacketFields(Packet p) {
    packet = new byte[p.length()];
    p.bytes().get(p.start(), packet);
    ByteBuffer bytes = ByteBuffer.wrap(packet);
    boolean v4 = packet[0] >>> 4 == 4;
    tcpStart = v4 ? (packet[0] & 15) * 4 : 40;
    trafficClass = v4 ? packet[1] & 0xff : bytes.getShort(0) >>> 4 & 0xff;
    hopLimit = packet[v4 ? 8 : 7] & 0xff;
    TcpHeader header = new TcpHeader().wrap(bytes, tcpStart);
    sourcePort = header.sourcePort();
    destinationPort = header.destinationPort();
    flags = header.flags();
    seq = header.seq();
    ack = header.ack();
    window = header.window();
    urgentPointer = header.urgentPointer();
    headerLength = header.length();
    options.read(bytes, tcpStart + TcpHeader.LENGTH, tcpStart + headerLength);
    text = new byte[packet.length - tcpStart - headerLength];
    bytes.get(tcpStart + headerLength, text);
    if (p.checksumState() == Packet.ChecksumState.COMPLETE) {
      assertTrue(Checksum.isGood(sum(bytes, v4)), "the TCP checksum is wrong");
    }
  }

  static boolean isTcp(Packet p) {
    boolean v4 = p.bytes().get(p.start()) >>> 4 == 4;
    return p.bytes().get(p.start() + (v4 ? 9 : 6)) == 6;
  }

  /**
   * Where an IPv4 packet's last address stands: at the end of a source route, which comes first.
   */
  private int finalDestination() {
    boolean routed = tcpStart > 20 && ((packet[20] & 0xff) == 131 || (packet[20] & 0xff) == 137);
    return routed ? 20 + packet[21] - 4 : 16;
  }

  private long sum(ByteBuffer bytes, boolean v4) {
    int length = packet.length - tcpStart;
    long pseudo =
        v4
            ? Checksum.pseudoHeader(
                0,
                IpAddress.mapped(bytes.getInt(12)),
                0,
                IpAddress.mapped(bytes.getInt(finalDestination())),
                6,
                length)
            : Checksum.pseudoHeader(
                bytes.getLong(8),
                bytes.getLong(16),
                bytes.getLong(24),
                bytes.getLong(32),
                6,
                length);
    return Checksum.add(pseudo, bytes, tcpStart, packet.length);
  }
}
