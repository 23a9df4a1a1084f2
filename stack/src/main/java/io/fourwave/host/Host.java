package io.fourwave.host;

import io.fourwave.ip.IpLayer;
import io.fourwave.ip.IpObserver;
import io.fourwave.ip.PathMtu;
import io.fourwave.ip.PortAllocator;
import io.fourwave.link.Packet;
import io.fourwave.stream.MemoryBudget;
import io.fourwave.tcp.Connection;
import io.fourwave.tcp.ConnectionEvents;
import io.fourwave.tcp.ConnectionStatus;
import io.fourwave.tcp.Listener;
import io.fourwave.tcp.Siblings;
import io.fourwave.tcp.TcpHostSettings;
import io.fourwave.tcp.TcpLayer;
import io.fourwave.tcp.TcpObserver;
import io.fourwave.tcp.TcpSettings;
import io.fourwave.tcp.UserCalls;
import io.fourwave.udp.EchoLayer;
import io.fourwave.udp.UdpLayer;
import io.fourwave.wire.IpAddress;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * One host, as a function of packets, calls and time: it owns every connection and has no thread,
 * no clock, no device and no lock. Whoever drives it, by hand or as an {@link EventLoop}, gives it
 * packets and the time, and takes packets and the next deadline. Times are nanoseconds from any
 * fixed instant, and never go back. Not thread-safe.
 *
 * <pre>{@code
 * Host host = new Host(HostSettings.defaults().withAddresses("192.0.2.2"), random, 0);
 * HostListener listener = host.listen(new InetSocketAddress(7), 16, TcpSettings.defaults());
 * host.packetArrives(packet, now);
 * while (host.nextPacket(packet, now)) { ... }
 * host.advanceTo(host.nextDeadline());
 * }</pre>
 */
public final class Host {
  private final HostSettings settings;
  private final IpLayer ip;
  private final TcpLayer tcp;
  private final UdpLayer udp;
  private final EchoLayer echo;
  private final Counters counters = new Counters();
  private final NewsQueue news = new NewsQueue();
  private long now;

  /**
   * Makes a host without connections.
   *
   * @param random for initial sequence numbers, ports and keys; seeded, all that happens is
   *     repeatable
   * @param now the time it begins at
   */
  public Host(HostSettings settings, RandomGenerator random, long now) {
    this(settings, random, now, TcpObserver.NONE, IpObserver.NONE);
  }

  /** The same with observers, who see everything beside the counters. */
  public Host(
      HostSettings settings,
      RandomGenerator random,
      long now,
      TcpObserver tcpObserver,
      IpObserver ipObserver) {
    this(settings, random, now, tcpObserver, ipObserver, Siblings.NONE);
  }

  /** The same as one of several hosts that share their addresses. */
  Host(
      HostSettings settings,
      RandomGenerator random,
      long now,
      TcpObserver tcpObserver,
      IpObserver ipObserver,
      Siblings siblings) {
    this.settings = settings;
    this.now = now;
    ip =
        new IpLayer(
            settings.ip(), settings.offload(), random, Observers.both(counters, ipObserver));
    tcp =
        new TcpLayer(
            ip,
            settings.offload(),
            settings.tcpHost(),
            random,
            Observers.both(counters, tcpObserver),
            siblings);
    TcpHostSettings tcpHost = settings.tcpHost();
    PortAllocator ports = new PortAllocator(tcpHost.lowestPort(), tcpHost.highestPort(), random);
    udp = new UdpLayer(ip, settings.offload(), tcp.memory(), ports, counters);
    echo = new EchoLayer(ip, tcp.memory(), new PortAllocator(1, 65_535, random), counters);
  }

  /** The time that was told last. */
  public long now() {
    return now;
  }

  /** The settings it was made with. */
  public HostSettings settings() {
    return settings;
  }

  /** What has been counted. */
  public Counters counters() {
    return counters;
  }

  /** What the buffers of all connections take of memory, and may take. */
  public MemoryBudget memory() {
    return tcp.memory();
  }

  /**
   * Offers a packet, into which the next one is to be read, a place for its text (see {@link
   * Packet#landing()}), if it can be foreseen whose that will be. For devices that can do it.
   */
  public void foresee(Packet packet) {
    tcp.offerLanding(packet);
  }

  /** A packet has come in; it may be reused when this returns. */
  public void packetArrives(Packet packet, long time) {
    tick(time);
    tcp.checkLanding(packet);
    ip.packetArrives(packet, now);
  }

  /**
   * The same for a packet that has come to another host, which has counted it and handed it over.
   */
  void packetIsHandedOver(Packet packet) {
    counters.countedElsewhere(() -> ip.packetArrives(packet, now));
  }

  /** Tells somebody of each path that is found to be narrower than it was thought to be. */
  void tellOfPaths(PathMtu.News listener) {
    ip.pathMtu().tell(listener);
  }

  /** Another host has found that packets to a remote have to be no longer than so many octets. */
  void pathReduced(long remoteHigh, long remoteLow, int mtu) {
    ip.pathMtu().reduce(remoteHigh, remoteLow, mtu, now);
  }

  /** Lets time pass: what is due expires. */
  public void advanceTo(long time) {
    tick(time);
    ip.advanceTo(now);
    tcp.advanceTo(now);
  }

  /** Says what time it is, for calls; nothing expires. */
  void tick(long time) {
    if (time < now) {
      throw new IllegalArgumentException("time went back from " + now + " to " + time + " ns");
    }
    now = time;
  }

