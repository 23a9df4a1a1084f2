package io.fourwave.sim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.NetworkStack;
import io.fourwave.link.CaptureTap;
import io.fourwave.link.Direction;
import io.fourwave.link.Fault;
import io.fourwave.link.Faults;
import io.fourwave.link.FaultyLink;
import io.fourwave.link.LinkDevice;
import io.fourwave.link.Offload;
import io.fourwave.link.PcapngWriter;
import io.fourwave.socket.TcpListener;
import io.fourwave.socket.TcpSocket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two event loops in one process, in real time, joined by a wire in memory. */
@Timeout(value = 90, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TwoStacksTest {
  private static final int MEGABYTE = 1_000_000;

  @TempDir private Path directory;

  @Test
  void aMegabyteComesBackOverAWireWithOffload() throws Exception {
    MemoryLink.Pair pair = MemoryLink.pair(1500, Offload.ALL);
    echo(pair.left(), pair.right(), MEGABYTE);
  }

  @Test
  void aMegabyteComesBackOverAFaultyAndCapturedLink() throws Exception {
    MemoryLink.Pair pair = MemoryLink.pair(1500);
    Faults faults = Faults.parse("loss=0.5%,dup=2%,reorder=2%,corrupt=0.5%,delay=500us,seed=3");
    FaultyLink faulty = new FaultyLink(pair.left(), faults);
    Path file = directory.resolve("capture.pcapng");
    CaptureTap tap = new CaptureTap(faulty, PcapngWriter.open(file, "memory"), 0);
    echo(tap, pair.right(), MEGABYTE);
    for (Fault fault : new Fault[] {Fault.LOST, Fault.DUPLICATED, Fault.REORDERED}) {
      assertTrue(faulty.path(Direction.IN).count(fault) > 0, "in: " + fault);
      assertTrue(faulty.path(Direction.OUT).count(fault) > 0, "out: " + fault);
    }
    assertNull(tap.failure());
    assertTrue(Files.size(file) > 2 * MEGABYTE, "both ways are in the capture");
  }

  /**
   * A thread each: the JDK's common pool has a single one on two cores, and both would wait in it.
   */
  private static void onItsOwn(Runnable task) {
    new Thread(task).start();
  }

  /** Sends a text to a stack that sends it back, and reads it. */
  private static void echo(LinkDevice clientLink, LinkDevice serverLink, int octets)
      throws Exception {
    byte[] text = new byte[octets];
    new SplittableRandom(1).nextBytes(text);
    try (NetworkStack server = NetworkStack.over(serverLink).address("192.0.2.2").start();
        NetworkStack client = NetworkStack.over(clientLink).address("192.0.2.1").start();
        TcpListener listener = server.listen(7)) {
      CompletableFuture<Void> service =
          CompletableFuture.runAsync(() -> serve(listener), TwoStacksTest::onItsOwn);
      try (TcpSocket socket = client.connect(new InetSocketAddress("192.0.2.2", 7))) {
        CompletableFuture<Void> writer =
            CompletableFuture.runAsync(() -> send(socket, text), TwoStacksTest::onItsOwn);
        ByteBuffer back = ByteBuffer.allocate(octets + 1);
        int count = socket.read(back);
        while (count >= 0) {
          count = socket.read(back);
        }
        writer.get();
        assertEquals(octets, back.position());
        assertArrayEquals(text, ByteBuffer.allocate(octets).put(back.flip()).array());
      }
      service.get();
    }
  }

  private static void send(TcpSocket socket, byte[] text) {
    try {
      socket.write(ByteBuffer.wrap(text));
      socket.shutdownOutput();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void serve(TcpListener listener) {
    try (TcpSocket socket = listener.accept()) {
      ByteBuffer buffer = ByteBuffer.allocate(50_000);
      while (socket.read(buffer) >= 0) {
        socket.write(buffer.flip());
        buffer.clear();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
