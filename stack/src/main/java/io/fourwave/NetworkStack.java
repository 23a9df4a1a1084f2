package io.fourwave;

import io.fourwave.host.EventLoop;
import io.fourwave.host.HostSettings;
import io.fourwave.host.HostSocket;
import io.fourwave.host.Loops;
import io.fourwave.host.Observers;
import io.fourwave.host.SocketHandler;
import io.fourwave.ip.IpObserver;
import io.fourwave.link.LinkDevice;
import io.fourwave.net.StackDatagramSocketFactory;
import io.fourwave.net.StackServerSocketFactory;
import io.fourwave.net.StackSocketFactory;
import io.fourwave.nio.AsyncChannelProvider;
import io.fourwave.nio.StackSelectorProvider;
import io.fourwave.socket.HandledPort;
import io.fourwave.socket.PingSocket;
import io.fourwave.socket.TcpInterceptor;
import io.fourwave.socket.TcpListener;
import io.fourwave.socket.TcpSocket;
import io.fourwave.socket.UdpSocket;
import io.fourwave.tcp.ConnectionStatus;
import io.fourwave.tcp.SynCookieUse;
import io.fourwave.tcp.TcpObserver;
import io.fourwave.tcp.TcpSettings;
import io.fourwave.udp.EndpointStatus;
import io.fourwave.udp.QueueLimits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.spi.AsynchronousChannelProvider;
import java.nio.channels.spi.SelectorProvider;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import javax.net.ServerSocketFactory;
import javax.net.SocketFactory;

/**
 * The front door: a TCP/IP stack on a device, with a thread of its own; or on several queues of a
 * device, with a thread and a host for each. The only class that knows all rooms. Thread-safe.
 *
 * <pre>{@code
 * try (NetworkStack stack = NetworkStack.over(device).address("192.0.2.2").start();
 *     TcpListener listener = stack.listen(7)) {
 *   TcpSocket socket = listener.accept();
 *   ...
 * }
 * }</pre>
 */
public final class NetworkStack implements AutoCloseable {
  private static final int BACKLOG = 128;
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final Loops loops;
  private final EventLoop loop;
  private final TcpSettings defaults;

  private NetworkStack(Loops loops, TcpSettings defaults) {
    this.loops = loops;
    loop = loops.first();
    this.defaults = defaults;
  }

  /** Begins to describe a stack over a device, which the stack will close. */
  public static Builder over(LinkDevice device) {
    return over(List.of(device));
  }

  /**
   * Begins to describe a stack over several queues of one device, which the stack will close. Each
   * has a thread and a host of its own, which share no connection; for applications it is one stack
   * all the same. It does not matter which queue a packet comes to, but it is best if a flow's come
   * to the one that was last written to for it, as a TUN's do: what comes to another is handed over
   * and counted, as {@code TcpExtFourwaveHandedOver}.
   *
   * @param queues 1 to 255, all with the same MTU and offload
   */
  public static Builder over(List<? extends LinkDevice> queues) {
    return new Builder(queues);
  }

  /** Listens on a port, on all addresses of both families; port 0 takes a free one. */
  public TcpListener listen(int port) throws IOException {
    return listen(new InetSocketAddress(port), BACKLOG, defaults);
  }

  /**
   * Listens.
   *
   * @param local one of the stack's addresses, or a wildcard for all; port 0 takes a free one
   * @param backlog how many connections wait to be accepted; divided among the queues, rounded up
   * @throws java.net.BindException if the address is not the stack's, or someone listens there
   */
  public TcpListener listen(InetSocketAddress local, int backlog, TcpSettings settings)
      throws IOException {
    return TcpListener.listen(loop, local, backlog, settings);
  }

  /**
   * Takes connections to every port on which nobody listens, before they are answered; see {@link
   * TcpInterceptor#onEveryPort}.
   */
  public TcpInterceptor intercept(int most, Duration longest) throws IOException {
    return TcpInterceptor.onEveryPort(loop, most, longest, defaults);
  }

  /**
   * Listens on a port, on all addresses of both families, and has each connection served by a
   * handler on the stack's own thread: without a hop to another, and in place. Over several queues
   * that is the thread of the queue whose connection it is, and handlers of different connections
   * run at the same time.
   */
  public HandledPort serve(int port, Function<HostSocket, SocketHandler> handlerFor)
      throws IOException {
    return serve(new InetSocketAddress(port), BACKLOG, defaults, handlerFor);
  }

