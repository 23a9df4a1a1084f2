package io.fourwave.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.tcp.TcpSettings;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a connection costs in which nothing happens, whatever has happened before. */
class IdleConnectionTest {
  private static final int COUNT = 20_000;
  private static final int BATCH = 1_000;
  private static final int NOISE = 64 << 10;
  private static final int MOST_OCTETS = 1_024;
  private static final long TENTH = 100_000_000;
  private static final InetSocketAddress SERVER = new InetSocketAddress("192.0.2.2", 7);

  private final TwoHosts hosts = new TwoHosts(settings());
  private final HostSocket[] clients = new HostSocket[COUNT];
  private final HostSocket[] servers = new HostSocket[COUNT];
  private final ByteBuffer octet = ByteBuffer.allocate(1);

  private static HostSettings settings() {
    HostSettings settings = HostSettings.defaults();
    return settings.with(settings.tcpHost().withPorts(1024, 65_535));
  }

  /** Both ends are counted: the connection, its socket, its place in the tables. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anIdleConnectionTakesLessThanAKilobyteAtEachEnd(boolean keptAlive) throws IOException {
    TcpSettings defaults = TcpSettings.defaults();
    TcpSettings tcp = defaults.with(defaults.keepAlive().switched(keptAlive));
    HostListener listener = hosts.peer.listen(SERVER, 16, tcp);
    long before = heapInUse();
    for (int i = 0; i < COUNT; i++) {
      clients[i] = hosts.us.connect(null, SERVER, tcp);
      hosts.settle();
      servers[i] = listener.accept();
      carriesARequest(i);
      if (i % BATCH == 0) {
        allAreIdle();
      }
    }
    allAreIdle();
    long octets = (heapInUse() - before) / (2 * COUNT);
    assertTrue(octets < MOST_OCTETS, octets + " octets an end");
    for (int i = 0; i < COUNT; i++) {
      carriesARequest(i);
    }
  }

  private void carriesARequest(int i) throws IOException {
    carriesAnOctet(clients[i], servers[i]);
    carriesAnOctet(servers[i], clients[i]);
  }

  private void carriesAnOctet(HostSocket from, HostSocket to) throws IOException {
    from.write(octet.clear());
    hosts.settle();
    assertEquals(1, to.read(octet.clear()));
  }

  /** Time passes until no ring has memory. */
  private void allAreIdle() {
    while (hosts.us.memory().used() + hosts.peer.memory().used() > 0) {
      hosts.advance(TENTH);
    }
  }

  /** After as many collections as it takes for the last two to find the same, more or less. */
  private static long heapInUse() {
    long before;
    long now = collected();
    do {
      before = now;
      now = collected();
    } while (Math.abs(now - before) > NOISE);
    return now;
  }

  private static long collected() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
