package io.fourwave.tcp.conversation;

import io.fourwave.link.Packet;
import io.fourwave.wire.Checksum;
import io.fourwave.wire.IpAddress;
import io.fourwave.wire.TcpHeader;
import java.nio.ByteBuffer;

/**
 * Puts the peer's segments into IP packets. Written for tests, apart from the stack's own writers.
 */
final class SegmentPackets {
  private final IpAddress peer;
  private final IpAddress us;
  private final boolean v4;

  SegmentPackets(IpAddress peer, IpAddress us) {
    this.peer = peer;
    this.us = us;
    this.v4 = peer.isV4();
  }

  Packet packet(Seg seg, int seq, int ack, int window, int peerPort, int ourPort, byte[] text) {
    int optionLength = seg.rawOptions == null ? seg.options.length() : seg.rawOptions.length;
    int ipLength = v4 ? 20 : 40;
    int tcpLength = TcpHeader.LENGTH + optionLength + text.length;
    ByteBuffer b = ByteBuffer.allocate(ipLength + tcpLength);
    ip(b, seg.trafficClass, tcpLength);
    TcpHeader header = new TcpHeader().wrap(b, ipLength);
    header.numbers(peerPort, ourPort, seq, ack);
    header.rest(TcpHeader.LENGTH + optionLength, seg.flags, window, seg.urgentPointer);
    if (seg.rawOptions == null) {
      seg.options.write(b, ipLength + TcpHeader.LENGTH);
    } else {
      b.put(ipLength + TcpHeader.LENGTH, seg.rawOptions);
    }
    b.put(ipLength + TcpHeader.LENGTH + optionLength, text);
    long sum = Checksum.pseudoHeader(peer.high(), peer.low(), us.high(), us.low(), 6, tcpLength);
    int checksum = Checksum.finish(Checksum.add(sum, b, ipLength, b.capacity()));
    header.checksum(seg.corrupt ? checksum ^ 0x5555 : checksum);
    Packet packet = new Packet(ByteBuffer.allocate(Packet.HEADROOM + b.capacity()));
    packet.set(b);
    return packet;
  }

  private void ip(ByteBuffer b, int trafficClass, int payload) {
    if (v4) {
      b.put(0, (byte) 0x45).put(1, (byte) trafficClass).putShort(2, (short) (20 + payload));
      b.put(8, (byte) 64).put(9, (byte) 6);
      b.putInt(12, (int) peer.low()).putInt(16, (int) us.low());
      b.putShort(10, (short) Checksum.finish(Checksum.add(0, b, 0, 20)));
      return;
    }
    b.putInt(0, 6 << 28 | trafficClass << 20).putShort(4, (short) payload);
    b.put(6, (byte) 6).put(7, (byte) 64);
    b.putLong(8, peer.high()).putLong(16, peer.low());
    b.putLong(24, us.high()).putLong(32, us.low());
  }
}
