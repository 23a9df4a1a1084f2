package io.fourwave.net;

import io.fourwave.host.EventLoop;
import io.fourwave.socket.BoundPort;
import io.fourwave.socket.SocketOptions;
import io.fourwave.socket.TcpSocket;
import io.fourwave.tcp.TcpException;
import io.fourwave.tcp.TcpSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketImpl;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;

/** What is behind a {@link java.net.Socket}: one end of a connection, made or accepted. */
final class Connector extends Endpoint {
  private volatile SocketOptions options;
  private volatile BoundPort bound;
  private volatile TcpSocket socket;

  Connector(EventLoop loop, TcpSettings settings) {
    super(loop);
    options = SocketOptions.ofSocket(settings);
  }

  @Override
  SocketOptions options() {
    return options;
  }

  @Override
  protected void bind(InetAddress host, int port) throws IOException {
    failIfClosed();
    BoundPort taken = BoundPort.bind(loop, new InetSocketAddress(host, port));
    bound = taken;
    if (isClosed()) { // asked last: close() looks for what is to be closed last
      taken.close();
      throw Failures.closed();
    }
    at(taken.address());
  }

  @Override
  protected void connect(String host, int port) throws IOException {
    connect(new InetSocketAddress(host, port), 0);
  }

  @Override
  protected void connect(InetAddress host, int port) throws IOException {
    connect(new InetSocketAddress(host, port), 0);
  }

  @Override
  protected void connect(SocketAddress remote, int millis) throws IOException {
    InetSocketAddress to = resolved(remote);
    failIfClosed();
    try {
      InetSocketAddress from = bound == null ? null : bound.address();
      TcpSocket opened = TcpSocket.open(loop, from, to, options.settings());
      adopt(opened);
      opened.awaitConnected(Duration.ofMillis(millis));
    } catch (IOException e) {
      close();
      throw Failures.ofConnect(e);
    }
    port = to.getPort();
    address = to.getAddress();
  }

  private InetSocketAddress resolved(SocketAddress remote) throws IOException {
    if (!(remote instanceof InetSocketAddress to)) {
      throw new IllegalArgumentException("Unsupported address type");
    }
    if (to.isUnresolved()) {
      close();
      throw new UnknownHostException(to.getHostName());
    }
    return to;
  }

  /** This is to be the end of a connection that a listener has accepted. */
  void accepted(TcpSocket connection) throws IOException {
    options = SocketOptions.ofSocket(connection.settings());
    adopt(connection);
    port = connection.remoteAddress().getPort();
    address = connection.remoteAddress().getAddress();
  }

  /** From now on a close of this is a close of that. */
  private void adopt(TcpSocket opened) throws IOException {
    opened.interruptible(VirtualThreads::isCurrent);
    socket = opened;
    if (isClosed()) {
      opened.abort();
      throw Failures.closed();
    }
    at(opened.localAddress());
    options.attach(opened);
  }

  @Override
  InetAddress boundAddress() {
    if (socket != null) {
      return socket.localAddress().getAddress();
    }
    return bound == null ? new InetSocketAddress(0).getAddress() : bound.address().getAddress();
  }

  @Override
  protected InputStream getInputStream() {
    return new SocketIn(this);
  }

  @Override
  protected OutputStream getOutputStream() {
    return new SocketOut(this);
  }

  int read(ByteBuffer target) throws IOException {
    TcpSocket open = open();
    try {
      open.readTimeout(timeout());
      return open.read(target);
    } catch (IOException e) {
      throw Failures.ofRead(e);
    }
  }

  void write(ByteBuffer source) throws IOException {
    TcpSocket open = open();
    try {
      open.write(source);
    } catch (IOException e) {
      throw Failures.ofWrite(e, isClosed());
    }
  }

  @Override
  protected int available() throws IOException {
    return open().available();
  }

  @Override
  protected void shutdownInput() throws IOException {
    TcpSocket open = open();
    try {
      open.shutdownInput();
    } catch (IOException e) {
      throw Failures.ofRead(e);
    }
  }

  @Override
  protected void shutdownOutput() throws IOException {
    TcpSocket open = open();
    try {
      open.shutdownOutput();
    } catch (IOException e) {
      throw Failures.ofWrite(e, true);
    }
  }

  @Override
  protected boolean supportsUrgentData() {
    return true;
  }

  @Override
  protected void sendUrgentData(int octet) throws IOException {
    TcpSocket open = open();
    try {
      open.sendUrgent(ByteBuffer.wrap(new byte[] {(byte) octet}));
    } catch (IOException e) {
      throw Failures.ofWrite(e, isClosed());
    }
  }

  private TcpSocket open() throws SocketException {
    failIfClosed();
    TcpSocket open = socket;
    if (open == null) {
      throw new SocketException("Not connected");
    }
    return open;
  }

  @Override
  protected void close() throws IOException {
    if (!markClosed()) {
      return;
    }
    try {
      if (socket != null) {
        socket.close();
      }
    } catch (TcpException e) {
      // Lingering was in vain, and the peer was reset. The JDK's close does not tell either.
    } finally {
      if (bound != null) {
        bound.close();
      }
    }
  }

  @Override
  protected void listen(int backlog) throws IOException {
    throw new SocketException("this socket connects; a ServerSocket listens");
  }

  @Override
  protected void accept(SocketImpl one) throws IOException {
    throw new SocketException("this socket connects; a ServerSocket accepts");
  }
}
