package io.fourwave.socket;

import io.fourwave.host.EventLoop;
import io.fourwave.host.Loops;
import io.fourwave.host.Mailbox;
import io.fourwave.tcp.Connection;
import io.fourwave.tcp.Listener;
import io.fourwave.tcp.TcpSettings;
import io.fourwave.tcp.TcpState;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * A socket that accepts connections. Thread-safe; several threads may accept. Where a stack has
 * several hosts it listens at all of them, and what they let in comes out of one queue: in order
 * for each host, but not among them.
 */
public final class TcpListener implements AutoCloseable {
  private final Loops loops;
  private final Gate gate = new Gate();
  private final ReentrantLock acceptLock = new ReentrantLock();
  private final Queue<TcpSocket> ready = new ConcurrentLinkedQueue<>();
  private List<Part> parts;
  private InetSocketAddress address;
  private volatile boolean closed;
  private volatile BooleanSupplier interruptible = () -> true;
  private volatile Runnable readiness = () -> {};

  private TcpListener(Loops loops) {
    this.loops = loops;
  }

  /**
   * Begins to listen.
   *
   * @param local the address, or a wildcard for all of both families; port 0 takes a free one
   * @param loop any of the stack's
   * @param backlog how many connections wait to be accepted. Each host has its part of that,
   *     rounded up, and lets nobody in while that is used up, whatever the others have left
   * @throws BindException if the address is not the stack's, or someone listens there
   */
  public static TcpListener listen(
      EventLoop loop, InetSocketAddress local, int backlog, TcpSettings settings)
      throws IOException {
    Loops loops = loop.loops();
    TcpListener socket = new TcpListener(loops);
    int each = EveryHost.part(backlog, loops);
    socket.parts =
        EveryHost.open(
            loops,
            local.getPort(),
            (at, port) -> socket.part(at, local.getAddress(), port, each, settings),
            part -> part.listener.port(),
            Part::close);
    int port = socket.parts.get(0).listener.port();
    socket.address = new InetSocketAddress(local.getAddress(), port);
    return socket;
  }

  private Part part(EventLoop loop, InetAddress local, int port, int backlog, TcpSettings settings)
      throws BindException {
    Part part = new Part(loop);
    InetSocketAddress at = new InetSocketAddress(local, port);
    part.listener = loop.host().listen(at, backlog, settings, part::acceptable);
    part.listener.admitWhile(() -> !closed);
    return part;
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
    return !ready.isEmpty() || closed || loops.isStopped();
  }

  private TcpSocket take() {
    TcpSocket socket = ready.poll();
    if (socket != null) {
      partOf(socket).wasTaken();
    }
    return socket;
  }

  private Part partOf(TcpSocket socket) {
    for (Part part : parts) {
      if (part.loop == socket.loop()) {
        return part;
      }
    }
    throw new IllegalStateException("a connection of a loop that is not this stack's");
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
    IOException failure = loops.failure();
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
    for (Part part : parts) {
      part.loop.ask(
          () -> {
            part.loop.host().calls().settings(part.listener, settings);
            return null;
          });
    }
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
    EveryHost.close(parts, Part::close);
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

  /** What there is of it at one host; a call that tells how many were taken. */
  private final class Part extends Mailbox.Call {
    private final EventLoop loop;
    private final AtomicInteger taken = new AtomicInteger();
    private Listener listener;

    Part(EventLoop loop) {
      this.loop = loop;
    }

    /** On the loop: a connection is open, or the stack has closed all its listeners. */
    void acceptable() {
      if (listener.state() == TcpState.CLOSED && !loops.isStopped()) { // else accept says why
        closed = true;
        abortReady();
      }
      for (Connection c = listener.accept(); c != null; c = listener.accept()) {
        ready.add(TcpSocket.accepted(loop, c));
      }
      gate.open();
      SocketState.tell(readiness, TcpListener.this);
    }

    /** One that came from here has been taken out of the queue. */
    void wasTaken() {
      taken.incrementAndGet();
      loop.mailbox().post(this);
    }

    @Override
    protected void run() {
      listener.taken(taken.getAndSet(0));
    }

    void close() {
      loop.mailbox()
          .post(
              () -> {
                loop.host().calls().close(listener, loop.host().now());
                gate.open();
                abortReady(); // what has been opened meanwhile
              });
    }
  }
}
