package io.fourwave.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.host.Host;
import io.fourwave.host.HostListener;
import io.fourwave.host.HostSettings;
import io.fourwave.host.HostSocket;
import io.fourwave.tcp.Buffers;
import io.fourwave.tcp.TcpSettings;
import io.fourwave.tcp.congestion.Bbr;
import io.fourwave.tcp.congestion.CongestionControl;
import io.fourwave.tcp.congestion.Cubic;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** BBR over 10 Mbit/s and 50 ms. */
class BbrTest {
  private static final long BANDWIDTH = 10_000_000;
  private static final Duration ROUND_TRIP = Duration.ofMillis(50);
  private static final int QUEUE = 250_000; // four round trips

  private final Network network = new Network(3);
  private final ByteBuffer buffer = ByteBuffer.allocate(65_536);
  private boolean pausing;
  private HostSocket client;
  private HostSocket server;
  private Cable cable;
  private long received;

  /** Bits a second that arrive, after ten seconds, over twenty. */
  private double rate(Supplier<CongestionControl> algorithm, String faults) throws IOException {
    begin(algorithm, faults);
    network.advance(Duration.ofSeconds(10));
    return rateOver(Duration.ofSeconds(20));
  }

  private double rateOver(Duration time) {
    long before = received;
    network.advance(time);
    return (received - before) * 8.0 / time.toSeconds();
  }

  private void begin(Supplier<CongestionControl> algorithm, String faults) throws IOException {
    Host from = network.host("client", HostSettings.defaults().withAddresses("192.0.2.1"));
    Host to = network.host("server", HostSettings.defaults().withAddresses("192.0.2.2"));
    WireSettings back = WireSettings.PERFECT.withDelay(ROUND_TRIP.dividedBy(2));
    WireSettings there =
        back.withFaults(faults + "delay=25ms").withBandwidth(BANDWIDTH).withQueue(QUEUE);
    cable = network.join("client", "server", there, back);
    TcpSettings settings = TcpSettings.defaults().with(new Buffers(4 << 20, 4 << 20));
    HostListener listener = to.listen(new InetSocketAddress(7), 1, settings);
    client =
        from.connect(
            null, new InetSocketAddress("192.0.2.2", 7), settings.withCongestionControl(algorithm));
    network.application(now -> write());
    network.application(now -> read(listener));
  }

  private boolean write() throws IOException {
    if (pausing || !client.isWritable()) {
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
    int count = server.read(buffer);
    received += Math.max(count, 0);
    return count > 0;
  }

  @Test
  void usesThePathAndDoesNotFillItsQueue() throws IOException {
    begin(Bbr::new, "");
    network.advance(Duration.ofSeconds(10));
    long[] queued = new long[2];
    network.tap(
        (fate, wire, packet, now) -> {
          queued[0] += cable.there().queued();
          queued[1]++;
        });
    double rate = rateOver(Duration.ofSeconds(20));
    assertTrue(rate > 0.9 * BANDWIDTH, "only " + rate + " bit/s");
    assertTrue(queued[0] / queued[1] < QUEUE / 8, "on average " + queued[0] / queued[1]);
  }

  @Test
  void losesLessSpeedToLossesThatAreNotCongestionThanCubic() throws IOException {
    double bbr = rate(Bbr::new, "loss=1%,");
    double cubic = new BbrTest().rate(Cubic::new, "loss=1%,");
    assertTrue(bbr > 0.8 * BANDWIDTH, "only " + bbr + " bit/s");
    assertTrue(bbr > 1.5 * cubic, bbr + " bit/s, CUBIC " + cubic);
  }

  @Test
  void anApplicationThatHasLittleToSayIsNotTakenForASlowPath() throws IOException {
    begin(Bbr::new, "");
    network.advance(Duration.ofSeconds(5));
    pausing = true;
    network.advance(Duration.ofSeconds(5));
    for (int i = 0; i < 300; i++) {
      buffer.clear().limit(10_000);
      client.write(buffer);
      network.advance(Duration.ofMillis(100));
    }
    assertEquals("bbr", client.status().congestionControl());
    pausing = false;
    double rate = rateOver(Duration.ofSeconds(1));
    assertTrue(rate > 0.8 * BANDWIDTH, "only " + rate + " bit/s");
  }
}
