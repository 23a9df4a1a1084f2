package io.fourwave.net;

import io.fourwave.NetworkStack;
import io.fourwave.link.LinkDevice;
import io.fourwave.sim.MemoryLink;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Random;

/** Two places that sockets of one make can talk between: here are clients, there are servers. */
interface World extends AutoCloseable {
  /** The makes. */
  enum Make {
    /** The JDK's own sockets, over the loopback interface. */
    JDK,
    /** Ours, over two stacks and a wire in memory. */
    FOURWAVE;

    World open() {
      return this == JDK ? new Platform() : new TwoStacks();
    }
  }

  /** A client's socket, not connected. */
  Socket socket() throws IOException;

  /** A server's socket, not bound. */
  ServerSocket server() throws IOException;

  /** A client's socket for datagrams; null is nowhere yet. */
  DatagramSocket datagramsHere(SocketAddress local) throws IOException;

  /** A server's socket for datagrams; null is nowhere yet. */
  DatagramSocket datagramsThere(SocketAddress local) throws IOException;

  /** Where clients are. */
  InetAddress here();

  /** Where servers are. */
  InetAddress there();

  @Override
  void close();

  private static InetAddress address(String literal) {
    try {
      return InetAddress.getByName(literal);
    } catch (IOException e) {
      throw new AssertionError("a literal needs no name server", e);
    }
  }

  /** The loopback interface. */
  final class Platform implements World {
    @Override
    public Socket socket() {
      return new Socket();
    }

    @Override
    public ServerSocket server() throws IOException {
      return new ServerSocket();
    }

    @Override
    public DatagramSocket datagramsHere(SocketAddress local) throws IOException {
      return new DatagramSocket(local);
    }

    @Override
    public DatagramSocket datagramsThere(SocketAddress local) throws IOException {
      return new DatagramSocket(local);
    }

    @Override
    public InetAddress here() {
      return address("127.0.0.1");
    }

    @Override
    public InetAddress there() {
      return address("127.0.0.1");
    }

    @Override
    public void close() {}
  }

  /** Two stacks. */
  final class TwoStacks implements World {
    final NetworkStack client;
    final NetworkStack server;

    TwoStacks() {
      MemoryLink.Pair wire = MemoryLink.pair(1500);
      client = stack(wire.left(), 1, "192.0.2.1", "2001:db8::1");
      server = stack(wire.right(), 2, "192.0.2.2", "2001:db8::2");
    }

    private static NetworkStack stack(LinkDevice link, long seed, String v4, String v6) {
      return NetworkStack.over(link).address(v4).address(v6).random(new Random(seed)).start();
    }

    @Override
    public Socket socket() throws IOException {
      return client.socketFactory().createSocket();
    }

    @Override
    public ServerSocket server() throws IOException {
      return server.serverSocketFactory().createServerSocket();
    }

    @Override
    public DatagramSocket datagramsHere(SocketAddress local) throws IOException {
      return client.datagramSocketFactory().createDatagramSocket(local);
    }

    @Override
    public DatagramSocket datagramsThere(SocketAddress local) throws IOException {
      return server.datagramSocketFactory().createDatagramSocket(local);
    }

    @Override
    public InetAddress here() {
      return address("192.0.2.1");
    }

    @Override
    public InetAddress there() {
      return address("192.0.2.2");
    }

    @Override
    public void close() {
      client.close(Duration.ZERO);
      server.close(Duration.ZERO);
    }
  }
}