  /** The same at an address, with a backlog and settings; see {@link #listen}. */
  public HandledPort serve(
      InetSocketAddress local,
      int backlog,
      TcpSettings settings,
      Function<HostSocket, SocketHandler> handlerFor)
      throws IOException {
    return HandledPort.listen(loop, local, backlog, settings, handlerFor);
  }

  /** Connects, for as long as SYNs are tried. */
  public TcpSocket connect(InetSocketAddress remote) throws IOException {
    return connect(null, remote, defaults, Duration.ZERO);
  }

  /** Connects; see {@link TcpSocket#connect}. */
  public TcpSocket connect(
      InetSocketAddress local, InetSocketAddress remote, TcpSettings settings, Duration timeout)
      throws IOException {
    return TcpSocket.connect(loop, local, remote, settings, timeout);
  }

  /** Connects and sends a first text, with the SYN if that is possible; see {@link TcpSocket}. */
  public TcpSocket connect(
      InetSocketAddress local,
      InetSocketAddress remote,
      TcpSettings settings,
      Duration timeout,
      ByteBuffer first)
      throws IOException {
    return TcpSocket.connect(loop, local, remote, settings, timeout, first);
  }

  /**
   * Opens a socket for datagrams.
   *
   * @param local one of the stack's addresses, or a wildcard for all; port 0 takes a free one
   * @throws java.net.BindException if the address is not the stack's, or somebody is there
   */
  public UdpSocket udp(InetSocketAddress local) throws IOException {
    return UdpSocket.open(loop, local, QueueLimits.DEFAULTS);
  }

  /** Opens a socket that asks others for an echo. */
  public PingSocket ping() throws IOException {
    return PingSocket.open(loop);
  }

  /**
   * Channels and selectors of {@code java.nio} over this stack, for whoever takes a provider. They
   * become the whole JVM's only by {@link io.fourwave.nio.JvmSelectorProvider}.
   */
  public SelectorProvider selectorProvider() {
    return new StackSelectorProvider(loop, defaults);
  }

  /**
   * A factory of {@link java.net.Socket}s that connect over this stack; {@link io.fourwave.net}
   * says where they differ from the JDK's own.
   */
  public SocketFactory socketFactory() {
    return new StackSocketFactory(loop, defaults);
  }

  /** A factory of {@link java.net.ServerSocket}s that listen on this stack. */
  public ServerSocketFactory serverSocketFactory() {
    return new StackServerSocketFactory(loop, defaults);
  }

  /** A factory of {@link java.net.DatagramSocket}s over this stack. */
  public StackDatagramSocketFactory datagramSocketFactory() {
    return new StackDatagramSocketFactory(loop);
  }

  /**
   * Makes a provider of the JDK's asynchronous channels, whose connections are this stack's: {@code
   * AsynchronousServerSocketChannel.open(provider.openAsynchronousChannelGroup(executor, 0))}.
   */
  public AsynchronousChannelProvider asynchronousChannelProvider() {
    return new AsyncChannelProvider(loop, defaults);
  }

  /** What sockets start with. */
  public TcpSettings settings() {
    return defaults;
  }

  /** All there is: listeners, connections, and what waits in TIME-WAIT. */
  public List<ConnectionStatus> connections() throws IOException {
    return AllHosts.connections(loops.ask(one -> one.host().connections()));
  }

  /** The sockets for datagrams. */
  public List<EndpointStatus> datagramSockets() throws IOException {
    return AllHosts.datagrams(loops.ask(one -> one.host().udp().status()));
  }

  /** What has been counted, by name: {@code nstat}'s names where it has one. */
  public Map<String, Long> counters() throws IOException {
    return AllHosts.sum(loops.ask(one -> one.host().counters().asMap()));
  }

  /** Whether the stack runs; it stops by itself only if the device fails. */
  public boolean isRunning() {
    return !loops.isStopped();
  }

  /** Why it has stopped by itself; null if it has not. */
  public IOException failure() {
    return loops.failure();
  }

  /** Runs something on the stack's own thread, the first if it has several, and waits for it. */
  public <T> T onLoop(EventLoop.Task<T> task) throws IOException {
    return loop.ask(task);
  }

  /** The loop, for adapters; the first of {@link #loops}. */
  public EventLoop loop() {
    return loop;
  }

