package io.fourwave.tun;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/**
 * An address of an interface and the length of its network's prefix, in bits, as people write it:
 * {@code 10.9.0.1/24}.
 */
record InterfaceAddress(InetAddress address, int prefix) {
  private static final String GLOBAL = "00";
  private static final String OCTET = "(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)";
  private static final String IPV4 = OCTET + "(?:\\." + OCTET + "){3}";
  private static final String IPV6 = "[0-9a-fA-F.]*:[0-9a-fA-F:.]*";
  // Strict, because what is no address would be looked up as a host name.
  private static final Pattern FORM = Pattern.compile("(" + IPV4 + "|" + IPV6 + ")/(\\d{1,3})");

  InterfaceAddress {
    checkPrefix(address, prefix);
  }

  /** Reads an address; never asks a name server. */
  static InterfaceAddress parse(String text) {
    var matcher = FORM.matcher(text);
    if (matcher.matches()) {
      try {
        return new InterfaceAddress(
            InetAddress.getByName(matcher.group(1)), Integer.parseInt(matcher.group(2)));
      } catch (UnknownHostException e) {
        throw malformed(text, e);
      }
    }
    throw malformed(text, null);
  }

  /**
   * The IPv6 addresses of an interface that are good beyond the link.
   *
   * @param lines of {@code /proc/net/if_inet6}: address, index, prefix, scope, flags, name
   */
  static List<Inet6Address> listed(List<String> lines, String name) {
    return lines.stream()
        .map(line -> line.trim().split(" +"))
        .filter(field -> field.length == 6 && field[5].equals(name) && field[3].equals(GLOBAL))
        .map(field -> ipv6(HexFormat.of().parseHex(field[0])))
        .toList();
  }

  private static Inet6Address ipv6(byte[] octets) {
    try {
      return Inet6Address.getByAddress(null, octets, -1);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("an IPv6 address has 16 octets", e);
    }
  }

  private static IllegalArgumentException malformed(String text, Throwable cause) {
    return new IllegalArgumentException(
        "an interface's address is like 10.9.0.1/24 or fd09::1/64, got \"" + text + '"', cause);
  }

  /** Refuses a prefix longer than the address. */
  static void checkPrefix(InetAddress address, int prefix) {
    int bits = address instanceof Inet6Address ? 128 : 32;
    if (prefix < 0 || prefix > bits) {
      throw new IllegalArgumentException(
          "the prefix of "
              + address.getHostAddress()
              + " has 0 to "
              + bits
              + " bits, got "
              + prefix);
    }
  }
}
