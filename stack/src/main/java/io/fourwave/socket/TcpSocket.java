package io.fourwave.socket;

import io.fourwave.host.EventLoop;
import io.fourwave.host.Mailbox;
import io.fourwave.tcp.CloseReason;
import io.fourwave.tcp.Connection;
import io.fourwave.tcp.ConnectionEvents;
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
import java.util.concurrent.locks.ReentrantLock;

/**
 * A TCP connection whose calls block (RFC 9293 §3.9.1). Thread-safe: one thread may read while
 * another writes and a third closes. Waiting threads are parked, so virtual threads do well.
 */
public final class TcpSocket implements ByteChannel {
  private final EventLoop loop;
  private final Events events = new Events();
  private final Gate openGate = new Gate();
  private final Gate readGate = new Gate();
  private final Gate writeGate = new Gate();
  private final ReentrantLock readLock = new ReentrantLock();
  private final ReentrantLock writeLock = new ReentrantLock();
  private final Mailbox.Call send = new SendCall();
  private final Mailbox.Call receive = new ReceiveCall();

  private Connection connection;
  private volatile boolean opened;
  private volatile boolean atEnd;
  private volatile CloseReason over;
  private volatile boolean closed;
  private volatile boolean outputShut;
  private volatile boolean inputShut;
  private volatile boolean urgent;
  private volatile Duration readTimeout = Duration.ZERO;

  private TcpSocket(EventLoop loop) {
    this.loop = loop;
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
    loop.ask(
        () -> {
          socket.connection = loop.host().open(local, remote, settings, socket.events);
          return null;
        });
    socket.awaitOpen(timeout);
    return socket;
  }

  private void awaitOpen(Duration timeout) throws IOException {
    boolean done = openGate.await(() -> opened || over != null, Deadline.in(timeout));
    if (opened) {
      return;
    }
    if (over != null) {
      closed = true;
      throw over.toException(connection.id().toString());
    }
    abort();
    if (!done && Thread.currentThread().isInterrupted()) {
      throw new ClosedByInterruptException();
    }
    throw new SocketTimeoutException("no answer within " + timeout + ": " + connection.id());
  }

  /** Takes over a connection that a listener accepted. On the loop's thread. */
  static TcpSocket accepted(EventLoop loop, Connection connection) {
    TcpSocket socket = new TcpSocket(loop);
    socket.connection = connection;
    socket.opened = true;
    connection.tell(socket.events);
    socket.atEnd = connection.isAtEnd();
    socket.over = connection.closeReason();
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
    readLock.lock();
    try {
      if (closed) {
        throw new ClosedChannelException();
      }
      if (!target.hasRemaining()) {
        return 0;
      }
      int count = take(target);
      return count != 0 ? count : waitAndTake(target);
    } finally {
      readLock.unlock();
    }
  }

  private int waitAndTake(ByteBuffer target) throws IOException {
    boolean ready = readGate.await(this::isReadable, Deadline.in(readTimeout));
    if (closed) {
      throw new AsynchronousCloseException();
    }
    if (!ready) {
      interruptedOr("nothing to read within " + readTimeout);
    }
    return take(target);
  }

  private boolean isReadable() {
    return connection.incoming().available() > 0 || atEnd || inputShut || over != null || closed;
  }

  /** Takes what there is: 0 if one has to wait, -1 at the end. */
  private int take(ByteBuffer target) throws IOException {
    if (inputShut) {
      return -1;
    }
    boolean noMore = atEnd || over != null; // asked first: what came before it is in the ring
    int count = connection.incoming().read(target);
    if (count > 0) {
      if (connection.incoming().producerWantsToKnow()) {
        loop.mailbox().post(receive);
      }
      return count;
    }
    if (!noMore) {
      return 0;
    }
    CloseReason reason = over;
    if (reason != null && reason.isFailure() && !atEnd) {
      throw reason.toException(connection.id().toString());
    }
    return -1;
  }

  /** Octets that can be read without waiting. */
  public int available() {
    return inputShut ? 0 : connection.incoming().available();
  }

  /**
   * Writes all octets, waiting for room where there is none.
   *
   * @throws TcpException if the connection failed; how much arrived is not known
   * @throws ClosedChannelException if this side has closed, or shut its output
   */
  @Override
  public int write(ByteBuffer source) throws IOException {
    writeLock.lock();
    try {
      int all = source.remaining();
      while (source.hasRemaining()) {
        failIfNotWritable();
        if (connection.outgoing().write(source) > 0) {
          loop.mailbox().post(send);
        } else {
          awaitRoom();
        }
      }
      return all;
    } finally {
      writeLock.unlock();
    }
  }

  private void awaitRoom() throws IOException {
    boolean ready =
        writeGate.await(
            () -> connection.outgoing().room() > 0 || over != null || closed || outputShut,
            Deadline.NEVER);
    if (closed) {
      throw new AsynchronousCloseException();
    }
    if (!ready) {
      interruptedOr("no room to write");
    }
  }

  private void failIfNotWritable() throws IOException {
    CloseReason reason = over;
    if (reason != null) {
      throw reason.toException(connection.id().toString());
    }
    if (closed || outputShut) {
      throw new ClosedChannelException();
    }
  }

