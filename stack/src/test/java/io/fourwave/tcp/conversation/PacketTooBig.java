package io.fourwave.tcp.conversation;

import io.fourwave.wire.Checksum;
import java.nio.ByteBuffer;

/** A router says that a packet of ours does not fit (RFC 1191 §4, RFC 8201 §4). */
public final class PacketTooBig {
  private PacketTooBig() {}

  /** The router's packet about one of ours, of which it quotes the beginning. */
  public static byte[] about(Emitted ours, int mtu) {
    return ours.packet[0] >>> 4 == 4 ? v4(ours.packet, mtu) : v6(ours.packet, mtu);
  }

  private static byte[] v4(byte[] quoted, int mtu) {
    ByteBuffer b = ByteBuffer.allocate(20 + 8 + 28);
    b.put(0, (byte) 0x45).putShort(2, (short) b.capacity()).put(8, (byte) 64).put(9, (byte) 1);
    b.putInt(12, 0xc000_0201).put(16, quoted, 12, 4);
    b.putShort(10, (short) Checksum.finish(Checksum.add(0, b, 0, 20)));
    b.put(20, (byte) 3).put(21, (byte) 4).putShort(26, (short) mtu).put(28, quoted, 0, 28);
    b.putShort(22, (short) Checksum.finish(Checksum.add(0, b, 20, b.capacity())));
    return b.array();
  }

  private static byte[] v6(byte[] quoted, int mtu) {
    ByteBuffer b = ByteBuffer.allocate(40 + 8 + 60);
    b.putInt(0, 6 << 28).putShort(4, (short) 68).put(6, (byte) 58).put(7, (byte) 64);
    b.put(8, quoted, 24, 16).put(24, quoted, 8, 16);
    b.put(40, (byte) 2).putInt(44, mtu).put(48, quoted, 0, 60);
    long sum =
        Checksum.pseudoHeader(b.getLong(8), b.getLong(16), b.getLong(24), b.getLong(32), 58, 68);
    b.putShort(42, (short) Checksum.finish(Checksum.add(sum, b, 40, b.capacity())));
    return b.array();
  }
}
