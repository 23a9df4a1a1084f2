package io.fourwave.examples.forward;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;

/**
 * What is said to a SOCKS5 proxy until it has connected the target (RFC 1928). Of each reply just
 * the octets it must have are awaited: what follows the last is the target's.
 */
final class Socks5Greeting implements Greeting {
  private static final int VERSION = 5;
  private static final int PASSWORD_VERSION = 1;
  private static final int NO_AUTHENTICATION = 0;
  private static final int PASSWORD = 2;
  private static final int CONNECT = 1;
  private static final int IPV4 = 1;
  private static final int NAME = 3;
  private static final int IPV6 = 4;

  /** Which reply is awaited. */
  private enum Reply {
    METHOD(2),
    PASSWORD_STATUS(2),
    CONNECTED(5), // up to the first octet of the address
    ADDRESS(0), // the rest, as long as the address is
    NONE(0);

    private final int length;

    Reply(int length) {
      this.length = length;
    }
  }

  private final InetSocketAddress target;
  private final byte[] user;
  private final byte[] password;
  private final ByteBuffer in = ByteBuffer.allocate(512);
  private ByteBuffer out;
  private Reply awaited;

  Socks5Greeting(InetSocketAddress target, byte[] user, byte[] password) {
    this.target = target;
    this.user = user;
    this.password = password;
    say(Reply.METHOD, user == null ? 1 : 2);
    out.put((byte) NO_AUTHENTICATION); // §3: the methods we have
    if (user != null) {
      out.put((byte) PASSWORD);
    }
    out.flip();
  }

  /** Begins a message of a version, with one more octet. */
  private void say(Reply next, int octet) {
    out = ByteBuffer.allocate(3 + 2 * 255);
    out.put((byte) (next == Reply.PASSWORD_STATUS ? PASSWORD_VERSION : VERSION)).put((byte) octet);
    await(next, next.length);
  }

  private void await(Reply next, int length) {
    awaited = next;
    in.clear().limit(length);
  }

  @Override
  public boolean proceed(ByteChannel channel) throws IOException {
    while (awaited != Reply.NONE) {
      channel.write(out);
      if (out.hasRemaining()) {
        return false;
      }
      if (channel.read(in) < 0) {
        throw new EOFException("the proxy has hung up");
      }
      if (in.hasRemaining()) {
        return false;
      }
      replied(in.flip());
    }
    return true;
  }

  @Override
  public boolean waitsToWrite() {
    return out.hasRemaining();
  }

  private void replied(ByteBuffer reply) throws IOException {
    switch (awaited) {
      case METHOD -> methodChosen(octet(reply, 0), octet(reply, 1));
      case PASSWORD_STATUS -> passwordChecked(octet(reply, 0), octet(reply, 1));
      case CONNECTED -> connected(reply);
      case ADDRESS, NONE -> awaited = Reply.NONE;
    }
  }

  private static int octet(ByteBuffer reply, int index) {
    return reply.get(index) & 0xff;
  }

  private void methodChosen(int version, int method) throws IOException {
    checkVersion(version, VERSION);
    if (method == NO_AUTHENTICATION) {
      askToConnect();
    } else if (method == PASSWORD && user != null) { // RFC 1929 §2
      say(Reply.PASSWORD_STATUS, user.length);
      out.put(user).put((byte) password.length).put(password).flip();
    } else {
      throw new ProxyException("the proxy wants " + (user == null ? "a password" : "more"));
    }
  }

  private void passwordChecked(int version, int status) throws IOException {
    checkVersion(version, PASSWORD_VERSION);
    if (status != 0) {
      throw new ProxyException("the proxy does not take the password");
    }
    askToConnect();
  }

  /** §4. */
  private void askToConnect() {
    byte[] address = target.getAddress().getAddress();
    say(Reply.CONNECTED, CONNECT);
    out.put((byte) 0).put((byte) (address.length == 4 ? IPV4 : IPV6));
    out.put(address).putShort((short) target.getPort()).flip();
  }

  /**
   * §6: version, reply, a reserved octet, and an address, which is of no use but has to be read.
   */
  private void connected(ByteBuffer reply) throws IOException {
    checkVersion(octet(reply, 0), VERSION);
    if (octet(reply, 1) != 0) {
      throw failure(octet(reply, 1));
    }
    int type = octet(reply, 3);
    int first = octet(reply, 4);
    int port = 2;
    switch (type) {
      case IPV4 -> await(Reply.ADDRESS, 3 + port);
      case IPV6 -> await(Reply.ADDRESS, 15 + port);
      case NAME -> await(Reply.ADDRESS, first + port);
      default -> throw new ProxyException("the proxy names an address of type " + type);
    }
  }

  private static void checkVersion(int version, int expected) throws IOException {
    if (version != expected) {
      throw new ProxyException("what is there is no SOCKS5 proxy: it says version " + version);
    }
  }

  private static IOException failure(int reply) {
    return switch (reply) {
      case 3 -> new NoRouteToHostException("the proxy reports: network unreachable");
      case 4 -> new NoRouteToHostException("the proxy reports: host unreachable");
      case 6 -> new NoRouteToHostException("the proxy reports: TTL expired");
      case 5 -> new ConnectException("the proxy reports: connection refused");
      default -> new ConnectException("the proxy refuses, with " + reply);
    };
  }

  /** There is something wrong between the proxy and us; the target is not to blame. */
  private static final class ProxyException extends IOException {
    private static final long serialVersionUID = 1L;

    ProxyException(String message) {
      super(message);
    }
  }
}
