package io.fourwave.ip;

import io.fourwave.wire.IpAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * IPv4 source routes (RFC 791 §3.1, RFC 1122 §3.2.1.8 c). Outside of packets, a route is an option
 * whose addresses are the gateways in the order of travel, without the final destination, which
 * {@link Route#remoteLow()} has; {@link #write} puts each where it belongs.
 */
public final class SourceRoute {
  /** Loose source and record route. */
  static final int LOOSE = 131;

  /** Strict source and record route. */
  static final int STRICT = 137;

  /** Octets before the first address: type, length, pointer. */
  static final int HEAD = 3;

  static final int FIRST_POINTER = 4;

  /** The most gateways that forty octets of options hold. */
  public static final int MAX_GATEWAYS = 9;

  private SourceRoute() {}

  /** A route through these IPv4 gateways, with any others in between. */
  public static byte[] loose(List<IpAddress> gateways) {
    return of(LOOSE, gateways);
  }

  /** A route through exactly these IPv4 gateways. */
  public static byte[] strict(List<IpAddress> gateways) {
    return of(STRICT, gateways);
  }

  private static byte[] of(int type, List<IpAddress> gateways) {
    ByteBuffer option = ByteBuffer.allocate(HEAD + 4 * gateways.size());
    option.put((byte) type).put((byte) option.capacity()).put((byte) FIRST_POINTER);
    for (IpAddress gateway : gateways) {
      if (!gateway.isV4() || !UnicastRules.maySend(gateway.high(), gateway.low())) {
        throw new IllegalArgumentException(gateway + " is no IPv4 gateway");
      }
      option.putInt((int) gateway.low());
    }
    check(option.array());
    return option.array();
  }

  static void check(byte[] option) {
    boolean known = option.length > 1 && isSourceRoute(option[0] & 0xff);
    int most = HEAD + 4 * MAX_GATEWAYS;
    if (!known
        || option.length < HEAD + 4
        || option.length > most
        || (option.length - HEAD) % 4 != 0
        || option[1] != option.length) {
      throw new IllegalArgumentException(
          "a source route is an LSRR or SSRR option of 1 to 9 gateways, not "
              + Arrays.toString(option));
    }
  }

  /** Whether an option of this type is a source route. */
  static boolean isSourceRoute(int optionType) {
    return optionType == LOOSE || optionType == STRICT;
  }

  /** Octets that the option takes in a header, which is a multiple of four long. */
  static int paddedLength(byte[] option) {
    return option.length + 3 & ~3;
  }

  /**
   * Writes the option at {@code at}: all gateways but the first, then the destination, then
   * padding.
   *
   * @return the first gateway: where the IP header sends the packet
   */
  static int write(ByteBuffer bytes, int at, byte[] option, int destination) {
    bytes.put(at, option, 0, HEAD - 1);
    bytes.put(at + HEAD - 1, (byte) FIRST_POINTER);
    int rest = option.length - HEAD - 4;
    bytes.put(at + HEAD, option, HEAD + 4, rest);
    bytes.putInt(at + HEAD + rest, destination);
    for (int i = option.length; i < paddedLength(option); i++) {
      bytes.put(at + i, (byte) 0);
    }
    int first = 0;
    for (int i = HEAD; i < HEAD + 4; i++) {
      first = first << 8 | (option[i] & 0xff);
    }
    return first;
  }

  /**
   * Turns round the completed route of an arrived packet.
   *
   * @param at index of the well-formed option
   * @param source the packet's sender, who is left out if it recorded itself (RFC 1122 §3.2.1.8)
   * @return null if no gateway remains
   */
  static byte[] reversed(ByteBuffer bytes, int at, int source) {
    int count = ((bytes.get(at + 1) & 0xff) - HEAD) / 4;
    int first = count > 0 && bytes.getInt(at + HEAD) == source ? 1 : 0;
    if (count == first) {
      return null;
    }
    ByteBuffer option = ByteBuffer.allocate(HEAD + 4 * (count - first));
    option.put(bytes.get(at)).put((byte) option.capacity()).put((byte) FIRST_POINTER);
    for (int i = count - 1; i >= first; i--) {
      option.putInt(bytes.getInt(at + HEAD + 4 * i));
    }
    return option.array();
  }
}
