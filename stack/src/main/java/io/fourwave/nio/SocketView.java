package io.fourwave.nio;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketImpl;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Set;

/** A socket channel as a {@link Socket}. Whatever is done is done to the channel. */
@SuppressWarnings("UnsynchronizedOverridesSynchronized") // the channel knows threads
final class SocketView extends Socket {
  private final StackSocketChannel channel;
  private volatile Duration timeout = Duration.ZERO;
  private volatile boolean urgentInline;

  private SocketView(StackSocketChannel channel, SocketImpl none) throws SocketException {
    super(none);
    this.channel = channel;
  }

  static Socket of(StackSocketChannel channel) {
    try {
      return new SocketView(channel, new NoSocket());
    } catch (SocketException e) {
      throw new IllegalStateException("Socket's constructor throws, which it never does", e);
    }
  }

  @Override
  public void connect(SocketAddress remote) throws IOException {
    connect(remote, 0);
  }

  @Override
  public void connect(SocketAddress remote, int millis) throws IOException {
    if (remote == null) {
      throw new IllegalArgumentException("an address to connect to is missing");
    }
    if (millis < 0) {
      throw new IllegalArgumentException("a time-out cannot be negative: " + millis);
    }
    if (remote instanceof InetSocketAddress inet && inet.isUnresolved()) {
      refuseUnresolved(inet);
    }
    try {
      channel.connect(remote, Duration.ofMillis(millis));
    } catch (RuntimeException e) {
      throw Failures.ofSocket(e);
    }
  }

  private void refuseUnresolved(InetSocketAddress remote) throws IOException {
    failIfClosed();
    if (isConnected()) {
      throw new SocketException("Already connected");
    }
    close();
    throw new UnknownHostException(remote.getHostString());
  }

  @Override
  public void bind(SocketAddress local) throws IOException {
    try {
      channel.bind(local);
    } catch (RuntimeException e) {
      throw Failures.ofSocket(e);
    }
  }

  @Override
  public InetAddress getInetAddress() {
    InetSocketAddress remote = channel.remoteAddress();
    return remote == null ? null : remote.getAddress();
  }

  @Override
  public int getPort() {
    InetSocketAddress remote = channel.remoteAddress();
    return remote == null ? 0 : remote.getPort();
  }

  @Override
  public SocketAddress getRemoteSocketAddress() {
    return channel.remoteAddress();
  }

  @Override
  public InetAddress getLocalAddress() {
    InetSocketAddress local = channel.isOpen() ? channel.localAddress() : null;
    return local == null ? new InetSocketAddress(0).getAddress() : local.getAddress();
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
  public SocketChannel getChannel() {
    return channel;
  }

  @Override
  public InputStream getInputStream() throws IOException {
    failIfNotConnected();
    if (channel.isInputShut()) {
      throw new SocketException("Socket input is shutdown");
    }
    return new ChannelInput(channel, () -> timeout);
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    failIfNotConnected();
    if (channel.isOutputShut()) {
      throw new SocketException("Socket output is shutdown");
    }
    return new ChannelOutput(channel);
  }

  private void failIfNotConnected() throws SocketException {
    failIfClosed();
    if (!isConnected()) {
      throw new SocketException("Socket is not connected");
    }
  }

  private void failIfClosed() throws SocketException {
    if (isClosed()) {
      throw new SocketException("Socket is closed");
    }
  }

  @Override
  public void shutdownInput() throws IOException {
    try {
      channel.shutdownInput();
    } catch (RuntimeException e) {
      throw Failures.ofSocket(e);
    }
  }

  @Override
  public void shutdownOutput() throws IOException {
    try {
      channel.shutdownOutput();
    } catch (RuntimeException e) {
      throw Failures.ofSocket(e);
    }
  }

  @Override
  public void sendUrgentData(int octet) throws IOException {
    channel.sendUrgent((byte) octet);
  }

  @Override
  public void setOOBInline(boolean on) throws SocketException {
    failIfClosed();
    urgentInline = on; // RFC 9293 §3.8.5: urgent text is in the stream in any case
  }

  @Override
  public boolean getOOBInline() throws SocketException {
    failIfClosed();
    return urgentInline;
  }

  @Override
  public void setSoTimeout(int millis) throws SocketException {
    failIfClosed();
    if (millis < 0) {
      throw new IllegalArgumentException("a time-out cannot be negative: " + millis);
    }
    timeout = Duration.ofMillis(millis);
  }

  @Override
  public int getSoTimeout() throws SocketException {
    failIfClosed();
    return (int) timeout.toMillis();
  }

  @Override
  public void setTcpNoDelay(boolean on) throws SocketException {
    set(StandardSocketOptions.TCP_NODELAY, on);
  }

  @Override
  public boolean getTcpNoDelay() throws SocketException {
    return get(StandardSocketOptions.TCP_NODELAY);
  }

  @Override
  public void setSoLinger(boolean on, int seconds) throws SocketException {
    set(StandardSocketOptions.SO_LINGER, on ? seconds : -1);
  }

  @Override
  public int getSoLinger() throws SocketException {
    return get(StandardSocketOptions.SO_LINGER);
  }

  @Override
  public void setSendBufferSize(int size) throws SocketException {
    set(StandardSocketOptions.SO_SNDBUF, aboveZero(size));
  }

  @Override
  public int getSendBufferSize() throws SocketException {
    return get(StandardSocketOptions.SO_SNDBUF);
  }

  @Override
  public void setReceiveBufferSize(int size) throws SocketException {
    set(StandardSocketOptions.SO_RCVBUF, aboveZero(size));
  }

  @Override
  public int getReceiveBufferSize() throws SocketException {
    return get(StandardSocketOptions.SO_RCVBUF);
  }

  private static int aboveZero(int size) {
    if (size <= 0) {
      throw new IllegalArgumentException("a buffer has a size above 0, not " + size);
    }
    return size;
  }

  @Override
  public void setKeepAlive(boolean on) throws SocketException {
    set(StandardSocketOptions.SO_KEEPALIVE, on);
  }

  @Override
  public boolean getKeepAlive() throws SocketException {
    return get(StandardSocketOptions.SO_KEEPALIVE);
  }

  @Override
  public void setTrafficClass(int octet) throws SocketException {
    set(StandardSocketOptions.IP_TOS, octet);
  }

  @Override
  public int getTrafficClass() throws SocketException {
    return get(StandardSocketOptions.IP_TOS);
  }

  @Override
  public void setReuseAddress(boolean on) throws SocketException {
    set(StandardSocketOptions.SO_REUSEADDR, on);
  }

  @Override
  public boolean getReuseAddress() throws SocketException {
    return get(StandardSocketOptions.SO_REUSEADDR);
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
  public <T> Socket setOption(SocketOption<T> option, T value) throws IOException {
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
  public boolean isConnected() {
    return channel.isConnected();
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
  public boolean isInputShutdown() {
    return channel.isInputShut();
  }

  @Override
  public boolean isOutputShutdown() {
    return channel.isOutputShut();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  @Override
  public String toString() {
    return isConnected()
        ? "Socket[addr="
            + getInetAddress()
            + ",port="
            + getPort()
            + ",localport="
            + getLocalPort()
            + "]"
        : "Socket[unconnected]";
  }
}
