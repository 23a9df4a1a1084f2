package io.fourwave.socket;

import io.fourwave.host.EventLoop;
import io.fourwave.host.Loops;
import io.fourwave.ip.IcmpError;
import io.fourwave.stream.DatagramQueue;
import io.fourwave.udp.DatagramEvents;
import io.fourwave.udp.DatagramLayer;
import io.fourwave.udp.Endpoint;
import io.fourwave.udp.QueueLimits;
import io.fourwave.wire.IpAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * What the loops and the threads of an application know of a datagram socket in common: an endpoint
 * at each host of the stack. What arrives may do so at any; what is sent to one peer goes out by
 * one, since a device with several queues then has the answers come to that. One thread at a time
 * reads, and one writes; each holds its lock.
 */
final class DatagramState implements DatagramEvents {
  private static final int MOST_HEADERS = 48;

  final ReentrantLock readLock = new ReentrantLock();
  final ReentrantLock writeLock = new ReentrantLock();
  private final Loops loops;
  private final Gate readGate = new Gate();
  private final Gate writeGate = new Gate();

  /** Set once, before any other thread sees the socket. */
  private List<DatagramPart> parts;

  /** Where the reader looks next. */
  private int turn;

  /** Where the last datagram came from: mostly the next one does, too. */
  private InetSocketAddress sender;

  private long senderHigh;
  private long senderLow;

  volatile Duration timeout = Duration.ZERO;
  volatile BooleanSupplier interruptible = () -> true;
  volatile Runnable readiness = () -> {};
  volatile boolean closed;
  private volatile boolean over;
  private volatile IcmpError.Kind failure;

  /** Octets that found no room last, for which whoever does not wait comes back. */
  private volatile int refused;

  DatagramState(Loops loops) {
    this.loops = loops;
  }

  /** Opens an endpoint at each host. */
  void open(
      Function<EventLoop, DatagramLayer> layerOf, IpAddress local, int port, QueueLimits limits)
      throws IOException {
    parts =
        EveryHost.open(
            loops,
            port,
            (loop, chosen) -> {
              DatagramLayer layer = layerOf.apply(loop);
              return new DatagramPart(loop, layer, layer.open(local, chosen, limits, this));
            },
            part -> part.endpoint.port(),
            DatagramPart::close);
  }

  /** Something to do with each endpoint. */
  interface Change {
    /** On the thread of the endpoint's loop. */
    void of(DatagramLayer layer, Endpoint endpoint) throws IOException;
  }

  /** Does something with each endpoint, in turn. */
  void change(Change change) throws IOException {
    for (DatagramPart part : parts) {
      part.loop.ask(
          () -> {
            change.of(part.layer, part.endpoint);
            return null;
          });
    }
  }

  /** Changes how much waits at each host. */
  void limits(QueueLimits limits) {
    parts.forEach(part -> part.endpoint.limits(limits));
    refused = 0; // it may be longer than the queue now
  }

  /** The first host's endpoint: the others have the same address and port. */
  Endpoint endpoint() {
    return parts.get(0).endpoint;
  }

  @Override
  public void readable() {
    readGate.open();
    tellReadiness();
  }

  @Override
  public void writable() {
    writeGate.open();
    tellReadiness();
  }

  @Override
  public void failed(IcmpError.Kind kind) {
    failure = kind;
    readGate.open();
    writeGate.open();
    tellReadiness();
  }

  @Override
  public void closed() {
    over = true;
    readGate.open();
    writeGate.open();
    tellReadiness();
  }

  private void tellReadiness() {
    SocketState.tell(readiness, this);
  }

  /**
   * Puts a datagram into the queue, waiting for room. The caller holds the write lock.
   *
   * @param number the port, or what else the layer takes
   * @param flow the port if the device can tell flows apart by it, or else 0
   */
  void send(long high, long low, int number, int flow, ByteBuffer source) throws IOException {
    int count = source.remaining();
    DatagramPart part = towards(high, low, flow, count);
    DatagramQueue queue = part.queueFor(count);
    if (!queue.hasRoomFor(count)) {
      boolean found =
          writeGate.await(
              () -> queue.hasRoomFor(count) || isOver(),
              Deadline.in(timeout),
              interruptible.getAsBoolean());
      failIfOver();
      if (!found) {
        throw inVain("no room to write");
      }
    }
    failIfOver();
    failIfFailed();
    part.add(high, low, number, source);
  }

