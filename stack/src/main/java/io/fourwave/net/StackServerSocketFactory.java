package io.fourwave.net;

import io.fourwave.host.EventLoop;
import io.fourwave.tcp.TcpSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import javax.net.ServerSocketFactory;

/** Makes server sockets over a stack. Thread-safe. */
public final class StackServerSocketFactory extends ServerSocketFactory {
  private static final int BACKLOG = 50;

  private final EventLoop loop;
  private final TcpSettings settings;

  /**
   * Makes a factory.
   *
   * @param loop the stack's
   * @param settings what sockets start with
   */
  public StackServerSocketFactory(EventLoop loop, TcpSettings settings) {
    this.loop = loop;
    this.settings = settings;
  }

  @Override
  public ServerSocket createServerSocket() throws IOException {
    return new StackServerSocket(loop, settings);
  }

  @Override
  public ServerSocket createServerSocket(int port) throws IOException {
    return createServerSocket(port, BACKLOG);
  }

  @Override
  public ServerSocket createServerSocket(int port, int backlog) throws IOException {
    return bound(new InetSocketAddress(port), backlog);
  }

  @Override
  public ServerSocket createServerSocket(int port, int backlog, InetAddress address)
      throws IOException {
    return bound(new InetSocketAddress(address, port), backlog);
  }

  private ServerSocket bound(InetSocketAddress local, int backlog) throws IOException {
    ServerSocket socket = createServerSocket();
    try {
      socket.bind(local, backlog);
      return socket;
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }
}
