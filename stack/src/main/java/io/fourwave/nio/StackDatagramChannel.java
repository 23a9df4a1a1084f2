package io.fourwave.nio;

import io.fourwave.socket.UdpSocket;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.AlreadyConnectedException;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.Objects;
import java.util.function.BooleanSupplier;

/**
 * A datagram channel over the stack: one thread receives while another sends. An interrupt closes
 * it, and closing ends every wait.
 */
final class StackDatagramChannel extends PlacedChannel implements Selectable {
  private final BooleanSupplier interruptible;
  private final Joined incoming = new Joined();
  private final Joined outgoing = new Joined();
  private DatagramSocket view;

  /**
   * Makes one that is nowhere yet.
   *
   * @param interruptible says, of the thread that asks, whether an interrupt closes the channel
   */
  StackDatagramChannel(
      StackSelectorProvider stack, Addresses addresses, BooleanSupplier interruptible) {
    super(stack, addresses);
    this.interruptible = interruptible;
  }

  @Override
  public SocketAddress receive(ByteBuffer target) throws IOException {
    failIfReadOnly(target);
    readLock.lock();
    try {
      return receive(bound(), target);
    } finally {
      readLock.unlock();
    }
  }

  private static void failIfReadOnly(ByteBuffer target) {
    if (target.isReadOnly()) {
      throw new IllegalArgumentException("Read-only buffer");
    }
  }

  /** Who has sent it; null if there is nothing, and this does not wait. */
  private InetSocketAddress receive(UdpSocket s, ByteBuffer target) throws IOException {
    return isBlocking() ? await(s, target, Duration.ZERO) : s.receiveNow(target);
  }

  /** For the view as a socket: waits so long for a datagram, zero for ever. */
  InetSocketAddress receive(ByteBuffer target, Duration timeout) throws IOException {
    readLock.lock();
    try {
      failIfClosed();
      failIfNotBlocking();
      return await(bound(), target, timeout);
    } finally {
      readLock.unlock();
    }
  }

  private void failIfNotBlocking() {
    if (!isBlocking()) {
      throw new IllegalBlockingModeException();
    }
  }

  /** Closing, or an interrupt that counts, ends it. */
  private InetSocketAddress await(UdpSocket s, ByteBuffer target, Duration timeout)
      throws IOException {
    boolean watched = interruptible.getAsBoolean();
    boolean done = false;
    try {
      if (watched) {
        begin();
      }
      InetSocketAddress from = s.receive(target, timeout);
      done = true;
      return from;
    } finally {
      if (watched) {
        end(done);
      }
    }
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    Objects.requireNonNull(target);
    readLock.lock();
    try {
      UdpSocket s = connected();
      failIfReadOnly(target);
      int before = target.position();
      if (target.hasRemaining()) {
        receive(s, target);
      }
      return target.position() - before;
    } finally {
      readLock.unlock();
    }
  }

  private UdpSocket connected() throws IOException {
    failIfClosed();
    if (remoteAddress() == null) {
      throw new NotYetConnectedException();
    }
    return socketOrNull();
  }

  @Override
  public long read(ByteBuffer[] targets, int from, int count) throws IOException {
    Objects.checkFromIndexSize(from, count, targets.length);
    readLock.lock();
    try {
      UdpSocket s = connected();
      for (int i = from; i < from + count; i++) {
        failIfReadOnly(targets[i]);
      }
      ByteBuffer room = incoming.room(targets, from, count);
      if (room.hasRemaining()) {
        receive(s, room);
      }
      return incoming.into(targets, from, count);
    } finally {
      readLock.unlock();
    }
  }

  @Override
  public int send(ByteBuffer source, SocketAddress target) throws IOException {
    Objects.requireNonNull(source);
    InetSocketAddress to = remote(target);
    writeLock.lock();
    try {
      UdpSocket s = bound();
      InetSocketAddress peer = remoteAddress();
      if (peer != null && !peer.equals(to)) {
        throw new AlreadyConnectedException();
      }
      return transmit(s, source, to);
    } finally {
      writeLock.unlock();
    }
  }

  /** For the view as a socket: waits until there is room. */
  void sendAndWait(ByteBuffer source, InetSocketAddress to) throws IOException {
    writeLock.lock();
    try {
      failIfClosed();
      failIfNotBlocking();
      send(source, to);
    } finally {
      writeLock.unlock();
    }
  }

  /** Sends all that remains, or nothing if there is no room and this does not wait. */
  private int transmit(UdpSocket s, ByteBuffer source, InetSocketAddress to) throws IOException {
    if (to.getPort() == 0) {
      throw new SocketException("Can't send to port 0");
    }
    failIfGroup(to);
    int count = source.remaining();
    if (!isBlocking()) {
      return s.sendNow(source, to) ? count : 0;
    }
    sendAll(s, source, to);
    return count;
  }

  private void sendAll(UdpSocket s, ByteBuffer source, InetSocketAddress to) throws IOException {
    boolean watched = interruptible.getAsBoolean();
    boolean done = false;
    try {
      if (watched) {
        begin();
      }
      s.send(source, to);
      done = true;
    } finally {
      if (watched) {
        end(done);
      }
    }
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    Objects.requireNonNull(source);
    writeLock.lock();
    try {
      return transmit(connected(), source, remoteAddress());
    } finally {
      writeLock.unlock();
    }
  }

  @Override
  public long write(ByteBuffer[] sources, int from, int count) throws IOException {
    Objects.checkFromIndexSize(from, count, sources.length);
    writeLock.lock();
    try {
      UdpSocket s = connected();
      ByteBuffer all = outgoing.outOf(sources, from, count);
      int sent = transmit(s, all, remoteAddress());
      for (int i = from; i < from + count && !all.hasRemaining(); i++) {
        sources[i].position(sources[i].limit());
      }
      return sent;
    } finally {
      writeLock.unlock();
    }
  }

  @Override
  public int readyNow() {
    UdpSocket s = socketOrNull();
    if (!isOpen()) {
      return 0;
    }
    if (s == null) {
      return SelectionKey.OP_WRITE; // sending would bind it, and not wait
    }
    return (s.isReadable() ? SelectionKey.OP_READ : 0)
        | (s.isWritable() ? SelectionKey.OP_WRITE : 0);
  }

  @Override
  public Readiness readiness() {
    return readiness;
  }

  @Override
  public DatagramSocket socket() {
    synchronized (readiness) {
      if (view == null) {
        view = new DatagramSocketView(this, true);
      }
      return view;
    }
  }

  @Override
  public String toString() {
    String where =
        !isOpen()
            ? "closed"
            : isConnected() ? "connected" : localAddress() == null ? "unbound" : "bound";
    return "StackDatagramChannel[" + where + " " + localAddress() + " " + remoteAddress() + "]";
  }
}
