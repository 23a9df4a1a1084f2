package io.fourwave.sim;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.host.Host;
import io.fourwave.host.HostListener;
import io.fourwave.host.HostSettings;
import io.fourwave.host.HostSocket;
import io.fourwave.tcp.Buffers;
import io.fourwave.tcp.TcpSettings;
import io.fourwave.tcp.congestion.CongestionControl;
import io.fourwave.tcp.congestion.Cubic;
import io.fourwave.tcp.congestion.NewReno;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two connections through one bottleneck of 10 Mbit/s with a queue of one round trip. */
@Tag("RFC9438")
class FairnessTest {
  private static final long BANDWIDTH = 10_000_000;
  private static final Duration WARM_UP = Duration.ofSeconds(20);
  private static final Duration MEASURED = Duration.ofSeconds(60);

  private final Network network = new Network(7);
  private final ByteBuffer buffer = ByteBuffer.allocate(65_536);
  private final List<HostSocket> servers = new ArrayList<>();
  private final List<Long> received = new ArrayList<>();

  @ParameterizedTest
  @CsvSource({"cubic, 20", "cubic, 50", "cubic, 100", "newreno, 50"})
  void twoOfAKindShareEqually(String name, int roundTrip) throws IOException {
    Supplier<CongestionControl> kind = name.equals("cubic") ? Cubic::new : NewReno::new;
    double[] shares = shares(kind, kind, roundTrip);
    assertTrue(jain(shares) >= 0.95, "%s, %s".formatted(shares[0], shares[1]));
    assertTrue(shares[0] + shares[1] >= 0.9, "%s, %s".formatted(shares[0], shares[1]));
  }

  @Test
  void cubicLeavesRenoMoreThanAQuarterOnAShortPath() throws IOException {
    double[] shares = shares(Cubic::new, NewReno::new, 20);
    assertTrue(shares[1] >= 0.25, "%s, %s".formatted(shares[0], shares[1]));
    assertTrue(shares[0] >= 0.25, "%s, %s".formatted(shares[0], shares[1]));
  }

  private static double jain(double... shares) {
    double sum = 0;
    double squares = 0;
    for (double share : shares) {
      sum += share;
      squares += share * share;
    }
    return sum * sum / (shares.length * squares);
  }

  /** What part of the bandwidth each has, the second having begun a second later. */
  private double[] shares(
      Supplier<CongestionControl> one, Supplier<CongestionControl> other, int roundTripMillis)
      throws IOException {
    Host from = network.host("client", HostSettings.defaults().withAddresses("192.0.2.1"));
    Host to = network.host("server", HostSettings.defaults().withAddresses("192.0.2.2"));
    long queue = BANDWIDTH / 8 * roundTripMillis / 1000;
    WireSettings wire =
        WireSettings.PERFECT
            .withBandwidth(BANDWIDTH)
            .withQueue(Math.max(queue, 10 * 1500))
            .withDelay(Duration.ofMillis(roundTripMillis).dividedBy(2));
    network.join("client", "server", wire);
    TcpSettings settings = TcpSettings.defaults().with(new Buffers(4 << 20, 4 << 20));
    HostListener listener = to.listen(new InetSocketAddress(7), 2, settings);
    network.application(now -> accept(listener) || readAll());
    begin(from, settings.withCongestionControl(one));
    network.advance(Duration.ofSeconds(1));
    begin(from, settings.withCongestionControl(other));
    network.advance(WARM_UP);
    long[] before = {received.get(0), received.get(1)};
    network.advance(MEASURED);
    double all = BANDWIDTH / 8.0 * MEASURED.toSeconds();
    return new double[] {(received.get(0) - before[0]) / all, (received.get(1) - before[1]) / all};
  }

  private void begin(Host from, TcpSettings settings) throws IOException {
    HostSocket client = from.connect(null, new InetSocketAddress("192.0.2.2", 7), settings);
    network.application(now -> write(client));
  }

  private boolean accept(HostListener listener) throws IOException {
    HostSocket accepted = listener.accept();
    if (accepted == null) {
      return false;
    }
    servers.add(accepted);
    received.add(0L);
    return true;
  }

  private boolean readAll() throws IOException {
    boolean any = false;
    for (int i = 0; i < servers.size(); i++) {
      any |= read(i);
    }
    return any;
  }

  private boolean write(HostSocket client) throws IOException {
    if (!client.isWritable()) {
      return false;
    }
    buffer.clear();
    return client.write(buffer) > 0;
  }

  private boolean read(int index) throws IOException {
    HostSocket server = servers.get(index);
    if (!server.isReadable()) {
      return false;
    }
    buffer.clear();
    int count = server.read(buffer);
    received.set(index, received.get(index) + Math.max(count, 0));
    return count > 0;
  }
}
