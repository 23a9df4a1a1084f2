package io.fourwave.nio;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Set;

/** A server socket channel as a {@link ServerSocket}. Whatever is done is done to the channel. */
@SuppressWarnings("UnsynchronizedOverridesSynchronized") // the channel knows threads
final class ServerSocketView extends ServerSocket {
  private static final int BACKLOG = 50;

  private final StackServerSocketChannel channel;
  private volatile int timeout;

  ServerSocketView(StackServerSocketChannel channel) {
    super(new NoSocket());
    this.channel = channel;
  }

  @Override
  public void bind(SocketAddress local) throws IOException {
    bind(local, BACKLOG);
  }

  @Override
  public void bind(SocketAddress local, int backlog) throws IOException {
    try {
      channel.bind(local, backlog);
    } catch (RuntimeException e) {
      throw Failures.ofSocket(e);
    }
  }

  @Override
  public Socket accept() throws IOException {
    return acceptChannel().socket();
  }

  /** A channel that does not wait gives what there is, if the socket has no time-out. */
  private SocketChannel acceptChannel() throws IOException {
    try {
      int millis = timeout;
      SocketChannel accepted =
          millis > 0 ? channel.accept(Duration.ofMillis(millis)) : channel.accept();
      if (accepted != null) {
        return accepted;
      }
    } catch (RuntimeException e) {
      throw Failures.ofSocket(e);
    }
    throw new IllegalBlockingModeException();
  }

  @Override
  public InetAddress getInetAddress() {
    InetSocketAddress local = channel.localAddress();
    return local == null ? null : local.getAddress();
  }

  @Override
  public int getLocalPort() {
    InetSocketAddress local = channel.localAddress();
    return local == null ? -1 : local.getPort();
  }

  @Override
  public SocketAddress getLocalSocketAddress() {
    return channel.localAddress();
  }

  @Override
  public ServerSocketChannel getChannel() {
    return channel;
  }

  @Override
  public boolean isBound() {
    return channel.localAddress() != null;
  }

  @Override
  public boolean isClosed() {
    return !channel.isOpen();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private void failIfClosed() throws SocketException {
    if (isClosed()) {
      throw new SocketException("Socket is closed");
    }
  }

  @Override
  public void setSoTimeout(int millis) throws SocketException {
    failIfClosed();
    if (millis < 0) {
      throw new IllegalArgumentException("a time-out cannot be negative: " + millis);
    }
    timeout = millis;
  }

  @Override
  public int getSoTimeout() throws SocketException {
    failIfClosed();
    return timeout;
  }

  @Override
  public void setReuseAddress(boolean on) throws SocketException {
    set(StandardSocketOptions.SO_REUSEADDR, on);
  }

  @Override
  public boolean getReuseAddress() throws SocketException {
    return get(StandardSocketOptions.SO_REUSEADDR);
  }

  @Override
  public void setReceiveBufferSize(int size) throws SocketException {
    if (size <= 0) {
      throw new IllegalArgumentException("a buffer has a size above 0, not " + size);
    }
    set(StandardSocketOptions.SO_RCVBUF, size);
  }

  @Override
  public int getReceiveBufferSize() throws SocketException {
    return get(StandardSocketOptions.SO_RCVBUF);
  }

  private <T> void set(SocketOption<T> option, T value) throws SocketException {
    try {
      channel.setOption(option, value);
    } catch (IOException e) {
      throw Failures.ofSocket(e);
    }
  }

  private <T> T get(SocketOption<T> option) throws SocketException {
    try {
      return channel.getOption(option);
    } catch (IOException e) {
      throw Failures.ofSocket(e);
    }
  }

  @Override
  public <T> ServerSocket setOption(SocketOption<T> option, T value) throws IOException {
    channel.setOption(option, value);
    return this;
  }

  @Override
  public <T> T getOption(SocketOption<T> option) throws IOException {
    return channel.getOption(option);
  }

  @Override
  public Set<SocketOption<?>> supportedOptions() {
    return channel.supportedOptions();
  }

  @Override
  public String toString() {
    return isBound()
        ? "ServerSocket[addr=" + getInetAddress() + ",localport=" + getLocalPort() + "]"
        : "ServerSocket[unbound]";
  }
}
