package io.fourwave.net;

import io.fourwave.host.EventLoop;
import io.fourwave.socket.SocketOptions;
import io.fourwave.socket.TcpListener;
import io.fourwave.socket.TcpSocket;
import io.fourwave.tcp.TcpSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketImpl;

/** What is behind a {@link java.net.ServerSocket}. */
final class Acceptor extends Endpoint {
  private final SocketOptions options;
  private volatile InetSocketAddress wanted;
  private volatile TcpListener listener;

  Acceptor(EventLoop loop, TcpSettings settings) {
    super(loop);
    options = SocketOptions.ofListener(settings);
  }

  @Override
  SocketOptions options() {
    return options;
  }

  /** The address is taken by {@link #listen}, which {@link java.net.ServerSocket} calls next. */
  @Override
  protected void bind(InetAddress host, int port) throws IOException {
    failIfClosed();
    wanted = new InetSocketAddress(host, port);
  }

  @Override
  protected void listen(int backlog) throws IOException {
    TcpListener opened = TcpListener.listen(loop, wanted, backlog, options.settings());
    opened.interruptible(VirtualThreads::isCurrent);
    listener = opened;
    if (isClosed()) {
      opened.close();
      throw Failures.closed();
    }
    options.attach(opened);
    at(opened.localAddress());
    address = opened.localAddress().getAddress();
  }

  @Override
  protected void accept(SocketImpl one) throws IOException {
    failIfClosed();
    try {
      TcpSocket accepted = listener.accept(timeout());
      ((Connector) one).accepted(accepted);
    } catch (IOException e) {
      throw Failures.ofAccept(e);
    }
  }

  @Override
  InetAddress boundAddress() {
    return address;
  }

  /** When this returns nobody is let in any more. */
  @Override
  protected void close() throws IOException {
    if (markClosed() && listener != null) {
      listener.close();
      awaitLoop();
    }
  }

  private void awaitLoop() {
    try {
      loop.loops().ask(one -> null);
    } catch (IOException e) {
      // The stack has stopped, and lets nobody in either.
    }
  }

  private static SocketException listens() {
    return new SocketException("this socket listens; a Socket connects and has streams");
  }

  @Override
  protected void connect(String host, int port) throws IOException {
    throw listens();
  }

  @Override
  protected void connect(InetAddress host, int port) throws IOException {
    throw listens();
  }

  @Override
  protected void connect(SocketAddress remote, int millis) throws IOException {
    throw listens();
  }

  @Override
  protected InputStream getInputStream() throws IOException {
    throw listens();
  }

  @Override
  protected OutputStream getOutputStream() throws IOException {
    throw listens();
  }

  @Override
  protected int available() throws IOException {
    throw listens();
  }

  @Override
  protected void sendUrgentData(int octet) throws IOException {
    throw listens();
  }
}
