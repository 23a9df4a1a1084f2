package io.fourwave.wire;

import java.nio.ByteBuffer;

/**
 * A view of a UDP header (RFC 768). It checks nothing: the caller knows that {@link #LENGTH} octets
 * are there. Made once and reused; not thread-safe.
 */
public final class UdpHeader {
  /** Octets of the header. */
  public static final int LENGTH = 8;

  private ByteBuffer bytes;
  private int start;

  /** Looks at the header that begins at {@code start}. */
  public UdpHeader wrap(ByteBuffer bytes, int start) {
    this.bytes = bytes;
    this.start = start;
    return this;
  }

  /** The sender's port; 0 if it wants no answer. */
  public int sourcePort() {
    return bytes.getShort(start) & 0xffff;
  }

  /** The receiver's port. */
  public int destinationPort() {
    return bytes.getShort(start + 2) & 0xffff;
  }

  /** Octets of header and data. */
  public int length() {
    return bytes.getShort(start + 4) & 0xffff;
  }

  /** The checksum; 0 if there is none, which only IPv4 allows (RFC 8200 §8.1). */
  public int checksum() {
    return bytes.getShort(start + 6) & 0xffff;
  }

  /** Writes all but the checksum, which becomes 0. */
  public UdpHeader write(int sourcePort, int destinationPort, int length) {
    bytes.putShort(start, (short) sourcePort);
    bytes.putShort(start + 2, (short) destinationPort);
    bytes.putShort(start + 4, (short) length);
    return checksum(0);
  }

  /** Writes the checksum field. */
  public UdpHeader checksum(int value) {
    bytes.putShort(start + 6, (short) value);
    return this;
  }
}
