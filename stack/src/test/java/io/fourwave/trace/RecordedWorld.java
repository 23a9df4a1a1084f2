package io.fourwave.trace;

import io.fourwave.host.Host;
import io.fourwave.host.HostListener;
import io.fourwave.host.HostSettings;
import io.fourwave.host.HostSocket;
import io.fourwave.ip.IpObserver;
import io.fourwave.link.Fault;
import io.fourwave.link.Packet;
import io.fourwave.sim.Cable;
import io.fourwave.sim.Fate;
import io.fourwave.sim.Network;
import io.fourwave.sim.Wire;
import io.fourwave.sim.WireSettings;
import io.fourwave.tcp.TcpSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;

/** Two hosts 5 ms apart that are recorded, once with both watched and once with the client only. */
final class RecordedWorld {
  final Network network = new Network(1);

  /** What the second recorder calls 0, so that its times are 7 s more. */
  static final long ZERO = -7_000_000_000L;

  final Recorder both = recorder(true, 0);
  final Recorder clientOnly = recorder(false, ZERO);
  final Host client = host("client", "192.0.2.1", 0);
  final Host server = host("server", "192.0.2.2", 1);
  final Cable cable =
      network.join("client", "server", WireSettings.PERFECT.withDelay(Duration.ofMillis(5)));
  private HostListener listener;
  HostSocket ours;
  HostSocket theirs;

  RecordedWorld() {
    network.tap(this::seen);
  }

  private static Recorder recorder(boolean serverInside, long zero) {
    RecordedEnd client = new RecordedEnd("client", "192.0.2.1", true);
    return new Recorder("test", client, new RecordedEnd("server", "192.0.2.2", serverInside), zero);
  }

  private Host host(String name, String address, int end) {
    HostSettings settings = HostSettings.defaults().withAddresses(address);
    if (end == 1) {
      return network.host(name, settings, both.observer(1), IpObserver.NONE);
    }
    return network.host(
        name,
        settings,
        new TwoObservers(both.observer(0), clientOnly.observer(0)),
        IpObserver.NONE);
  }

  private void seen(Fate fate, Wire wire, Packet packet, long now) {
    int from = wire.from().equals("client") ? 0 : 1;
    for (Recorder recorder : new Recorder[] {both, clientOnly}) {
      switch (fate) {
        case SENT -> recorder.leaves(from, packet, now);
        case DELIVERED -> recorder.reaches(1 - from, packet, now);
        case CUT -> recorder.suffers(Fault.DROPPED, from, packet, now);
        case QUEUE_FULL -> recorder.suffers(Fault.OVERFLOWED, from, packet, now);
        default -> recorder.suffers(Fault.valueOf(fate.name()), from, packet, now);
      }
    }
  }

  /** A connection from port 40000 to port 7. */
  RecordedWorld open() throws IOException {
    listener = server.listen(new InetSocketAddress(7), 5, TcpSettings.defaults());
    ours =
        client.connect(
            new InetSocketAddress("192.0.2.1", 40_000),
            new InetSocketAddress("192.0.2.2", 7),
            TcpSettings.defaults());
    pass(100);
    theirs = listener.accept();
    return this;
  }

  void pass(long millis) {
    network.advance(Duration.ofMillis(millis));
  }

  static ByteBuffer text(int octets) {
    return ByteBuffer.allocate(octets);
  }
}
