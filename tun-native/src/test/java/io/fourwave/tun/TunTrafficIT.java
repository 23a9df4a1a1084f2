package io.fourwave.tun;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.link.Packet;
import io.fourwave.link.Packet.ChecksumState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The kernel talks through the device to a peer that the test plays by hand. */
@Timeout(60)
class TunTrafficIT {
  private static final String KERNEL4 = "10.9.0.1/24";
  private static final String KERNEL6 = "fd09::1/64";
  private static final String PEER4 = "10.9.0.2";
  private static final String PEER6 = "fd09::2";
  private static final int SYN_ACK = 0x12;
  private static final int ACK = 0x10;
  private static final int PATIENCE_MILLIS = 10_000;

  private final TunSettings settings = TunSettings.named("tun0");
  private Packet packet = new Packet();
  private TunDevice device;

  @BeforeEach
  void inANetworkOfOurOwn() {
    PrivateNetwork.assumed();
  }

  @AfterEach
  void close() {
    if (device != null) {
      device.close();
    }
  }

  private void open(boolean offload, String peer) throws IOException {
    if (peer.equals(PEER6)) {
      PrivateNetwork.ipv6Assumed();
    }
    open(offload);
  }

  private void open(boolean offload) throws IOException {
    device = TunDevice.open(settings.withOffload(offload));
    TunInterface.named("tun0").withoutLinkLocal().address(KERNEL4).address(KERNEL6).up();
  }

