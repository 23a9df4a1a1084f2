package io.fourwave.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.sim.Network;
import io.fourwave.sim.WireSettings;
import io.fourwave.tcp.TcpSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A host with several addresses of both families, and listeners on all of them, or on one. */
@Tag("RFC8504")
class SeveralAddressesTest {
  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final List<String> ADDRESSES =
      List.of("192.0.2.2", "198.51.100.2", "2001:db8:1::2", "2001:db8:2::2", "fd00::2");

  private final Network network = new Network(6);
  private final Host client;
  private final Host server;

  SeveralAddressesTest() {
    HostSettings settings = HostSettings.defaults();
    client =
        network.host(
            "client",
            settings.withAddresses("192.0.2.1", "198.51.100.1", "2001:db8:1::1", "fd00::1"));
    server = network.host("server", settings.withAddresses(ADDRESSES.toArray(String[]::new)));
    network.join("client", "server", WireSettings.PERFECT);
  }

  private HostSocket connected(String address, int port) throws IOException {
    InetSocketAddress remote = new InetSocketAddress(address, port);
    HostSocket socket = client.connect(null, remote, TcpSettings.defaults());
    network.runUntil(() -> socket.isConnected() || !socket.isOpen(), LIMIT);
    return socket;
  }

  @Test
  void oneListenerIsThereAtEveryAddressOfBothFamilies() throws IOException {
    HostListener listener = server.listen(new InetSocketAddress(7), 16, TcpSettings.defaults());
    for (String address : ADDRESSES) {
      HostSocket ours = connected(address, 7);
      assertTrue(ours.isConnected(), address);
      HostSocket theirs = listener.accept();
      assertEquals(address, text(theirs.localAddress()));
      assertEquals(ours.localAddress(), theirs.remoteAddress());
      ours.write(ByteBuffer.wrap(new byte[] {42}));
      network.runUntil(theirs::isReadable, LIMIT);
      assertEquals(1, theirs.read(ByteBuffer.allocate(10)));
    }
  }

  @Test
  void listenersOnEachAddressOfAPortAreToldApart() throws IOException {
    for (String address : ADDRESSES) {
      server.listen(new InetSocketAddress(address, 9), 16, TcpSettings.defaults());
    }
    HostListener all = server.listen(new InetSocketAddress(10), 16, TcpSettings.defaults());
    for (String address : ADDRESSES) {
      assertTrue(connected(address, 9).isConnected(), address);
      assertNull(all.accept());
    }
  }

  @Test
  void aListenerOnOneAddressIsNotThereAtTheOthers() throws IOException {
    InetSocketAddress one = new InetSocketAddress("2001:db8:2::2", 9);
    HostListener listener = server.listen(one, 16, TcpSettings.defaults());
    for (String address : ADDRESSES) {
      boolean there = address.equals("2001:db8:2::2");
      assertEquals(there, connected(address, 9).isConnected(), address);
    }
    assertNotNull(listener.accept());
    assertNull(listener.accept());
  }

  @ParameterizedTest
  @CsvSource({
    "198.51.100.2, 198.51.100.1",
    "192.0.2.2, 192.0.2.1",
    "2001:db8:2::2, 2001:db8:1::1",
    "fd00::2, fd00::1"
  })
  @Tag("RFC6724")
  void aConnectionComesFromTheAddressThatSuitsTheRemote(String remote, String local)
      throws IOException {
    server.listen(new InetSocketAddress(7), 16, TcpSettings.defaults());
    assertEquals(local, text(connected(remote, 7).localAddress()));
  }

  private static String text(InetSocketAddress address) {
    return io.fourwave.wire.IpAddress.of(address.getAddress()).toString();
  }
}
