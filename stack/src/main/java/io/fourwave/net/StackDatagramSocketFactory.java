package io.fourwave.net;

import io.fourwave.host.EventLoop;
import io.fourwave.nio.StackSelectorProvider;
import io.fourwave.tcp.TcpSettings;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;

/**
 * Makes sockets for datagrams over a stack, by methods that are {@link DatagramSocket}'s
 * constructors. Thread-safe.
 */
public final class StackDatagramSocketFactory {
  private final StackSelectorProvider channels;

  /**
   * Makes a factory.
   *
   * @param loop any of the stack's
   */
  public StackDatagramSocketFactory(EventLoop loop) {
    channels = new StackSelectorProvider(loop, TcpSettings.defaults());
  }

  /** A socket at a free port of all addresses, of both families. */
  public DatagramSocket createDatagramSocket() throws SocketException {
    return createDatagramSocket(0);
  }

  /** A socket at a port of all addresses, of both families; port 0 takes a free one. */
  public DatagramSocket createDatagramSocket(int port) throws SocketException {
    return createDatagramSocket(new InetSocketAddress(port));
  }

  /** A socket at a port of an address of the stack; null is all addresses, of both families. */
  public DatagramSocket createDatagramSocket(int port, InetAddress address) throws SocketException {
    return createDatagramSocket(new InetSocketAddress(address, port));
  }

  /**
   * A socket at an address and port.
   *
   * @param local null for a socket that is nowhere yet
   * @throws java.net.BindException if the address is not the stack's, or somebody is there
   */
  public DatagramSocket createDatagramSocket(SocketAddress local) throws SocketException {
    DatagramSocket socket = channels.openDatagramSocket(VirtualThreads::isCurrent);
    if (local == null) {
      return socket;
    }
    try {
      socket.bind(local);
      return socket;
    } catch (SocketException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }
}
