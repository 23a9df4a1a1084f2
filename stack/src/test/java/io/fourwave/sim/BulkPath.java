package io.fourwave.sim;

import io.fourwave.host.Host;
import io.fourwave.host.HostListener;
import io.fourwave.host.HostSettings;
import io.fourwave.link.Faults;
import io.fourwave.tcp.TcpSettings;
import io.fourwave.tcp.congestion.CongestionControl;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * A path with a bottleneck, and flows that share it. What goes wrong befalls the text; the
 * acknowledgements have the same bottleneck and the same delay.
 */
final class BulkPath {
  private static final int SERVER_PORT = 7;
  private static final long LEAST_QUEUE = 64_000;

  private final Network network;
  private final Host client;
  private final Host server;
  private final Cable cable;
  private final List<BulkFlow> flows = new ArrayList<>();

  /**
   * Builds it.
   *
   * @param rate bits a second
   * @param rtt of a packet that waits nowhere; the queue is as long, and 64 KB at least
   * @param faults of the way there; the delay is half the {@code rtt}
   */
  BulkPath(long seed, long rate, Duration rtt, Faults faults) {
    network = new Network(seed);
    client = network.host("client", HostSettings.defaults().withAddresses("192.0.2.1"));
    server = network.host("server", HostSettings.defaults().withAddresses("192.0.2.2"));
    long pipe = rate / 8 * rtt.toMillis() / 1000;
    Duration oneWay = rtt.dividedBy(2);
    WireSettings wire =
        WireSettings.PERFECT.withBandwidth(rate).withQueue(Math.max(LEAST_QUEUE, pipe));
    cable =
        network.join(
            "client",
            "server",
            wire.withFaults(faults.withDelay(oneWay, Duration.ZERO)),
            wire.withDelay(oneWay));
  }

  /** Opens a flow of its own congestion control. */
  BulkFlow flow(Supplier<? extends CongestionControl> congestionControl) throws IOException {
    TcpSettings settings = TcpSettings.defaults().withCongestionControl(congestionControl);
    int port = SERVER_PORT + flows.size();
    HostListener listener = server.listen(new InetSocketAddress(port), 1, settings);
    BulkFlow flow =
        new BulkFlow(
            client.connect(null, new InetSocketAddress("192.0.2.2", port), settings),
            listener,
            port);
    flows.add(flow);
    network.application(flow);
    return flow;
  }

  /** Lets time pass. */
  void run(Duration time) {
    network.advance(time);
  }

  /** Packets that the client has sent. */
  long sent() {
    return cable.there().count(Fate.SENT);
  }

  /** Both wires, to lose packets on purpose. */
  Cable cable() {
    return cable;
  }
}
