package io.fourwave.wire;

import java.nio.ByteBuffer;

/**
 * A view of an IPv6 fragment header (RFC 8200 §4.5). It checks nothing: the caller knows that
 * {@link #LENGTH} octets are there. Made once and reused; not thread-safe.
 */
public final class FragmentHeader {
  /** Octets of the header. */
  public static final int LENGTH = 8;

  /** Offset of the field that holds the fragment's offset. */
  public static final int OFFSET_FIELD = 2;

  private ByteBuffer bytes;
  private int start;

  /** Looks at the header that begins at {@code start}. */
  public FragmentHeader wrap(ByteBuffer bytes, int start) {
    this.bytes = bytes;
    this.start = start;
    return this;
  }

  /** What the fragmented part begins with, see {@link IpProtocol}. */
  public int nextHeader() {
    return bytes.get(start) & 0xff;
  }

  /** Where in the fragmented part this fragment belongs, in octets. */
  public int offset() {
    return bytes.getShort(start + OFFSET_FIELD) & 0xfff8;
  }

  /** Whether this is not the last fragment. */
  public boolean moreFragments() {
    return (bytes.getShort(start + OFFSET_FIELD) & 1) != 0;
  }

  /** The identification of the packet's fragments. */
  public int identification() {
    return bytes.getInt(start + 4);
  }

  /**
   * Writes the whole header.
   *
   * @param offset octets, a multiple of 8
   */
  public void write(int nextHeader, int offset, boolean moreFragments, int identification) {
    bytes.putShort(start, (short) (nextHeader << 8));
    bytes.putShort(start + OFFSET_FIELD, (short) ((offset & 0xfff8) | (moreFragments ? 1 : 0)));
    bytes.putInt(start + 4, identification);
  }
}
