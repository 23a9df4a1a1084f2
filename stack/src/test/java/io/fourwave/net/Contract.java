package io.fourwave.net;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.function.Executable;

/** What the contract's tests have in common: a world, and what is to be closed after a test. */
abstract class Contract {
  static final int PATIENCE = 60_000;
  private static final int SHORT = 300;

  final World world;
  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  Contract(World.Make make) {
    world = make.open();
    open.push(world);
  }

  @AfterEach
  void closeEverything() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  /** Both ends of a connection. */
  record Ends(Socket ours, Socket theirs) {}

  Socket socket() throws IOException {
    return closeLater(world.socket());
  }

  ServerSocket server() throws IOException {
    return closeLater(world.server());
  }

  <T extends AutoCloseable> T closeLater(T what) {
    open.push(what);
    return what;
  }

  /** A server that listens where servers are. */
  ServerSocket listening() throws IOException {
    return listening(50);
  }

  ServerSocket listening(int backlog) throws IOException {
    ServerSocket server = server();
    server.bind(new InetSocketAddress(world.there(), 0), backlog);
    return server;
  }

  static InetSocketAddress at(ServerSocket server) {
    return (InetSocketAddress) server.getLocalSocketAddress();
  }

  Socket connected(ServerSocket server) throws IOException {
    Socket socket = socket();
    socket.connect(at(server), PATIENCE);
    return socket;
  }

  Ends connect() throws IOException {
    return connect(listening());
  }

  Ends connect(ServerSocket server) throws IOException {
    Socket ours = connected(server);
    return new Ends(ours, closeLater(server.accept()));
  }

  /** A server that answers nobody, since nobody accepts and its backlog is full. */
  ServerSocket silent() throws IOException {
    ServerSocket server = listening(1);
    for (int i = 0; i < 20; i++) {
      try {
        socket().connect(at(server), SHORT);
      } catch (SocketTimeoutException e) {
        return server;
      }
    }
    throw new AssertionError("a backlog of 1 takes 20 connections");
  }

  /** Where nobody listens. */
  InetSocketAddress nobody() throws IOException {
    ServerSocket gone = listening();
    gone.close();
    return at(gone);
  }

  /** Runs something on a platform thread, which is in the middle of it when this returns. */
  <T> Call<T> blocked(Call.Body<T> body) {
    return Call.onPlatformThread(body).isBlocked();
  }

  static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(US_ASCII));
  }

  static String receive(Socket socket, int octets) throws IOException {
    return new String(socket.getInputStream().readNBytes(octets), US_ASCII);
  }

  static void assertFails(Class<? extends IOException> type, String message, Executable what) {
    IOException e = assertThrows(IOException.class, what);
    assertEquals(type + ": " + message, e.getClass() + ": " + e.getMessage());
  }

  static void assertFails(Class<? extends IOException> type, Executable what) {
    assertEquals(type, assertThrows(IOException.class, what).getClass());
  }
}
