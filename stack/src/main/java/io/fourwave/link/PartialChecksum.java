package io.fourwave.link;

import java.nio.ByteBuffer;

/**
 * Does in software what a device with checksum offload does: turns a transport checksum field that
 * holds the pseudo-header's sum into a checksum (RFC 1071). For links that damage, capture or join
 * packets whose checksum was left to a device. Made once and reused; not thread-safe.
 */
public final class PartialChecksum {
  private final PacketLayout layout;

  /** Makes one. */
  public PartialChecksum() {
    layout = new PacketLayout();
  }

  /**
   * Completes a packet's transport checksum. Afterwards its state is {@link
   * Packet.ChecksumState#COMPLETE}, so that a receiver checks it.
   */
  public void complete(Packet packet) {
    if (packet.checksumState() == Packet.ChecksumState.PARTIAL) {
      fill(packet.bytes(), packet.start(), packet.transportStart(), packet.end());
    }
    packet.checksumComplete();
  }

  /** The same for a packet between two indices of a big-endian buffer. */
  void fill(ByteBuffer bytes, int start, int transportStart, int end) {
    int protocol = layout.read(bytes, start, end).protocol();
    int field = transportStart + fieldOffset(protocol);
    if (field < transportStart || field + 2 > end) {
      return; // a transport without a checksum that we know: nothing was left to the device
    }
    int checksum = ~fold(sum(bytes, transportStart, end)) & 0xffff;
    boolean zeroMeansNone = protocol == PacketLayout.UDP && checksum == 0; // RFC 768
    bytes.putShort(field, (short) (zeroMeansNone ? 0xffff : checksum));
  }

  private static int fieldOffset(int protocol) {
    return switch (protocol) {
      case PacketLayout.TCP -> 16;
      case PacketLayout.UDP -> 6;
      case PacketLayout.ICMPV6 -> 2;
      default -> -1;
    };
  }

  private static long sum(ByteBuffer bytes, int from, int to) {
    long sum = 0;
    int at = from;
    for (; at + 4 <= to; at += 4) {
      sum += bytes.getInt(at) & 0xffff_ffffL;
    }
    if (at + 2 <= to) {
      sum += bytes.getShort(at) & 0xffff;
      at += 2;
    }
    return at < to ? sum + ((bytes.get(at) & 0xff) << 8) : sum;
  }

  private static int fold(long sum) {
    long folded = sum;
    while (folded > 0xffff) {
      folded = (folded >>> 16) + (folded & 0xffff);
    }
    return (int) folded;
  }
}
