package io.fourwave.examples.lab.experiments;

import io.fourwave.trace.RecordedSegment;
import io.fourwave.wire.Checksum;
import io.fourwave.wire.IpAddress;
import io.fourwave.wire.Ipv4Header;
import io.fourwave.wire.TcpHeader;
import java.nio.ByteBuffer;

/**
 * A segment that nobody has sent, as an attacker makes one: IPv4, no options, no text.
 *
 * @param source where it claims to come from
 * @param sourcePort from which port
 * @param destination where it goes
 * @param destinationPort to which port
 * @param seq SEG.SEQ
 * @param flags the control bits
 */
record Forged(
    String source, int sourcePort, String destination, int destinationPort, int seq, int flags) {
  private static final int LENGTH = Ipv4Header.MIN_LENGTH + TcpHeader.LENGTH;
  private static final int TCP = 6;
  private static final int ACK_FIELD = 8;
  private static final int WINDOW = 65_535;

  /** The packet. */
  ByteBuffer packet() {
    ByteBuffer bytes = ByteBuffer.allocate(LENGTH);
    IpAddress from = IpAddress.parse(source);
    IpAddress to = IpAddress.parse(destination);
    new Ipv4Header()
        .wrap(bytes, 0)
        .headerLength(Ipv4Header.MIN_LENGTH)
        .totalLength(LENGTH)
        .whole(true)
        .timeToLive(64)
        .protocol(TCP)
        .source((int) from.low())
        .destination((int) to.low())
        .fillChecksum();
    TcpHeader tcp = new TcpHeader().wrap(bytes, Ipv4Header.MIN_LENGTH);
    tcp.numbers(sourcePort, destinationPort, seq, 0);
    tcp.rest(TcpHeader.LENGTH, flags, WINDOW, 0);
    fillChecksum(bytes, from, to);
    return bytes;
  }

  /** A segment that was sent, with another acknowledgement in it. */
  static ByteBuffer withAck(RecordedSegment segment, int ack) {
    ByteBuffer bytes = ByteBuffer.allocate(segment.packet().capacity());
    bytes.put(0, segment.packet(), 0, bytes.capacity());
    bytes.putInt(Ipv4Header.MIN_LENGTH + ACK_FIELD, ack);
    fillChecksum(bytes, segment.source(), segment.destination());
    return bytes;
  }

  private static void fillChecksum(ByteBuffer bytes, IpAddress from, IpAddress to) {
    TcpHeader tcp = new TcpHeader().wrap(bytes, Ipv4Header.MIN_LENGTH);
    tcp.checksum(0);
    int length = bytes.capacity() - Ipv4Header.MIN_LENGTH;
    long sum = Checksum.pseudoHeader(from.high(), from.low(), to.high(), to.low(), TCP, length);
    sum = Checksum.add(sum, bytes, Ipv4Header.MIN_LENGTH, bytes.capacity());
    tcp.checksum(Checksum.finish(sum));
  }
}
