package io.fourwave.nio;

import io.fourwave.socket.BoundPort;
import io.fourwave.socket.SocketOptions;
import io.fourwave.socket.TcpSocket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.channels.AlreadyBoundException;
import java.nio.channels.AlreadyConnectedException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ConnectionPendingException;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.NoConnectionPendingException;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What a socket channel is before anything is read or written: bound, connecting, connected,
 * closed. Who connects, or changes the mode, has both locks. Closing takes neither, so that it ends
 * the waits of those who have them.
 */
abstract class ConnectingChannel extends SocketChannel {
  private final StackSelectorProvider stack;
  private final Addresses addresses;
  private final SocketOptions options;
  final Readiness readiness = new Readiness();
  final ReentrantLock readLock = new ReentrantLock();
  final ReentrantLock writeLock = new ReentrantLock();

  /** Guards changes of the following fields. */
  private final ReentrantLock stateLock = new ReentrantLock();

  private volatile BoundPort bound;
  private volatile TcpSocket socket;
  private volatile boolean connected;
  private volatile boolean pending;
  private volatile InetSocketAddress remote;

  /** A channel that is not connected. */
  ConnectingChannel(StackSelectorProvider stack, Addresses addresses) {
    super(stack);
    this.stack = stack;
    this.addresses = addresses;
    options = SocketOptions.ofSocket(stack.settings());
  }

  /** A channel of an accepted connection. */
  ConnectingChannel(StackSelectorProvider stack, TcpSocket accepted) throws IOException {
    super(stack);
    this.stack = stack;
    addresses = Addresses.BOTH;
    options = SocketOptions.ofSocket(accepted.settings());
    options.attach(accepted);
    remote = accepted.remoteAddress();
    adopt(accepted);
    connected = true;
  }

  private void adopt(TcpSocket opened) {
    opened.interruptible(() -> false); // an interrupt closes this channel, and that ends the wait
    socket = opened;
    opened.onReadiness(readiness::changed);
  }

  @Override
  public final SocketChannel bind(SocketAddress local) throws IOException {
    lockBoth();
    try {
      failIfClosed();
      if (pending) {
        throw new ConnectionPendingException();
      }
      if (localAddress() != null) {
        throw new AlreadyBoundException();
      }
      BoundPort port = BoundPort.bind(stack.loop(), addresses.local(local));
      if (!keepUnlessClosed(() -> bound = port)) {
        port.close();
        throw new AsynchronousCloseException();
      }
      return this;
    } finally {
      unlockBoth();
    }
  }

  /** Changes a field that closing looks at; says whether it was done, and not closed before. */
  private boolean keepUnlessClosed(Runnable change) {
    stateLock.lock();
    try {
      if (isOpen()) {
        change.run();
        return true;
      }
      return false;
    } finally {
      stateLock.unlock();
    }
  }

  @Override
  public final boolean connect(SocketAddress address) throws IOException {
    InetSocketAddress to = addresses.remote(address);
    lockBoth();
    try {
      failIfNotNew();
      open(to);
      return isBlocking() && awaitConnected(Duration.ZERO);
    } catch (IOException e) {
      close();
      throw Failures.connecting(e);
    } finally {
      unlockBoth();
    }
  }

  /** For the view as a socket: connects within a time, zero for as long as SYNs are tried. */
  final void connect(SocketAddress address, Duration timeout) throws IOException {
    InetSocketAddress to = addresses.remote(address);
    lockBoth();
    try {
      failIfNotNew();
      failIfNotBlocking();
      open(to);
      awaitConnected(timeout);
    } catch (IOException e) {
      close();
      throw Failures.connecting(e);
    } finally {
      unlockBoth();
    }
  }

  private void failIfNotNew() throws IOException {
    failIfClosed();
    if (connected) {
      throw new AlreadyConnectedException();
    }
    if (pending) {
      throw new ConnectionPendingException();
    }
  }

  final void failIfNotBlocking() {
    if (!isBlocking()) {
      throw new IllegalBlockingModeException();
    }
  }