  /** The same if there is room; says whether there was. The caller holds the write lock. */
  boolean sendNow(long high, long low, int number, int flow, ByteBuffer source) throws IOException {
    failIfOver();
    failIfFailed();
    int count = source.remaining();
    DatagramPart part = towards(high, low, flow, count);
    boolean hasRoom = part.queueFor(count).hasRoomFor(count);
    refused = hasRoom ? 0 : count;
    if (hasRoom) {
      part.add(high, low, number, source);
    }
    return hasRoom;
  }

  /**
   * The same one for all that goes to one place. In fragments no port is to be seen: what may be
   * cut goes by the address alone, so that the peer's fragments, too, come to one queue.
   */
  private DatagramPart towards(long high, long low, int flow, int count) {
    if (parts.size() == 1) {
      return parts.get(0);
    }
    boolean whole = count + MOST_HEADERS <= parts.get(0).loop.host().settings().ip().mtu();
    long mixed = (31 * high + low + (whole ? flow : 0)) * 0x9e37_79b9_7f4a_7c15L;
    return parts.get((int) Long.remainderUnsigned(mixed >>> 32, parts.size()));
  }

  /** Waits until there is a datagram, and looks at it. The caller holds the read lock. */
  DatagramQueue await(long deadline) throws IOException {
    boolean found =
        readGate.await(
            () -> !areEmpty() || isOver() || failure != null,
            deadline,
            interruptible.getAsBoolean());
    DatagramQueue queue = nextQueue();
    if (closed || !found || queue == null) {
      failIfClosedMeanwhile();
      failIfOver();
      failIfFailed();
      throw inVain("nothing to read");
    }
    queue.look();
    return queue;
  }

  /**
   * Looks at a datagram, if there is one; null if there is none. The caller holds the read lock.
   */
  DatagramQueue lookNow() throws IOException {
    failIfClosed();
    DatagramQueue queue = nextQueue();
    if (queue == null) {
      failIfOver();
      failIfFailed();
      return null;
    }
    queue.look();
    return queue;
  }

  /** Who has sent what a queue is at. The caller holds the read lock. */
  InetSocketAddress senderOf(DatagramQueue queue) {
    boolean same =
        sender != null
            && sender.getPort() == queue.number()
            && senderHigh == queue.high()
            && senderLow == queue.low();
    if (!same) {
      senderHigh = queue.high();
      senderLow = queue.low();
      IpAddress address = new IpAddress(senderHigh, senderLow);
      sender = new InetSocketAddress(address.toInetAddress(), queue.number());
    }
    return sender;
  }

  /** Forgets what has arrived, and what failed. The caller holds the read lock. */
  void forget() {
    for (DatagramQueue queue = nextQueue(); queue != null; queue = nextQueue()) {
      queue.look();
      queue.remove();
    }
    failure = null;
  }

  /** Whether a look would not wait. */
  boolean isReadable() {
    return failure != null || isOver() || !areEmpty();
  }

  /** Whether what found no room last, or else anything, would find it at each host. */
  boolean isWritable() {
    if (failure != null || isOver()) {
      return true;
    }
    for (int i = 0; i < parts.size(); i++) {
      if (!parts.get(i).endpoint.outgoing().hasRoomFor(refused)) {
        return false;
      }
    }
    return true;
  }

  private boolean areEmpty() {
    for (int i = 0; i < parts.size(); i++) { // without an iterator
      if (!parts.get(i).endpoint.incoming().isEmpty()) {
        return false;
      }
    }
    return true;
  }

  /** The next queue that has something, one after the other; null if none has. */
  private DatagramQueue nextQueue() {
    for (int i = 0; i < parts.size(); i++) {
      turn = (turn + 1) % parts.size();
      DatagramQueue queue = parts.get(turn).endpoint.incoming();
      if (!queue.isEmpty()) {
        return queue;
      }
    }
    return null;
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
    return Thread.currentThread().isInterrupted() && interruptible.getAsBoolean()
        ? new ClosedByInterruptException()
        : new SocketTimeoutException(what + " at port " + endpoint().port());
  }

  void close() {
    if (closed) {
      return;
    }
    closed = true;
    readGate.open();
    writeGate.open();
    EveryHost.close(parts, DatagramPart::close);
  }

  @Override
  public String toString() {
    return "datagrams at " + endpoint().local();
  }
}
