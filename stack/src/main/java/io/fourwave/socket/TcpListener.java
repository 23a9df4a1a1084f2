package io.fourwave.socket;

import io.fourwave.host.EventLoop;
import io.fourwave.host.Mailbox;
import io.fourwave.tcp.Connection;
import io.fourwave.tcp.Listener;
import io.fourwave.tcp.TcpSettings;
import io.fourwave.tcp.TcpState;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** A socket that accepts connections. Thread-safe; several threads may accept. */
public final class TcpListener implements AutoCloseable {
  private final EventLoop loop;
  private final Gate gate = new Gate();
  private final ReentrantLock acceptLock = new ReentrantLock();
  private final Queue<TcpSocket> ready = new ConcurrentLinkedQueue<>();
  private final AtomicInteger taken = new AtomicInteger();
  private final Mailbox.Call reportTaken = new TakenCall();
  private InetSocketAddress address;
  private Listener listener;
  private volatile boolean closed;
  private volatile BooleanSupplier interruptible = () -> true;
  private volatile Runnable readiness = () -> {};

  private TcpListener(EventLoop loop) {
    this.loop = loop;
  }

  /**
   * Begins to listen.
   *
   * @param local the address, or a wildcard for all of both families; port 0 takes a free one
   * @param backlog how many connections wait to be accepted
   * @throws BindException if the address is not the stack's, or someone listens there
   */
  public static TcpListener listen(
      EventLoop loop, InetSocketAddress local, int backlog, TcpSettings settings)
      throws IOException {
    TcpListener socket = new TcpListener(loop);
    loop.ask(
        () -> {
          socket.listener = loop.host().listen(local, backlog, settings, socket::acceptable);
          socket.address = new InetSocketAddress(local.getAddress(), socket.listener.port());
          return null;
        });
    return socket;
  }

  /** On the loop: a connection is open, or the stack has closed all its listeners. */
  private void acceptable() {
    if (listener.state() == TcpState.CLOSED && !loop.isStopped()) { // else accept says why
      closed = true;
      abortReady();
    }
    for (Connection c = listener.accept(); c != null; c = listener.accept()) {
      ready.add(TcpSocket.accepted(loop, c));
    }
    gate.open();
    SocketState.tell(readiness, this);
  }

  /**
   * Waits for the next connection.
   *
   * @throws ClosedChannelException if this listener is closed, also while waiting
   */
  public TcpSocket accept() throws IOException {
    return accept(Duration.ZERO);
  }

  /**
   * Waits for the next connection.
   *
   * @param timeout zero waits for ever
   * @throws SocketTimeoutException if the time is over
   */
  public TcpSocket accept(Duration timeout) throws IOException {
    acceptLock.lock();
    try {
      if (closed) {
        throw new ClosedChannelException();
      }
      boolean interrupts = interruptible.getAsBoolean();
      boolean found = gate.await(this::mayAccept, Deadline.in(timeout), interrupts);
      TcpSocket socket = take();
      if (socket != null) {
        return socket;
      }
      throw nothing(found, timeout, interrupts);
    } finally {
      acceptLock.unlock();
    }
  }

  private boolean mayAccept() {
    return !ready.isEmpty() || closed || loop.isStopped();
  }

  private TcpSocket take() {
    TcpSocket socket = ready.poll();
    if (socket != null) {
      taken.incrementAndGet();
      loop.mailbox().post(reportTaken);
    }
    return socket;
  }

  /**
   * Takes the next connection; null if there is none now.
   *
   * @throws ClosedChannelException if this listener is closed
   */
  public TcpSocket acceptNow() throws IOException {
    if (closed) {
      throw new ClosedChannelException();
    }
    return take();
  }

  /** Whether {@link #acceptNow} would return a connection. */
  public boolean isAcceptable() {
    return !ready.isEmpty();
  }

  /**
   * Has something told whenever a connection has become acceptable; see {@link
   * TcpSocket#onReadiness}.
   */
  public void onReadiness(Runnable listener) {
    readiness = listener;
  }

  /** See {@link TcpSocket#interruptible}. */
  public void interruptible(BooleanSupplier whether) {
    interruptible = whether;
  }

  private IOException nothing(boolean found, Duration timeout, boolean interrupts)
      throws IOException {
    IOException failure = loop.failure();
    if (found && !closed && failure != null) {
      return new IOException("the stack has stopped: " + failure.getMessage(), failure);
    }
    if (found) {
      return new AsynchronousCloseException();
    }
    if (interrupts && Thread.currentThread().isInterrupted()) {
      close();
      return new ClosedByInterruptException();
    }
    return new SocketTimeoutException("no connection within " + timeout);
  }

  /** Changes what the connections start with that it will accept. */
  public void settings(TcpSettings settings) throws IOException {
    loop.ask(
        () -> {
          loop.host().calls().settings(listener, settings);
          return null;
        });
  }

  /** Where it listens. */
  public InetSocketAddress localAddress() {
    return address;
  }

  /** Whether it is not closed. */
  public boolean isOpen() {
    return !closed;
  }

  /** Stops listening; connections that nobody has accepted are reset. */
  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    gate.open();
    loop.mailbox()
        .post(
            () -> {
              loop.host().calls().close(listener, loop.host().now());
              gate.open();
              abortReady(); // what has been opened meanwhile
            });
    abortReady();
  }

  private void abortReady() {
    for (TcpSocket socket = ready.poll(); socket != null; socket = ready.poll()) {
      socket.abort();
    }
  }

  @Override
  public String toString() {
    return "TcpListener[" + address + "]";
  }

  private final class TakenCall extends Mailbox.Call {
    @Override
    protected void run() {
      listener.taken(taken.getAndSet(0));
    }
  }
}