  /** An interrupt closes the channel, as the JDK's channels do. */
  private void interruptedOr(String timeout) throws IOException {
    if (Thread.currentThread().isInterrupted()) {
      close();
      throw new ClosedByInterruptException();
    }
    throw new SocketTimeoutException(timeout + ": " + connection.id());
  }

  /** Writes octets and marks all written so far as urgent; RFC 6093 advises against it. */
  public void sendUrgent(ByteBuffer source) throws IOException {
    writeLock.lock();
    try {
      write(source);
      long position = connection.outgoing().tail();
      loop.mailbox().post(() -> loop.host().calls().sendUrgent(connection, position));
    } finally {
      writeLock.unlock();
    }
  }

  /** Whether the peer has announced urgent text since this was last asked (MUST-32). */
  public boolean pollUrgent() {
    boolean was = urgent;
    urgent = false;
    return was;
  }

  /** How long a read waits at most; zero, the default, for ever. */
  public void readTimeout(Duration timeout) {
    if (timeout.isNegative()) {
      throw new IllegalArgumentException("a timeout cannot be negative: " + timeout);
    }
    readTimeout = timeout;
  }

  /** How long a read waits at most. */
  public Duration readTimeout() {
    return readTimeout;
  }

  /** Says that no more will be written: a FIN follows the last octet. Reading goes on. */
  public void shutdownOutput() throws IOException {
    failIfClosed();
    outputShut = true;
    writeGate.open();
    loop.mailbox().post(() -> loop.host().calls().shutdown(connection, loop.host().now()));
  }

  /** Says that no more will be read: what arrives is acknowledged and thrown away. */
  public void shutdownInput() throws IOException {
    failIfClosed();
    inputShut = true;
    readGate.open();
    readLock.lock(); // the loop becomes the ring's reader only when nobody reads any more
    try {
      loop.mailbox().post(() -> loop.host().calls().discardInput(connection));
    } finally {
      readLock.unlock();
    }
  }

  private void failIfClosed() throws ClosedChannelException {
    if (closed) {
      throw new ClosedChannelException();
    }
  }

  /**
   * Closes both ways. What was written is still sent, in the background; with a linger time set,
   * this waits so long for it to be acknowledged. Unread text resets the connection (RFC 2525
   * §2.17).
   */
  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    readGate.open();
    writeGate.open();
    loop.mailbox().post(() -> loop.host().calls().close(connection, loop.host().now()));
    linger();
  }

  private void linger() throws IOException {
    Duration linger = connection.settings().sending().linger();
    if (linger == null || linger.isZero()) {
      return;
    }
    openGate.await(
        () -> over != null || connection.outgoing().available() == 0,
        Deadline.in(linger.plusSeconds(1)));
    if (over == CloseReason.ABORTED) {
      throw over.toException(connection.id() + " did not take all within " + linger);
    }
  }

  /** Resets the connection: nothing more is sent or received (RFC 9293 §3.10.5). */
  public void abort() {
    closed = true;
    readGate.open();
    writeGate.open();
    loop.mailbox().post(() -> loop.host().calls().abort(connection, loop.host().now()));
  }

  /** Whether this side has neither closed nor aborted it. */
  @Override
  public boolean isOpen() {
    return !closed;
  }

  /** The state of the connection. */
  public TcpState state() throws IOException {
    return loop.ask(() -> loop.host().calls().state(connection));
  }

  /** A snapshot of the connection. */
  public ConnectionStatus status() throws IOException {
    return loop.ask(() -> loop.host().calls().status(connection, loop.host().now()));
  }

  /** The settings. */
  public TcpSettings settings() {
    return connection.settings();
  }

  /** Changes the settings; buffers and options stay as they were agreed. */
  public void settings(TcpSettings settings) throws IOException {
    loop.ask(
        () -> {
          loop.host().calls().settings(connection, settings, loop.host().now());
          return null;
        });
  }

  /** This end's address and port. */
  public InetSocketAddress localAddress() {
    return connection.id().local();
  }

  /** The other end's address and port. */
  public InetSocketAddress remoteAddress() {
    return connection.id().remote();
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
    return "TcpSocket[" + connection.id() + "]";
  }

  /** What the loop tells; it only notes it and lets waiters look. */
  private final class Events implements ConnectionEvents {
    @Override
    public void opened() {
      opened = true;
      openGate.open();
    }

    @Override
    public void readable() {
      atEnd = connection.isAtEnd();
      readGate.open();
    }

    @Override
    public void writable() {
      writeGate.open();
      if (closed) {
        openGate.open();
      }
    }

    @Override
    public void urgent() {
      urgent = true;
    }

    @Override
    public void closed(CloseReason reason) {
      over = reason;
      openGate.open();
      readGate.open();
      writeGate.open();
    }
  }

  private final class SendCall extends Mailbox.Call {
    @Override
    protected void run() {
      loop.host().calls().send(connection);
    }
  }

  private final class ReceiveCall extends Mailbox.Call {
    @Override
    protected void run() {
      loop.host().calls().receive(connection);
    }
  }
}
