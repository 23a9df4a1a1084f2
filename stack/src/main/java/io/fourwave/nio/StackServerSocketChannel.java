package io.fourwave.nio;

import io.fourwave.socket.SocketOptions;
import io.fourwave.socket.TcpListener;
import io.fourwave.socket.TcpSocket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.channels.AlreadyBoundException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.NotYetBoundException;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/** A server socket channel over the stack. */
final class StackServerSocketChannel extends ServerSocketChannel implements Selectable {
  private static final int BACKLOG = 50;

  private final StackSelectorProvider stack;
  private final Addresses addresses;
  private final SocketOptions options;
  private final Readiness readiness = new Readiness();
  private final ReentrantLock acceptLock = new ReentrantLock();

  /** Guards changes of the listener. */
  private final ReentrantLock stateLock = new ReentrantLock();

  private volatile TcpListener listener;
  private ServerSocket view;

  StackServerSocketChannel(StackSelectorProvider stack, Addresses addresses) {
    super(stack);
    this.stack = stack;
    this.addresses = addresses;
    options = SocketOptions.ofListener(stack.settings());
  }

  @Override
  public ServerSocketChannel bind(SocketAddress local, int backlog) throws IOException {
    InetSocketAddress at = addresses.local(local);
    stateLock.lock();
    try {
      failIfClosed();
      if (listener != null) {
        throw new AlreadyBoundException();
      }
      int waiting = backlog < 1 ? BACKLOG : backlog;
      listener = TcpListener.listen(stack.loop(), at, waiting, options.settings());
      listener.interruptible(() -> false); // an interrupt closes this channel
      listener.onReadiness(readiness::changed);
      readiness.changed();
      return this;
    } finally {
      stateLock.unlock();
    }
  }

  @Override
  public SocketChannel accept() throws IOException {
    acceptLock.lock();
    try {
      TcpListener l = listening();
      return channelOf(isBlocking() ? waitFor(l, Duration.ZERO) : l.acceptNow());
    } finally {
      acceptLock.unlock();
    }
  }

  /** For the view as a socket: waits so long for a connection. */
  SocketChannel accept(Duration timeout) throws IOException {
    acceptLock.lock();
    try {
      TcpListener l = listening();
      if (!isBlocking()) {
        throw new IllegalBlockingModeException();
      }
      return channelOf(waitFor(l, timeout));
    } finally {
      acceptLock.unlock();
    }
  }

  private TcpListener listening() throws ClosedChannelException {
    failIfClosed();
    TcpListener l = listener;
    if (l == null) {
      throw new NotYetBoundException();
    }
    return l;
  }

  private TcpSocket waitFor(TcpListener l, Duration timeout) throws IOException {
    TcpSocket accepted = null;
    try {
      begin();
      accepted = l.accept(timeout);
      return accepted;
    } finally {
      endAccept(accepted);
    }
  }

  /** Whoever gets an exception instead of the connection cannot close it. */
  private void endAccept(TcpSocket accepted) throws AsynchronousCloseException {
    try {
      end(accepted != null);
    } catch (AsynchronousCloseException e) {
      if (accepted != null) {
        accepted.abort();
      }
      throw e;
    }
  }

  private SocketChannel channelOf(TcpSocket accepted) throws IOException {
    return accepted == null ? null : new StackSocketChannel(stack, accepted);
  }

  @Override
  public int readyNow() {
    TcpListener l = listener;
    return l != null && isOpen() && l.isAcceptable() ? SelectionKey.OP_ACCEPT : 0;
  }

  @Override
  public Readiness readiness() {
    return readiness;
  }

  @Override
  public SocketAddress getLocalAddress() throws IOException {
    failIfClosed();
    return localAddress();
  }

  /** Where it listens, or did; null if it never has. */
  InetSocketAddress localAddress() {
    TcpListener l = listener;
    return l == null ? null : l.localAddress();
  }

  private void failIfClosed() throws ClosedChannelException {
    if (!isOpen()) {
      throw new ClosedChannelException();
    }
  }

  @Override
  public <T> ServerSocketChannel setOption(SocketOption<T> option, T value) throws IOException {
    failIfUnsupported(option);
    failIfClosed();
    options.set(option, value);
    return this;
  }

  @Override
  public <T> T getOption(SocketOption<T> option) throws IOException {
    failIfUnsupported(option);
    failIfClosed();
    return options.get(option);
  }

  private void failIfUnsupported(SocketOption<?> option) {
    Objects.requireNonNull(option);
    if (!options.supported().contains(option)) {
      throw new UnsupportedOperationException("'" + option + "' not supported");
    }
  }

  @Override
  public Set<SocketOption<?>> supportedOptions() {
    return options.supported();
  }

  @Override
  public ServerSocket socket() {
    synchronized (readiness) {
      if (view == null) {
        view = new ServerSocketView(this);
      }
      return view;
    }
  }

  @Override
  protected void implConfigureBlocking(boolean block) throws IOException {
    acceptLock.lock();
    try {
      failIfClosed();
    } finally {
      acceptLock.unlock();
    }
  }

  @Override
  protected void implCloseSelectableChannel() throws IOException {
    TcpListener l;
    stateLock.lock(); // a listener that is being made is seen here, or sees that this is closed
    try {
      l = listener;
    } finally {
      stateLock.unlock();
    }
    if (l != null) {
      l.close();
    }
  }

  @Override
  public String toString() {
    return "StackServerSocketChannel[" + (isOpen() ? localAddress() : "closed") + "]";
  }
}
