package io.fourwave.nio;

import io.fourwave.socket.DatagramOptions;
import io.fourwave.socket.UdpSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketOption;
import java.nio.channels.AlreadyBoundException;
import java.nio.channels.AlreadyConnectedException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.MembershipKey;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What a datagram channel is apart from its datagrams: bound, connected, closed, with options. Who
 * binds, connects, disconnects, or changes the mode, has both locks. Closing takes neither, so that
 * it ends the waits of those who have them.
 */
abstract class PlacedChannel extends DatagramChannel {
  private final StackSelectorProvider stack;
  private final Addresses addresses;
  private final DatagramOptions options = new DatagramOptions();
  final Readiness readiness = new Readiness();
  final ReentrantLock readLock = new ReentrantLock();
  final ReentrantLock writeLock = new ReentrantLock();

  /** Held by who opens the socket behind this, or closes it. */
  private final ReentrantLock stateLock = new ReentrantLock();

  /** What is behind this; null until it is bound. */
  private volatile UdpSocket socket;

  PlacedChannel(StackSelectorProvider stack, Addresses addresses) {
    super(stack);
    this.stack = stack;
    this.addresses = addresses;
  }

  @Override
  public final DatagramChannel bind(SocketAddress local) throws IOException {
    lockBoth();
    try {
      stateLock.lock();
      try {
        failIfClosed();
        if (socket != null) {
          throw new AlreadyBoundException();
        }
        open(addresses.local(local));
      } finally {
        stateLock.unlock();
      }
    } finally {
      unlockBoth();
    }
    return this;
  }

  private void open(InetSocketAddress local) throws IOException {
    UdpSocket opened = options.open(stack.loop(), local);
    addresses.restrict(opened);
    opened.interruptible(() -> false); // an interrupt closes this channel, and that ends the wait
    opened.onReadiness(readiness::changed);
    socket = opened;
    readiness.changed(); // a datagram may have come before anyone listened
  }

  /** What is behind this; a call that needs it binds what is not bound yet. */
  final UdpSocket bound() throws IOException {
    UdpSocket s = socket;
    if (s == null || !isOpen()) {
      stateLock.lock();
      try {
        failIfClosed();
        if (socket == null) {
          open(addresses.local(null));
        }
        s = socket;
      } finally {
        stateLock.unlock();
      }
    }
    return s;
  }

  @Override
  public final DatagramChannel connect(SocketAddress address) throws IOException {
    return connect(address, false);
  }

  /**
   * Gives it a peer, and forgets what has come before.
   *
   * @param anew whether it may have had another
   */
  final DatagramChannel connect(SocketAddress address, boolean anew) throws IOException {
    InetSocketAddress to = remote(address);
    lockBoth();
    try {
      failIfClosed();
      if (isConnected() && !anew) {
        throw new AlreadyConnectedException();
      }
      if (to.getPort() == 0) {
        throw new SocketException("Can't connect to port 0");
      }
      failIfGroup(to);
      UdpSocket s = bound();
      s.connect(to);
      s.forget();
    } finally {
      unlockBoth();
    }
    return this;
  }

  /** A place that datagrams can be sent to. */
  final InetSocketAddress remote(SocketAddress address) {
    return addresses.remote(address);
  }

  static void failIfGroup(InetSocketAddress place) throws SocketException {
    if (place.getAddress().isMulticastAddress()) {
      throw new SocketException(NO_GROUPS);
    }
  }

  @Override
  public final DatagramChannel disconnect() throws IOException {
    lockBoth();
    try {
      if (isConnected()) {
        socket.disconnect();
      }
    } finally {
      unlockBoth();
    }
    return this;
  }

  @Override
  public final boolean isConnected() {
    return isOpen() && remoteAddress() != null;
  }

  final void failIfClosed() throws ClosedChannelException {
    if (!isOpen()) {
      throw new ClosedChannelException();
    }
  }

  /** The socket, once there is one. */
  final UdpSocket socketOrNull() {
    return socket;
  }

  @Override
  public final SocketAddress getLocalAddress() throws IOException {
    failIfClosed();
    return localAddress();
  }

  /** Where it is bound, also when it is closed; null if it never was. */
  final InetSocketAddress localAddress() {
    UdpSocket s = socket;
    return s == null ? null : addresses.shown(s.localAddress());
  }

  @Override
  public final SocketAddress getRemoteAddress() throws IOException {
    failIfClosed();
    return remoteAddress();
  }

  /** Its peer, also when it is closed, or null. */
  final InetSocketAddress remoteAddress() {
    UdpSocket s = socket;
    return s == null ? null : s.remoteAddress();
  }

  @Override
  public final <T> DatagramChannel setOption(SocketOption<T> option, T value) throws IOException {
    failIfUnsupported(option);
    failIfClosed();
    options.set(option, value);
    readiness.changed(); // there may be more room
    return this;
  }

  @Override
  public final <T> T getOption(SocketOption<T> option) throws IOException {
    failIfUnsupported(option);
    failIfClosed();
    return options.get(option);
  }

  private void failIfUnsupported(SocketOption<?> option) {
    Objects.requireNonNull(option);
    if (!options.supported().contains(option)) {
      throw new UnsupportedOperationException("'" + option + "' not supported");
    }
  }

  @Override
  public final Set<SocketOption<?>> supportedOptions() {
    return options.supported();
  }

  @Override
  public final MembershipKey join(InetAddress group, NetworkInterface at) {
    throw new UnsupportedOperationException(NO_GROUPS);
  }

  @Override
  public final MembershipKey join(InetAddress group, NetworkInterface at, InetAddress source) {
    throw new UnsupportedOperationException(NO_GROUPS);
  }

  static final String NO_GROUPS = "the stack has no multicast: its link has two ends and no groups";

  @Override
  protected final void implConfigureBlocking(boolean block) throws IOException {
    lockBoth();
    try {
      failIfClosed();
    } finally {
      unlockBoth();
    }
  }

  private void lockBoth() {
    readLock.lock();
    writeLock.lock();
  }

  private void unlockBoth() {
    writeLock.unlock();
    readLock.unlock();
  }

  @Override
  protected final void implCloseSelectableChannel() {
    UdpSocket s;
    stateLock.lock(); // a socket that is being opened is seen here, or sees that this is closed
    try {
      s = socket;
    } finally {
      stateLock.unlock();
    }
    if (s != null) {
      s.close();
    }
  }
}
