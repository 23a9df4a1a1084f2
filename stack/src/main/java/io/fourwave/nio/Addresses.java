package io.fourwave.nio;

import io.fourwave.socket.UdpSocket;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.UnresolvedAddressException;
import java.nio.channels.UnsupportedAddressTypeException;

/** The families of addresses that a channel takes: both, or IPv4 alone. */
enum Addresses {
  BOTH,
  V4;

  static Addresses of(ProtocolFamily family) {
    if (family == StandardProtocolFamily.INET) {
      return V4;
    } else if (family == StandardProtocolFamily.INET6) {
      return BOTH; // as on the JDK's, IPv4 is spoken as well
    }
    throw new UnsupportedOperationException("the stack has no sockets of family " + family);
  }

  /** An address to connect to. */
  InetSocketAddress remote(SocketAddress address) {
    if (address == null) {
      throw new NullPointerException("an address is missing");
    }
    if (!(address instanceof InetSocketAddress inet)) {
      throw new UnsupportedAddressTypeException();
    }
    if (inet.isUnresolved()) {
      throw new UnresolvedAddressException();
    }
    if (this == V4 && !(inet.getAddress() instanceof Inet4Address)) {
      throw new UnsupportedAddressTypeException();
    }
    return inet;
  }

  /** An address to bind to; null means any. */
  InetSocketAddress local(SocketAddress address) {
    return address == null ? new InetSocketAddress(0) : remote(address);
  }

  /** Sees to it that a socket speaks no other family. */
  void restrict(UdpSocket socket) throws IOException {
    if (this == V4) {
      socket.v4Only();
    }
  }

  /** An address as a channel of this family shows it. */
  InetSocketAddress shown(InetSocketAddress local) {
    return this == V4 && local.getAddress().isAnyLocalAddress()
        ? new InetSocketAddress("0.0.0.0", local.getPort())
        : local;
  }
}
