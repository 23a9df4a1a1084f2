package io.fourwave.examples.service;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.NetworkStack;
import io.fourwave.sim.MemoryLink;
import io.fourwave.socket.TcpSocket;
import io.fourwave.tcp.TcpException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Services on a stack, with another stack in the same process as their peer. */
class AcceptLoopTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final MemoryLink.Pair wire = MemoryLink.pair(1_500);
  private final NetworkStack client = NetworkStack.over(wire.left()).address("192.0.2.1").start();
  private final NetworkStack server = NetworkStack.over(wire.right()).address("192.0.2.2").start();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CompletableFuture<IOException> failure = new CompletableFuture<>();

  @AfterEach
  void close() {
    client.close(Duration.ZERO);
    server.close(Duration.ZERO);
    threads.shutdownNow();
  }

  /** A service that a test is. */
  private interface Serving {
    void serve(TcpSocket socket) throws IOException;
  }

  private record Named(Serving serving) implements SocketService {
    @Override
    public String name() {
      return "test";
    }

    @Override
    public int port() {
      return 1_000;
    }

    @Override
    public void serve(TcpSocket socket) throws IOException {
      serving.serve(socket);
    }
  }

  private AcceptLoop start(SocketService service, int most) throws IOException {
    return new AcceptLoop(server.listen(service.port()), service, threads, most, failure::complete);
  }

  private TcpSocket connect(int port) throws IOException {
    TcpSocket socket = client.connect(new InetSocketAddress("192.0.2.2", port));
    socket.readTimeout(PATIENCE);
    return socket;
  }

  private static void send(TcpSocket socket, String text) throws IOException {
    socket.write(ByteBuffer.wrap(text.getBytes(US_ASCII)));
  }

  private static void echo(TcpSocket socket) throws IOException {
    ByteBuffer octets = ByteBuffer.allocate(1_000);
    while (socket.read(octets) >= 0) {
      socket.write(octets.flip());
      octets.clear();
    }
  }

  private static String readAll(TcpSocket socket) throws IOException {
    return new String(socket.inputStream().readAllBytes(), US_ASCII);
  }

  @Test
  void aServiceThatFailsResetsItsConnectionAndTheNextIsServed() throws IOException {
    BlockingQueue<String> plan = new LinkedBlockingQueue<>();
    plan.add("fail");
    start(
        new Named(
            socket -> {
              if (plan.poll() != null) {
                throw new IllegalStateException("on purpose: a test wants this service to fail");
              }
              send(socket, "hello");
            }),
        10);

    try (TcpSocket first = connect(1_000)) {
      assertThrows(TcpException.Reset.class, () -> readAll(first));
    }
    // Not before: each connection has a thread, and either could find the plan.
    try (TcpSocket second = connect(1_000)) {
      assertEquals("hello", readAll(second));
    }
  }

  @Test
  void lastWordsArriveAlsoAtAPeerWhoseOwnNobodyRead() throws IOException {
    start(new Daytime(Clock.system(ZoneId.of("UTC"))), 10);

    try (TcpSocket socket = connect(13)) {
      send(socket, "what time is it?");
      assertTrue(readAll(socket).endsWith("-UTC\r\n"));
      send(socket, "thank you");
    }
  }

  @Test
  void anEchoIsHeardToItsEndByAPeerThatHasClosedItsWay() throws IOException {
    start(new Named(AcceptLoopTest::echo), 10);

    try (TcpSocket socket = connect(1_000)) {
      send(socket, "hello");
      socket.shutdownOutput();
      assertEquals("hello", readAll(socket));
    }
  }

  @Test
  void noMoreAreServedAtOnceThanMayBe() throws Exception {
    Semaphore begun = new Semaphore(0);
    Semaphore mayEnd = new Semaphore(0);
    start(
        new Named(
            socket -> {
              begun.release();
              mayEnd.acquireUninterruptibly();
            }),
        1);

    try (TcpSocket first = connect(1_000);
        TcpSocket second = connect(1_000)) {
      assertTrue(begun.tryAcquire(PATIENCE.toSeconds(), TimeUnit.SECONDS));
      assertEquals(0, begun.availablePermits());
      first.close();
      mayEnd.release();
      assertTrue(begun.tryAcquire(PATIENCE.toSeconds(), TimeUnit.SECONDS));
      mayEnd.release();
      assertEquals("", readAll(second));
    }
  }

  @Test
  void closingEndsOpenConnectionsInOrder() throws IOException {
    AcceptLoop loop = start(new Named(AcceptLoopTest::echo), 10);

    try (TcpSocket socket = connect(1_000)) {
      send(socket, "x");
      assertEquals(1, socket.read(ByteBuffer.allocate(10)));
      loop.close();
      assertEquals("", readAll(socket));
    }
    assertThrows(TcpException.Refused.class, () -> connect(1_000));
  }

  @Test
  void aStackThatStopsUnderTheLoopIsReported() throws Exception {
    start(new Named(AcceptLoopTest::echo), 10);

    server.onLoop(
        () -> {
          wire.right().close();
          return null;
        });

    assertTrue(
        failure.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).getMessage().contains("has stopped"));
  }
}
