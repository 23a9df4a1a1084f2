package io.fourwave.socket;

import static io.fourwave.socket.StackPair.PORT;
import static io.fourwave.socket.StackPair.peerAt;
import static io.fourwave.socket.StackPair.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.link.Offload;
import io.fourwave.socket.StackPair.Running;
import io.fourwave.socket.StackPair.Sockets;
import io.fourwave.tcp.TcpSettings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many threads, many octets. */
@Timeout(value = 110, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ManyThreadsTest {
  private static final int MEGABYTE = 1 << 20;

  /** Writes pseudo-random octets in pieces of any size, and ends the stream. */
  private static int send(TcpSocket socket, int octets, long seed) throws IOException {
    SplittableRandom sizes = new SplittableRandom(seed + 1000);
    SplittableRandom text = new SplittableRandom(seed);
    for (int left = octets; left > 0; ) {
      byte[] piece = new byte[Math.min(left, 1 + sizes.nextInt(100_000))];
      for (int i = 0; i < piece.length; i++) {
        piece[i] = (byte) text.nextInt();
      }
      left -= socket.write(ByteBuffer.wrap(piece));
    }
    socket.shutdownOutput();
    return octets;
  }

  /** Reads to the end, checking each octet; says how many there were. */
  private static int receive(TcpSocket socket, long seed) throws IOException {
    SplittableRandom text = new SplittableRandom(seed);
    ByteBuffer target = ByteBuffer.allocate(50_000);
    int count = 0;
    while (socket.read(target) >= 0) {
      target.flip();
      while (target.hasRemaining()) {
        byte expected = (byte) text.nextInt();
        byte octet = target.get();
        if (octet != expected) {
          throw new AssertionError("octet " + count + " is " + octet + ", not " + expected);
        }
        count++;
      }
      target.clear();
    }
    return count;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void sixteenMegabytesGoEachWayAtOnce(boolean offload) throws Exception {
    Offload offered = offload ? Offload.ALL : Offload.NONE;
    try (StackPair pair = new StackPair(TcpSettings.defaults(), offered);
        Sockets s = pair.connect()) {
      int size = 16 * MEGABYTE;
      Running<Integer> ours = run(() -> receive(s.ours(), 2));
      Running<Integer> theirs = run(() -> receive(s.theirs(), 1));
      Running<Integer> there = run(() -> send(s.ours(), size, 1));
      Running<Integer> back = run(() -> send(s.theirs(), size, 2));
      assertEquals(size, there.result());
      assertEquals(size, back.result());
      assertEquals(size, theirs.result());
      assertEquals(size, ours.result());
      pair.awaitNothingLeft();
    }
  }

  private static int echo(TcpListener listener) throws IOException {
    List<Running<?>> served = new ArrayList<>();
    try (listener) {
      while (true) {
        TcpSocket socket = listener.accept();
        served.add(run(() -> echo(socket)));
      }
    } catch (ClosedChannelException e) {
      return served.size();
    }
  }

  private static int echo(TcpSocket socket) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(3000);
    try (socket) {
      while (socket.read(buffer) >= 0) {
        socket.write(buffer.flip());
        buffer.clear();
      }
    }
    return 0;
  }

  @Test
  void manyThreadsTalkOverManyConnections() throws Exception {
    int threads = 16;
    int connections = 8;
    try (StackPair pair = new StackPair()) {
      TcpListener listener = pair.peer.listen(PORT);
      Running<Integer> server = run(() -> echo(listener));
      List<Running<Integer>> clients = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        long seed = t;
        clients.add(run(() -> talk(pair, connections, seed)));
      }
      for (Running<Integer> client : clients) {
        assertEquals(connections * 20_000, client.result());
      }
      listener.close();
      assertEquals(threads * connections, server.result());
      pair.awaitNothingLeft();
    }
  }

  private static int talk(StackPair pair, int connections, long seed) throws Exception {
    int sum = 0;
    for (int i = 0; i < connections; i++) {
      try (TcpSocket socket = pair.us.connect(peerAt(PORT))) {
        Running<Integer> writer = run(() -> send(socket, 20_000, seed));
        sum += receive(socket, seed);
        writer.result();
      }
    }
    return sum;
  }

  @Test
  void manyThreadsAcceptFromOneListenerAndEachConnectionOnce() throws Exception {
    int connections = 60;
    AtomicInteger accepted = new AtomicInteger();
    try (StackPair pair = new StackPair();
        TcpListener listener = pair.peer.listen(PORT)) {
      List<Running<Integer>> acceptors = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        acceptors.add(run(() -> acceptAll(listener, accepted)));
      }
      for (int i = 0; i < connections; i++) {
        assertEquals(-1, pair.us.connect(peerAt(PORT)).read(ByteBuffer.allocate(1)));
      }
      listener.close();
      for (Running<Integer> acceptor : acceptors) {
        acceptor.result();
      }
      assertEquals(connections, accepted.get());
    }
  }

  private static int acceptAll(TcpListener listener, AtomicInteger accepted) throws IOException {
    try {
      while (true) {
        listener.accept().close();
        accepted.incrementAndGet();
      }
    } catch (ClosedChannelException e) {
      return 0;
    }
  }

  @Test
  void whoReadsAndWhoWritesAtOnceTakeTurns() throws Exception {
    try (StackPair pair = new StackPair();
        Sockets s = pair.connect()) {
      CountDownLatch go = new CountDownLatch(1);
      List<Running<Integer>> writers = new ArrayList<>();
      List<Running<Integer>> readers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        writers.add(run(() -> writeOnes(s.ours(), go)));
        readers.add(run(() -> sum(s.theirs())));
      }
      go.countDown();
      int written = 0;
      for (Running<Integer> writer : writers) {
        written += writer.result();
      }
      s.ours().shutdownOutput();
      int read = 0;
      for (Running<Integer> reader : readers) {
        read += reader.result();
      }
      assertEquals(written, read);
    }
  }

  private static int writeOnes(TcpSocket socket, CountDownLatch go) throws Exception {
    go.await();
    byte[] ones = new byte[1000];
    java.util.Arrays.fill(ones, (byte) 1);
    int written = 0;
    for (int i = 0; i < 300; i++) {
      written += socket.write(ByteBuffer.wrap(ones));
    }
    return written;
  }

  private static int sum(TcpSocket socket) throws IOException {
    int sum = 0;
    ByteBuffer buffer = ByteBuffer.allocate(777);
    while (socket.read(buffer) >= 0) {
      buffer.flip();
      while (buffer.hasRemaining()) {
        sum += buffer.get();
      }
      buffer.clear();
    }
    return sum;
  }

  /** Closing, aborting and talking from all sides at once: whatever happens, it ends. */
  @Test
  void closingFromAllSidesAtOnceLeavesNothing() throws Exception {
    try (StackPair pair = new StackPair()) {
      for (int round = 0; round < 40; round++) {
        Sockets s = pair.connect();
        CountDownLatch go = new CountDownLatch(1);
        List<Running<?>> all = new ArrayList<>();
        all.add(run(() -> send(s.ours(), 300_000, 1)));
        all.add(run(() -> receive(s.theirs(), 1)));
        int way = round;
        all.add(run(() -> end(s.ours(), go, way)));
        all.add(run(() -> end(s.theirs(), go, way / 4)));
        go.countDown();
        for (Running<?> one : all) {
          assertEnds(one);
        }
        pair.awaitNothingLeft();
      }
    }
  }

  private static Void end(TcpSocket socket, CountDownLatch go, int way) throws Exception {
    go.await();
    switch (way % 4) {
      case 0 -> socket.close();
      case 1 -> socket.abort();
      case 2 -> socket.shutdownInput();
      default -> socket.shutdownOutput();
    }
    socket.close();
    return null;
  }

  private static void assertEnds(Running<?> call) throws Exception {
    try {
      call.result();
    } catch (java.util.concurrent.ExecutionException e) {
      assertTrue(e.getCause() instanceof IOException, () -> "not " + e.getCause());
    }
  }

  @Test
  void aListenerThatClosesWhileConnectionsComeLeavesNoneOpen() throws Exception {
    try (StackPair pair = new StackPair()) {
      for (int round = 0; round < 30; round++) {
        TcpListener listener = pair.peer.listen(PORT);
        List<Running<Integer>> clients = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
          clients.add(run(() -> pair.us.connect(peerAt(PORT)).read(ByteBuffer.allocate(1))));
        }
        listener.close();
        for (Running<Integer> client : clients) {
          assertTrue(client.failure() instanceof IOException, "refused, or reset");
        }
        pair.awaitNothingLeft();
      }
      assertThrows(IOException.class, () -> pair.us.connect(peerAt(PORT)));
    }
  }
}
