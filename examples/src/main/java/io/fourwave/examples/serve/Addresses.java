package io.fourwave.examples.serve;

import java.net.Inet6Address;
import java.net.InetAddress;

/** Addresses as people write them. */
final class Addresses {
  private Addresses() {}

  /** {@code 2001:db8::2} where the JDK says {@code 2001:db8:0:0:0:0:0:2} (RFC 5952 §4). */
  static String text(InetAddress address) {
    String host = address.getHostAddress().replaceFirst("%.*", "");
    if (!(address instanceof Inet6Address)) {
      return host;
    }
    String longest = "";
    for (String zeros = "0:0"; zeros.length() < 16; zeros += ":0") {
      if ((":" + host + ":").contains(":" + zeros + ":")) {
        longest = zeros;
      }
    }
    if (longest.isEmpty()) {
      return host;
    }
    String shortened = (":" + host + ":").replaceFirst(":" + longest + ":", "::");
    return shortened.replaceFirst("^:(?!:)", "").replaceFirst("(?<!:):$", "");
  }
}
