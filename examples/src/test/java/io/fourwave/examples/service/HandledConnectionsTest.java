package io.fourwave.examples.service;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.NetworkStack;
import io.fourwave.examples.serve.Server;
import io.fourwave.sim.MemoryLink;
import io.fourwave.socket.TcpSocket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The services on the stack's own thread, with another stack in the same process as peer. */
class HandledConnectionsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final MemoryLink.Pair wire = MemoryLink.pair(1_500);
  private final NetworkStack client = NetworkStack.over(wire.left()).address("192.0.2.1").start();
  private final NetworkStack stack = NetworkStack.over(wire.right()).address("192.0.2.2").start();
  private final Server server;

  HandledConnectionsTest() throws IOException {
    server = Server.start(stack, List.of(new Echo(), new Discard(), new CharacterGenerator()));
  }

  @AfterEach
  void close() {
    client.close(Duration.ZERO);
    server.close(Duration.ZERO);
  }

  private TcpSocket connect(int port) throws IOException {
    TcpSocket socket = client.connect(new InetSocketAddress("192.0.2.2", port));
    socket.readTimeout(PATIENCE);
    return socket;
  }

  private static void send(TcpSocket socket, String text) throws IOException {
    socket.write(ByteBuffer.wrap(text.getBytes(US_ASCII)));
  }

  private static String readAll(TcpSocket socket) throws IOException {
    return new String(socket.inputStream().readAllBytes(), US_ASCII);
  }

  @Test
  void anEchoIsHeardToItsEndByAPeerThatHasClosedItsWay() throws IOException {
    try (TcpSocket socket = connect(7)) {
      send(socket, "hello");
      socket.shutdownOutput();
      assertEquals("hello", readAll(socket));
    }
  }

  @Test
  void anEchoWaitsForAPeerThatDoesNotReadAndLosesNothing() throws Exception {
    byte[] sent = new byte[8 << 20]; // more than both buffers of both ends hold
    for (int i = 0; i < sent.length; i++) {
      sent[i] = (byte) (i * 31 >>> 7);
    }
    try (TcpSocket socket = connect(7)) {
      CompletableFuture<Void> writing =
          CompletableFuture.runAsync(
              () -> {
                try {
                  socket.write(ByteBuffer.wrap(sent));
                  socket.shutdownOutput();
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
              });
      assertArrayEquals(sent, socket.inputStream().readAllBytes());
      writing.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
  }

  @Test
  void discardTakesAllAndClosesWhenItsPeerHas() throws IOException {
    try (TcpSocket socket = connect(9)) {
      socket.write(ByteBuffer.allocate(8 << 20));
      socket.shutdownOutput();
      assertEquals("", readAll(socket));
    }
  }

  @Test
  void charactersComeUntilThePeerCloses() throws IOException {
    byte[] expected = CharacterGenerator.pattern();
    try (TcpSocket socket = connect(19)) {
      for (int i = 0; i < 100; i++) {
        assertArrayEquals(expected, socket.inputStream().readNBytes(expected.length));
      }
      socket.shutdownOutput();
      assertTrue(readAll(socket).startsWith(" !"), "it closes, and what it wrote still comes");
    }
  }

  @Test
  void closingEndsOpenConnectionsInOrder() throws Exception {
    try (TcpSocket socket = connect(7)) {
      send(socket, "x");
      assertEquals(1, socket.read(ByteBuffer.allocate(10)));
      CompletableFuture<Void> closing = CompletableFuture.runAsync(() -> server.close(PATIENCE));
      assertEquals("", readAll(socket));
      socket.close();
      closing.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
  }

  @Test
  void aStackThatStopsIsReportedByItsServer() throws Exception {
    stack.onLoop(
        () -> {
          wire.right().close();
          return null;
        });
    assertNotNull(server.awaitFailure());
  }
}
