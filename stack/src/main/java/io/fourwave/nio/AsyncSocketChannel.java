package io.fourwave.nio;

import io.fourwave.host.EventLoop;
import io.fourwave.socket.BoundPort;
import io.fourwave.socket.SocketOptions;
import io.fourwave.socket.TcpSocket;
import io.fourwave.tcp.TcpException;
import io.fourwave.tcp.TcpSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.nio.channels.AlreadyBoundException;
import java.nio.channels.AlreadyConnectedException;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.CompletionHandler;
import java.nio.channels.ConnectionPendingException;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.ReadPendingException;
import java.nio.channels.WritePendingException;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** A connection whose calls return at once; their outcome is told later. */
final class AsyncSocketChannel extends AsynchronousSocketChannel implements AsyncChannel {
  private final EventLoop loop;
  private final AsyncGroup group;
  private final AsyncSlot connecting;
  private final AsyncSlot reading;
  private final AsyncSlot writing;
  private final SocketOptions options;
  private final AtomicBoolean closed = new AtomicBoolean();

  /** Guards what binding and connecting set; nobody waits while holding it. */
  private final ReentrantLock lock = new ReentrantLock();

  private volatile BoundPort bound;
  private boolean connectCalled;
  private volatile TcpSocket socket;

  /** A channel that is not connected yet. */
  AsyncSocketChannel(EventLoop loop, AsyncGroup group, TcpSettings settings) {
    super(group.provider());
    this.loop = loop;
    this.group = group;
    options = SocketOptions.ofSocket(settings);
    connecting = new AsyncSlot(group, ConnectionPendingException::new);
    reading = new AsyncSlot(group, ReadPendingException::new);
    writing = new AsyncSlot(group, WritePendingException::new);
    group.add(this);
  }

  /** A channel for a connection that a listener has accepted. */
  static AsyncSocketChannel accepted(EventLoop loop, AsyncGroup group, TcpSocket accepted)
      throws IOException {
    try {
      AsyncSocketChannel channel = new AsyncSocketChannel(loop, group, accepted.settings());
      channel.connectCalled = true;
      channel.adopt(accepted);
      return channel;
    } catch (IOException | RuntimeException e) {
      accepted.abort();
      throw e;
    }
  }

  private void adopt(TcpSocket opened) throws IOException {
    opened.onReadiness(this::look);
    options.attach(opened);
    socket = opened;
    if (closed.get()) {
      opened.abort(); // closed meanwhile, by somebody who has not seen the socket
    }
  }

  @Override
  public AsyncGroup group() {
    return group;
  }

  @Override
  public void look() {
    connecting.knock();
    reading.knock();
    writing.knock();
  }

  // --- Binding and connecting

