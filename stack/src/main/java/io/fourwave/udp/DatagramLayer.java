package io.fourwave.udp;

import io.fourwave.ip.IcmpError;
import io.fourwave.ip.IpLayer;
import io.fourwave.ip.PortAllocator;
import io.fourwave.ip.Route;
import io.fourwave.ip.TransportProtocol;
import io.fourwave.link.Packet;
import io.fourwave.stream.MemoryBudget;
import io.fourwave.wire.IpAddress;
import java.net.BindException;
import java.net.NoRouteToHostException;
import java.util.List;

/**
 * What UDP and echo requests have in common: endpoints, whose datagrams go out one at a time, in
 * fragments if they are long. For the host's thread.
 */
public abstract class DatagramLayer implements TransportProtocol {
  final IpLayer ip;
  final UdpObserver observer;
  final Endpoints endpoints;

  DatagramLayer(IpLayer ip, MemoryBudget memory, PortAllocator ports, UdpObserver observer) {
    this.ip = ip;
    this.observer = observer;
    endpoints = new Endpoints(ip, memory, ports);
  }

  /**
   * Opens an endpoint.
   *
   * @param local one of the host's addresses; {@code 0.0.0.0}, {@code ::} or null for any
   * @param port 1 to 65,535, or 0 for a free one
   * @throws BindException if the address is not ours, or somebody is there
   */
  public final Endpoint open(IpAddress local, int port, QueueLimits limits, DatagramEvents events)
      throws BindException {
    return endpoints.open(local, port, limits, events);
  }

  /**
   * Gives an endpoint a peer: from now on only what that sends arrives, and errors are told.
   *
   * @throws BindException if the endpoint's address is of another family
   * @throws NoRouteToHostException if the address is none that can be sent to
   */
  public final void connect(Endpoint endpoint, IpAddress remote, int port)
      throws BindException, NoRouteToHostException {
    endpoints.connect(endpoint, remote, port);
  }

  /** Takes the peer away again. */
  public final void disconnect(Endpoint endpoint) {
    endpoint.disconnect();
  }

  /** Datagrams were added to the endpoint's queue. */
  public final void send(Endpoint endpoint) {
    endpoints.ready(endpoint);
  }

  /** Closes an endpoint; what was added to its queue before still goes out. */
  public final void close(Endpoint endpoint) {
    endpoints.close(endpoint);
  }

  /** Closes all endpoints; what they have not sent yet is forgotten. */
  public final void closeAll() {
    endpoints.endAll();
  }

  /** All endpoints as they are now. */
  public final List<EndpointStatus> status() {
    return endpoints.all().stream().map(Endpoint::status).toList();
  }

  /** How many endpoints there are. */
  public final int size() {
    return endpoints.all().size();
  }

  /** Whether {@link #nextPacket} has anything to look at. */
  public final boolean hasOutput() {
    return endpoints.hasReady();
  }

  /**
   * Takes the next packet to be sent.
   *
   * @return false if there is none now; fragments may then wait at the IP layer
   */
  public final boolean nextPacket(Packet into, long now) {
    for (Endpoint e = endpoints.nextReady(); e != null; e = endpoints.nextReady()) {
      Sent sent = send(e, into, now);
      endpoints.sent(e);
      if (sent != Sent.NOT) {
        observer.datagramSent();
        return sent == Sent.WHOLE;
      }
      observer.dropped(UdpDropReason.UNSENDABLE);
    }
    return false;
  }

  private enum Sent {
    NOT,
    WHOLE,
    IN_FRAGMENTS
  }

  private Sent send(Endpoint e, Packet into, long now) {
    Route route = e.route;
    if (!setRoute(e)) {
      return Sent.NOT;
    }
    int length = headerLength() + e.outgoing.length();
    if (length > 0xffff - (route.isV4() ? route.headerLength() : 0)) {
      return Sent.NOT;
    }
    if (route.headerLength() + length <= ip.mtu(route, now)) {
      into.reset();
      int start = Packet.HEADROOM + route.headerLength();
      boolean isPartial = write(e, into, start, start + length, true);
      ip.finish(into, route, protocol(route.isV4()), start, start + length, 0);
      if (isPartial) {
        into.checksumPartial(start);
      }
      return Sent.WHOLE;
    }
    Packet scratch = ip.scratch();
    int start = IpLayer.TRANSPORT_START;
    write(e, scratch, start, start + length, false);
    boolean queued = ip.send(scratch, route, protocol(route.isV4()), start, start + length, now);
    return queued ? Sent.IN_FRAGMENTS : Sent.NOT;
  }

  private boolean setRoute(Endpoint e) {
    long high = e.outgoing.high();
    long low = e.outgoing.low();
    if (!ip.mayBeRemote(high, low)) {
      return false;
    }
    if (!e.anyAddress) {
      e.route.set(e.localHigh, e.localLow, high, low);
      return IpAddress.isV4(e.localHigh, e.localLow) == IpAddress.isV4(high, low);
    }
    IpAddress local = ip.sourceFor(high, low);
    if (local == null) {
      return false;
    }
    e.route.set(local.high(), local.low(), high, low);
    return true;
  }

  /** Octets of the header before the data. */
  abstract int headerLength();

  abstract int protocol(boolean v4);

  /**
   * Writes header and data of the datagram that the endpoint's queue is at.
   *
   * @param mayBePartial whether the checksum may be left to the device
   * @return whether it is
   */
  abstract boolean write(Endpoint e, Packet packet, int start, int end, boolean mayBePartial);

  /** The path's MTU is less than was believed: of the endpoint that has sent what is quoted. */
  final void packetTooBig(IcmpError error, long now) {
    ip.pathMtu().reduce(error.remoteHigh(), error.remoteLow(), error.mtu(), now);
  }
}
