package io.fourwave.nio;

import io.fourwave.host.EventLoop;
import io.fourwave.tcp.TcpSettings;
import java.io.IOException;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;
import java.util.Objects;

/**
 * Makes socket channels, server socket channels and selectors over one stack, for both families of
 * addresses. Datagram channels, pipes and UNIX domain sockets are the JVM's own: they work, but a
 * selector of the stack refuses them with {@link java.nio.channels.IllegalSelectorException}, as a
 * selector of the JVM refuses the stack's. Thread-safe.
 */
public final class StackSelectorProvider extends SelectorProvider {
  private final EventLoop loop;
  private final TcpSettings settings;

  /**
   * Makes a provider.
   *
   * @param loop the stack's loop
   * @param settings what sockets start with
   */
  public StackSelectorProvider(EventLoop loop, TcpSettings settings) {
    this.loop = Objects.requireNonNull(loop, "loop");
    this.settings = Objects.requireNonNull(settings, "settings");
  }

  EventLoop loop() {
    return loop;
  }

  TcpSettings settings() {
    return settings;
  }

  @Override
  public SocketChannel openSocketChannel() {
    return new StackSocketChannel(this, Addresses.BOTH);
  }

  @Override
  public SocketChannel openSocketChannel(ProtocolFamily family) throws IOException {
    return isUnix(family)
        ? provider().openSocketChannel(family)
        : new StackSocketChannel(this, Addresses.of(family));
  }

  @Override
  public ServerSocketChannel openServerSocketChannel() {
    return new StackServerSocketChannel(this, Addresses.BOTH);
  }

  @Override
  public ServerSocketChannel openServerSocketChannel(ProtocolFamily family) throws IOException {
    return isUnix(family)
        ? provider().openServerSocketChannel(family)
        : new StackServerSocketChannel(this, Addresses.of(family));
  }

  static boolean isUnix(ProtocolFamily family) {
    return Objects.requireNonNull(family) == StandardProtocolFamily.UNIX;
  }

  @Override
  public AbstractSelector openSelector() {
    return new StackSelector(this);
  }

  @Override
  public DatagramChannel openDatagramChannel() throws IOException {
    return provider().openDatagramChannel();
  }

  @Override
  public DatagramChannel openDatagramChannel(ProtocolFamily family) throws IOException {
    return provider().openDatagramChannel(family);
  }

  @Override
  public Pipe openPipe() throws IOException {
    return provider().openPipe();
  }
}
