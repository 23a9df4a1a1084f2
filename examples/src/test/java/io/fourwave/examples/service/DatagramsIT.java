package io.fourwave.examples.service;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.examples.lab.Lab;
import io.fourwave.examples.lab.Program;
import io.fourwave.socket.PingSocket;
import io.fourwave.socket.UdpSocket;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** UDP and ping between the stack and the kernel, both ways. */
class DatagramsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private Path directory;
  private Lab lab;

  @BeforeEach
  void open() throws IOException {
    lab = Lab.open();
  }

  @AfterEach
  void close() {
    if (lab != null) {
      lab.close();
    }
  }

  private static byte[] octets(int count) {
    byte[] octets = new byte[count];
    new Random(count).nextBytes(octets);
    return octets;
  }

  @ParameterizedTest
  @ValueSource(strings = {"UDP4:192.0.2.2:7", "UDP6:[2001:db8::2]:7"})
  void echoSendsADatagramBack(String address) throws IOException {
    byte[] text = octets(20_000);
    Path file = Files.write(directory.resolve("text"), text);
    // -b: one datagram, which goes in fragments; -t: so long socat waits after the end of its input
    String command = "socat -b 65000 -t 3 - " + address + " < " + file;
    assertEquals(new String(text, ISO_8859_1), Program.run("sh", "-c", command));
  }

  @Test
  void ncTalksToEchoAndToDiscard() {
    assertEquals("hello\n", Program.run("sh", "-c", "echo hello | nc -u -w 2 192.0.2.2 7"));
    assertEquals("", Program.run("sh", "-c", "echo hello | nc -u -w 1 2001:db8::2 9"));
  }

  @ParameterizedTest
  @CsvSource({"192.0.2.2, UDP4:192.0.2.2:4000", "2001:db8::2, UDP6:[2001:db8::2]:4000"})
  void ncAndSocatTalkToAnEchoServerThatIsWrittenForTheJdksSockets(String address, String place)
      throws IOException {
    byte[] text = octets(20_000);
    Path file = Files.write(directory.resolve("text"), text);
    try (DatagramSocket ours = lab.stack().datagramSocketFactory().createDatagramSocket(4000)) {
      Thread server = new Thread(() -> echo(ours), "echo");
      server.start();
      String nc = "echo hello | nc -u -w 2 " + address + " 4000";
      assertEquals("hello\n", Program.run("sh", "-c", nc));
      String socat = "socat -b 65000 -t 3 - " + place + " < " + file;
      assertEquals(new String(text, ISO_8859_1), Program.run("sh", "-c", socat));
    }
  }

  /** An echo server as one would write it for any machine: one packet, for all. */
  private static void echo(DatagramSocket socket) {
    DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
    try {
      while (true) {
        socket.receive(packet);
        socket.send(packet);
      }
    } catch (IOException e) {
      assertTrue(socket.isClosed(), e::toString);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"192.0.2.2", "2001:db8::2"})
  void theKernelIsToldOfAClosedPort(String address) throws IOException {
    try (DatagramSocket kernel = new DatagramSocket()) {
      kernel.setSoTimeout((int) PATIENCE.toMillis());
      kernel.connect(InetAddress.getByName(address), 99);
      kernel.send(new DatagramPacket(new byte[10], 10));
      assertThrows(
          PortUnreachableException.class,
          () -> kernel.receive(new DatagramPacket(new byte[10], 10)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"192.0.2.1", "2001:db8::1"})
  void theKernelTellsUsOfAClosedPort(String address) throws IOException {
    try (UdpSocket ours = lab.stack().udp(new InetSocketAddress(0))) {
      ours.timeout(Duration.ofSeconds(1));
      ours.connect(new InetSocketAddress(address, 99));
      assertThrows(PortUnreachableException.class, () -> sendUntilAnswered(ours));
    }
  }

  /** The kernel sends one error a second or so, and others may have had it. */
  private static void sendUntilAnswered(UdpSocket ours) throws IOException {
    for (long tries = PATIENCE.toSeconds(); tries > 0; tries--) {
      ours.send(ByteBuffer.allocate(10));
      try {
        ours.receive(ByteBuffer.allocate(10));
      } catch (SocketTimeoutException e) {
        continue;
      }
      return;
    }
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, 0", "192.0.2.1, 1472", "192.0.2.1, 1473", "192.0.2.1, 65507",
    "2001:db8::1, 1", "2001:db8::1, 1452", "2001:db8::1, 1453", "2001:db8::1, 65507"
  })
  void theKernelAndWeExchangeDatagramsOfAnyLength(String address, int length) throws IOException {
    InetAddress there = InetAddress.getByName(address);
    try (DatagramSocket kernel = new DatagramSocket(0, there);
        UdpSocket ours = lab.stack().udp(new InetSocketAddress(0))) {
      kernel.setSoTimeout((int) PATIENCE.toMillis());
      ours.timeout(PATIENCE);
      byte[] text = octets(length);
      ours.send(ByteBuffer.wrap(text), new InetSocketAddress(there, kernel.getLocalPort()));
      DatagramPacket packet = new DatagramPacket(new byte[70_000], 70_000);
      kernel.receive(packet);
      assertArrayEquals(text, Arrays.copyOf(packet.getData(), packet.getLength()));
      kernel.send(packet);
      ByteBuffer back = ByteBuffer.allocate(70_000);
      ours.receive(back);
      assertEquals(ByteBuffer.wrap(text), back.flip());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"192.0.2.1", "2001:db8::1"})
  void theKernelAnswersOurPings(String address) throws IOException {
    try (PingSocket ping = lab.stack().ping()) {
      for (int length : new int[] {0, 56, 4000, 60_000}) {
        InetAddress there = InetAddress.getByName(address);
        assertFalse(ping.ping(there, length, PATIENCE).isNegative());
      }
    }
  }

  @Test
  void aPingToWhereNobodyIsEndsInTime() throws IOException {
    try (PingSocket ping = lab.stack().ping()) {
      InetAddress nobody = InetAddress.getByName("192.0.2.99");
      assertThrows(
          SocketTimeoutException.class, () -> ping.ping(nobody, 56, Duration.ofMillis(200)));
    }
  }

  @Test
  void echoDoesNotAnswerWellKnownPorts() throws IOException {
    try (DatagramSocket kernel = new DatagramSocket(19, InetAddress.getByName("192.0.2.1"))) {
      kernel.setSoTimeout(500);
      kernel.connect(InetAddress.getByName("192.0.2.2"), 7);
      kernel.send(new DatagramPacket("loop".getBytes(US_ASCII), 4));
      assertThrows(
          SocketTimeoutException.class, () -> kernel.receive(new DatagramPacket(new byte[10], 10)));
    }
  }
}
