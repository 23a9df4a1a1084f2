package io.fourwave.socket;

import io.fourwave.host.EventLoop;
import io.fourwave.tcp.CloseReason;
import io.fourwave.tcp.Connection;
import io.fourwave.tcp.ConnectionStatus;
import io.fourwave.tcp.TcpException;
import io.fourwave.tcp.TcpSettings;
import io.fourwave.tcp.TcpState;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;

/**
 * A TCP connection whose calls block (RFC 9293 §3.9.1). Thread-safe: one thread may read while
 * another writes and a third closes. Waiting threads are parked, so virtual threads do well. An
 * interrupt ends a wait and closes the socket, as with the JDK's channels.
 */
public final class TcpSocket implements ByteChannel {
  private final EventLoop loop;
  private final SocketState state;
  private final SocketReader reader;
  private final SocketWriter writer;

  private TcpSocket(EventLoop loop) {
    this.loop = loop;
    state = new SocketState(loop);
    reader = new SocketReader(state);
    writer = new SocketWriter(state);
  }

  /**
   * Connects, and waits until it is done.
   *
   * @param local the address and port to come from, or null for any
   * @param timeout zero waits as long as SYNs are tried
   * @throws TcpException if the peer refuses, does not answer or cannot be reached
   * @throws SocketTimeoutException if the time is over first
   */
  public static TcpSocket connect(
      EventLoop loop,
      InetSocketAddress local,
      InetSocketAddress remote,
      TcpSettings settings,
      Duration timeout)
      throws IOException {
    TcpSocket socket = new TcpSocket(loop);
    try {
      loop.ask(() -> socket.open(local, remote, settings));
    } catch (ClosedByInterruptException e) {
      socket.abort(); // it may be opened yet: calls run in order
      throw e;
    }
    socket.awaitOpen(timeout);
    return socket;
  }

  private Void open(InetSocketAddress local, InetSocketAddress remote, TcpSettings settings)
      throws IOException {
    state.connection = loop.host().open(local, remote, settings, state);
    return null;
  }

  private void awaitOpen(Duration timeout) throws IOException {
    state.openGate.await(() -> state.opened || state.over != null, Deadline.in(timeout));
    if (state.opened) {
      return;
    }
    CloseReason reason = state.over;
    abort();
    throw reason != null ? state.exception(reason) : state.inVain("no answer within " + timeout);
  }

  /** Takes over a connection that a listener accepted. On the loop's thread. */
  static TcpSocket accepted(EventLoop loop, Connection connection) {
    TcpSocket socket = new TcpSocket(loop);
    socket.state.adopt(connection);
    return socket;
  }

  /**
   * Reads what has arrived, waiting for at least one octet.
   *
   * @return octets read, or -1 if the peer has closed and everything was read
   * @throws TcpException if the connection failed, after all that came before was read
   * @throws SocketTimeoutException if {@link #readTimeout(Duration)} is over
   * @throws ClosedChannelException if this side has closed
   */
  @Override
  public int read(ByteBuffer target) throws IOException {
    return closingOnInterrupt(() -> reader.read(target));
  }

  /**
   * Writes all octets, waiting for room where there is none.
   *
   * @throws TcpException if the connection failed; how much arrived is not known
   * @throws ClosedChannelException if this side has closed, or shut its output
   */
  @Override
  public int write(ByteBuffer source) throws IOException {
    return closingOnInterrupt(() -> writer.write(source));
  }

  private int closingOnInterrupt(EventLoop.Task<Integer> task) throws IOException {
    try {
      return task.run();
    } catch (ClosedByInterruptException e) {
      close();
      throw e;
    }
  }

  /** Octets that can be read without waiting. */
  public int available() {
    return reader.available();
  }

  /** Writes octets and marks all written so far as urgent; RFC 6093 advises against it. */
  public void sendUrgent(ByteBuffer source) throws IOException {
    writer.writeUrgent(source);
  }

  /** Whether the peer has announced urgent text since this was last asked (MUST-32). */
  public boolean pollUrgent() {
    if (!state.urgent) {
      return false; // untouched, or an announcement at this very moment would be lost
    }
    state.urgent = false;
    return true;
  }

  /** How long a read waits at most; zero, the default, for ever. */
  public void readTimeout(Duration timeout) {
    if (timeout.isNegative()) {
      throw new IllegalArgumentException("a timeout cannot be negative: " + timeout);
    }
    reader.timeout = timeout;
  }

  /** How long a read waits at most. */
  public Duration readTimeout() {
    return reader.timeout;
  }

  /** Says that no more will be written: a FIN follows the last octet. Reading goes on. */
  public void shutdownOutput() throws IOException {
    state.failIfClosed();
    writer.shutdown();
  }

  /** Says that no more will be read: what arrives is acknowledged and thrown away. */
  public void shutdownInput() throws IOException {
    state.failIfClosed();
    reader.shutdown();
  }

  /**
   * Closes both ways. What was written is still sent, in the background; with a linger time set,
   * this waits so long for it to be acknowledged. Unread text resets the connection (RFC 2525
   * §2.17).
   */
  @Override
  public void close() throws IOException {
    if (state.closed) {
      return;
    }
    state.close();
    state.post(() -> loop.host().calls().close(state.connection, loop.host().now()));
    linger();
  }

  private void linger() throws IOException {
    Duration linger = settings().sending().linger();
    if (linger == null || linger.isZero()) {
      return;
    }
    state.openGate.await(
        () -> state.over != null || state.connection.outgoing().available() == 0,
        Deadline.in(linger.plusSeconds(1)));
    CloseReason reason = state.over;
    if (reason == CloseReason.ABORTED) {
      throw state.exception(reason);
    }
  }

  /** Resets the connection: nothing more is sent or received (RFC 9293 §3.10.5). */
  public void abort() {
    state.close();
    state.post(
        () -> {
          if (state.connection != null) {
            loop.host().calls().abort(state.connection, loop.host().now());
          }
        });
  }

  /** Whether this side has neither closed nor aborted it. */
  @Override
  public boolean isOpen() {
    return !state.closed;
  }

  /** The state of the connection. */
  public TcpState state() throws IOException {
    return loop.ask(() -> loop.host().calls().state(state.connection));
  }

  /** A snapshot of the connection. */
  public ConnectionStatus status() throws IOException {
    return loop.ask(() -> loop.host().calls().status(state.connection, loop.host().now()));
  }

  /** The settings. */
  public TcpSettings settings() {
    return state.connection.settings();
  }

  /** Changes the settings; buffers and options stay as they were agreed. */
  public void settings(TcpSettings settings) throws IOException {
    loop.ask(
        () -> {
          loop.host().calls().settings(state.connection, settings, loop.host().now());
          return null;
        });
  }

  /** This end's address and port. */
  public InetSocketAddress localAddress() {
    return state.connection.id().local();
  }

  /** The other end's address and port. */
  public InetSocketAddress remoteAddress() {
    return state.connection.id().remote();
  }

  /** A stream that reads from this socket; closing it closes the socket. */
  public InputStream inputStream() {
    return new SocketInput(this);
  }

  /** A stream that writes to this socket; closing it closes the socket. */
  public OutputStream outputStream() {
    return new SocketOutput(this);
  }

  @Override
  public String toString() {
    return "TcpSocket[" + state.connection.id() + "]";
  }
}
