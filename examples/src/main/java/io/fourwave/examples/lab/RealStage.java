package io.fourwave.examples.lab;

import io.fourwave.NetworkStack;
import io.fourwave.examples.Refusal;
import io.fourwave.host.EventLoop;
import io.fourwave.host.EventLoop.Task;
import io.fourwave.host.HostSettings;
import io.fourwave.link.Direction;
import io.fourwave.link.Faults;
import io.fourwave.link.FaultyLink;
import io.fourwave.link.LinkDevice;
import io.fourwave.link.Packet;
import io.fourwave.link.PacketMatch;
import io.fourwave.tcp.TcpState;
import io.fourwave.trace.RecordedEnd;
import io.fourwave.trace.RecordedLink;
import io.fourwave.trace.Recorder;
import io.fourwave.tun.TunDevice;
import io.fourwave.tun.TunException;
import io.fourwave.tun.TunInterface;
import io.fourwave.tun.TunSettings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * A stack of ours on one end of a TUN device and the kernel on the other, in real time. Between
 * them is a link that loses what it is told to lose. Belongs into a network of its own.
 */
final class RealStage extends Stage {
  private static final String DEVICE = "tun0";
  private static final String FOURWAVE = "192.0.2.2";
  private static final String KERNEL = "192.0.2.1";
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final long GLANCE = 1_000_000;

  private final long epochNanosAtZero;
  private final Recorder recorder;
  private final TunDevice tun;
  private final FaultyLink wire;
  private final HeldLink gate;
  private final NetworkStack stack;
  private final Party fourwave;
  private final KernelParty kernel;

  RealStage(String title, Conditions conditions, Narrator narrator) throws IOException {
    super(conditions, narrator);
    tun = open();
    String ours = conditions.fourwaveIsClient() ? "client" : "server";
    String theirs = conditions.fourwaveIsClient() ? "server" : "client";
    epochNanosAtZero = System.currentTimeMillis() * 1_000_000;
    recorder =
        new Recorder(
            title,
            new RecordedEnd(ours, FOURWAVE, true),
            new RecordedEnd(theirs, KERNEL, false),
            EventLoop.clock());
    wire = wire(conditions.realDelay());
    gate = new HeldLink(wire);
    stack = start(conditions);
    fourwave = new FourwaveParty(this, ours, 0, stack.loop().host(), FOURWAVE, KERNEL);
    int buffer = conditions.other().buffers().receive();
    boolean chosen = buffer != Conditions.asServer().other().buffers().receive();
    kernel = new KernelParty(this, theirs, KERNEL, FOURWAVE, chosen ? buffer : 0);
  }

  private static TunDevice open() throws TunException {
    try {
      TunDevice device = TunDevice.open(TunSettings.named(DEVICE).withOffload(false));
      TunInterface.named(DEVICE).withoutLinkLocal().address(KERNEL + "/24").up();
      return device;
    } catch (TunException e) {
      if (e.errno().equals("EPERM")) {
        throw new Refusal(
            "not allowed to make a TUN device: run it with sudo, or with --simulated", e);
      }
      throw e;
    }
  }

  private FaultyLink wire(Duration delay) {
    Faults faults = Faults.NONE.withDelay(delay, Duration.ZERO);
    LinkDevice far = RecordedLink.far(tun, recorder);
    return new FaultyLink(
        far,
        faults,
        faults,
        (fault, way, packet, now) ->
            recorder.suffers(fault, way == Direction.OUT ? 0 : 1, packet, now));
  }

  private NetworkStack start(Conditions conditions) {
    HostSettings settings =
        HostSettings.defaults()
            .withAddresses(FOURWAVE)
            .with(conditions.host().withMsl(conditions.realMsl()))
            .with(conditions.tcp());
    return NetworkStack.over(RecordedLink.near(gate, recorder))
        .host(settings)
        .observe(recorder.observer(0))
        .observe(recorder.ipObserver(0))
        .start();
  }

  @Override
  Party fourwave() {
    return fourwave;
  }

  @Override
  Party other() {
    return kernel;
  }

  @Override
  public boolean isReal() {
    return true;
  }

  @Override
  long epochNanosAtZero() {
    return epochNanosAtZero;
  }

  @Override
  Duration patience() {
    return PATIENCE;
  }

  @Override
  public boolean waitFor(Check check, Duration limit) throws IOException {
    long end = EventLoop.clock() + limit.toNanos();
    while (!check.holds()) {
      if (EventLoop.clock() >= end) {
        return false;
      }
      if (Thread.interrupted()) {
        Thread.currentThread().interrupt();
        throw new InVain("it was interrupted");
      }
      LockSupport.parkNanos(Math.min(GLANCE, limit.toNanos()));
    }
    return true;
  }

  @Override
  public void lose(Party from, int packets, PacketMatch match) throws IOException {
    Direction way = from == fourwave ? Direction.OUT : Direction.IN;
    onLoop(
        () -> {
          wire.path(way).drop(packets, match);
          return null;
        });
  }

  /** {@inheritDoc} What the kernel sends is held back until Fourwave has acted as well. */
  @Override
  public void atOnce(Act others, Act ours) throws IOException {
    hold(true);
    try {
      others.act();
      ours.act();
    } finally {
      hold(false);
    }
  }

  private void hold(boolean on) throws IOException {
    onLoop(
        () -> {
          gate.hold(on);
          return null;
        });
  }

  @Override
  public void deliver(Party to, ByteBuffer octets) throws IOException {
    Packet packet = new Packet();
    packet.set(octets.duplicate());
    onLoop(
        () -> {
          recorder.strays(1 - to.end(), packet);
          recorder.reaches(to.end(), packet, now());
          if (to == fourwave) {
            stack.loop().host().packetArrives(packet, now());
            return true;
          }
          return tun.write(packet, now());
        });
  }

  @Override
  public long counted(String name) throws IOException {
    return stack.counters().getOrDefault(name, 0L);
  }

  @Override
  public long connections(TcpState state) throws IOException {
    return stack.connections().stream().filter(c -> c.state() == state).count();
  }

  @Override
  Recorder recorder() {
    return recorder;
  }

  @Override
  <T> T onLoop(Task<T> task) throws IOException {
    return stack.onLoop(task);
  }

  @Override
  long now() {
    return stack.loop().host().now();
  }

  @Override
  public void close() {
    kernel.close();
    stack.close(Duration.ZERO);
  }
}
