package io.fourwave.examples.lab;

import io.fourwave.host.EventLoop.Task;
import io.fourwave.host.Host;
import io.fourwave.host.HostSettings;
import io.fourwave.link.Fault;
import io.fourwave.link.Packet;
import io.fourwave.link.PacketMatch;
import io.fourwave.sim.Cable;
import io.fourwave.sim.Fate;
import io.fourwave.sim.Network;
import io.fourwave.sim.Wire;
import io.fourwave.sim.WireSettings;
import io.fourwave.tcp.TcpSettings;
import io.fourwave.tcp.TcpState;
import io.fourwave.trace.RecordedEnd;
import io.fourwave.trace.Recorder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/** Two hosts of ours, 5 ms apart, in virtual time. Everything is the same in every run. */
final class SimulatedStage extends Stage {
  private static final String FOURWAVE = "192.0.2.2";
  private static final String OTHER = "192.0.2.1";
  private static final Duration ONE_WAY = Duration.ofMillis(5);
  private static final long BANDWIDTH = 100_000_000;
  private static final long GLANCE = 1_000_000;
  private static final int GLANCES = 50; // the longer it takes the more rarely one looks
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final Network network = new Network(1);
  private final Recorder recorder;
  private final Host[] hosts = new Host[2];
  private final Cable cable;
  private final Party fourwave;
  private final Party other;

  SimulatedStage(String title, Conditions conditions, Narrator narrator) {
    super(conditions, narrator);
    String ours = conditions.fourwaveIsClient() ? "client" : "server";
    String theirs = conditions.fourwaveIsClient() ? "server" : "client";
    recorder =
        new Recorder(
            title, new RecordedEnd(ours, FOURWAVE, true), new RecordedEnd(theirs, OTHER, true), 0);
    hosts[0] = host(0, ours, FOURWAVE, conditions, conditions.tcp());
    hosts[1] = host(1, theirs, OTHER, conditions, conditions.other());
    cable =
        network.join(
            ours, theirs, WireSettings.PERFECT.withBandwidth(BANDWIDTH).withDelay(ONE_WAY));
    network.tap(this::seen);
    fourwave = new FourwaveParty(this, ours, 0, hosts[0], FOURWAVE, OTHER);
    other = new FourwaveParty(this, theirs, 1, hosts[1], OTHER, FOURWAVE);
  }

  private Host host(int end, String name, String address, Conditions conditions, TcpSettings tcp) {
    HostSettings settings =
        HostSettings.defaults().withAddresses(address).with(conditions.host()).with(tcp);
    return network.host(name, settings, recorder.observer(end), recorder.ipObserver(end));
  }

  private void seen(Fate fate, Wire wire, Packet packet, long now) {
    int from = wire == cable.there() ? 0 : 1;
    switch (fate) {
      case SENT -> recorder.leaves(from, packet, now);
      case DELIVERED -> recorder.reaches(1 - from, packet, now);
      case CUT -> recorder.suffers(Fault.DROPPED, from, packet, now);
      case QUEUE_FULL -> recorder.suffers(Fault.OVERFLOWED, from, packet, now);
      default -> recorder.suffers(Fault.valueOf(fate.name()), from, packet, now);
    }
  }

  @Override
  Party fourwave() {
    return fourwave;
  }

  @Override
  Party other() {
    return other;
  }

  @Override
  public boolean isReal() {
    return false;
  }

  @Override
  long epochNanosAtZero() {
    return 0;
  }

  @Override
  Duration patience() {
    return PATIENCE;
  }

  @Override
  public boolean waitFor(Check check, Duration limit) throws IOException {
    long begin = network.now();
    long end = begin + limit.toNanos();
    while (!check.holds()) { // and a look may be an act: reading opens the window
      if (network.now() >= end) {
        return false;
      }
      long later = (network.now() - begin) / GLANCES;
      network.advance(Duration.ofNanos(Math.max(GLANCE, later)));
    }
    return true;
  }

  @Override
  public void pass(Duration time) {
    network.advance(time);
  }

  @Override
  public void lose(Party from, int packets, PacketMatch match) {
    (from == fourwave ? cable.there() : cable.back()).drop(packets, match);
  }

  @Override
  public void atOnce(Act others, Act ours) throws IOException {
    others.act(); // and no time passes meanwhile
    ours.act();
  }

  @Override
  public void deliver(Party to, ByteBuffer octets) {
    Packet packet = new Packet();
    packet.set(octets.duplicate());
    recorder.strays(1 - to.end(), packet);
    recorder.reaches(to.end(), packet, now());
    hosts[to.end()].packetArrives(packet, now());
  }

  @Override
  public long counted(String name) {
    return hosts[0].counters().asMap().getOrDefault(name, 0L);
  }

  @Override
  public long connections(TcpState state) {
    return hosts[0].connections().stream().filter(c -> c.state() == state).count();
  }

  @Override
  Recorder recorder() {
    return recorder;
  }

  @Override
  <T> T onLoop(Task<T> task) throws IOException {
    return task.run();
  }

  @Override
  long now() {
    return network.now();
  }

  @Override
  public void close() {
    // nothing runs
  }
}
