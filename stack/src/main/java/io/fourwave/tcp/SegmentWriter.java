package io.fourwave.tcp;

import io.fourwave.ip.IpLayer;
import io.fourwave.ip.Route;
import io.fourwave.link.Offload;
import io.fourwave.link.Packet;
import io.fourwave.stream.ByteRing;
import io.fourwave.wire.Checksum;
import io.fourwave.wire.TcpHeader;

/** Writes a segment into a packet: header, options, text, checksum, and IP's header before it. */
final class SegmentWriter {
  private final IpLayer ip;
  private final Offload offload;
  private final TcpHeader header = new TcpHeader();

  SegmentWriter(IpLayer ip, Offload offload) {
    this.ip = ip;
    this.offload = offload;
  }

  /**
   * Writes a segment.
   *
   * @param seg all but the text; its {@code textLength} says how much of that there is
   * @param ring holds the text from {@code position} on; null if it is to be zeros
   * @param ecn the two ECN bits of the IP header
   */
  void write(Packet into, Route route, Segment seg, ByteRing ring, long position, int ecn) {
    int start = Packet.HEADROOM + route.headerLength();
    int text = start + TcpHeader.LENGTH + seg.options.length();
    int end = text + seg.textLength;
    into.reset();
    header.wrap(into.bytes(), start);
    header.numbers(seg.localPort, seg.remotePort, seg.seq, seg.ack);
    header.rest(text - start, seg.flags, seg.window, seg.urgentPointer);
    seg.options.write(into.bytes(), start + TcpHeader.LENGTH);
    if (ring == null) {
      zero(into, text, end);
    } else if (seg.textLength > 0) {
      ring.get(position, into.bytes(), text, seg.textLength);
    }
    seg.bytes = into.bytes();
    seg.textStart = text;
    ip.finish(into, route, SegmentReader.PROTOCOL, start, end, ecn);
    writeChecksum(into, route, start, end);
    into.segmentSize(seg.textLength > seg.segmentSize ? seg.segmentSize : 0);
  }

  private static void zero(Packet into, int from, int to) {
    for (int i = from; i < to; i++) {
      into.bytes().put(i, (byte) 0);
    }
  }

  private void writeChecksum(Packet into, Route route, int start, int end) {
    long sum =
        Checksum.pseudoHeader(
            route.localHigh(),
            route.localLow(),
            route.remoteHigh(),
            route.remoteLow(),
            SegmentReader.PROTOCOL,
            end - start);
    if (offload.checksum()) {
      header.checksum(Checksum.fold(sum));
      into.checksumPartial(start);
      return;
    }
    header.checksum(Checksum.finish(Checksum.add(sum, into.bytes(), start, end))); // MUST-2
  }
}
