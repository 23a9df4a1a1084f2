package io.fourwave.net;

import io.fourwave.host.EventLoop;
import io.fourwave.socket.UdpSocket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A socket for datagrams over the stack. It overrides every method of {@link
 * java.net.DatagramSocket}, as the JDK's own does: what that makes of a {@link
 * java.net.DatagramSocketImpl} holds one lock while it receives, also against who only wants to
 * know a buffer's size. Thread-safe.
 */
final class StackDatagramSocket extends DatagramEndpoint {
  private final EventLoop loop;

  /** Held by who opens the socket behind this, or closes it. */
  private final ReentrantLock opening = new ReentrantLock();

  /** What is behind this; null until it is bound. */
  private volatile UdpSocket socket;

  private volatile boolean closed;

  StackDatagramSocket(EventLoop loop) {
    this.loop = loop;
  }

  @Override
  public void bind(SocketAddress local) throws SocketException {
    InetSocketAddress wanted = local == null ? new InetSocketAddress(0) : resolved(local);
    opening.lock();
    try {
      failIfClosed();
      if (socket != null) {
        throw new SocketException("Already bound");
      }
      open(wanted);
    } finally {
      opening.unlock();
    }
  }

  private void open(InetSocketAddress local) throws SocketException {
    try {
      UdpSocket opened = options.open(loop, local);
      opened.interruptible(VirtualThreads::isCurrent);
      socket = opened;
    } catch (IOException e) {
      throw Failures.socketException(e);
    }
  }

  /** What is behind this; a call that needs it binds what is not bound yet. */
  private UdpSocket opened() throws SocketException {
    if (socket == null) {
      opening.lock();
      try {
        if (closed) {
          throw Failures.closed();
        }
        if (socket == null) {
          open(new InetSocketAddress(0));
        }
      } finally {
        opening.unlock();
      }
    }
    return socket;
  }

  private static InetSocketAddress resolved(SocketAddress address) throws SocketException {
    if (!(address instanceof InetSocketAddress place)) {
      throw new IllegalArgumentException("Unsupported address type");
    }
    if (place.isUnresolved()) {
      throw new SocketException("Unresolved address");
    }
    return place;
  }

  @Override
  public void connect(InetAddress address, int port) {
    if (address == null) {
      throw new IllegalArgumentException("Address can't be null");
    }
    try {
      connect(new InetSocketAddress(address, port));
    } catch (SocketException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void connect(SocketAddress remote) throws SocketException {
    if (remote == null) {
      throw new IllegalArgumentException("Address can't be null");
    }
    InetSocketAddress peer = resolved(remote);
    if (closed) {
      return; // as the JDK's
    }
    if (peer.getPort() == 0) {
      throw new SocketException("Can't connect to port 0");
    }
    failIfGroup(peer.getAddress());
    try {
      opened().connect(peer);
    } catch (IOException e) {
      throw Failures.socketException(e);
    }
  }

  @Override
  public void disconnect() {
    if (closed || !isConnected()) {
      return;
    }
    try {
      socket.disconnect();
    } catch (IOException e) {
      throw new UncheckedIOException(Failures.socketException(e));
    }
  }

  @Override
  public boolean isBound() {
    return socket != null;
  }

  @Override
  public boolean isConnected() {
    return getRemoteSocketAddress() != null;
  }

  @Override
  public InetAddress getInetAddress() {
    InetSocketAddress peer = peer();
    return peer == null ? null : peer.getAddress();
  }

  @Override
  public int getPort() {
    InetSocketAddress peer = peer();
    return peer == null ? -1 : peer.getPort();
  }

  @Override
  public SocketAddress getRemoteSocketAddress() {
    return peer();
  }

  private InetSocketAddress peer() {
    UdpSocket behind = socket;
    return behind == null ? null : behind.remoteAddress();
  }

  @Override
  public SocketAddress getLocalSocketAddress() {
    return closed || socket == null ? null : socket.localAddress();
  }

  @Override
  public InetAddress getLocalAddress() {
    if (closed) {
      return null;
    }
    return socket == null
        ? new InetSocketAddress(0).getAddress()
        : socket.localAddress().getAddress();
  }

  @Override
  public int getLocalPort() {
    if (closed) {
      return -1;
    }
    return socket == null ? 0 : socket.localAddress().getPort();
  }

  @Override
  public void send(DatagramPacket packet) throws IOException {
    synchronized (packet) {
      if (closed) {
        throw Failures.closed();
      }
      InetSocketAddress target = target(packet);
      failIfGroup(target.getAddress());
      try {
        opened()
            .send(
                ByteBuffer.wrap(packet.getData(), packet.getOffset(), packet.getLength()), target);
      } catch (IOException e) {
        throw failure(e);
      }
    }
  }

  /** A packet that says nothing goes to the peer, and is told so, as by the JDK's. */
  private InetSocketAddress target(DatagramPacket packet) throws SocketException {
    InetSocketAddress peer = peer();
    if (packet.getAddress() == null) {
      if (peer == null) {
        throw new IllegalArgumentException("Address not set");
      }
      packet.setSocketAddress(peer);
      return peer;
    }
    InetSocketAddress target = new InetSocketAddress(packet.getAddress(), packet.getPort());
    if (peer != null && !peer.equals(target)) {
      throw new IllegalArgumentException("Connected and packet address differ");
    }
    if (target.getPort() == 0) {
      throw new SocketException("Can't send to port 0");
    }
    return target;
  }

  @Override
  public void receive(DatagramPacket packet) throws IOException {
    synchronized (packet) {
      if (closed) {
        throw Failures.closed();
      }
      try {
        receive(opened(), packet);
      } catch (IOException e) {
        throw failure(e);
      }
    }
  }

  private void receive(UdpSocket from, DatagramPacket packet) throws IOException {
    int room = PacketRoom.of(packet);
    ByteBuffer target = ByteBuffer.wrap(packet.getData(), packet.getOffset(), room);
    InetSocketAddress sender = from.receive(target, timeout());
    for (InetSocketAddress peer = peer(); peer != null && !peer.equals(sender); peer = peer()) {
      target.position(packet.getOffset()); // it has come before this was connected
      sender = from.receive(target, timeout());
    }
    PacketRoom.filled(packet, target.position() - packet.getOffset(), room);
    packet.setSocketAddress(sender);
  }

  private IOException failure(IOException e) {
    if (e instanceof ClosedByInterruptException) {
      close();
    }
    return Failures.ofDatagrams(e);
  }

  @Override
  public void joinGroup(SocketAddress group, NetworkInterface at) throws IOException {
    throw noGroups();
  }

  @Override
  public void leaveGroup(SocketAddress group, NetworkInterface at) throws IOException {
    throw noGroups();
  }

  private static void failIfGroup(InetAddress address) throws SocketException {
    if (address.isMulticastAddress()) {
      throw noGroups();
    }
  }

  private static SocketException noGroups() {
    return new SocketException("the stack has no multicast: its link has two ends and no groups");
  }

  @Override
  public void close() {
    opening.lock();
    try {
      closed = true;
      if (socket != null) {
        socket.close();
      }
    } finally {
      opening.unlock();
    }
  }

  @Override
  public boolean isClosed() {
    return closed;
  }
}
