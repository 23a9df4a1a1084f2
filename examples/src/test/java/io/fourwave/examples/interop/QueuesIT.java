package io.fourwave.examples.interop;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.NetworkStack;
import io.fourwave.examples.lab.Lab;
import io.fourwave.examples.lab.Program;
import io.fourwave.socket.PingSocket;
import io.fourwave.socket.TcpSocket;
import io.fourwave.tun.TunDevice;
import io.fourwave.tun.TunInterface;
import io.fourwave.tun.TunSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two queues of one TUN, among which the kernel spreads what it sends. */
class QueuesIT {
  private static final int ECHO = 7;
  private static final int CONNECTIONS = 200;
  private static final long OCTETS = 20_000_000;

  private final List<Program> started = new ArrayList<>();

  @BeforeEach
  void privateNetwork() {
    Lab.requirePrivateNetwork();
  }

  @AfterEach
  void end() {
    started.forEach(Program::close);
    Program.run("sh", "-c", "ip link delete tun0 2>/dev/null || true");
  }

  /** What {@code ./fourwave} runs. */
  private static List<String> fourwave(String... arguments) {
    Path jar = Path.of(System.getProperty("basedir", ""), "target", "fourwave.jar");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-jar", jar.toString()));
    command.addAll(List.of(arguments));
    return command;
  }

  private static long counter(String name, String... more) {
    List<String> words = new ArrayList<>(List.of("counters", "-z"));
    words.addAll(List.of(more));
    String all = Program.run(fourwave(words.toArray(String[]::new)).toArray(String[]::new));
    Matcher found = Pattern.compile("(?m)^" + name + "\\s+(\\d+)$").matcher(all);
    assertTrue(found.find(), all);
    return Long.parseLong(found.group(1));
  }

  @Test
  void twoQueuesAreOneServerToTheKernel() throws Exception {
    Program server = Program.start(fourwave("serve", "--queues=2", "--services=echo,daytime"));
    started.add(server);
    server.awaitOutput("ready: ");

    aThousandWordsComeBack();
    assertEquals(CONNECTIONS, counter("TcpPassiveOpens"));
    for (String queue : new String[] {"0", "1"}) {
      long opened = counter("TcpPassiveOpens", "--queue", queue);
      assertTrue(opened > CONNECTIONS / 8, "queue " + queue + " has had only " + opened);
    }
    bulkComesBack(Lab.STACK_V4);
    bulkComesBack(Lab.STACK_V6);
    datagramsComeBack();
    Program.run("ping", "-c", "3", "-i", "0.2", Lab.STACK_V4);
    Program.run("ping", "-c", "3", "-i", "0.2", "-s", "5000", Lab.STACK_V6);
    assertEquals(0, counter("TcpExtListenOverflows"));
    assertEquals(0, counter("TcpOutRsts"));
  }

  private static void aThousandWordsComeBack() throws IOException {
    List<Socket> sockets = new ArrayList<>();
    for (int i = 0; i < CONNECTIONS; i++) {
      sockets.add(Kernel.connect(i % 2 == 0 ? Lab.STACK_V4 : Lab.STACK_V6, ECHO));
    }
    for (int i = 0; i < 5 * CONNECTIONS; i++) {
      sockets.get(i % CONNECTIONS).getOutputStream().write(i);
    }
    for (int i = 0; i < 5 * CONNECTIONS; i++) {
      assertEquals(i & 0xff, sockets.get(i % CONNECTIONS).getInputStream().read());
    }
    for (Socket socket : sockets) {
      socket.shutdownOutput();
      assertEquals(-1, socket.getInputStream().read());
      socket.close();
    }
  }

  private static void bulkComesBack(String address) throws Exception {
    try (Socket socket = Kernel.connect(address, ECHO)) {
      CompletableFuture<String> sent = new CompletableFuture<>();
      Thread writer = new Thread(() -> pour(socket, sent));
      writer.start();
      String back = Kernel.drain(socket.getInputStream());
      assertEquals(sent.get(), back);
    }
  }

  private static void pour(Socket socket, CompletableFuture<String> digest) {
    try {
      String sent = Kernel.pour(socket.getOutputStream(), OCTETS, 5);
      socket.shutdownOutput();
      digest.complete(sent);
    } catch (IOException e) {
      digest.completeExceptionally(e);
    }
  }

  private static void datagramsComeBack() throws IOException {
    for (int i = 0; i < 20; i++) {
      try (DatagramSocket socket = new DatagramSocket()) {
        socket.setSoTimeout(30_000);
        for (int length : new int[] {10, 4_000}) {
          byte[] text = "x".repeat(length).getBytes(US_ASCII);
          InetAddress there = InetAddress.getByName(i % 2 == 0 ? Lab.STACK_V4 : Lab.STACK_V6);
          socket.send(new DatagramPacket(text, length, there, ECHO));
          DatagramPacket back = new DatagramPacket(new byte[5_000], 5_000);
          socket.receive(back);
          assertEquals(length, back.getLength());
        }
      }
    }
  }

  /**
   * The kernel forgets within seconds on which queue a connection was that nothing was sent on, and
   * goes by its own hash, which for connections that we have opened is another one half of the
   * time.
   */
  @Test
  void whatTheKernelBringsToTheOtherQueueAfterAWhileArrivesAllTheSame() throws Exception {
    try (NetworkStack stack = stackOverTwoQueues();
        ServerSocket kernel = new ServerSocket(9_999, 100, InetAddress.getByName(Lab.KERNEL_V4))) {
      List<TcpSocket> ours = new ArrayList<>();
      List<Socket> theirs = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        ours.add(stack.connect(new InetSocketAddress(Lab.KERNEL_V4, 9_999)));
        theirs.add(kernel.accept());
      }
      long end = System.nanoTime() + Duration.ofSeconds(7).toNanos();
      Lab.await("the kernel to forget", () -> System.nanoTime() - end > 0);
      for (Socket socket : theirs) {
        socket.getOutputStream().write(42);
      }
      for (TcpSocket socket : ours) {
        ByteBuffer octet = ByteBuffer.allocate(1);
        socket.readTimeout(Duration.ofSeconds(30));
        assertEquals(1, socket.read(octet));
        assertEquals(42, octet.get(0));
      }
      assertEquals(0L, stack.counters().get("TcpOutRsts"));
      long handedOver = stack.counters().get("TcpExtFourwaveHandedOver");
      assertTrue(handedOver > 0, "not one of 16 came to the other queue");
      try (PingSocket ping = stack.ping()) {
        ping.ping(InetAddress.getByName(Lab.KERNEL_V4), 3_000, Duration.ofSeconds(30));
      }
      for (TcpSocket socket : ours) {
        socket.abort();
      }
    }
  }

  private static NetworkStack stackOverTwoQueues() throws IOException {
    List<TunDevice> queues = TunDevice.openQueues(TunSettings.named(Lab.DEVICE), 2);
    try {
      TunInterface.named(Lab.DEVICE).withoutLinkLocal().address(Lab.KERNEL_V4 + "/24").up();
    } catch (IOException e) {
      queues.forEach(TunDevice::close);
      throw new UncheckedIOException(e);
    }
    return NetworkStack.over(queues).address(Lab.STACK_V4).start();
  }
}
