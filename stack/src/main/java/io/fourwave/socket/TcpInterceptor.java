package io.fourwave.socket;

import io.fourwave.host.EventLoop;
import io.fourwave.host.Loops;
import io.fourwave.tcp.Connection;
import io.fourwave.tcp.Listener;
import io.fourwave.tcp.TcpSettings;
import io.fourwave.tcp.TcpState;
import java.io.IOException;
import java.net.BindException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.Channel;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Takes connections to every port on which nobody listens, and has their SYNs unanswered until it
 * is known what the answer is. So a forwarder finds out first whether its target is there, and a
 * port that is closed there is closed here. With {@link io.fourwave.ip.IpSettings#anyAddress()}
 * these are connections to any address. Thread-safe; several threads may take.
 */
public final class TcpInterceptor implements Channel {
  private final Loops loops;
  private final Gate gate = new Gate();
  private final ReentrantLock lock = new ReentrantLock();
  private final Queue<IncomingConnection> incoming = new ConcurrentLinkedQueue<>();
  private List<Part> parts;
  private volatile boolean closed;
  private volatile boolean stackHasClosed;
  private volatile Runnable readiness = () -> {};

  private TcpInterceptor(Loops loops) {
    this.loops = loops;
  }

  /**
   * Begins to intercept.
   *
   * @param most how many connections may be half-open, held ones included; 128 if that is more.
   *     Beyond it SYNs are dropped: their peers try again. Each host of the stack has its part of
   *     that, rounded up
   * @param longest how long a SYN is held, 100 ms to 10 minutes; then it is forgotten
   * @throws BindException if there is an interceptor already
   */
  public static TcpInterceptor onEveryPort(
      EventLoop loop, int most, Duration longest, TcpSettings settings) throws IOException {
    Loops loops = loop.loops();
    TcpInterceptor interceptor = new TcpInterceptor(loops);
    int each = EveryHost.part(most, loops);
    interceptor.parts =
        EveryHost.open(
            loops,
            0,
            (at, port) -> interceptor.part(at, each, longest, settings),
            part -> 0,
            Part::close);
    return interceptor;
  }

  private Part part(EventLoop loop, int most, Duration longest, TcpSettings settings)
      throws BindException {
    Part part = new Part(loop);
    part.listen(most, longest, settings);
    return part;
  }

  private void tell() {
    gate.open();
    SocketState.tell(readiness, this);
  }

  /**
   * Waits for the next connection that a peer wants.
   *
   * @throws ClosedChannelException if this interceptor is closed, also while waiting
   * @throws IOException if the stack has failed
   */
  public IncomingConnection next() throws IOException {
    lock.lock();
    try {
      if (closed) {
        throw new ClosedChannelException();
      }
      boolean found = gate.await(this::mayGoOn, Deadline.NEVER, true);
      IncomingConnection next = take();
      if (next != null) {
        return next;
      }
      throw nothing(found);
    } finally {
      lock.unlock();
    }
  }

  private boolean mayGoOn() {
    return !incoming.isEmpty() || closed || hasEnded();
  }

  private boolean hasEnded() {
    return stackHasClosed || loops.isStopped();
  }

  private IncomingConnection take() {
    IncomingConnection next = incoming.poll();
    if (next != null) {
      next.onReadiness(() -> {}); // from now on that is its taker's business
    }
    return next;
  }

  private IOException nothing(boolean found) throws IOException {
    if (!found) {
      close();
      return new ClosedByInterruptException();
    }
    IOException failure = loops.failure();
    return closed || failure == null
        ? new AsynchronousCloseException()
        : new IOException("the stack has stopped: " + failure.getMessage(), failure);
  }

  /**
   * Takes the next connection that a peer wants; null if there is none now.
   *
   * @throws ClosedChannelException if this interceptor is closed
   * @throws IOException if the stack has failed
   */
  public IncomingConnection nextNow() throws IOException {
    if (closed) {
      throw new ClosedChannelException();
    }
    IncomingConnection next = take();
    if (next == null && hasEnded()) {
      throw nothing(true);
    }
    return next;
  }

  /**
   * Has something told whenever there may be one more, or the stack has stopped; see {@link
   * TcpSocket#onReadiness}.
   */
  public void onReadiness(Runnable listener) {
    readiness = listener;
  }

  @Override
  public boolean isOpen() {
    return !closed && !stackHasClosed;
  }

  /** Intercepts no more; whoever has no answer yet is refused. */
  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    gate.open();
    EveryHost.close(parts, Part::close);
  }

  @Override
  public String toString() {
    return "TcpInterceptor[" + (isOpen() ? "every port" : "closed") + "]";
  }

  /** What there is of it at one host. */
  private final class Part {
    private final EventLoop loop;
    private Listener listener;

    Part(EventLoop loop) {
      this.loop = loop;
    }

    void listen(int most, Duration longest, TcpSettings settings) throws BindException {
      listener = loop.host().calls().listenOnEveryPort(most, settings, this::listenerChanged);
      listener.admitWhile(() -> !closed);
      try {
        listener.holdSyns(longest, this::held);
      } catch (IllegalArgumentException e) { // or nobody could ever close it
        loop.host().calls().close(listener, loop.host().now());
        throw e;
      }
    }

    /** On the loop: as connections are held and never open here, it can only be closed. */
    private void listenerChanged() {
      stackHasClosed = listener.state() == TcpState.CLOSED;
      tell();
    }

    /** On the loop: a SYN has come. */
    private void held(Connection connection) {
      IncomingConnection held = new IncomingConnection(loop, connection);
      held.onReadiness(() -> incoming.remove(held)); // it can only be over: no need to hand it out
      incoming.add(held);
      tell();
    }

    void close() {
      loop.mailbox().post(() -> loop.host().calls().close(listener, loop.host().now()));
    }
  }
}
