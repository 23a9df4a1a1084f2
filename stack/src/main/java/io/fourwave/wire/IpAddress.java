package io.fourwave.wire;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.StringJoiner;

/**
 * An IPv4 or IPv6 address as 128 bits, IPv4 in its mapped form ({@code ::ffff:a.b.c.d}), so that
 * every data structure treats both alike. Where packets pass, the two longs travel alone.
 *
 * @param high the first 64 bits
 * @param low the last 64 bits
 */
public record IpAddress(long high, long low) {
  private static final long MAPPED = 0x0000_ffff_0000_0000L;

  /** {@code 0.0.0.0}. */
  public static final IpAddress ANY_V4 = new IpAddress(0, MAPPED);

  /** {@code ::}. */
  public static final IpAddress ANY_V6 = new IpAddress(0, 0);

  /** The low half of an IPv4 address in mapped form; the high half is 0. */
  public static long mapped(int v4) {
    return MAPPED | (v4 & 0xffff_ffffL);
  }

  /** Whether the two halves are an IPv4 address. */
  public static boolean isV4(long high, long low) {
    return high == 0 && low >>> 32 == 0xffff;
  }

  /** Takes an address over from the JDK; any scope is left out. */
  public static IpAddress of(InetAddress address) {
    byte[] octets = address.getAddress();
    ByteBuffer buffer = ByteBuffer.wrap(octets);
    return octets.length == 4
        ? new IpAddress(0, mapped(buffer.getInt(0)))
        : new IpAddress(buffer.getLong(0), buffer.getLong(8));
  }

  /**
   * Reads a literal such as {@code 192.0.2.2} or {@code 2001:db8::2}. Never asks a name server.
   *
   * @throws IllegalArgumentException if it is not a literal
   */
  public static IpAddress parse(String literal) {
    if (!literal.matches("[0-9a-fA-F:.]+") || !literal.matches(".*[.:].*")) {
      throw new IllegalArgumentException("'" + literal + "' is not an IP address");
    }
    try {
      return of(InetAddress.getByName(literal));
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("'" + literal + "' is not an IP address", e);
    }
  }

  /** Whether this is an IPv4 address. */
  public boolean isV4() {
    return isV4(high, low);
  }

  /** Whether this is {@code 0.0.0.0} or {@code ::}. */
  public boolean isAny() {
    return high == 0 && (low == MAPPED || low == 0);
  }

  /** Hands the address to the JDK. */
  public InetAddress toInetAddress() {
    byte[] octets =
        isV4()
            ? ByteBuffer.allocate(4).putInt((int) low).array()
            : ByteBuffer.allocate(16).putLong(high).putLong(low).array();
    try {
      return InetAddress.getByAddress(octets);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("4 and 16 octets are always an address", e);
    }
  }

  /** {@code 192.0.2.2} or {@code 2001:db8::2} (RFC 5952 §4). */
  @Override
  public String toString() {
    if (isV4()) {
      return toInetAddress().getHostAddress();
    }
    int from = 8;
    int longest = 0;
    for (int start = 0; start < 8; start++) {
      int zeros = 0;
      while (start + zeros < 8 && group(start + zeros) == 0) {
        zeros++;
      }
      if (zeros > longest && zeros > 1) { // one zero alone is not left out
        from = start;
        longest = zeros;
      }
    }
    return longest == 0 ? groups(0, 8) : groups(0, from) + "::" + groups(from + longest, 8);
  }

  private String groups(int from, int to) {
    StringJoiner text = new StringJoiner(":");
    for (int i = from; i < to; i++) {
      text.add(Integer.toHexString(group(i)));
    }
    return text.toString();
  }

  private int group(int i) {
    return (int) ((i < 4 ? high : low) >>> (48 - 16 * (i % 4))) & 0xffff;
  }
}
