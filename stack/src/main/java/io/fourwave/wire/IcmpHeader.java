package io.fourwave.wire;

import java.nio.ByteBuffer;

/**
 * A view of the head of an ICMP or ICMPv6 message: type, code, checksum and the four octets whose
 * meaning depends on the type (RFC 792, RFC 4443 §2.1). It checks nothing: the caller knows that
 * {@link #LENGTH} octets are there. Made once and reused; not thread-safe.
 */
public final class IcmpHeader {
  /** Octets of the header. */
  public static final int LENGTH = 8;

  private static final int CHECKSUM = 2;

  private ByteBuffer bytes;
  private int start;

  /** Looks at the header that begins at {@code start}. */
  public IcmpHeader wrap(ByteBuffer bytes, int start) {
    this.bytes = bytes;
    this.start = start;
    return this;
  }

  /** The message's type; its numbers differ between IPv4 and IPv6. */
  public int type() {
    return bytes.get(start) & 0xff;
  }

  /** The code, which tells messages of one type apart. */
  public int code() {
    return bytes.get(start + 1) & 0xff;
  }

  /** Octets 4 to 7: identifier and sequence number, a pointer, an MTU, or nothing. */
  public int rest() {
    return bytes.getInt(start + 4);
  }

  /** With IPv4's "fragmentation needed": the next hop's MTU in octets, or 0 (RFC 1191 §4). */
  public int nextHopMtu() {
    return bytes.getShort(start + 6) & 0xffff;
  }

  /** Writes type and code. */
  public IcmpHeader kind(int type, int code) {
    bytes.put(start, (byte) type);
    bytes.put(start + 1, (byte) code);
    return this;
  }

  /** Writes octets 4 to 7. */
  public IcmpHeader rest(int value) {
    bytes.putInt(start + 4, value);
    return this;
  }

  /**
   * Writes the checksum over the message, which must be written before.
   *
   * @param sum the pseudo-header's for ICMPv6 (RFC 4443 §2.3), 0 for ICMP
   * @param end index one past the message's last octet
   */
  public IcmpHeader fillChecksum(long sum, int end) {
    bytes.putShort(start + CHECKSUM, (short) 0);
    long total = Checksum.add(sum, bytes, start, end);
    bytes.putShort(start + CHECKSUM, (short) Checksum.finish(total));
    return this;
  }
}
