package io.fourwave.udp;

import io.fourwave.ip.Route;
import io.fourwave.stream.DatagramQueue;
import io.fourwave.stream.MemoryBudget;
import io.fourwave.wire.IpAddress;
import java.net.InetSocketAddress;

/**
 * One end of datagrams: a UDP port, or the identifier of echo requests. Data; all but its queues is
 * for the host's thread.
 */
public final class Endpoint {
  final int port;
  final Route route = new Route();
  final DatagramQueue incoming;
  final DatagramQueue outgoing;
  final DatagramEvents events;

  /** The address it was opened with; 0 and any of ours, of both families, if it was none. */
  final long boundHigh;

  final long boundLow;
  final boolean boundToAny;

  /** Whether only IPv4 is spoken. */
  private boolean v4Only;

  /** The address it has now: connecting chooses one. */
  long localHigh;

  long localLow;
  boolean anyAddress;
  boolean connected;
  long remoteHigh;
  long remoteLow;
  int remotePort;
  boolean open = true;

  /** Whether it is closed, and all was sent. */
  boolean ended;

  boolean queued;
  Endpoint nextQueued;
  Endpoint nextInBucket;

  Endpoint(
      IpAddress local, int port, QueueLimits limits, MemoryBudget memory, DatagramEvents events) {
    boundToAny = local == null || local.isAny();
    boundHigh = boundToAny ? 0 : local.high();
    boundLow = boundToAny ? 0 : local.low();
    this.port = port;
    this.events = events;
    incoming = new DatagramQueue(limits.receive(), memory);
    outgoing = new DatagramQueue(limits.send(), memory);
    disconnect();
  }

  void connect(IpAddress local, IpAddress remote, int toPort) {
    localHigh = local.high();
    localLow = local.low();
    anyAddress = false;
    remoteHigh = remote.high();
    remoteLow = remote.low();
    remotePort = toPort;
    connected = true;
  }

  void disconnect() {
    localHigh = boundHigh;
    localLow = boundLow;
    anyAddress = boundToAny;
    connected = false;
  }

  /** Datagrams that have arrived: with whom they are from, and the port; for any one thread. */
  public DatagramQueue incoming() {
    return incoming;
  }

  /** Datagrams to be sent: with whom they are for, and the port; for any one thread. */
  public DatagramQueue outgoing() {
    return outgoing;
  }

  /** Changes how much waits at most. For any thread. */
  public void limits(QueueLimits limits) {
    incoming.limit(limits.receive());
    outgoing.limit(limits.send());
  }

  /**
   * Chooses the Diffserv code point of what is sent from now on (RFC 2474). For the host's thread.
   *
   * @param codePoint 0 to 63
   */
  public void dscp(int codePoint) {
    route.dscp(codePoint);
  }

  /** From now on nothing arrives over IPv6. For the host's thread. */
  public void v4Only() {
    v4Only = true;
  }

  /** The port, or the identifier. */
  public int port() {
    return port;
  }

  /** The address and port; the wildcard's if it has none of its own. */
  public InetSocketAddress local() {
    IpAddress address = anyAddress ? IpAddress.ANY_V6 : new IpAddress(localHigh, localLow);
    return new InetSocketAddress(address.toInetAddress(), port);
  }

  /** How it is now. For the host's thread. */
  EndpointStatus status() {
    InetSocketAddress remote =
        connected
            ? new InetSocketAddress(
                new IpAddress(remoteHigh, remoteLow).toInetAddress(), remotePort)
            : null;
    return new EndpointStatus(local(), remote, outgoing.octets(), incoming.octets());
  }

  /** Whose it is: a better match is more; -1 is no match. */
  int match(long toHigh, long toLow, int toPort, long fromHigh, long fromLow, int fromPort) {
    boolean here =
        anyAddress
            ? !v4Only || IpAddress.isV4(toHigh, toLow)
            : localHigh == toHigh && localLow == toLow;
    if (port != toPort || !here) {
      return -1;
    }
    if (!connected) {
      return anyAddress ? 0 : 1;
    }
    boolean there = remoteHigh == fromHigh && remoteLow == fromLow && remotePort == fromPort;
    return there ? 2 : -1;
  }
}
