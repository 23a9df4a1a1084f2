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
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ByteChannel;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * A TCP connection (RFC 9293 §3.9.1). Its calls block, but for {@link #readNow} and {@code
 * writeNow}, which {@link #onReadiness} makes useful. Thread-safe: one thread may read while
 * another writes and a third closes. Waiting threads are parked, so virtual threads do well. An
 * interrupt ends a wait and closes the socket, as with the JDK's channels, unless {@link
 * #interruptible} says otherwise.
 *
 * <p>A connection is one loop's, for good. Those that are opened here go to a stack's loops in
 * turn.
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
    TcpSocket socket = open(loop, local, remote, settings);
    socket.awaitConnected(timeout);
    return socket;
  }

  /**
   * Connects and sends a first text, and waits until the connection is open. With {@link
   * io.fourwave.tcp.Options#fastOpen()} the text goes with the SYN if the server has given us a
   * cookie before (RFC 7413), and may be answered a round trip earlier; it may then arrive twice,
   * so that it should be one that does no harm if it does.
   *
   * @param first what fits into the send buffer is taken from it, the rest is left
   */
  public static TcpSocket connect(
      EventLoop loop,
      InetSocketAddress local,
      InetSocketAddress remote,
      TcpSettings settings,
      Duration timeout,
      ByteBuffer first)
      throws IOException {
    TcpSocket socket = new ActiveOpen(local, remote, settings, first).by(loop.loops());
    socket.awaitConnected(timeout);
    return socket;
  }

  /**
   * Begins to connect, and does not wait for the peer: {@link #awaitConnected} does.
   *
   * @param loop any of the stack's
   * @param local the address and port to come from, or null for any
   * @throws java.net.BindException if the local address cannot be had
   * @throws java.net.NoRouteToHostException if the remote address is none to connect to
   */
  public static TcpSocket open(
      EventLoop loop, InetSocketAddress local, InetSocketAddress remote, TcpSettings settings)
      throws IOException {
    return new ActiveOpen(local, remote, settings, null).by(loop.loops());
  }

  /**
   * Waits until the connection is open; closes it if that does not come about.
   *
   * @param timeout zero waits as long as SYNs are tried
   * @throws TcpException if the peer refuses, does not answer or cannot be reached
   * @throws SocketTimeoutException if the time is over first
   * @throws AsynchronousCloseException if it is closed meanwhile
   */
  public void awaitConnected(Duration timeout) throws IOException {
    state.await(
        state.openGate,
        () -> state.opened || state.over != null || state.closed,
        Deadline.in(timeout));
    if (!finishConnect()) {
      abort();
      throw state.inVain("no answer within " + timeout);
    }
  }

  /**
   * Says whether the connection is open by now.
   *
   * @throws TcpException if it will never be
   */
  public boolean finishConnect() throws IOException {
    if (state.closed) {
      throw new AsynchronousCloseException();
    }
    CloseReason reason = state.over;
    if (!state.opened && reason != null) {
      abort();
      throw state.exception(reason);
    }
    return state.opened;
  }

  /** Takes over a connection that begins to open. On the loop's thread. */
  static TcpSocket opening(ActiveOpen opening, EventLoop loop) throws IOException {
    TcpSocket socket = new TcpSocket(loop);
    socket.state.connection = opening.begin(loop.host(), socket.state);
    return socket;
  }

  /** Takes over a connection that a listener accepted. On the loop's thread. */
  static TcpSocket accepted(EventLoop loop, Connection connection) {
    TcpSocket socket = new TcpSocket(loop);
    socket.state.adopt(connection);
    return socket;
  }

  /** The loop whose connection it is. */
  EventLoop loop() {
    return loop;
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
    try {
      return reader.read(target, true);
    } catch (ClosedByInterruptException e) {
      close();
      throw e;
    }
  }

  /**
   * Reads what has arrived.
   *
   * @return octets read, 0 if none has arrived, or -1 at the end; fails as {@link #read} does
   */
  public int readNow(ByteBuffer target) throws IOException {
    return reader.read(target, false);
  }

  /**
   * Writes all octets, waiting for room where there is none.
   *
   * @throws TcpException if the connection failed; how much arrived is not known
   * @throws ClosedChannelException if this side has closed, or shut its output
   */
  @Override
  public int write(ByteBuffer source) throws IOException {
    try {
      return writer.write(source);
    } catch (ClosedByInterruptException e) {
      close();
      throw e;
    }
  }

  /**
   * Writes what there is room for.
   *
   * @return octets taken, 0 if there is no room; fails as {@link #write} does
   */
  public int writeNow(ByteBuffer source) throws IOException {
    return writer.writeNow(source);
  }

  /**
   * Writes of several buffers, in order, what there is room for; as {@link #writeNow(ByteBuffer)}.
   */
  public long writeNow(ByteBuffer[] sources, int from, int count) throws IOException {
    return writer.writeNow(sources, from, count);
  }

  /** Whether a read would not wait: there is something to read, the end, or a failure. */
  public boolean isReadable() {
    return reader.isReadable();
  }

  /** Whether a write would not wait: there is room, or a failure. */
  public boolean isWritable() {
    return writer.isWritable();
  }

  /** Whether the connection has been open; it may be over by now. */
  public boolean isConnected() {
    return state.opened;
  }

  /** Whether the connection is over, in order or not. */
  public boolean isOver() {
    return state.over != null;
  }

  /**
   * Has something told whenever the socket may have become readable, writable, connected or over.
   * It runs on the loop's thread, holding no lock: it has to be quick, and must not wait for the
   * loop. What is so already is not told: look after this call.
   */
  public void onReadiness(Runnable listener) {
    state.readiness = listener;
  }

  /** Says, by asking the thread that is about to wait, whether an interrupt ends the wait. */
  public void interruptible(BooleanSupplier whether) {
    state.interruptible = whether;
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
    state.await(
        state.lingerGate,
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
    state.post(() -> loop.host().calls().abort(state.connection, loop.host().now()));
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

  /** Changes the settings; options, and a window that was offered, stay as they are. */
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
