package io.fourwave.sim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.host.HostSocket;
import io.fourwave.tcp.TcpEvent;
import io.fourwave.tcp.TcpSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Paths that swallow long packets without a word, and what a whole transfer makes of them. */
@Tag("RFC4821")
class PathSearchTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final int MEGABYTE = 1_000_000;
  private static final int TCP_AND_TIMESTAMPS = 32;

  private final int[] widest = {1500};

  private Transfer transfer(long bandwidth, int octets, boolean v4, TcpSettings settings)
      throws IOException {
    WireSettings wire =
        WireSettings.PERFECT
            .withBandwidth(bandwidth)
            .withQueue(200_000) // so that text waits to be sent, not on the wire
            .withDelay(Duration.ofMillis(10));
    String from = v4 ? "192.0.2.1" : "2001:db8::1";
    String to = v4 ? "192.0.2.2" : "2001:db8::2";
    Transfer transfer = new Transfer(21, octets, wire, wire, from, to, settings);
    transfer.cable.there().drop(Integer.MAX_VALUE, (way, packet) -> packet.length() > widest[0]);
    return transfer;
  }

  private static long count(Transfer transfer, TcpEvent event) {
    return transfer.clientHost.counters().of(event);
  }

  private static int packet(HostSocket socket, boolean v4) {
    return socket.status().segmentSize() + TCP_AND_TIMESTAMPS + (v4 ? 20 : 40);
  }

  @ParameterizedTest
  @CsvSource({
    "true, 1499",
    "true, 1492",
    "true, 1400",
    "true, 1031",
    "true, 1024",
    "false, 1492",
    "false, 1420",
    "false, 1280"
  })
  @Tag("RFC8899")
  @Tag("RFC2923")
  void theTrueMtuOfABlackHoleIsFoundByProbes(boolean v4, int mtu) throws IOException {
    widest[0] = mtu;
    Transfer transfer = transfer(10_000_000, 20 * MEGABYTE, v4, TcpSettings.defaults());
    boolean over = transfer.run(HOUR);
    int found = packet(transfer.client, v4);
    assertTrue(over, "over in an hour, with packets of " + found);
    assertArrayEquals(transfer.text, transfer.received.toByteArray());
    assertTrue(found <= mtu && found > mtu - 8, found + " is not what fits into " + mtu);
    assertEquals(1, count(transfer, TcpEvent.PATH_BLACK_HOLE));
  }

  @ParameterizedTest
  @CsvSource({"1000, 1000", "700, 700", "552, 552"})
  void anIpv4PathMayBeNarrowerThanTheBase(int mtu, int atMost) throws IOException {
    widest[0] = mtu;
    Transfer transfer = transfer(10_000_000, 20 * MEGABYTE, true, TcpSettings.defaults());
    assertTrue(transfer.run(HOUR));
    int found = packet(transfer.client, true);
    assertTrue(found <= atMost && found > atMost - 8, found + " is not what fits into " + mtu);
    assertEquals(2, count(transfer, TcpEvent.PATH_BLACK_HOLE));
  }

  @Test
  void theLossOfAProbeAloneReducesNoWindow() throws IOException {
    widest[0] = 1400;
    Transfer transfer = transfer(10_000_000, 20 * MEGABYTE, true, TcpSettings.defaults());
    transfer.network.runUntil(() -> count(transfer, TcpEvent.PATH_PROBE_LOST) > 0, HOUR);
    Set<Integer> thresholds = new TreeSet<>();
    int[] least = {Integer.MAX_VALUE};
    transfer.network.application(
        now -> {
          thresholds.add(transfer.client.status().ssthresh());
          least[0] = Math.min(least[0], transfer.client.status().cwnd());
          return false;
        });
    int before = transfer.client.status().cwnd();
    transfer.network.runUntil(() -> count(transfer, TcpEvent.PATH_PROBE_LOST) > 3, HOUR);
    assertEquals(1, thresholds.size(), "the slow-start threshold stays: " + thresholds);
    assertTrue(least[0] >= before, "the window was " + before + ", then " + least[0]);
  }

  @Test
  void anOutageIsTakenForABlackHoleOnlyUntilTheFirstProbe() throws IOException {
    Transfer transfer = transfer(10_000_000, 5 * MEGABYTE, true, TcpSettings.defaults());
    transfer.network.advance(Duration.ofSeconds(1));
    transfer.cable.cut();
    transfer.network.advance(Duration.ofSeconds(5));
    transfer.cable.mend();
    assertTrue(transfer.run(HOUR));
    assertTrue(count(transfer, TcpEvent.PATH_BLACK_HOLE) > 0);
    assertEquals(1, count(transfer, TcpEvent.PATH_PROBE_PASSED));
    assertEquals(1500, packet(transfer.client, true));
  }

  @ParameterizedTest
  @CsvSource({"true, true", "true, false", "false, true", "false, false"})
  @Tag("RFC1191")
  @Tag("RFC8201")
  void aConnectionThatLivesOnUsesAPathThatHasBecomeWider(boolean v4, boolean probes)
      throws IOException {
    widest[0] = 1400;
    TcpSettings settings = TcpSettings.defaults();
    settings = settings.with(settings.ip().withPathMtuSearch(true, probes));
    Transfer transfer = transfer(500_000, 80 * MEGABYTE, v4, settings);
    transfer.network.advance(Duration.ofSeconds(100));
    widest[0] = 1500;
    transfer.network.advance(Duration.ofSeconds(400));
    int before = packet(transfer.client, v4);
    assertTrue(before <= 1400, "not before ten minutes are over, but: " + before);
    transfer.network.advance(Duration.ofMinutes(10));
    assertEquals(1500, packet(transfer.client, v4));
    assertTrue(transfer.client.isConnected() && transfer.received.size() > 0);
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void theNextConnectionBeginsWithWhatWasFound(boolean v4) throws IOException {
    widest[0] = 1400;
    Transfer transfer = transfer(10_000_000, 20 * MEGABYTE, v4, TcpSettings.defaults());
    assertTrue(transfer.run(HOUR));
    int found = packet(transfer.client, v4);
    InetSocketAddress remote = new InetSocketAddress(v4 ? "192.0.2.2" : "2001:db8::2", 7);
    HostSocket next = transfer.clientHost.connect(null, remote, TcpSettings.defaults());
    transfer.network.runUntil(next::isConnected, HOUR);
    assertEquals(found, packet(next, v4));
  }

  @Test
  void withoutDetectionABlackHoleStaysOne() throws IOException {
    widest[0] = 1400;
    TcpSettings settings = TcpSettings.defaults();
    settings = settings.with(settings.ip().withPathMtuSearch(false, false));
    Transfer transfer = transfer(10_000_000, MEGABYTE, true, settings);
    transfer.network.advance(Duration.ofMinutes(5));
    assertEquals(0, transfer.received.size());
    assertEquals(0, count(transfer, TcpEvent.PATH_BLACK_HOLE));
  }
}
