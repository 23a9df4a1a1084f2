package io.fourwave.examples.forward;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;

/** By way of a SOCKS5 proxy: RFC 1928, CONNECT; with a password if it wants one, RFC 1929. */
final class Socks5 implements Upstream {
  private static final int LONGEST = 255; // RFC 1929 §2: lengths are one octet

  private final InetSocketAddress proxy;
  private final byte[] user;
  private final byte[] password;

  /**
   * Names the proxy.
   *
   * @param user null to offer no password
   * @param password up to 255 octets of UTF-8, like the name; ignored without a user
   */
  Socks5(InetSocketAddress proxy, String user, String password) {
    this.proxy = proxy;
    this.user = user == null ? null : user.getBytes(UTF_8);
    this.password = user == null ? null : password.getBytes(UTF_8);
    if (user != null && (isWrong(this.user) || isWrong(this.password))) {
      throw new IllegalArgumentException(
          "name and password for a proxy are 1 to 255 octets long (RFC 1929)");
    }
  }

  private static boolean isWrong(byte[] text) {
    return text.length == 0 || text.length > LONGEST;
  }

  @Override
  public InetSocketAddress firstHop(InetSocketAddress target) {
    return proxy;
  }

  @Override
  public Greeting greeting(InetSocketAddress target) {
    return new Socks5Greeting(target, user, password);
  }

  /** That the proxy refuses says nothing of the target but that there is no way to it. */
  @Override
  public IOException firstHopFailed(IOException why) {
    IOException noWay = new NoRouteToHostException("the proxy " + proxy + " cannot be reached");
    noWay.initCause(why);
    return noWay;
  }

  @Override
  public String toString() {
    return "SOCKS5 proxy " + proxy;
  }
}
