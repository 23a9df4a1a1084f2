package io.fourwave.sim;

import io.fourwave.host.Host;
import io.fourwave.host.HostSettings;
import io.fourwave.ip.IpObserver;
import io.fourwave.link.Direction;
import io.fourwave.link.Packet;
import io.fourwave.tcp.TcpObserver;
import io.fourwave.wire.IpAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;

/**
 * Hosts joined by cables, in virtual time: nothing takes longer than the work it makes, and the
 * same seed gives the same packets at the same nanosecond. A node that has several cables sends
 * each packet over the one whose other end has the packet's destination; nobody forwards. Not
 * thread-safe.
 *
 * <pre>{@code
 * Network network = new Network(42);
 * Host client = network.host("client", HostSettings.defaults().withAddresses("192.0.2.1"));
 * Host server = network.host("server", HostSettings.defaults().withAddresses("192.0.2.2"));
 * WireSettings slow = WireSettings.PERFECT.withBandwidth(10_000_000).withFaults("loss=1%,delay=20ms");
 * Cable cable = network.join("client", "server", slow, slow);
 * cable.back().drop(1, TcpMatch.flags("S."));
 * network.runUntil(socket::isConnected, Duration.ofSeconds(10));
 * }</pre>
 */
public final class Network {
  private static final int MOST_ROUNDS = 1_000_000;
  private static final long END_OF_TIME = Long.MAX_VALUE - 1; // since MAX_VALUE is "never"

  private final long seed;
  private final SplittableRandom seeds;
  private final Map<String, Endpoint> endpoints = new LinkedHashMap<>();
  private final Map<IpAddress, Endpoint> owners = new HashMap<>();
  private final List<Wire> wires = new ArrayList<>();
  private final List<Application> applications = new ArrayList<>();
  private final List<WireTap> taps = new ArrayList<>();
  private final Packet packet = new Packet();
  private long now;
  private long unroutable;

  /** Makes a network without nodes, at time 0. */
  public Network(long seed) {
    this.seed = seed;
    this.seeds = new SplittableRandom(seed);
  }

  /** The time in nanoseconds. */
  public long now() {
    return now;
  }

  /** Packets for an address to which no cable led. */
  public long unroutable() {
    return unroutable;
  }

  /** Makes a host and adds it; its chances come from the network's seed. */
  public Host host(String name, HostSettings settings) {
    return host(name, settings, TcpObserver.NONE, IpObserver.NONE);
  }

  /** The same with observers. */
  public Host host(
      String name, HostSettings settings, TcpObserver tcpObserver, IpObserver ipObserver) {
    Host host = new Host(settings, seeds.split(), now, tcpObserver, ipObserver);
    add(name, new HostNode(host), settings.ip().addresses());
    return host;
  }

  /**
   * Adds a node.
   *
   * @throws IllegalArgumentException if its name or an address is taken
   */
  public void add(String name, Node node, List<IpAddress> addresses) {
    Endpoint endpoint = new Endpoint(name, node);
    if (endpoints.putIfAbsent(name, endpoint) != null) {
      throw new IllegalArgumentException("there is a node '" + name + "' already");
    }
    for (IpAddress address : addresses) {
      if (owners.putIfAbsent(address, endpoint) != null) {
        throw new IllegalArgumentException(address + " is another node's");
      }
    }
  }

  /** Joins two nodes by a cable that is the same in both directions. */
  public Cable join(String one, String other, WireSettings both) {
    return join(one, other, both, both);
  }

  /** Joins two nodes, with one wire each way. */
  public Cable join(String one, String other, WireSettings there, WireSettings back) {
    Endpoint left = endpoint(one);
    Endpoint right = endpoint(other);
    return new Cable(
        wire(left, right, there, Direction.OUT), wire(right, left, back, Direction.IN));
  }

  private Wire wire(Endpoint from, Endpoint to, WireSettings settings, Direction direction) {
    SplittableRandom random = new SplittableRandom(seeds.nextLong() ^ settings.faults().seed());
    Wire wire = new Wire(from, to, settings, random, direction, taps);
    from.leads(wire);
    wires.add(wire);
    return wire;
  }

  private Endpoint endpoint(String name) {
    Endpoint endpoint = endpoints.get(name);
    if (endpoint == null) {
      throw new IllegalArgumentException("there is no node '" + name + "'");
    }
    return endpoint;
  }

  /** Has a program act whenever something has happened. */
  public void application(Application application) {
    applications.add(application);
  }

  /** Shows what becomes of all packets from now on. */
  public void tap(WireTap tap) {
    taps.add(tap);
  }

  /**
   * Lets time pass, from event to event, until a condition holds. What the caller did to hosts
   * before is seen to first.
   *
   * @param limit how long at most, in virtual time
   * @return whether the condition holds; if not the limit is reached
   */
  public boolean runUntil(BooleanSupplier done, Duration limit) {
    long deadline = now + Math.min(limit.toNanos(), END_OF_TIME - now);
    settle();
    while (!done.getAsBoolean()) {
      long next = nextEvent();
      if (next > deadline) {
        now = deadline;
        settle();
        return done.getAsBoolean();
      }
      now = Math.max(now, next);
      settle();
    }
    return true;
  }

  /** Lets a time pass. */
  public void advance(Duration time) {
    runUntil(() -> false, time);
  }

  /**
   * Lets happen all that happens at this instant: arrivals, timers, programs, output, and again.
   */
  private void settle() {
    int rounds = 0;
    boolean happened = true;
    while (happened) {
      if (++rounds > MOST_ROUNDS) {
        throw new IllegalStateException(
            "time stands still at "
                + now
                + " ns: nodes or programs find something to do without end; seed "
                + seed);
      }
      happened = arrivals();
      happened |= timers();
      happened |= programs();
      happened |= output();
    }
  }

  private boolean arrivals() {
    boolean happened = false;
    for (Wire wire : wires) {
      happened |= wire.run(now);
    }
    return happened;
  }

  private boolean timers() {
    boolean happened = false;
    for (Endpoint endpoint : endpoints.values()) {
      happened |= endpoint.node().nextDeadline() <= now;
      endpoint.node().advanceTo(now);
    }
    return happened;
  }

  private boolean programs() {
    boolean happened = false;
    for (Application application : applications) {
      try {
        happened |= application.act(now);
      } catch (IOException e) {
        throw new UncheckedIOException("at " + now + " ns, seed " + seed, e);
      }
    }
    return happened;
  }

  private boolean output() {
    boolean happened = false;
    for (Endpoint endpoint : endpoints.values()) {
      while (endpoint.node().nextPacket(packet, now)) {
        route(endpoint);
        happened = true;
      }
    }
    return happened;
  }

  private void route(Endpoint sender) {
    Wire wire = sender.wireTo(owners.get(destination()));
    if (wire == null) {
      unroutable++;
    } else {
      wire.send(packet, now);
    }
  }

  private IpAddress destination() {
    ByteBuffer bytes = packet.bytes();
    int at = packet.start();
    return bytes.get(at) >>> 4 == 4
        ? new IpAddress(0, IpAddress.mapped(bytes.getInt(at + 16)))
        : new IpAddress(bytes.getLong(at + 24), bytes.getLong(at + 32));
  }

  private long nextEvent() {
    long next = Long.MAX_VALUE;
    for (Wire wire : wires) {
      next = Math.min(next, wire.nextEvent());
    }
    for (Endpoint endpoint : endpoints.values()) {
      next = Math.min(next, endpoint.node().nextDeadline());
    }
    return next;
  }
}
