package io.fourwave.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.link.Offload;
import io.fourwave.link.Packet;
import io.fourwave.tcp.TcpSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Text that the device puts right where the application reads it, foreseen or in vain. */
class LandingTest {
  private static final long MILLISECOND = 1_000_000;
  private static final String V4 = "192.0.2.2";
  private static final String V6 = "2001:db8::2";

  private final TwoHosts net = new TwoHosts(HostSettings.defaults().with(Offload.ALL));
  private final Packet sent = new Packet().takingTail();
  private final Packet read = new Packet();
  private int landed;

  /** A transfer of which every octet is known. */
  private final class Transfer {
    final HostSocket from;
    final HostSocket to;
    final int seed;
    private final ByteBuffer chunk = ByteBuffer.allocate(100_000);
    private long written;
    private long checked;

    Transfer(String address, int port) throws IOException {
      HostListener listener =
          net.peer.listen(new InetSocketAddress(port), 1, TcpSettings.defaults());
      from = net.us.connect(null, new InetSocketAddress(address, port), TcpSettings.defaults());
      net.settle();
      to = listener.accept();
      seed = port;
    }

    private byte octet(long position) {
      return (byte) ((position + seed) * 0x9E3779B97F4A7C15L >>> 56);
    }

    void write() throws IOException {
      chunk.clear();
      for (int i = 0; i < chunk.capacity(); i++) {
        chunk.put(i, octet(written + i));
      }
      written += from.write(chunk);
    }

    void readAndCheck() throws IOException {
      for (int count = to.read(chunk.clear()); count > 0; count = to.read(chunk.clear())) {
        for (int i = 0; i < count; i++) {
          assertEquals(octet(checked), chunk.get(i), "octet " + checked + " of port " + seed);
          checked++;
        }
      }
    }
  }

  /** Has the device of the receiver read a packet: it lands where the host wants it. */
  private void carryToPeer(Packet packet) {
    net.peer.foresee(read);
    read.set(packet);
    read.land();
    int before = read.tail().length();
    landed += before > 0 ? 1 : 0;
    net.peer.packetArrives(read, net.now);
  }

  private boolean carry() {
    boolean any = false;
    while (net.us.nextPacket(sent, net.now)) {
      carryToPeer(sent);
      any = true;
    }
    while (net.peer.nextPacket(read, net.now)) {
      net.us.packetArrives(read, net.now);
      any = true;
    }
    return any;
  }

  private void settle() {
    boolean any = carry();
    while (any) {
      any = carry();
    }
  }

  private void advance() {
    settle();
    net.now += MILLISECOND;
    net.us.advanceTo(net.now);
    net.peer.advanceTo(net.now);
    settle();
  }

  @ParameterizedTest
  @ValueSource(strings = {V4, V6})
  void textOfABulkTransferLandsAndIsWhatWasSent(String address) throws IOException {
    Transfer bulk = new Transfer(address, 9);
    while (bulk.written < 10_000_000) {
      bulk.write();
      advance();
      bulk.readAndCheck();
    }
    advance();
    bulk.readAndCheck();
    assertEquals(bulk.written, bulk.checked);
    assertTrue(landed > 100, landed + " packets have landed");
  }

  @Test
  void anotherConnectionsTextDoesNotStayWhereItHasLanded() throws IOException {
    Transfer bulk = new Transfer(V4, 9);
    Transfer other = new Transfer(V4, 10);
    for (int i = 0; i < 200; i++) {
      bulk.write();
      advance();
      bulk.readAndCheck();
    }
    int before = landed;
    other.write();
    settle();
    assertTrue(landed > before, "it was expected to be the first one's");
    other.readAndCheck();
    assertTrue(other.checked > 0);
    bulk.write();
    advance();
    bulk.readAndCheck();
    assertEquals(bulk.written, bulk.checked);
  }

  @Test
  void nothingIsForeseenOfOneThatIsClosed() throws IOException {
    Transfer bulk = new Transfer(V4, 9);
    for (int i = 0; i < 50; i++) {
      bulk.write();
      advance();
      bulk.readAndCheck();
    }
    net.peer.foresee(read);
    assertFalse(read.landing().isEmpty());
    bulk.to.abort();
    settle();
    net.peer.foresee(read);
    assertTrue(read.landing().isEmpty());
  }

  /** What is in flight is shuffled, lost and doubled, of several connections and both families. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void whateverHappensOnTheWayEachReadsItsOwn(long seed) throws IOException {
    Random random = new Random(seed);
    List<Transfer> transfers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      transfers.add(new Transfer(i % 2 == 0 ? V4 : V6, 9 + i));
    }
    for (int step = 0; step < 2_000; step++) {
      Transfer transfer = transfers.get(step / 50 % transfers.size());
      transfer.write();
      roughly(random);
      if (random.nextInt(3) == 0) {
        transfer.readAndCheck();
      }
    }
    for (int step = 0; step < 5_000; step++) {
      advance();
      for (Transfer transfer : transfers) {
        transfer.readAndCheck();
      }
    }
    for (Transfer transfer : transfers) {
      assertEquals(transfer.written, transfer.checked, "seed " + seed);
    }
    assertTrue(landed > 200, landed + " packets have landed, seed " + seed);
  }

  private void roughly(Random random) {
    List<Packet> flying = new ArrayList<>();
    while (net.us.nextPacket(sent, net.now)) {
      Packet packet = new Packet(ByteBuffer.allocate(Packet.HEADROOM + sent.length()));
      packet.set(sent);
      flying.add(random.nextInt(flying.size() + 1) < 2 ? 0 : flying.size(), packet);
    }
    for (Packet packet : flying) {
      int fate = random.nextInt(50);
      for (int i = fate == 0 ? 0 : fate == 1 ? 2 : 1; i > 0; i--) {
        carryToPeer(packet);
      }
    }
    advance();
  }
}
