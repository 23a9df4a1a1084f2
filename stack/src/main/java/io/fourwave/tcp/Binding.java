package io.fourwave.tcp;

import io.fourwave.ip.IpLayer;
import io.fourwave.ip.PortAllocator;
import io.fourwave.wire.IpAddress;
import java.net.BindException;
import java.net.NoRouteToHostException;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * Which address and port at this end an OPEN gets, and whether the other end is one to open to (RFC
 * 9293 §3.9.1.1, MUST-41 to MUST-46). For the host's thread.
 */
final class Binding {
  private final TcpLayer layer;
  private final IpLayer ip;
  private final PortAllocator ports;
  private final ReservedPorts reserved = new ReservedPorts();

  Binding(TcpLayer layer, IpLayer ip, TcpHostSettings settings, RandomGenerator random) {
    this.layer = layer;
    this.ip = ip;
    ports = new PortAllocator(settings.lowestPort(), settings.highestPort(), random);
  }

  /** The port for a listener: the one that is asked for, or a free one for 0. */
  int listenable(IpAddress local, int port) throws BindException {
    boolean any = isAny(local);
    long high = any ? 0 : local.high();
    long low = any ? 0 : local.low();
    int chosen = port != 0 ? port : ports.next(this::isUnused);
    if (chosen == 0
        || layer.listeners().isTaken(high, low, any, chosen)
        || reserved.isTaken(high, low, any, chosen)) {
      throw new BindException(
          "port " + port + " is already listened on" + (any ? "" : " at " + local));
    }
    return chosen;
  }

  private boolean isAny(IpAddress local) throws BindException {
    boolean any = local == null || local.isAny();
    if (!any && !ip.takes(local.high(), local.low())) {
      throw new BindException(local + " is not an address of this stack");
    }
    return any;
  }

  private boolean isUnused(int port) {
    return !layer.listeners().isTaken(port) && !reserved.isTaken(port);
  }

  /** See {@link UserCalls#reserve}. */
  int reserve(IpAddress local, int port) throws BindException {
    boolean any = isAny(local);
    int chosen = port != 0 ? port : ports.next(this::isUnused);
    if (chosen == 0 || layer.listeners().isTaken(chosen)) {
      throw new BindException("address already in use: port " + port);
    }
    reserved.add(any ? 0 : local.high(), any ? 0 : local.low(), any, chosen);
    return chosen;
  }

  /** Gives a reserved port back; connections that use it stay. */
  void release(IpAddress local, int port) {
    boolean any = local == null || local.isAny();
    reserved.remove(any ? 0 : local.high(), any ? 0 : local.low(), any, port);
  }

  /**
   * The four-tuple for an active OPEN, claimed from our siblings; local port 0 takes a free one, or
   * if there is none one that may follow a connection in TIME-WAIT.
   */
  ConnectionId connectable(
      IpAddress local,
      int localPort,
      IpAddress remote,
      int remotePort,
      Predicate<ConnectionId> mayFollow)
      throws BindException, NoRouteToHostException {
    checkRemote(remote, remotePort);
    IpAddress from = sourceFor(local, remote);
    int port = localPort;
    if (port == 0) {
      port = ports.next(p -> isUnused(p) && isFree(id(from, p, remote, remotePort)));
    }
    if (port == 0) {
      port = ports.next(p -> isUnused(p) && mayBeHad(id(from, p, remote, remotePort), mayFollow));
    }
    ConnectionId id = id(from, port, remote, remotePort);
    if (port == 0 || !mayBeHad(id, mayFollow)) {
      throw new BindException("address already in use: " + id);
    }
    return id;
  }

  /**
   * MUST-46: no group, no broadcast, no loopback, none of our own, which the link leads away from.
   */
  void checkRemote(IpAddress remote, int port) throws NoRouteToHostException {
    if (!ip.mayBeRemote(remote.high(), remote.low()) || port <= 0 || port > 0xffff) {
      throw new NoRouteToHostException("cannot connect to " + remote + " port " + port);
    }
  }

  IpAddress sourceFor(IpAddress local, IpAddress remote)
      throws BindException, NoRouteToHostException {
    if (local == null || local.isAny()) {
      IpAddress chosen = ip.sourceFor(remote.high(), remote.low());
      if (chosen == null) {
        throw new NoRouteToHostException("the stack has no address to reach " + remote + " from");
      }
      return chosen;
    }
    if (!ip.isLocal(local.high(), local.low()) || local.isV4() != remote.isV4()) {
      throw new BindException(local + " is not an address of this stack to reach " + remote);
    }
    return local;
  }

  private static ConnectionId id(IpAddress from, int port, IpAddress remote, int remotePort) {
    return new ConnectionId(from.high(), from.low(), port, remote.high(), remote.low(), remotePort);
  }

  /** Whether nobody has a name; it is ours then. */
  private boolean isFree(ConnectionId id) {
    return layer.connections().find(id) == null
        && !layer.timeWaits().contains(id)
        && layer.connections().names().claim(id);
  }

  private boolean mayBeHad(ConnectionId id, Predicate<ConnectionId> mayFollow) {
    return layer.connections().find(id) == null
        && mayFollow.test(id)
        && layer.connections().names().claim(id);
  }
}
