package io.fourwave.socket;

import io.fourwave.host.EventLoop;
import io.fourwave.stream.DatagramQueue;
import io.fourwave.udp.QueueLimits;
import io.fourwave.wire.IpAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NotYetConnectedException;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * A socket for datagrams (RFC 768), of both families. Thread-safe: one thread may read while
 * another writes and a third closes. Waiting threads are parked; an interrupt ends a wait with a
 * {@link java.nio.channels.ClosedByInterruptException}, and the socket stays open; {@link
 * #interruptible} may say that it does not.
 *
 * <p>A connected socket receives only from its peer, and is told of ICMP errors about what it has
 * sent, once each, by the next call: a {@link java.net.PortUnreachableException} or a {@link
 * NoRouteToHostException}.
 */
public final class UdpSocket implements AutoCloseable {
  private static final int LONGEST_V4 = 65_507;
  private static final int LONGEST_V6 = 65_527;

  private final DatagramState state;
  private volatile InetSocketAddress local;
  private volatile InetSocketAddress remote;

  private UdpSocket(EventLoop loop) {
    state = new DatagramState(loop.loops());
  }

  /**
   * Opens one.
   *
   * @param loop any of the stack's; the socket is at each of its hosts
   * @param local the address, or a wildcard for all of both families; port 0 takes a free one
   * @param limits of the queues at each host
   * @throws java.net.BindException if the address is not the stack's, or somebody is there
   */
  public static UdpSocket open(EventLoop loop, InetSocketAddress local, QueueLimits limits)
      throws IOException {
    UdpSocket socket = new UdpSocket(loop);
    IpAddress address = IpAddress.of(local.getAddress());
    socket.state.open(at -> at.host().udp(), address, local.getPort(), limits);
    socket.local = socket.state.endpoint().local();
    return socket;
  }

  /**
   * Gives the socket a peer. What has arrived from others before can still be read.
   *
   * @throws NoRouteToHostException if that is none that can be sent to
   */
  public void connect(InetSocketAddress peer) throws IOException {
    state.failIfClosed();
    IpAddress address = addressOf(peer);
    state.change(
        (layer, endpoint) -> {
          layer.connect(endpoint, address, peer.getPort());
          local = endpoint.local();
        });
    remote = peer;
  }

  /** Takes the peer away again. */
  public void disconnect() throws IOException {
    state.failIfClosed();
    state.change(
        (layer, endpoint) -> {
          layer.disconnect(endpoint);
          local = endpoint.local();
        });
    remote = null;
  }

  /**
   * Sends what remains in a buffer to the peer as one datagram, waiting for room in the queue.
   *
   * @throws NotYetConnectedException if there is no peer
   */
  public void send(ByteBuffer source) throws IOException {
    InetSocketAddress peer = remote;
    if (peer == null) {
      throw new NotYetConnectedException();
    }
    sendTo(peer, source);
  }

  /**
   * Sends what remains in a buffer as one datagram, waiting for room in the queue. With {@link
   * #timeout} a wait ends in a {@link java.net.SocketTimeoutException}.
   *
   * @throws SocketException if it is too long: 65,507 octets for IPv4, 65,527 for IPv6, or less if
   *     the queue is shorter
   * @throws NoRouteToHostException if nothing can be sent there
   * @throws ClosedChannelException if this socket is closed
   */
  public void send(ByteBuffer source, InetSocketAddress target) throws IOException {
    failIfNotPeer(target);
    sendTo(target, source);
  }

  private void sendTo(InetSocketAddress target, ByteBuffer source) throws IOException {
    IpAddress address = addressFor(source, target);
    state.writeLock.lock();
    try {
      state.failIfClosed();
      int port = target.getPort();
      state.send(address.high(), address.low(), port, port, source);
    } finally {
      state.writeLock.unlock();
    }
  }

  /**
   * Sends what remains in a buffer as one datagram if there is room in the queue.
   *
   * @return whether there was; fails as {@link #send(ByteBuffer, InetSocketAddress)} does
   */
  public boolean sendNow(ByteBuffer source, InetSocketAddress target) throws IOException {
    failIfNotPeer(target);
    IpAddress address = addressFor(source, target);
    state.writeLock.lock();
    try {
      int port = target.getPort();
      return state.sendNow(address.high(), address.low(), port, port, source);
    } finally {
      state.writeLock.unlock();
    }
  }

  private void failIfNotPeer(InetSocketAddress target) throws SocketException {
    InetSocketAddress peer = remote;
    if (peer != null && !peer.equals(target)) {
      throw new SocketException("the socket is connected to " + peer + ", not to " + target);
    }
  }

  /** The address of a target, which what remains in a buffer can go to. */
  private static IpAddress addressFor(ByteBuffer source, InetSocketAddress target)
      throws SocketException {
    IpAddress address = addressOf(target);
    int longest = address.isV4() ? LONGEST_V4 : LONGEST_V6;
    if (source.remaining() > longest) {
      throw new SocketException(
          "a datagram holds " + longest + " octets, not " + source.remaining());
    }
    return address;
  }

  private static IpAddress addressOf(InetSocketAddress target) throws NoRouteToHostException {
    boolean isPlace =
        !target.isUnresolved()
            && target.getPort() != 0
            && !target.getAddress().isAnyLocalAddress()
            && !target.getAddress().isMulticastAddress()
            && !target.getAddress().isLoopbackAddress();
    if (!isPlace) {
      throw new NoRouteToHostException("cannot send to " + target);
    }
    return IpAddress.of(target.getAddress());
  }

  /**
   * Waits for a datagram, and copies what fits of it; the rest is lost.
   *
   * @return who sent it
   * @throws java.net.SocketTimeoutException if there is none within {@link #timeout}
   * @throws ClosedChannelException if this socket is closed; {@link AsynchronousCloseException} if
   *     that happens meanwhile
   */
  public InetSocketAddress receive(ByteBuffer target) throws IOException {
    return receive(target, state.timeout);
  }

  /** The same within another time than {@link #timeout}; zero is for ever. */
  public InetSocketAddress receive(ByteBuffer target, Duration time) throws IOException {
    state.readLock.lock();
    try {
      state.failIfClosed();
      return take(state.await(Deadline.in(time)), target);
    } finally {
      state.readLock.unlock();
    }
  }

  /**
   * Takes a datagram if there is one, and copies what fits of it; the rest is lost.
   *
   * @return who sent it, or null if there is none; fails as {@link #receive(ByteBuffer)} does
   */
  public InetSocketAddress receiveNow(ByteBuffer target) throws IOException {
    state.readLock.lock();
    try {
      DatagramQueue queue = state.lookNow();
      return queue == null ? null : take(queue, target);
    } finally {
      state.readLock.unlock();
    }
  }

  private InetSocketAddress take(DatagramQueue queue, ByteBuffer target) {
    int count = Math.min(target.remaining(), queue.length());
    queue.copy(target, target.position(), count);
    target.position(target.position() + count);
    InetSocketAddress from = state.senderOf(queue);
    queue.remove();
    return from;
  }

  /** Forgets what has arrived and was not received, and a failure that was not told. */
  public void forget() {
    state.readLock.lock();
    try {
      state.forget();
    } finally {
      state.readLock.unlock();
    }
  }

  /** Whether receiving would not wait: there is a datagram, or a failure. */
  public boolean isReadable() {
    return state.isReadable();
  }

  /**
   * Whether sending would not wait: there is room, or a failure. After {@link #sendNow} has found
   * no room for a datagram, there has to be room for that.
   */
  public boolean isWritable() {
    return state.isWritable();
  }

  /**
   * Has something told whenever the socket may have become readable, writable or over. It runs on
   * threads of the stack's loops, holding no lock: it has to be quick, and must not wait for a
   * loop. What is so already is not told: look after this call.
   */
  public void onReadiness(Runnable listener) {
    state.readiness = listener;
  }

  /** How long calls wait; zero, as at first, for ever. */
  public void timeout(Duration time) {
    state.timeout = time;
  }

  /** Says, by asking the thread that is about to wait, whether an interrupt ends the wait. */
  public void interruptible(BooleanSupplier whether) {
    state.interruptible = whether;
  }

  /** Changes how much waits at each host. What waits already stays, also if it is more. */
  public void limits(QueueLimits limits) {
    state.limits(limits);
  }

  /**
   * Chooses the Diffserv code point of what is sent from now on (RFC 2474).
   *
   * @param codePoint 0, as at first, to 63
   */
  public void dscp(int codePoint) throws IOException {
    state.failIfClosed();
    state.change((layer, endpoint) -> endpoint.dscp(codePoint));
  }

  /** From now on nothing arrives over IPv6, also if the socket is at all addresses. */
  public void v4Only() throws IOException {
    state.failIfClosed();
    state.change((layer, endpoint) -> endpoint.v4Only());
  }

  /** This end's address and port. */
  public InetSocketAddress localAddress() {
    return local;
  }

  /** The peer's address and port, or null. */
  public InetSocketAddress remoteAddress() {
    return remote;
  }

  /** Whether it is open. */
  public boolean isOpen() {
    return !state.closed;
  }

  /** Closes it. What was sent before still goes out; who waits finds out. */
  @Override
  public void close() {
    state.close();
  }
}
