package io.fourwave.net;

import io.fourwave.host.EventLoop;
import io.fourwave.tcp.TcpSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import javax.net.SocketFactory;

/** Makes sockets over a stack. Names are resolved by the platform. Thread-safe. */
public final class StackSocketFactory extends SocketFactory {
  private final EventLoop loop;
  private final TcpSettings settings;

  /**
   * Makes a factory.
   *
   * @param loop the stack's
   * @param settings what sockets start with
   */
  public StackSocketFactory(EventLoop loop, TcpSettings settings) {
    this.loop = loop;
    this.settings = settings;
  }

  @Override
  public Socket createSocket() throws IOException {
    return new StackSocket(loop, settings);
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return connected(null, resolved(host, port));
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress localHost, int localPort)
      throws IOException {
    return connected(new InetSocketAddress(localHost, localPort), resolved(host, port));
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return connected(null, new InetSocketAddress(host, port));
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort)
      throws IOException {
    InetSocketAddress local = new InetSocketAddress(localHost, localPort);
    return connected(local, new InetSocketAddress(host, port));
  }

  private static InetSocketAddress resolved(String host, int port) throws UnknownHostException {
    return new InetSocketAddress(InetAddress.getByName(host), port);
  }

  private Socket connected(InetSocketAddress local, InetSocketAddress remote) throws IOException {
    Socket socket = createSocket();
    try {
      if (local != null) {
        socket.bind(local);
      }
      socket.connect(remote);
      return socket;
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }
}
