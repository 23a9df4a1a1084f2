package io.fourwave.wire;

import java.nio.ByteBuffer;

/**
 * The Internet checksum (RFC 1071). Sums are kept unfolded in a {@code long} so that parts can be
 * added in any order; {@link #fold} ends it. Every part but the last has an even number of octets.
 */
public final class Checksum {
  private Checksum() {}

  /** Adds the octets from {@code from} to {@code to} of a big-endian buffer. */
  public static long add(long sum, ByteBuffer bytes, int from, int to) {
    int at = from;
    for (; at + 8 <= to; at += 8) {
      long word = bytes.getLong(at);
      sum += (word >>> 32) + (word & 0xffff_ffffL);
    }
    for (; at + 2 <= to; at += 2) {
      sum += bytes.getShort(at) & 0xffff;
    }
    if (at < to) {
      sum += (bytes.get(at) & 0xff) << 8; // RFC 1071 §1: padded with a zero octet
    }
    return sum;
  }

  /** Adds one 64-bit quantity. */
  public static long add(long sum, long word) {
    return sum + (word >>> 32) + (word & 0xffff_ffffL);
  }

  /**
   * Adds the pseudo-header of TCP, UDP or ICMPv6 (RFC 9293 §3.1, RFC 8200 §8.1).
   *
   * @param length octets of transport header and payload
   */
  public static long pseudoHeader(
      long sourceHigh,
      long sourceLow,
      long destinationHigh,
      long destinationLow,
      int protocol,
      int length) {
    long sum = (long) protocol + length;
    if (IpAddress.isV4(sourceHigh, sourceLow)) {
      return sum + (sourceLow & 0xffff_ffffL) + (destinationLow & 0xffff_ffffL);
    }
    sum = add(add(sum, sourceHigh), sourceLow);
    return add(add(sum, destinationHigh), destinationLow);
  }

  /** Folds a sum into 16 bits, not yet complemented. */
  public static int fold(long sum) {
    long folded = (sum >>> 32) + (sum & 0xffff_ffffL);
    folded = (folded >>> 16) + (folded & 0xffff);
    folded = (folded >>> 16) + (folded & 0xffff);
    folded = (folded >>> 16) + (folded & 0xffff);
    return (int) folded;
  }

  /** The value for the checksum field: the complement of the folded sum. */
  public static int finish(long sum) {
    return ~fold(sum) & 0xffff;
  }

  /** Whether a sum that includes the checksum field says "undamaged". */
  public static boolean isGood(long sum) {
    return fold(sum) == 0xffff;
  }
}
