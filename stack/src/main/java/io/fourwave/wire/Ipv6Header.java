package io.fourwave.wire;

import java.nio.ByteBuffer;

/**
 * A view of the fixed IPv6 header (RFC 8200 §3). It checks nothing: the caller knows that {@link
 * #LENGTH} octets are there. Made once and reused; not thread-safe.
 */
public final class Ipv6Header {
  /** Octets of the header. */
  public static final int LENGTH = 40;

  /** Octets of the longest payload, extension headers included. */
  public static final int MAX_PAYLOAD_LENGTH = 65_535;

  /** Offset of the payload length field. */
  public static final int PAYLOAD_LENGTH_FIELD = 4;

  /** Offset of the next header field. */
  public static final int NEXT_HEADER_FIELD = 6;

  private ByteBuffer bytes;
  private int start;

  /** Looks at the header that begins at {@code start}. */
  public Ipv6Header wrap(ByteBuffer bytes, int start) {
    this.bytes = bytes;
    this.start = start;
    return this;
  }

  /** 6, if it is IPv6. */
  public int version() {
    return (bytes.get(start) & 0xff) >>> 4;
  }

  /** The eight bits of DSCP and ECN. */
  public int trafficClass() {
    return bytes.getInt(start) >>> 20 & 0xff;
  }

  /** The flow label, 20 bits. */
  public int flowLabel() {
    return bytes.getInt(start) & 0xf_ffff;
  }

  /** Octets after this header, as the field says. */
  public int payloadLength() {
    return bytes.getShort(start + PAYLOAD_LENGTH_FIELD) & 0xffff;
  }

  /** What follows, see {@link IpProtocol}. */
  public int nextHeader() {
    return bytes.get(start + NEXT_HEADER_FIELD) & 0xff;
  }

  /** Hops left. */
  public int hopLimit() {
    return bytes.get(start + 7) & 0xff;
  }

  /** First half of the source address. */
  public long sourceHigh() {
    return bytes.getLong(start + 8);
  }

  /** Second half of the source address. */
  public long sourceLow() {
    return bytes.getLong(start + 16);
  }

  /** First half of the destination address. */
  public long destinationHigh() {
    return bytes.getLong(start + 24);
  }

  /** Second half of the destination address. */
  public long destinationLow() {
    return bytes.getLong(start + 32);
  }

  /** Writes version, traffic class and flow label. */
  public Ipv6Header flow(int trafficClass, int flowLabel) {
    bytes.putInt(start, 0x6000_0000 | (trafficClass & 0xff) << 20 | (flowLabel & 0xf_ffff));
    return this;
  }

  /** Writes the payload's length in octets. */
  public Ipv6Header payloadLength(int octets) {
    bytes.putShort(start + PAYLOAD_LENGTH_FIELD, (short) octets);
    return this;
  }

  /** Writes the number of what follows. */
  public Ipv6Header nextHeader(int number) {
    bytes.put(start + NEXT_HEADER_FIELD, (byte) number);
    return this;
  }

  /** Writes the hop limit. */
  public Ipv6Header hopLimit(int hops) {
    bytes.put(start + 7, (byte) hops);
    return this;
  }

  /** Writes the source address. */
  public Ipv6Header source(long high, long low) {
    bytes.putLong(start + 8, high);
    bytes.putLong(start + 16, low);
    return this;
  }

  /** Writes the destination address. */
  public Ipv6Header destination(long high, long low) {
    bytes.putLong(start + 24, high);
    bytes.putLong(start + 32, low);
    return this;
  }
}
