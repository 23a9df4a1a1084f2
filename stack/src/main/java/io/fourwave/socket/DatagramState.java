package io.fourwave.socket;

import io.fourwave.host.EventLoop;
import io.fourwave.host.Mailbox;
import io.fourwave.ip.IcmpError;
import io.fourwave.stream.DatagramQueue;
import io.fourwave.udp.DatagramEvents;
import io.fourwave.udp.DatagramLayer;
import io.fourwave.udp.Endpoint;
import java.io.IOException;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What the loop and the threads of an application know of a datagram socket in common. One thread
 * at a time reads, and one writes; each holds its lock.
 */
final class DatagramState implements DatagramEvents {
  final EventLoop loop;
  final ReentrantLock readLock = new ReentrantLock();
  final ReentrantLock writeLock = new ReentrantLock();
  private final DatagramLayer layer;
  private final Gate readGate = new Gate();
  private final Gate writeGate = new Gate();
  private final Mailbox.Call send = new SendCall();

  /** Set once, before any other thread sees the socket. */
  Endpoint endpoint;

  volatile Duration timeout = Duration.ZERO;
  volatile boolean closed;
  private volatile boolean over;
  private volatile IcmpError.Kind failure;

  DatagramState(EventLoop loop, DatagramLayer layer) {
    this.loop = loop;
    this.layer = layer;
  }

  @Override
  public void readable() {
    readGate.open();
  }

  @Override
  public void writable() {
    writeGate.open();
  }

  @Override
  public void failed(IcmpError.Kind kind) {
    failure = kind;
    readGate.open();
    writeGate.open();
  }

  @Override
  public void closed() {
    over = true;
    readGate.open();
    writeGate.open();
  }

  /**
   * Puts a datagram into the queue, waiting for room. The caller holds the write lock.
   *
   * @param number the port, or what else the layer takes
   */
  void send(long high, long low, int number, ByteBuffer source) throws IOException {
    DatagramQueue queue = endpoint.outgoing();
    int count = source.remaining();
    if (DatagramQueue.RECORD + count > queue.limit()) {
      throw new SocketException("a datagram of " + count + " octets is longer than the queue");
    }
    if (!queue.hasRoomFor(count)) {
      boolean found =
          writeGate.await(() -> queue.hasRoomFor(count) || isOver(), Deadline.in(timeout), true);
      failIfOver();
      if (!found) {
        throw inVain("no room to write");
      }
    }
    failIfOver();
    failIfFailed();
    if (!queue.about(high, low, number, 0).add(source, source.position(), count)) {
      throw new SocketException("no memory for a datagram of " + count + " octets");
    }
    source.position(source.limit());
    loop.mailbox().post(send);
  }

  /** Waits until there is a datagram, and looks at it. The caller holds the read lock. */
  DatagramQueue await(long deadline) throws IOException {
    DatagramQueue queue = endpoint.incoming();
    boolean found =
        readGate.await(() -> !queue.isEmpty() || isOver() || failure != null, deadline, true);
    if (closed || !found || queue.isEmpty()) {
      failIfClosedMeanwhile();
      failIfOver();
      failIfFailed();
      throw inVain("nothing to read");
    }
    queue.look();
    return queue;
  }

  private boolean isOver() {
    return closed || over;
  }

  void failIfClosed() throws ClosedChannelException {
    if (closed) {
      throw new ClosedChannelException();
    }
  }

  private void failIfClosedMeanwhile() throws AsynchronousCloseException {
    if (closed) {
      throw new AsynchronousCloseException();
    }
  }

  private void failIfOver() throws IOException {
    failIfClosed();
    if (over) {
      throw new IOException("the stack has stopped");
    }
  }

  /** RFC 1122 §4.1.3.3: an error is told once, by the next call. */
  private void failIfFailed() throws IOException {
    IcmpError.Kind kind = failure;
    if (kind != null) {
      failure = null;
      throw exception(kind, "the peer");
    }
  }

  /** What an ICMP error is to an application. */
  static IOException exception(IcmpError.Kind kind, String whom) {
    return switch (kind) {
      case PORT_UNREACHABLE -> new PortUnreachableException("nobody is at the port of " + whom);
      case UNREACHABLE -> new NoRouteToHostException("no route to " + whom);
      case PROHIBITED -> new NoRouteToHostException("the way to " + whom + " is prohibited");
      case PROTOCOL_UNREACHABLE -> new NoRouteToHostException(whom + " does not know the protocol");
      case TIME_EXCEEDED -> new NoRouteToHostException("too many hops, or too long, to " + whom);
      default -> new IOException("a packet to " + whom + " was not understood on its way");
    };
  }

  private IOException inVain(String what) {
    return Thread.currentThread().isInterrupted()
        ? new ClosedByInterruptException()
        : new SocketTimeoutException(what + " at port " + endpoint.port());
  }

  void close() {
    if (closed) {
      return;
    }
    closed = true;
    readGate.open();
    writeGate.open();
    loop.mailbox().post(() -> layer.close(endpoint));
  }

  private final class SendCall extends Mailbox.Call {
    @Override
    protected void run() {
      layer.send(endpoint);
    }
  }
}
