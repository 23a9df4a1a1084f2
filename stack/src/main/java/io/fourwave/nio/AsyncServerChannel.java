package io.fourwave.nio;

import io.fourwave.host.EventLoop;
import io.fourwave.socket.SocketOptions;
import io.fourwave.socket.TcpListener;
import io.fourwave.socket.TcpSocket;
import io.fourwave.tcp.TcpSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.channels.AcceptPendingException;
import java.nio.channels.AlreadyBoundException;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.CompletionHandler;
import java.nio.channels.NotYetBoundException;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** A listener whose calls to accept return at once; their outcome is told later. */
final class AsyncServerChannel extends AsynchronousServerSocketChannel implements AsyncChannel {
  private static final int BACKLOG = 50; // the JDK's

  private final EventLoop loop;
  private final AsyncGroup group;
  private final SocketOptions options;
  private final AsyncSlot accepting;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final ReentrantLock binding = new ReentrantLock();
  private volatile TcpListener listener;

  AsyncServerChannel(EventLoop loop, AsyncGroup group, TcpSettings settings) {
    super(group.provider());
    this.loop = loop;
    this.group = group;
    options = SocketOptions.ofListener(settings);
    accepting = new AsyncSlot(group, AcceptPendingException::new);
    group.add(this);
  }

  @Override
  public AsyncGroup group() {
    return group;
  }

  @Override
  public void look() {
    accepting.knock();
  }

  @Override
  public AsynchronousServerSocketChannel bind(SocketAddress local, int backlog) throws IOException {
    InetSocketAddress address = Addresses.BOTH.local(local);
    binding.lock();
    try {
      failIfClosed();
      if (listener != null) {
        throw new AlreadyBoundException();
      }
      int most = backlog < 1 ? BACKLOG : backlog;
      TcpListener opened = TcpListener.listen(loop, address, most, options.settings());
      opened.onReadiness(this::look);
      listener = opened;
      if (closed.get()) {
        opened.close(); // closed meanwhile, by somebody who has not seen the listener
      }
      return this;
    } finally {
      binding.unlock();
    }
  }

  @Override
  public Future<AsynchronousSocketChannel> accept() {
    AsyncCall<AsynchronousSocketChannel> call = new AsyncCall<>(this, this::acceptNow);
    accept(call);
    return call;
  }

  @Override
  public <A> void accept(
      A attachment, CompletionHandler<AsynchronousSocketChannel, ? super A> handler) {
    AsyncCall<AsynchronousSocketChannel> call = new AsyncCall<>(this, this::acceptNow);
    accept(call.tell(handler, attachment));
  }

  private void accept(AsyncCall<AsynchronousSocketChannel> call) {
    if (closed.get()) {
      call.refuse(new ClosedChannelException());
    } else if (listener == null) {
      throw new NotYetBoundException();
    } else {
      accepting.begin(call, 0, TimeUnit.SECONDS);
    }
  }

  private Supplier<AsynchronousSocketChannel> acceptNow() throws IOException {
    TcpSocket accepted = listener.acceptNow();
    if (accepted != null) {
      AsynchronousSocketChannel channel = AsyncSocketChannel.accepted(loop, group, accepted);
      return () -> channel;
    }
    if (loop.loops().isStopped()) {
      throw new IOException("the stack has stopped", loop.loops().failure());
    }
    return null;
  }

  @Override
  public boolean isOpen() {
    return !closed.get();
  }

  private void failIfClosed() throws ClosedChannelException {
    if (closed.get()) {
      throw new ClosedChannelException();
    }
  }

  /** Closes; connections that nobody has accepted are reset. */
  @Override
  public void close() throws IOException {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    try {
      TcpListener current = listener;
      if (current != null) {
        current.close();
      }
    } finally {
      look();
      group.remove(this);
    }
  }

  @Override
  public SocketAddress getLocalAddress() throws IOException {
    failIfClosed();
    TcpListener current = listener;
    return current == null ? null : current.localAddress();
  }

  @Override
  public <T> AsynchronousServerSocketChannel setOption(SocketOption<T> option, T value)
      throws IOException {
    failIfClosed();
    options.set(option, value);
    return this;
  }

  @Override
  public <T> T getOption(SocketOption<T> option) throws IOException {
    failIfClosed();
    return options.get(option);
  }

  @Override
  public Set<SocketOption<?>> supportedOptions() {
    return options.supported();
  }

  @Override
  public String toString() {
    return "AsyncServerChannel[" + (listener == null ? "not bound" : listener) + "]";
  }
}
