package io.fourwave.tcp;

import io.fourwave.ip.IpLayer;
import io.fourwave.ip.Route;
import io.fourwave.link.Offload;
import io.fourwave.link.Packet;
import io.fourwave.stream.ByteRing;
import io.fourwave.wire.Checksum;
import io.fourwave.wire.TcpHeader;
import java.nio.ByteBuffer;

/** Writes a segment into a packet: header, options, text, checksum, and IP's header before it. */
final class SegmentWriter {
  /** Shorter text is copied: to describe to the kernel where it lies would cost more. */
  private static final int WORTH_LEAVING = 8_192;

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
    into.reset();
    int end = leavesText(into, seg, ring, position) ? text : text + seg.textLength;
    header.wrap(into.bytes(), start);
    header.numbers(seg.localPort, seg.remotePort, seg.seq, seg.ack);
    header.rest(text - start, seg.flags, seg.window, seg.urgentPointer);
    seg.options.write(into.bytes(), start + TcpHeader.LENGTH);
    if (ring == null) {
      zero(into, text, end);
    } else if (end > text) {
      ring.get(position, into.bytes(), text, seg.textLength);
    }
    seg.bytes = into.bytes();
    seg.textStart = text;
    ip.finish(into, route, SegmentReader.PROTOCOL, start, end, ecn);
    writeChecksum(into, route, start, end);
    into.segmentSize(seg.textLength > seg.segmentSize ? seg.segmentSize : 0);
  }

  /** Lets the text of a super-segment go to the device from where the application has put it. */
  private boolean leavesText(Packet into, Segment seg, ByteRing ring, long position) {
    if (seg.textLength < WORTH_LEAVING || !into.takesTail() || !offload.checksum()) {
      return false;
    }
    ByteBuffer memory = ring.memory();
    if (memory != null) {
      into.tail().set(memory, ByteRing.index(memory, position), seg.textLength);
    }
    return memory != null;
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
            end - start + into.tail().length());
    if (offload.checksum()) {
      header.checksum(Checksum.fold(sum));
      into.checksumPartial(start);
      return;
    }
    header.checksum(Checksum.finish(Checksum.add(sum, into.bytes(), start, end))); // MUST-2
  }
}
