package io.fourwave.wire;

import java.nio.ByteBuffer;

/** A TCP header in a buffer (RFC 9293 §3.1): where its fields are. Made once, wrapped anew. */
public final class TcpHeader {
  /** Octets of a header without options. */
  public static final int LENGTH = 20;

  /** The most octets of options. */
  public static final int MAX_OPTIONS = 40;

  /** Where the checksum is, in octets from the header's start. */
  public static final int CHECKSUM_OFFSET = 16;

  private ByteBuffer bytes;
  private int start;

  /** Looks at another header. */
  public TcpHeader wrap(ByteBuffer buffer, int at) {
    bytes = buffer;
    start = at;
    return this;
  }

  /** The source port. */
  public int sourcePort() {
    return bytes.getShort(start) & 0xffff;
  }

  /** The destination port. */
  public int destinationPort() {
    return bytes.getShort(start + 2) & 0xffff;
  }

  /** SEG.SEQ. */
  public int seq() {
    return bytes.getInt(start + 4);
  }

  /** SEG.ACK. */
  public int ack() {
    return bytes.getInt(start + 8);
  }

  /** Octets of header with options: the data offset, times four. */
  public int length() {
    return (bytes.get(start + 12) & 0xf0) >>> 2;
  }

  /** The nine control bits, see {@link TcpFlags}. */
  public int flags() {
    return bytes.getShort(start + 12) & 0x1ff;
  }

  /** The window as it stands in the header, unsigned and unscaled. */
  public int window() {
    return bytes.getShort(start + 14) & 0xffff;
  }

  /** The urgent pointer, unsigned. */
  public int urgentPointer() {
    return bytes.getShort(start + 18) & 0xffff;
  }

  /** Writes ports and sequence numbers. */
  public void numbers(int sourcePort, int destinationPort, int seq, int ack) {
    bytes.putShort(start, (short) sourcePort);
    bytes.putShort(start + 2, (short) destinationPort);
    bytes.putInt(start + 4, seq);
    bytes.putInt(start + 8, ack);
  }

  /** Writes the rest, the checksum as zero and the three reserved bits as well. */
  public void rest(int headerLength, int flags, int window, int urgentPointer) {
    bytes.putShort(start + 12, (short) (headerLength << 10 | flags & 0x1ff));
    bytes.putShort(start + 14, (short) window);
    bytes.putShort(start + 16, (short) 0);
    bytes.putShort(start + 18, (short) urgentPointer);
  }

  /** Writes the checksum field. */
  public void checksum(int value) {
    bytes.putShort(start + CHECKSUM_OFFSET, (short) value);
  }
}
