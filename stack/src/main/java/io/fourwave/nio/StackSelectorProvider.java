package io.fourwave.nio;

import io.fourwave.host.EventLoop;
import io.fourwave.tcp.TcpSettings;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;
import java.util.Objects;
import java.util.function.BooleanSupplier;

/**
 * Makes socket channels, server socket channels, datagram channels and selectors over one stack,
 * for both families of addresses. Pipes and UNIX domain sockets are the JVM's own: they work, but a
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
  public DatagramChannel openDatagramChannel() {
    return datagrams(Addresses.BOTH);
  }

  @Override
  public DatagramChannel openDatagramChannel(ProtocolFamily family) {
    return datagrams(Addresses.of(Objects.requireNonNull(family)));
  }

  /** An interrupt closes it. */
  private DatagramChannel datagrams(Addresses addresses) {
    return new StackDatagramChannel(this, addresses, () -> true);
  }

  /**
   * Opens a socket for datagrams as {@code java.net} has it, which is nowhere yet: for {@link
   * io.fourwave.net}, whose factory says all.
   *
   * @param interruptible says, of the thread that asks, whether an interrupt closes the socket
   */
  public DatagramSocket openDatagramSocket(BooleanSupplier interruptible) {
    return new DatagramSocketView(
        new StackDatagramChannel(this, Addresses.BOTH, interruptible), false);
  }

  @Override
  public Pipe openPipe() throws IOException {
    return provider().openPipe();
  }
}
