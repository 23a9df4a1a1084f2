package io.fourwave.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.host.Host;
import io.fourwave.host.HostListener;
import io.fourwave.host.HostSettings;
import io.fourwave.host.HostSocket;
import io.fourwave.link.TcpMatch;
import io.fourwave.tcp.Buffers;
import io.fourwave.tcp.TcpSettings;
import io.fourwave.tcp.congestion.CongestionControl;
import io.fourwave.tcp.congestion.Cubic;
import io.fourwave.tcp.congestion.NewReno;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** 100 Mbit/s and 100 ms: 1.25 megabytes are in flight if the path is used. */
class LongFatPipeTest {
  private static final int PIPE = 1_250_000;
  private static final Duration LONG = Duration.ofMinutes(5);

  private final ByteBuffer buffer = ByteBuffer.allocate(65_536);
  private HostSocket server;

  @Test
  void cubicRegainsItsWindowSoonerThanNewReno() throws IOException {
    double reno = secondsToRegainTheWindow(NewReno::new);
    double cubic = secondsToRegainTheWindow(Cubic::new);
    assertTrue(3 * cubic < reno, "CUBIC %.1f s, NewReno %.1f s".formatted(cubic, reno));
  }

  private double secondsToRegainTheWindow(Supplier<CongestionControl> algorithm)
      throws IOException {
    TcpSettings settings =
        TcpSettings.defaults().with(new Buffers(8 << 20, 8 << 20)).withCongestionControl(algorithm);
    server = null;
    Network network = new Network(16);
    Host from = network.host("client", HostSettings.defaults().withAddresses("192.0.2.1"));
    Host to = network.host("server", HostSettings.defaults().withAddresses("192.0.2.2"));
    WireSettings wire =
        WireSettings.PERFECT.withBandwidth(100_000_000).withDelay(Duration.ofMillis(50));
    Cable cable = network.join("client", "server", wire);
    HostListener listener = to.listen(new InetSocketAddress(7), 1, settings);
    HostSocket client = from.connect(null, new InetSocketAddress("192.0.2.2", 7), settings);
    network.application(now -> write(client));
    network.application(now -> read(listener));
    assertTrue(network.runUntil(() -> client.status().cwnd() >= PIPE / 2, LONG));
    cable.there().drop(1, TcpMatch.any().withText());
    int[] widest = new int[1];
    assertTrue(network.runUntil(() -> isReduced(client, widest), LONG));
    long lost = network.now();
    assertTrue(network.runUntil(() -> client.status().cwnd() >= widest[0], LONG));
    assertEquals(1, cable.there().count(Fate.DROPPED));
    return (network.now() - lost) / 1e9;
  }

  private static boolean isReduced(HostSocket client, int[] widest) {
    int window = client.status().cwnd();
    widest[0] = Math.max(widest[0], window);
    return window < widest[0];
  }

  private boolean write(HostSocket client) throws IOException {
    if (!client.isWritable()) {
      return false;
    }
    buffer.clear();
    return client.write(buffer) > 0;
  }

  private boolean read(HostListener listener) throws IOException {
    server = server == null ? listener.accept() : server;
    if (server == null || !server.isReadable()) {
      return false;
    }
    buffer.clear();
    return server.read(buffer) > 0;
  }
}