  @Override
  public AsynchronousSocketChannel bind(SocketAddress local) throws IOException {
    InetSocketAddress address = Addresses.BOTH.local(local);
    lock.lock();
    try {
      failIfClosed();
      if (connectCalled && !isConnected()) {
        throw new ConnectionPendingException();
      }
      if (bound != null || socket != null) {
        throw new AlreadyBoundException();
      }
      BoundPort taken = BoundPort.bind(loop, address);
      bound = taken;
      if (closed.get()) {
        taken.close(); // closed meanwhile, by somebody who has not seen the port
      }
      return this;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Future<Void> connect(SocketAddress remote) {
    AsyncCall<Void> call = call(this::connected);
    connect(remote, call);
    return call;
  }

  @Override
  public <A> void connect(
      SocketAddress remote, A attachment, CompletionHandler<Void, ? super A> handler) {
    AsyncCall<Void> call = call(this::connected);
    connect(remote, call.tell(handler, attachment));
  }

  private void connect(SocketAddress remote, AsyncCall<Void> call) {
    if (closed.get()) {
      call.refuse(new ClosedChannelException());
      return;
    }
    InetSocketAddress address = Addresses.BOTH.remote(remote);
    beginToConnect();
    try {
      InetSocketAddress local = bound == null ? null : bound.address();
      adopt(TcpSocket.open(loop, local, address, options.settings()));
    } catch (IOException e) {
      closeQuietly();
      call.refuse(e);
      return;
    }
    connecting.begin(call, 0, TimeUnit.SECONDS);
  }

  private void beginToConnect() {
    lock.lock();
    try {
      if (isConnected()) {
        throw new AlreadyConnectedException();
      }
      if (connectCalled) {
        throw new ConnectionPendingException();
      }
      connectCalled = true;
    } finally {
      lock.unlock();
    }
  }

  private Supplier<Void> connected() throws IOException {
    try {
      return socket.finishConnect() ? () -> null : null;
    } catch (TcpException e) {
      closeQuietly();
      throw Failures.connecting(e);
    }
  }

  private boolean isConnected() {
    TcpSocket current = socket;
    return current != null && current.isConnected();
  }

  // --- Reading and writing

  @Override
  public Future<Integer> read(ByteBuffer target) {
    Transfer transfer = Transfer.into(target);
    AsyncCall<Integer> call = call(() -> transfer.one(socket::readNow));
    begin(reading, 0, TimeUnit.SECONDS, call);
    return call;
  }

  @Override
  public <A> void read(
      ByteBuffer target,
      long timeout,
      TimeUnit unit,
      A attachment,
      CompletionHandler<Integer, ? super A> handler) {
    Transfer transfer = Transfer.into(target);
    AsyncCall<Integer> call = call(() -> transfer.one(socket::readNow));
    begin(reading, timeout, unit, call.tell(handler, attachment));
  }

  @Override
  public <A> void read(
      ByteBuffer[] targets,
      int from,
      int count,
      long timeout,
      TimeUnit unit,
      A attachment,
      CompletionHandler<Long, ? super A> handler) {
    Transfer transfer = Transfer.into(targets, from, count);
    AsyncCall<Long> call = call(() -> transfer.all(socket::readNow));
    begin(reading, timeout, unit, call.tell(handler, attachment));
  }

  @Override
  public Future<Integer> write(ByteBuffer source) {
    Transfer transfer = Transfer.outOf(source);
    AsyncCall<Integer> call = call(() -> transfer.one(socket::writeNow));
    begin(writing, 0, TimeUnit.SECONDS, call);
    return call;
  }

  @Override
  public <A> void write(
      ByteBuffer source,
      long timeout,
      TimeUnit unit,
      A attachment,
      CompletionHandler<Integer, ? super A> handler) {
    Transfer transfer = Transfer.outOf(source);
    AsyncCall<Integer> call = call(() -> transfer.one(socket::writeNow));
    begin(writing, timeout, unit, call.tell(handler, attachment));
  }

  @Override
  public <A> void write(
      ByteBuffer[] sources,
      int from,
      int count,
      long timeout,
      TimeUnit unit,
      A attachment,
      CompletionHandler<Long, ? super A> handler) {
    Transfer transfer = Transfer.outOf(sources, from, count);
    AsyncCall<Long> call = call(() -> transfer.all(socket::writeNow));
    begin(writing, timeout, unit, call.tell(handler, attachment));
  }

  private <V> AsyncCall<V> call(AsyncCall.Attempt<V> attempt) {
    return new AsyncCall<>(this, attempt);
  }

  private void begin(AsyncSlot slot, long timeout, TimeUnit unit, AsyncCall<?> call) {
    if (closed.get()) {
      call.refuse(new ClosedChannelException());
    } else if (!isConnected()) {
      throw new NotYetConnectedException();
    } else {
      slot.begin(call, timeout, unit);
    }
  }

  // --- Closing

  @Override
  public AsynchronousSocketChannel shutdownInput() throws IOException {
    connectedSocket().shutdownInput();
    look();
    return this;
  }

  @Override
  public AsynchronousSocketChannel shutdownOutput() throws IOException {
    connectedSocket().shutdownOutput();
    look();
    return this;
  }

  private TcpSocket connectedSocket() throws ClosedChannelException {
    failIfClosed();
    if (!isConnected()) {
      throw new NotYetConnectedException();
    }
    return socket;
  }

  private void failIfClosed() throws ClosedChannelException {
    if (closed.get()) {
      throw new ClosedChannelException();
    }
  }

  @Override
  public boolean isOpen() {
    return !closed.get();
  }

  /** Closes; what was pending is told of it. */
  @Override
  public void close() throws IOException {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    try {
      closeSocket();
    } finally {
      look();
      group.remove(this);
    }
  }

  private void closeSocket() throws IOException {
    TcpSocket current = socket;
    if (current != null) {
      current.close();
    }
    BoundPort port = bound;
    if (port != null) {
      port.close();
    }
  }

  // --- Names and options

  @Override
  public SocketAddress getLocalAddress() throws IOException {
    failIfClosed();
    if (socket != null) {
      return socket.localAddress();
    }
    return bound == null ? null : bound.address();
  }

  @Override
  public SocketAddress getRemoteAddress() throws IOException {
    failIfClosed();
    return isConnected() ? socket.remoteAddress() : null;
  }

  @Override
  public <T> AsynchronousSocketChannel setOption(SocketOption<T> option, T value)
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
    return "AsyncSocketChannel[" + (socket == null ? "not connected" : socket) + "]";
  }
}
