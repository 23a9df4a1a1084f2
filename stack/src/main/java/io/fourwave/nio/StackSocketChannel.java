package io.fourwave.nio;

import io.fourwave.socket.TcpSocket;
import io.fourwave.tcp.TcpException;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Objects;

/**
 * A socket channel over the stack: one thread reads while another writes. An interrupt closes it,
 * and closing ends every wait.
 */
final class StackSocketChannel extends ConnectingChannel implements Selectable {
  private volatile boolean inputShut;
  private volatile boolean outputShut;
  private Socket view;

  /** A channel that is not connected. */
  StackSocketChannel(StackSelectorProvider stack, Addresses addresses) {
    super(stack, addresses);
  }

  /** A channel of an accepted connection. */
  StackSocketChannel(StackSelectorProvider stack, TcpSocket accepted) throws IOException {
    super(stack, accepted);
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    failIfReadOnly(target);
    readLock.lock();
    try {
      TcpSocket s = connectedSocket();
      return isBlocking() ? waitAndRead(s, target) : s.readNow(target);
    } catch (TcpException e) {
      throw Failures.talking(e);
    } finally {
      readLock.unlock();
    }
  }

  /** Closing, or an interrupt, ends it. */
  private int waitAndRead(TcpSocket s, ByteBuffer target) throws IOException {
    boolean done = false;
    try {
      begin();
      int count = s.read(target);
      done = true;
      return count;
    } finally {
      end(done);
    }
  }

  private static void failIfReadOnly(ByteBuffer target) {
    if (target.isReadOnly()) {
      throw new IllegalArgumentException("Read-only buffer");
    }
  }

  /** For the view as a socket: waits so long for something to read, zero for ever. */
  int read(ByteBuffer target, Duration timeout) throws IOException {
    readLock.lock();
    try {
      TcpSocket s = connectedSocket();
      failIfNotBlocking();
      s.readTimeout(timeout);
      try {
        return waitAndRead(s, target);
      } finally {
        s.readTimeout(Duration.ZERO);
      }
    } catch (TcpException e) {
      throw Failures.talking(e);
    } finally {
      readLock.unlock();
    }
  }

  @Override
  public long read(ByteBuffer[] targets, int from, int count) throws IOException {
    Objects.checkFromIndexSize(from, count, targets.length);
    for (int i = from; i < from + count; i++) {
      failIfReadOnly(targets[i]);
    }
    readLock.lock();
    try {
      TcpSocket s = connectedSocket();
      int first = from;
      while (first < from + count && !targets[first].hasRemaining()) {
        first++;
      }
      return first == from + count ? 0 : scatter(s, targets, first, from + count);
    } finally {
      readLock.unlock();
    }
  }

  /** Waits, if at all, for the first buffer only. */
  private long scatter(TcpSocket s, ByteBuffer[] targets, int first, int end) throws IOException {
    long sum = read(targets[first]);
    for (int i = first + 1; i < end && !targets[i - 1].hasRemaining() && s.available() > 0; i++) {
      sum += Math.max(0, s.readNow(targets[i]));
    }
    return sum;
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    Objects.requireNonNull(source);
    writeLock.lock();
    try {
      TcpSocket s = connectedSocket();
      return isBlocking() ? writeAll(s, source) : s.writeNow(source);
    } catch (TcpException e) {
      throw Failures.talking(e);
    } finally {
      writeLock.unlock();
    }
  }

  /** Writes everything, or what was taken before the channel was closed, if that is anything. */
  private int writeAll(TcpSocket s, ByteBuffer source) throws IOException {
    int all = source.remaining();
    try {
      begin();
      s.write(source);
    } catch (ClosedChannelException e) {
      if (source.remaining() == all) {
        throw e;
      }
    } finally {
      end(source.remaining() < all);
    }
    return all - source.remaining();
  }

  /** For the view as a socket: writes everything. */
  void writeAll(ByteBuffer source) throws IOException {
    writeLock.lock();
    try {
      failIfNotBlocking();
      write(source);
    } finally {
      writeLock.unlock();
    }
  }

  /** For the view as a socket: writes an octet and marks it as urgent. */
  void sendUrgent(byte octet) throws IOException {
    writeLock.lock();
    try {
      connectedSocket().sendUrgent(ByteBuffer.wrap(new byte[] {octet}));
    } catch (TcpException e) {
      throw Failures.talking(e);
    } finally {
      writeLock.unlock();
    }
  }

  @Override
  public long write(ByteBuffer[] sources, int from, int count) throws IOException {
    Objects.checkFromIndexSize(from, count, sources.length);
    writeLock.lock();
    try {
      TcpSocket s = connectedSocket();
      return isBlocking() ? writeAll(s, sources, from, count) : s.writeNow(sources, from, count);
    } catch (TcpException e) {
      throw Failures.talking(e);
    } finally {
      writeLock.unlock();
    }
  }

  /** The same of several buffers, of which as many as possible are handed over at once. */
  private long writeAll(TcpSocket s, ByteBuffer[] sources, int from, int count) throws IOException {
    long sum = 0;
    try {
      begin();
      sum = s.writeNow(sources, from, count);
      for (int i = from; i < from + count; i++) {
        int before = sources[i].remaining();
        try {
          s.write(sources[i]);
        } finally {
          sum += before - sources[i].remaining();
        }
      }
    } catch (ClosedChannelException e) {
      if (sum == 0) {
        throw e;
      }
    } finally {
      end(sum > 0);
    }
    return sum;
  }

  /** For the view as a socket: what can be read without waiting. */
  int available() throws IOException {
    return connectedSocket().available();
  }

  @Override
  public SocketChannel shutdownInput() throws IOException {
    TcpSocket s = connectedSocket();
    inputShut = true;
    s.shutdownInput();
    readiness.changed();
    return this;
  }

  @Override
  public SocketChannel shutdownOutput() throws IOException {
    TcpSocket s = connectedSocket();
    outputShut = true;
    s.shutdownOutput();
    readiness.changed();
    return this;
  }

  @Override
  public int readyNow() {
    TcpSocket s = socketOrNull();
    if (s == null || !isOpen()) {
      return 0;
    }
    if (isConnectionPending()) {
      return s.isConnected() ? SelectionKey.OP_CONNECT : s.isOver() ? validOps() : 0;
    }
    return (s.isReadable() ? SelectionKey.OP_READ : 0)
        | (s.isWritable() ? SelectionKey.OP_WRITE : 0);
  }

  @Override
  public Readiness readiness() {
    return readiness;
  }

  boolean isInputShut() {
    return inputShut;
  }

  boolean isOutputShut() {
    return outputShut;
  }

  @Override
  public Socket socket() {
    synchronized (readiness) {
      if (view == null) {
        view = SocketView.of(this);
      }
      return view;
    }
  }

  @Override
  public String toString() {
    String where =
        !isOpen()
            ? "closed"
            : isConnected() ? "connected" : isConnectionPending() ? "connecting" : "unconnected";
    return "StackSocketChannel[" + where + " " + localAddress() + " " + remoteAddress() + "]";
  }
}