  /** All loops: one for each queue of the device. */
  public Loops loops() {
    return loops;
  }

  /** Closes within a second, see {@link #close(Duration)}. */
  @Override
  public void close() {
    close(PATIENCE);
  }

  /**
   * Closes: listeners at once, connections as their owners close them, within a time; what is open
   * then is reset. Lets the device go.
   */
  public void close(Duration patience) {
    AllHosts.end(loops, EventLoop.clock() + patience.toNanos(), PATIENCE.toNanos() * 10);
  }

  /** Describes a stack. */
  public static final class Builder {
    private final List<? extends LinkDevice> queues;
    private final List<String> addresses = new ArrayList<>();
    private HostSettings settings = HostSettings.defaults();
    private Supplier<RandomGenerator> random = SecureRandom::new;
    private Duration busyPoll = Duration.ZERO;
    private TcpObserver tcpObserver = TcpObserver.NONE;
    private IpObserver ipObserver = IpObserver.NONE;

    private Builder(List<? extends LinkDevice> queues) {
      this.queues = List.copyOf(queues);
    }

    /** Adds an address, IPv4 or IPv6. */
    public Builder address(String literal) {
      addresses.add(literal);
      return this;
    }

    /** Adds an address. */
    public Builder address(InetAddress address) {
      return address(address.getHostAddress());
    }

    /** Takes packets to any host's address, as the far end of a tunnel does. */
    public Builder anyAddress() {
      settings = settings.with(settings.ip().withAnyAddress(true));
      return this;
    }

    /** Chooses what sockets start with. */
    public Builder tcp(TcpSettings value) {
      settings = settings.with(value);
      return this;
    }

    /** What sockets will start with, as chosen so far. */
    public TcpSettings tcp() {
      return settings.tcp();
    }

    /** Chooses the maximum segment lifetime; TIME-WAIT lasts twice as long. */
    public Builder msl(Duration msl) {
      settings = settings.withMsl(msl);
      return this;
    }

    /**
     * Chooses how many octets the buffers of all connections take together, at least 64 KiB; half
     * of what the JVM may take if nothing is said. Over several queues each has an equal part.
     */
    public Builder memory(long octets) {
      settings = settings.withMemory(octets);
      return this;
    }

    /** Chooses when SYNs are answered with cookies; without a choice, under a flood. */
    public Builder synCookies(SynCookieUse value) {
      settings = settings.with(settings.tcpHost().withSynCookies(value));
      return this;
    }

    /**
     * Chooses all settings of the host; MTU and offload are the device's. Over several queues
     * limits are divided, see {@link HostSettings#dividedBy}.
     */
    public Builder host(HostSettings value) {
      settings = value;
      return this;
    }

    /**
     * Has the stack's thread look for packets for so long after there were any before it sleeps: it
     * saves the time of waking it, and takes a processor meanwhile. It adapts: where nothing comes
     * in that time it hardly ever looks. {@link Duration#ZERO}, the default: not at all.
     */
    public Builder busyPoll(Duration time) {
      busyPoll = time;
      return this;
    }

    /** Chooses the source of chance; seeded ones are for tests. */
    public Builder random(RandomGenerator value) {
      random = queues.size() == 1 ? () -> value : () -> AllHosts.shared(value);
      return this;
    }

    /** Adds an observer of TCP, called on the stack's threads, one at a time. */
    public Builder observe(TcpObserver observer) {
      tcpObserver = Observers.both(tcpObserver, observer);
      return this;
    }

    /** Adds an observer of IP, called on the stack's threads, one at a time. */
    public Builder observe(IpObserver observer) {
      ipObserver = Observers.both(ipObserver, observer);
      return this;
    }

    /**
     * Starts the stack's thread, or threads.
     *
     * @throws IllegalArgumentException if settings and device do not go together, or the queues
     */
    public NetworkStack start() {
      LinkDevice device = AllHosts.like(queues);
      HostSettings chosen = settings.with(device.offload()).withMtu(device.mtu());
      if (!addresses.isEmpty()) {
        chosen = chosen.withAddresses(addresses.toArray(String[]::new));
      }
      Loops loops = Loops.over(queues, chosen, random, busyPoll, tcpObserver, ipObserver);
      loops.start();
      return new NetworkStack(loops, chosen.tcp());
    }
  }
}
