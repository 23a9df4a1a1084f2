package io.fourwave.tun;

import io.fourwave.link.Packet;
import io.fourwave.link.Packet.ChecksumState;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * {@code struct virtio_net_hdr} (VIRTIO 1.x §5.1.6, the legacy form): ten octets before each packet
 * that carry its checksum state and segment size between the kernel and us. Its 16-bit fields are
 * in the machine's byte order, unless somebody asked the kernel for another with TUNSETVNETLE or
 * TUNSETVNETBE, which we do not. Not thread-safe.
 *
 * <pre>
 *  0 flags  1 gso_type  2 hdr_len (16)  4 gso_size (16)  6 csum_start (16)  8 csum_offset (16)
 * </pre>
 */
final class VirtioNetHeader {
  static final int LENGTH = 10;

  private static final int NEEDS_CSUM = 1;
  private static final int DATA_VALID = 2;
  private static final int GSO_NONE = 0;
  private static final int GSO_TCPV4 = 1;
  private static final int GSO_TCPV6 = 4;
  private static final int GSO_TYPES = 0x7f;
  private static final int GSO_ECN = 0x80;

  private static final int GSO_TYPE = 1;
  private static final int HDR_LEN = 2;
  private static final int GSO_SIZE = 4;
  private static final int CSUM_START = 6;
  private static final int CSUM_OFFSET = 8;

  private final boolean little;
  private final TransportHeader transport = new TransportHeader();

  VirtioNetHeader(ByteOrder order) {
    this.little = order == ByteOrder.LITTLE_ENDIAN;
  }

  /**
   * Puts the header before {@link Packet#start()}.
   *
   * @throws IllegalArgumentException if the checksum is partial in a protocol without one
   */
  void write(Packet packet) {
    ByteBuffer bytes = packet.bytes();
    int at = packet.start() - LENGTH;
    bytes.putLong(at, 0);
    bytes.putShort(at + CSUM_OFFSET, (short) 0);
    boolean partial = packet.checksumState() == ChecksumState.PARTIAL;
    if (partial || packet.segmentSize() > 0) {
      transport.locate(packet);
    }
    if (partial) {
      bytes.put(at, (byte) NEEDS_CSUM);
      put(bytes, at + CSUM_START, packet.transportStart() - packet.start());
      put(bytes, at + CSUM_OFFSET, transport.checksumOffset());
    }
    if (packet.segmentSize() > 0 && transport.protocol() == TransportHeader.TCP) {
      writeSegmentation(packet, at);
    }
  }

  private void writeSegmentation(Packet packet, int at) {
    int headers = transport.start() + transport.tcpLength() - packet.start();
    // One segment's worth or less is no super-segment, whatever the sender would have allowed.
    if (packet.length() - headers <= packet.segmentSize()) {
      return;
    }
    ByteBuffer bytes = packet.bytes();
    int type = transport.ipv6() ? GSO_TCPV6 : GSO_TCPV4;
    // RFC 3168 §6.1.2: CWR is for the first segment only; whoever cuts has to know.
    int ecn = transport.congestionWindowReduced() ? GSO_ECN : 0;
    bytes.put(at + GSO_TYPE, (byte) (type | ecn));
    put(bytes, at + HDR_LEN, headers);
    put(bytes, at + GSO_SIZE, packet.segmentSize());
  }

  /** Tells the packet what the header before {@link Packet#start()} says of it. */
  void read(Packet packet) {
    ByteBuffer bytes = packet.bytes();
    int at = packet.start() - LENGTH;
    int flags = bytes.get(at);
    if ((flags & NEEDS_CSUM) != 0) {
      packet.checksumPartial(packet.start() + take(bytes, at + CSUM_START));
    } else if ((flags & DATA_VALID) != 0) {
      packet.checksumVerified();
    } else {
      packet.checksumComplete();
    }
    boolean whole = (bytes.get(at + GSO_TYPE) & GSO_TYPES) == GSO_NONE;
    packet.segmentSize(whole ? 0 : take(bytes, at + GSO_SIZE));
  }

  private void put(ByteBuffer bytes, int at, int value) {
    bytes.putShort(at, swapped((short) value));
  }

  private int take(ByteBuffer bytes, int at) {
    return swapped(bytes.getShort(at)) & 0xffff;
  }

  /** A packet's buffer is big-endian. */
  private short swapped(short value) {
    return little ? Short.reverseBytes(value) : value;
  }
}
