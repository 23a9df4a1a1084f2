package io.fourwave.wire;

import java.nio.ByteBuffer;

/**
 * A view of an IPv4 header (RFC 791 §3.1). It checks nothing: the caller knows that {@link
 * #MIN_LENGTH} octets are there. Made once and reused; not thread-safe.
 */
public final class Ipv4Header {
  /** Octets of a header without options. */
  public static final int MIN_LENGTH = 20;

  /** Octets of the longest header. */
  public static final int MAX_LENGTH = 60;

  /** Octets of the longest datagram, header included. */
  public static final int MAX_TOTAL_LENGTH = 65_535;

  private static final int DONT_FRAGMENT = 0x4000;
  private static final int MORE_FRAGMENTS = 0x2000;
  private static final int OFFSET_MASK = 0x1fff;
  private static final int CHECKSUM = 10;

  private ByteBuffer bytes;
  private int start;

  /** Looks at the header that begins at {@code start}. */
  public Ipv4Header wrap(ByteBuffer bytes, int start) {
    this.bytes = bytes;
    this.start = start;
    return this;
  }

  /** 4, if it is IPv4. */
  public int version() {
    return (bytes.get(start) & 0xff) >>> 4;
  }

  /** Octets of header, options included, as the field says. */
  public int headerLength() {
    return (bytes.get(start) & 0xf) * 4;
  }

  /** The eight bits of DSCP and ECN. */
  public int trafficClass() {
    return bytes.get(start + 1) & 0xff;
  }

  /** Octets of the datagram, header included, as the field says. */
  public int totalLength() {
    return bytes.getShort(start + 2) & 0xffff;
  }

  /** The identification of the datagram's fragments. */
  public int identification() {
    return bytes.getShort(start + 4) & 0xffff;
  }

  /** Whether routers may not cut the datagram. */
  public boolean dontFragment() {
    return (bytes.getShort(start + 6) & DONT_FRAGMENT) != 0;
  }

  /** Whether this is a fragment and not the last. */
  public boolean moreFragments() {
    return (bytes.getShort(start + 6) & MORE_FRAGMENTS) != 0;
  }

  /** Where in the datagram's payload this fragment belongs, in octets. */
  public int fragmentOffset() {
    return (bytes.getShort(start + 6) & OFFSET_MASK) * 8;
  }

  /** Whether there is more to this datagram than this packet. */
  public boolean isFragment() {
    return (bytes.getShort(start + 6) & (MORE_FRAGMENTS | OFFSET_MASK)) != 0;
  }

  /** Time to live. */
  public int timeToLive() {
    return bytes.get(start + 8) & 0xff;
  }

  /** What the payload is, see {@link IpProtocol}. */
  public int protocol() {
    return bytes.get(start + 9) & 0xff;
  }

  /** The source address. */
  public int source() {
    return bytes.getInt(start + 12);
  }

  /** The destination address. */
  public int destination() {
    return bytes.getInt(start + 16);
  }

  /** Whether the checksum over {@link #headerLength()} octets is right. */
  public boolean checksumIsGood() {
    return Checksum.isGood(Checksum.add(0, bytes, start, start + headerLength()));
  }

  /** Writes the version and the header's length, a multiple of 4 octets. */
  public Ipv4Header headerLength(int octets) {
    bytes.put(start, (byte) (0x40 | octets / 4));
    return this;
  }

  /** Writes DSCP and ECN. */
  public Ipv4Header trafficClass(int value) {
    bytes.put(start + 1, (byte) value);
    return this;
  }

  /** Writes the datagram's length in octets. */
  public Ipv4Header totalLength(int octets) {
    bytes.putShort(start + 2, (short) octets);
    return this;
  }

  /** Writes the identification. */
  public Ipv4Header identification(int value) {
    bytes.putShort(start + 4, (short) value);
    return this;
  }

  /** Makes this a datagram in one piece. */
  public Ipv4Header whole(boolean dontFragment) {
    bytes.putShort(start + 6, (short) (dontFragment ? DONT_FRAGMENT : 0));
    return this;
  }

  /** Makes this a fragment, {@code offset} octets (a multiple of 8) into the payload. */
  public Ipv4Header fragment(int offset, boolean moreFragments) {
    bytes.putShort(start + 6, (short) (offset / 8 | (moreFragments ? MORE_FRAGMENTS : 0)));
    return this;
  }

  /** Writes the time to live. */
  public Ipv4Header timeToLive(int hops) {
    bytes.put(start + 8, (byte) hops);
    return this;
  }

  /** Writes the protocol number. */
  public Ipv4Header protocol(int number) {
    bytes.put(start + 9, (byte) number);
    return this;
  }

  /** Writes the source address. */
  public Ipv4Header source(int address) {
    bytes.putInt(start + 12, address);
    return this;
  }

  /** Writes the destination address. */
  public Ipv4Header destination(int address) {
    bytes.putInt(start + 16, address);
    return this;
  }

  /** Writes the checksum over all the rest, which must be written before. */
  public Ipv4Header fillChecksum() {
    bytes.putShort(start + CHECKSUM, (short) 0);
    long sum = Checksum.add(0, bytes, start, start + headerLength());
    bytes.putShort(start + CHECKSUM, (short) Checksum.finish(sum));
    return this;
  }
}
