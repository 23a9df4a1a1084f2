package io.fourwave.link;

import io.fourwave.wire.Checksum;
import io.fourwave.wire.IpAddress;
import io.fourwave.wire.TcpHeader;
import java.nio.ByteBuffer;

/** Makes IP packets with TCP segments for tests, with right checksums, and reads them back. */
final class Packets {
  static final int FIN = 1;
  static final int SYN = 2;
  static final int ACK = 16;

  private Packets() {}

  /** IPv4 from 192.0.2.1:40000 to 192.0.2.2:7 with a sequence number to know it by. */
  static Packet v4(int flags, int seq, int textLength) {
    return packet(4, flags, seq, textLength);
  }

  /** IPv6 from 2001:db8::1, port 40000, to 2001:db8::2, port 7. */
  static Packet v6(int flags, int seq, int textLength) {
    return packet(6, flags, seq, textLength);
  }

  /** The same over IPv4 with TCP options, a multiple of four octets, and no text. */
  static Packet v4WithOptions(int flags, int seq, byte[] options) {
    return withOptions(v4(flags, seq, options.length), options);
  }

  /** The same over IPv6 with TCP options, a multiple of four octets, and no text. */
  static Packet v6WithOptions(int flags, int seq, byte[] options) {
    return withOptions(v6(flags, seq, options.length), options);
  }

  private static Packet withOptions(Packet packet, byte[] options) {
    int tcp = transport(packet);
    ByteBuffer bytes = packet.bytes();
    bytes.put(tcp + TcpHeader.LENGTH, options);
    bytes.put(tcp + 12, (byte) ((TcpHeader.LENGTH + options.length) << 2));
    bytes.putShort(tcp + TcpHeader.CHECKSUM_OFFSET, (short) 0);
    int checksum = Checksum.finish(sum(bytes, packet.start(), packet.end()));
    bytes.putShort(tcp + TcpHeader.CHECKSUM_OFFSET, (short) checksum);
    return packet;
  }

  /** Text of 100 octets over IPv4. */
  static Packet numbered(int seq) {
    return v4(ACK, seq, 100);
  }

  private static Packet packet(int version, int flags, int seq, int textLength) {
    int header = version == 4 ? 20 : 40;
    ByteBuffer bytes = ByteBuffer.allocate(header + TcpHeader.LENGTH + textLength);
    TcpHeader tcp = new TcpHeader().wrap(bytes, header);
    tcp.numbers(40_000, 7, seq, 1);
    tcp.rest(TcpHeader.LENGTH, flags, 65_535, 0);
    for (int i = 0; i < textLength; i++) {
      bytes.put(header + TcpHeader.LENGTH + i, (byte) (seq + i));
    }
    if (version == 4) {
      ipv4(bytes);
    } else {
      ipv6(bytes);
    }
    tcp.checksum(Checksum.finish(sum(bytes, 0, bytes.capacity())));
    Packet packet = new Packet(ByteBuffer.allocate(Packet.HEADROOM + bytes.capacity()));
    packet.set(bytes);
    return packet;
  }

  private static void ipv4(ByteBuffer bytes) {
    bytes.putShort(0, (short) 0x4500).putShort(2, (short) bytes.capacity());
    bytes.putShort(8, (short) 0x4006).putInt(12, 0xc000_0201).putInt(16, 0xc000_0202);
    bytes.putShort(10, (short) Checksum.finish(Checksum.add(0, bytes, 0, 20)));
  }

  private static void ipv6(ByteBuffer bytes) {
    bytes.putInt(0, 0x6000_0000).putShort(4, (short) (bytes.capacity() - 40));
    bytes.putShort(6, (short) 0x0640);
    bytes.putLong(8, 0x2001_0db8_0000_0000L).putLong(16, 1);
    bytes.putLong(24, 0x2001_0db8_0000_0000L).putLong(32, 2);
  }

  private static long sum(ByteBuffer bytes, int start, int end) {
    boolean v4 = bytes.get(start) >>> 4 == 4;
    int header = start + (v4 ? 20 : 40);
    return Checksum.add(pseudoHeader(bytes, start, end), bytes, header, end);
  }

  private static long pseudoHeader(ByteBuffer bytes, int start, int end) {
    if (bytes.get(start) >>> 4 == 4) {
      long from = IpAddress.mapped(bytes.getInt(start + 12));
      long to = IpAddress.mapped(bytes.getInt(start + 16));
      return Checksum.pseudoHeader(0, from, 0, to, 6, end - start - 20);
    }
    return Checksum.pseudoHeader(
        bytes.getLong(start + 8),
        bytes.getLong(start + 16),
        bytes.getLong(start + 24),
        bytes.getLong(start + 32),
        6,
        end - start - 40);
  }

  /** Makes the checksum partial, as a device with offload has it. */
  static Packet partial(Packet packet) {
    int transport = transport(packet);
    ByteBuffer bytes = packet.bytes();
    int sum = Checksum.fold(pseudoHeader(bytes, packet.start(), packet.end()));
    bytes.putShort(transport + TcpHeader.CHECKSUM_OFFSET, (short) sum);
    packet.checksumPartial(transport);
    return packet;
  }

  static boolean isChecksumGood(Packet packet) {
    return Checksum.isGood(sum(packet.bytes(), packet.start(), packet.end()));
  }

  static int seq(Packet packet) {
    return packet.bytes().getInt(transport(packet) + 4);
  }

  static byte[] octets(Packet packet) {
    byte[] octets = new byte[packet.length()];
    packet.bytes().get(packet.start(), octets);
    return octets;
  }

  private static int transport(Packet packet) {
    return packet.start() + (packet.bytes().get(packet.start()) >>> 4 == 4 ? 20 : 40);
  }
}