  private void open(InetSocketAddress to) throws IOException {
    InetSocketAddress from = bound == null ? null : bound.address();
    TcpSocket opened = TcpSocket.open(stack.loop(), from, to, options.settings());
    remote = to;
    pending = true;
    if (!keepUnlessClosed(() -> adopt(opened))) {
      opened.abort();
      throw new AsynchronousCloseException();
    }
    options.attach(opened);
    readiness.changed(); // it may have got somewhere before anyone listened
  }

  private boolean awaitConnected(Duration timeout) throws IOException {
    boolean done = false;
    try {
      begin();
      socket.awaitConnected(timeout);
      done = true;
    } finally {
      end(done);
    }
    return isNowConnected();
  }

  private boolean isNowConnected() {
    connected = true; // before pending is reset, so that a key is always of one of the two
    pending = false;
    readiness.changed();
    return true;
  }

  @Override
  public final boolean finishConnect() throws IOException {
    lockBoth();
    try {
      failIfClosed();
      if (connected) {
        return true;
      }
      if (!pending) {
        throw new NoConnectionPendingException();
      }
      return isBlocking()
          ? awaitConnected(Duration.ZERO)
          : socket.finishConnect() && isNowConnected();
    } catch (IOException e) {
      close();
      throw Failures.connecting(e);
    } finally {
      unlockBoth();
    }
  }

  @Override
  public final boolean isConnected() {
    return connected && isOpen();
  }

  @Override
  public final boolean isConnectionPending() {
    return pending && isOpen();
  }

  final TcpSocket connectedSocket() throws ClosedChannelException {
    failIfClosed();
    if (!connected) {
      throw new NotYetConnectedException();
    }
    return socket;
  }

  final void failIfClosed() throws ClosedChannelException {
    if (!isOpen()) {
      throw new ClosedChannelException();
    }
  }

  /** The socket, once there is one; it may be connecting yet. */
  final TcpSocket socketOrNull() {
    return socket;
  }

  @Override
  public final SocketAddress getLocalAddress() throws IOException {
    failIfClosed();
    return localAddress();
  }

  /** Where it is bound, also when it is closed; null if it never was. */
  final InetSocketAddress localAddress() {
    TcpSocket s = socket;
    if (s != null) {
      return s.localAddress();
    }
    BoundPort port = bound;
    return port == null ? null : port.address();
  }

  @Override
  public final SocketAddress getRemoteAddress() throws IOException {
    failIfClosed();
    return remoteAddress();
  }

  /** What it is, was or will be connected to; null if it was never asked to. */
  final InetSocketAddress remoteAddress() {
    return remote;
  }

  @Override
  public final <T> SocketChannel setOption(SocketOption<T> option, T value) throws IOException {
    Objects.requireNonNull(option);
    failIfUnsupported(option);
    failIfClosed();
    options.set(option, value);
    return this;
  }

  @Override
  public final <T> T getOption(SocketOption<T> option) throws IOException {
    Objects.requireNonNull(option);
    failIfUnsupported(option);
    failIfClosed();
    return options.get(option);
  }

  private void failIfUnsupported(SocketOption<?> option) {
    if (!options.supported().contains(option)) {
      throw new UnsupportedOperationException("'" + option + "' not supported");
    }
  }

  @Override
  public final Set<SocketOption<?>> supportedOptions() {
    return options.supported();
  }

  @Override
  protected final void implConfigureBlocking(boolean block) throws IOException {
    lockBoth();
    try {
      failIfClosed();
    } finally {
      unlockBoth();
    }
  }

  private void lockBoth() {
    readLock.lock();
    writeLock.lock();
  }

  private void unlockBoth() {
    writeLock.unlock();
    readLock.unlock();
  }

  @Override
  protected final void implCloseSelectableChannel() throws IOException {
    BoundPort port;
    TcpSocket s;
    stateLock.lock(); // what is being had is seen here, or sees that this is closed
    try {
      port = bound;
      s = socket;
    } finally {
      stateLock.unlock();
    }
    if (port != null) {
      port.close();
    }
    if (s != null) {
      s.close();
    }
  }
}