  /**
   * Takes the next packet to be sent.
   *
   * @param into is filled; its buffer needs room for {@link Packet#MAX_LENGTH} octets with offload,
   *     or for the MTU without
   * @return false if there is none now
   */
  public boolean nextPacket(Packet into, long time) {
    tick(time);
    news.tellAll();
    return ip.nextPacket(into)
        || tcp.nextSegment(into, now)
        || udp.nextPacket(into, now)
        || echo.nextPacket(into, now)
        || ip.nextPacket(into);
  }

  /** Whether {@link #nextPacket} has anything to look at. */
  public boolean hasOutput() {
    return ip.hasOutput()
        || tcp.hasOutput()
        || udp.hasOutput()
        || echo.hasOutput()
        || !news.isEmpty();
  }

  /** Those who have something to be told: {@link #nextPacket} does, before it looks. */
  NewsQueue news() {
    return news;
  }

  /**
   * When {@link #advanceTo} has to be called next, in nanoseconds; {@link Long#MAX_VALUE}: never.
   */
  public long nextDeadline() {
    return Math.min(ip.nextDeadline(), tcp.nextDeadline());
  }

  /**
   * Listens.
   *
   * @param local the address, or a wildcard for any; port 0 takes a free one
   * @param backlog how many connections wait to be accepted, at least 1
   * @throws BindException if the address is not this host's, or someone listens there
   */
  public HostListener listen(InetSocketAddress local, int backlog, TcpSettings tcpSettings)
      throws BindException {
    IpAddress address = addressOf(local);
    Listener listener = calls().listen(address, local.getPort(), backlog, tcpSettings, () -> {});
    return new HostListener(this, address).adopt(listener);
  }

  /**
   * Listens, and has each connection served by a handler from the moment it opens.
   *
   * @param handlerFor makes, or finds, the handler of a connection that opens
   * @throws BindException if the address is not this host's, or someone listens there
   */
  public HostListener listen(
      InetSocketAddress local,
      int backlog,
      TcpSettings tcpSettings,
      Function<HostSocket, SocketHandler> handlerFor)
      throws BindException {
    HostListener listener = new HostListener(this, addressOf(local));
    SocketHandler opener = new Opener(handlerFor);
    Runnable acceptable = () -> listener.acceptAll(opener);
    listener.adopt(
        calls().listen(addressOf(local), local.getPort(), backlog, tcpSettings, acceptable));
    return listener;
  }

  /**
   * Listens on every port on which nobody else does; with {@link
   * io.fourwave.ip.IpSettings#anyAddress()}, at every address as well.
   *
   * @param backlog how many connections wait to be accepted, at least 1
   * @throws BindException if someone does so already
   */
  public HostListener listenOnEveryPort(int backlog, TcpSettings tcpSettings) throws BindException {
    Listener listener = calls().listenOnEveryPort(backlog, tcpSettings, () -> {});
    return new HostListener(this, null).adopt(listener);
  }

  /**
   * Begins to connect; {@link HostSocket#isConnected} and {@link HostSocket#failure} tell how it
   * goes.
   *
   * @param local the address and port to come from, or null for any
   * @throws BindException if the local address cannot be had
   * @throws NoRouteToHostException if the remote address is none that can be connected to
   */
  public HostSocket connect(
      InetSocketAddress local, InetSocketAddress remote, TcpSettings tcpSettings)
      throws BindException, NoRouteToHostException {
    HostSocket socket = new HostSocket(this);
    socket.adopt(open(local, remote, tcpSettings, socket));
    return socket;
  }

  /** Begins to connect, for an owner of its own kind: the events tell how it goes. */
  public Connection open(
      InetSocketAddress local,
      InetSocketAddress remote,
      TcpSettings tcpSettings,
      ConnectionEvents events)
      throws BindException, NoRouteToHostException {
    if (remote.isUnresolved()) {
      throw new NoRouteToHostException("not an address: " + remote.getHostString());
    }
    return calls()
        .connect(
            local == null ? null : addressOf(local),
            local == null ? 0 : local.getPort(),
            IpAddress.of(remote.getAddress()),
            remote.getPort(),
            tcpSettings,
            events,
            now);
  }

  /** Listens, for an owner of its own kind. */
  public Listener listen(
      InetSocketAddress local, int backlog, TcpSettings tcpSettings, Runnable acceptable)
      throws BindException {
    return calls().listen(addressOf(local), local.getPort(), backlog, tcpSettings, acceptable);
  }

  private static IpAddress addressOf(InetSocketAddress address) {
    return address.isUnresolved() || address.getAddress().isAnyLocalAddress()
        ? null
        : IpAddress.of(address.getAddress());
  }

  /** The calls of RFC 9293 §3.10 on connections. */
  public UserCalls calls() {
    return tcp.userCalls();
  }

  /** UDP. */
  public UdpLayer udp() {
    return udp;
  }

  /** Echo requests of our own. */
  public EchoLayer echo() {
    return echo;
  }

  /** Ends everything that is open: connections are reset. */
  void abortAll() {
    calls().abortAll(now);
    udp.closeAll();
    echo.closeAll();
  }

  /** All there is: listeners, connections, and what waits in TIME-WAIT. */
  public List<ConnectionStatus> connections() {
    return calls().all(now);
  }

  /** Whether nothing is open: no listener, and no connection but in TIME-WAIT. */
  boolean isQuiet() {
    return calls().isQuiet();
  }
}
