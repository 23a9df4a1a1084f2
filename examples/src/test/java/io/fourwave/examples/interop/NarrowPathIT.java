package io.fourwave.examples.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.examples.lab.Lab;
import io.fourwave.examples.lab.Program;
import io.fourwave.link.Direction;
import io.fourwave.link.Faults;
import io.fourwave.link.FaultyLink;
import io.fourwave.link.LinkDevice;
import io.fourwave.link.Packet;
import io.fourwave.socket.TcpSocket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** To the kernel through the kernel, over a link of 1,300 octets in the middle, by digest. */
@Timeout(value = 200, unit = TimeUnit.SECONDS)
class NarrowPathIT {
  private static final int PORT = 5009;
  private static final long OCTETS = 20_000_000;

  @ParameterizedTest
  @CsvSource({"true, true", "true, false", "false, true", "false, false"})
  @Tag("RFC1191")
  @Tag("RFC8201")
  void aRouterSaysHowLongPacketsMayBe(boolean v4, boolean offload) throws Exception {
    Lab.Plan plan = offload ? Lab.plan() : Lab.plan().withoutOffload();
    try (Lab lab = plan.open();
        NarrowPath path = NarrowPath.open()) {
      assertEquals(NarrowPath.MTU, pourThrough(lab, path, v4));
      Map<String, Long> counters = lab.stack().counters();
      assertEquals(0, counters.getOrDefault("TcpExtFourwaveBlackHole", 0L));
    }
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  @Tag("RFC4821")
  @Tag("RFC8899")
  void whereNoRouterIsHeardProbesFindTheLength(boolean v4) throws Exception {
    try (Lab lab = Lab.plan().withoutOffload().link(NarrowPathIT::deafToRouters).open();
        NarrowPath path = NarrowPath.open()) {
      int found = pourThrough(lab, path, v4);
      assertTrue(found <= NarrowPath.MTU && found > NarrowPath.MTU - 8, "packets of " + found);
      assertEquals(1, lab.stack().counters().get("TcpExtFourwaveBlackHole"));
    }
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  @Tag("RFC5927")
  void aLiarOnTheWayDoesNotMakeSegmentsShorter(boolean v4) throws Exception {
    AtomicReference<LiarOnTheWay> liar = new AtomicReference<>();
    UnaryOperator<LinkDevice> lying =
        device -> {
          liar.set(new LiarOnTheWay(device, v4 ? 600 : 1280));
          return liar.get();
        };
    try (Lab lab = Lab.plan().withoutOffload().link(lying).open();
        ServerSocket kernel = new ServerSocket(PORT);
        TcpSocket socket = connect(lab, v4 ? Lab.KERNEL_V4 : Lab.KERNEL_V6);
        Socket accepted = kernel.accept()) {
      accepted.setSoTimeout(60_000);
      CompletableFuture<String> got = CompletableFuture.supplyAsync(() -> drain(accepted));
      String digest = Kernel.pour(socket.outputStream(), OCTETS, 14);
      assertEquals(1500, packet(socket, v4));
      socket.shutdownOutput();
      assertEquals(digest, got.get(100, TimeUnit.SECONDS));
      int lies = lab.stack().onLoop(() -> liar.get().lies);
      assertTrue(lies > 100, "lies: " + lies);
    }
  }

  private static String drain(Socket socket) {
    try {
      return Kernel.drain(socket.getInputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int packet(TcpSocket socket, boolean v4) throws IOException {
    return socket.status().segmentSize() + 12 + 20 + (v4 ? 20 : 40);
  }

  /** Loses all ICMP that arrives, as many a firewall does. */
  private static FaultyLink deafToRouters(LinkDevice device) {
    FaultyLink link = new FaultyLink(device, Faults.NONE);
    link.path(Direction.IN).drop(Integer.MAX_VALUE, (way, packet) -> isIcmp(packet));
    return link;
  }

  private static boolean isIcmp(Packet packet) {
    boolean v4 = packet.bytes().get(packet.start()) >>> 4 == 4;
    int protocol = packet.bytes().get(packet.start() + (v4 ? 9 : 6));
    return protocol == (v4 ? 1 : 58);
  }

  /** Sends to the far kernel, and tells how long packets are in the end. */
  private static int pourThrough(Lab lab, NarrowPath path, boolean v4) throws Exception {
    String command = "nc -l " + (v4 ? "-4 " : "-6 ") + PORT + " | sha256sum";
    try (Program far = path.farServer(command, PORT);
        TcpSocket socket = connect(lab, NarrowPath.address(v4))) {
      String digest = Kernel.pour(socket.outputStream(), OCTETS, 13);
      int packet = packet(socket, v4);
      socket.shutdownOutput();
      assertEquals(0, far.exitCode(Duration.ofSeconds(100)));
      assertEquals(digest, far.output().split(" ")[0]);
      return packet;
    }
  }

  private static TcpSocket connect(Lab lab, String address) throws IOException {
    InetSocketAddress far = new InetSocketAddress(address, PORT);
    return lab.stack().connect(null, far, lab.stack().settings(), Duration.ofSeconds(30));
  }
}
