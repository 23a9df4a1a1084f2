package io.fourwave.tcp;

import io.fourwave.ip.IpPacket;
import io.fourwave.link.Packet.ChecksumState;
import io.fourwave.wire.Checksum;
import io.fourwave.wire.TcpHeader;

/**
 * Reads a segment out of an IP packet, after checking all that can be checked without a connection.
 */
final class SegmentReader {
  static final int PROTOCOL = 6;

  private final TcpHeader header = new TcpHeader();

  /**
   * Fills the view.
   *
   * @return null if the segment is sound, or why it is dropped
   */
  TcpDropReason read(IpPacket ip, Segment into) {
    int length = ip.payloadLength();
    if (length < TcpHeader.LENGTH) {
      return TcpDropReason.TRUNCATED;
    }
    header.wrap(ip.bytes(), ip.payloadStart());
    int headerLength = header.length();
    if (headerLength < TcpHeader.LENGTH || headerLength > length) {
      return TcpDropReason.BAD_DATA_OFFSET;
    }
    if (ip.packet().checksumState() == ChecksumState.COMPLETE && !isChecksumGood(ip)) {
      return TcpDropReason.BAD_CHECKSUM; // MUST-3
    }
    if (ip.toGroup()) {
      return TcpDropReason.TO_GROUP; // MUST-57
    }
    fill(ip, headerLength, into);
    return into.localPort == 0 || into.remotePort == 0 ? TcpDropReason.BAD_PORT : null;
  }

  private static boolean isChecksumGood(IpPacket ip) {
    long sum =
        Checksum.pseudoHeader(
            ip.sourceHigh(),
            ip.sourceLow(),
            ip.destinationHigh(),
            ip.destinationLow(),
            PROTOCOL,
            ip.payloadLength());
    return Checksum.isGood(Checksum.add(sum, ip.bytes(), ip.payloadStart(), ip.payloadEnd()));
  }

  private void fill(IpPacket ip, int headerLength, Segment into) {
    into.localHigh = ip.destinationHigh();
    into.localLow = ip.destinationLow();
    into.remoteHigh = ip.sourceHigh();
    into.remoteLow = ip.sourceLow();
    into.localPort = header.destinationPort();
    into.remotePort = header.sourcePort();
    into.seq = header.seq();
    into.ack = header.ack();
    into.flags = header.flags();
    into.window = header.window();
    into.urgentPointer = header.urgentPointer();
    into.trafficClass = ip.trafficClass();
    into.bytes = ip.bytes();
    into.packetStart = ip.packet().start();
    into.textStart = ip.payloadStart() + headerLength;
    into.textLength = ip.payloadLength() - headerLength;
    into.segmentSize = ip.packet().segmentSize();
    into.landed = !ip.packet().tail().isEmpty();
    into.sourceRoute = ip.sourceRoute();
    into.options.read(
        ip.bytes(), ip.payloadStart() + TcpHeader.LENGTH, ip.payloadStart() + headerLength);
    into.arrived();
  }
}
