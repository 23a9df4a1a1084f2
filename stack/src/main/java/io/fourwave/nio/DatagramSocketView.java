package io.fourwave.nio;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.AlreadyConnectedException;
import java.nio.channels.DatagramChannel;

/**
 * A datagram channel as a {@link java.net.DatagramSocket}; all of {@code java.net}'s are such
 * views, as with the JDK's own. Whatever is done is done to the channel. It overrides every method,
 * since what the JDK makes of a {@link java.net.DatagramSocketImpl} holds one lock while it
 * receives, also against who only wants to know a buffer's size. Thread-safe.
 */
final class DatagramSocketView extends DatagramOptionsView {
  private final StackDatagramChannel channel;
  private final boolean shown;

  /**
   * Makes a view.
   *
   * @param shown whether the channel can be had from it
   */
  DatagramSocketView(StackDatagramChannel channel, boolean shown) {
    super(channel);
    this.channel = channel;
    this.shown = shown;
  }

  @Override
  public DatagramChannel getChannel() {
    return shown ? channel : null;
  }

  @Override
  public void bind(SocketAddress local) throws SocketException {
    InetSocketAddress wanted = local == null ? null : resolved(local);
    try {
      channel.bind(wanted);
    } catch (IOException e) {
      throw Failures.ofSocket(e);
    } catch (RuntimeException e) {
      throw Failures.ofSocket(e);
    }
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
    if (isClosed()) {
      return; // as the JDK's
    }
    try {
      channel.connect(peer, true);
    } catch (IOException e) {
      throw Failures.ofSocket(e);
    } catch (RuntimeException e) {
      throw Failures.ofSocket(e);
    }
  }

  @Override
  public void disconnect() {
    try {
      channel.disconnect();
    } catch (IOException e) {
      throw new UncheckedIOException(Failures.ofSocket(e));
    }
  }

  @Override
  public boolean isBound() {
    return channel.localAddress() != null;
  }

  @Override
  public boolean isConnected() {
    return getRemoteSocketAddress() != null;
  }

  @Override
  public InetAddress getInetAddress() {
    InetSocketAddress peer = channel.remoteAddress();
    return peer == null ? null : peer.getAddress();
  }

  @Override
  public int getPort() {
    InetSocketAddress peer = channel.remoteAddress();
    return peer == null ? -1 : peer.getPort();
  }

  @Override
  public SocketAddress getRemoteSocketAddress() {
    return channel.remoteAddress();
  }

  @Override
  public SocketAddress getLocalSocketAddress() {
    return isClosed() ? null : channel.localAddress();
  }

  @Override
  public InetAddress getLocalAddress() {
    if (isClosed()) {
      return null;
    }
    InetSocketAddress local = channel.localAddress();
    return (local == null ? new InetSocketAddress(0) : local).getAddress();
  }

  @Override
  public int getLocalPort() {
    if (isClosed()) {
      return -1;
    }
    InetSocketAddress local = channel.localAddress();
    return local == null ? 0 : local.getPort();
  }

  @Override
  public void send(DatagramPacket packet) throws IOException {
    synchronized (packet) {
      ByteBuffer source = ByteBuffer.wrap(packet.getData(), packet.getOffset(), packet.getLength());
      try {
        channel.sendAndWait(source, target(packet));
      } catch (AlreadyConnectedException e) {
        throw new IllegalArgumentException("Connected and packet address differ", e);
      } catch (IOException e) {
        throw Failures.ofDatagrams(e);
      }
    }
  }

  /** A packet that says nothing goes to the peer, and is told so, as by the JDK's. */
  private InetSocketAddress target(DatagramPacket packet) {
    if (packet.getAddress() != null) {
      return new InetSocketAddress(packet.getAddress(), packet.getPort());
    }
    InetSocketAddress peer = channel.remoteAddress();
    if (peer == null) {
      throw new IllegalArgumentException("Address not set");
    }
    packet.setSocketAddress(peer);
    return peer;
  }

  @Override
  public void receive(DatagramPacket packet) throws IOException {
    synchronized (packet) {
      int room = PacketRoom.of(packet);
      ByteBuffer target = ByteBuffer.wrap(packet.getData(), packet.getOffset(), room);
      try {
        InetSocketAddress sender = channel.receive(target, timeout());
        PacketRoom.filled(packet, target.position() - packet.getOffset(), room);
        packet.setSocketAddress(sender);
      } catch (IOException e) {
        throw Failures.ofDatagrams(e);
      }
    }
  }

  @Override
  public void joinGroup(SocketAddress group, NetworkInterface at) throws IOException {
    throw noGroups();
  }

  @Override
  public void leaveGroup(SocketAddress group, NetworkInterface at) throws IOException {
    throw noGroups();
  }

  private static SocketException noGroups() {
    return new SocketException(PlacedChannel.NO_GROUPS);
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public boolean isClosed() {
    return !channel.isOpen();
  }
}