  @ParameterizedTest
  @CsvSource({PEER4 + ", false", PEER4 + ", true", PEER6 + ", false", PEER6 + ", true"})
  void theKernelsPingIsAnswered(String peer, boolean offload) throws Exception {
    open(offload, peer);
    assertPings(peer);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void packetsOnTheHeapAreReadAndWritten(boolean offload) throws Exception {
    open(offload);
    packet = new Packet(ByteBuffer.allocate(Packet.HEADROOM + 1500));
    assertPings(PEER4);
    packet = new Packet(ByteBuffer.allocate(Packet.HEADROOM + 20));
    sendDatagram(PEER4, 1000);
    PrivateNetwork.receive(device, packet, p -> HandMade.protocol(p) == HandMade.UDP);
    assertEquals(20, packet.length(), "cut short to the room there is");
  }

  private void assertPings(String peer) throws Exception {
    CompletableFuture<Boolean> answered = pinging(peer);
    PrivateNetwork.receive(device, packet, HandMade::isEchoRequest);
    HandMade.answerEcho(packet);
    assertTrue(device.write(packet, 0));
    assertTrue(answered.get(30, TimeUnit.SECONDS));
  }

  /** Root's isReachable is an ICMP echo. */
  private static CompletableFuture<Boolean> pinging(String peer) {
    return CompletableFuture.supplyAsync(
        unchecked(() -> InetAddress.getByName(peer).isReachable(PATIENCE_MILLIS)));
  }

  @Test
  void morePacketsThanAddressesRememberedAreNotMixedUp() throws Exception {
    open(false);
    List<Packet> packets = Stream.generate(Packet::new).limit(6).toList();
    for (int round = 1; round <= 2; round++) {
      for (int i = 0; i < packets.size(); i++) {
        sendDatagram(PEER4, 100 * round + i);
        PrivateNetwork.receive(device, packets.get(i), p -> HandMade.protocol(p) == HandMade.UDP);
      }
      for (int i = 0; i < packets.size(); i++) {
        assertEquals(28 + 100 * round + i, HandMade.word(packets.get(i), 2), "its own length");
      }
    }
  }

  @Test
  void aPacketWithoutHeadroomIsWrittenAllTheSame() throws Exception {
    open(true);
    CompletableFuture<Boolean> answered = pinging(PEER4);
    PrivateNetwork.receive(device, packet, HandMade::isEchoRequest);
    HandMade.answerEcho(packet);
    byte[] octets = new byte[packet.length()];
    packet.bytes().get(packet.start(), octets);
    packet.bytes().put(0, octets);
    packet.lies(0, octets.length);
    assertTrue(device.write(packet, 0));
    assertTrue(answered.get(30, TimeUnit.SECONDS));
  }

  @ParameterizedTest
  @ValueSource(strings = {PEER4, PEER6})
  void withOffloadTheKernelLeavesTheChecksumToUs(String peer) throws Exception {
    open(true, peer);
    sendDatagram(peer, 1000);
    PrivateNetwork.receive(device, packet, p -> HandMade.protocol(p) == HandMade.UDP);
    int udp = HandMade.ipLength(packet);
    assertEquals(ChecksumState.PARTIAL, packet.checksumState());
    assertEquals(packet.start() + udp, packet.transportStart());
    assertEquals(HandMade.pseudoSum(packet), HandMade.word(packet, udp + 6));
    assertEquals(udp + 8 + 1000, packet.length());
  }

  @ParameterizedTest
  @ValueSource(strings = {PEER4, PEER6})
  void withoutOffloadTheKernelFillsTheChecksumIn(String peer) throws Exception {
    open(false, peer);
    sendDatagram(peer, 1000);
    PrivateNetwork.receive(device, packet, p -> HandMade.protocol(p) == HandMade.UDP);
    assertEquals(ChecksumState.COMPLETE, packet.checksumState());
    assertTrue(HandMade.checksumHolds(packet));
  }

  private static void sendDatagram(String peer, int octets) throws IOException {
    try (var socket = new DatagramSocket()) {
      socket.send(new DatagramPacket(new byte[octets], octets, InetAddress.getByName(peer), 9));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {PEER4, PEER6})
  void withOffloadTheKernelSendsAndTakesSuperSegments(String peer) throws Exception {
    open(true, peer);
    try (Socket socket = connect(peer)) {
      byte[] sent = octets(10_000);
      socket.getOutputStream().write(sent);
      PrivateNetwork.receive(device, packet, p -> isText(p) && HandMade.tcpText(p) > 1400);
      assertEquals(ChecksumState.PARTIAL, packet.checksumState());
      assertTrue(packet.length() > device.mtu(), "longer than the MTU: " + packet.length());
      // No MSS option in our SYN: RFC 9293 §3.7.1 has the kernel assume these.
      assertEquals(HandMade.ipv6(packet) ? 1220 : 536, packet.segmentSize());

      byte[] answer = octets(20_000);
      answerWith(answer, true);
      packet.segmentSize(1400);
      assertTrue(device.write(packet, 0));
      assertArrayEquals(answer, socket.getInputStream().readNBytes(answer.length));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {PEER4, PEER6})
  void aSegmentMarkedSuperButShortIsTakenToo(String peer) throws Exception {
    open(true, peer);
    try (Socket socket = connect(peer)) {
      socket.getOutputStream().write(1);
      PrivateNetwork.receive(device, packet, TunTrafficIT::isText);
      byte[] answer = octets(700);
      answerWith(answer, true);
      packet.segmentSize(1400);
      assertTrue(device.write(packet, 0));
      assertArrayEquals(answer, socket.getInputStream().readNBytes(answer.length));
    }
  }

  @Test
  void aPlainOpenerIsSparedThePreviousOnesOffload() throws Exception {
    TunDevice.open(settings.persistentForOwner(0)).close();
    try {
      open(false);
      try (Socket socket = connect(PEER4)) {
        socket.getOutputStream().write(octets(5_000));
        PrivateNetwork.receive(device, packet, TunTrafficIT::isText);
        assertTrue(packet.length() <= device.mtu(), "no super-segment: " + packet.length());
        assertTrue(HandMade.checksumHolds(packet));
        byte[] answer = octets(700);
        answerWith(answer, false);
        assertTrue(device.write(packet, 0));
        assertArrayEquals(answer, socket.getInputStream().readNBytes(answer.length));
      }
      device.close();
      open(true);
      sendDatagram(PEER4, 1000);
      PrivateNetwork.receive(device, packet, p -> HandMade.protocol(p) == HandMade.UDP);
      assertEquals(ChecksumState.PARTIAL, packet.checksumState(), "and back again");
    } finally {
      TunInterface.named("tun0").delete();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void aFlowComesOnTheQueueItWasWrittenTo(int chosen) throws Exception {
    List<TunDevice> queues = TunDevice.openQueues(settings, 2);
    try {
      TunInterface.named("tun0").withoutLinkLocal().address(KERNEL4).up();
      try (Socket socket = connect(PEER4, queues, queues.get(chosen))) {
        socket.getOutputStream().write(1);
        var arrivedOn = PrivateNetwork.receive(queues, packet, TunTrafficIT::isText);
        assertSame(queues.get(chosen), arrivedOn);
      }
    } finally {
      queues.forEach(TunDevice::close);
    }
  }

  private Socket connect(String peer) throws Exception {
    return connect(peer, List.of(device), device);
  }

  /** Connects the kernel's TCP to us: the SYN is answered by hand, sequence number 1000. */
  private Socket connect(String peer, List<TunDevice> heard, TunDevice answering) throws Exception {
    CompletableFuture<Socket> connected =
        CompletableFuture.supplyAsync(
            unchecked(
                () -> {
                  Socket socket = new Socket();
                  // Closes with a reset: nothing is left to be sent again in the next test.
                  socket.setSoLinger(true, 0);
                  socket.setTcpNoDelay(true);
                  socket.setSoTimeout(PATIENCE_MILLIS);
                  socket.connect(new InetSocketAddress(peer, 80), PATIENCE_MILLIS);
                  return socket;
                }));
    PrivateNetwork.receive(heard, packet, HandMade::isSyn);
    int tcp = packet.start() + HandMade.ipLength(packet);
    int ack = packet.bytes().getInt(tcp + 4) + 1;
    HandMade.answerTcp(packet, 1000, ack, SYN_ACK, new byte[0], answering.offload().checksum());
    assertTrue(answering.write(packet, 0));
    return connected.get(30, TimeUnit.SECONDS);
  }

  /** Turns the segment that was received into its acknowledgement, with text. */
  private void answerWith(byte[] text, boolean partial) {
    int tcp = packet.start() + HandMade.ipLength(packet);
    int ack = packet.bytes().getInt(tcp + 4) + HandMade.tcpText(packet);
    HandMade.answerTcp(packet, 1001, ack, ACK, text, partial);
  }

  private static boolean isText(Packet packet) {
    return HandMade.protocol(packet) == HandMade.TCP && HandMade.tcpText(packet) > 0;
  }

  private static byte[] octets(int count) {
    byte[] octets = new byte[count];
    new Random(count).nextBytes(octets);
    return octets;
  }

  private interface Attempt<T> {
    T run() throws IOException;
  }

  private static <T> Supplier<T> unchecked(Attempt<T> attempt) {
    return () -> {
      try {
        return attempt.run();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    };
  }
}
