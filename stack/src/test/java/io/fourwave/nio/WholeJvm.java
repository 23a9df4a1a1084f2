package io.fourwave.nio;

import com.sun.net.httpserver.HttpServer;
import io.fourwave.NetworkStack;
import io.fourwave.link.Offload;
import io.fourwave.sim.MemoryLink;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * A program in a JVM whose selector provider is ours: serves HTTP by the JDK's server, which knows
 * nothing of it, and prints what it sees.
 */
final class WholeJvm {
  private static final InetAddress HERE = InetAddress.getLoopbackAddress();

  private WholeJvm() {}

  public static void main(String[] args) throws Exception {
    MemoryLink.Pair wire = MemoryLink.pair(1500, Offload.NONE);
    try (NetworkStack us = NetworkStack.over(wire.left()).address("192.0.2.1").start();
        NetworkStack peer = NetworkStack.over(wire.right()).address("192.0.2.2").start()) {
      say("before", WholeJvm::channels);
      JvmSelectorProvider.install(peer.selectorProvider());
      say("twice", () -> install(us));
      say("installed", WholeJvm::channels);
      say("http", () -> fetch(us));
      say("datagrams", WholeJvm::datagrams);
      say("pipe", WholeJvm::pipe);
      say("loopback", WholeJvm::loopback);
      JvmSelectorProvider.uninstall();
      say("after", WholeJvm::channels);
    }
  }

  private interface Story {
    String tell() throws Exception;
  }

  private static void say(String what, Story story) {
    String text;
    try {
      text = story.tell();
    } catch (Exception e) {
      text = e.getClass().getSimpleName() + " " + e.getMessage();
    }
    System.out.println(what + ": " + text);
  }

  private static String install(NetworkStack stack) {
    JvmSelectorProvider.install(stack.selectorProvider());
    return "installed";
  }

  private static String channels() throws IOException {
    try (SocketChannel socket = SocketChannel.open();
        ServerSocketChannel listener = ServerSocketChannel.open();
        Selector selector = Selector.open()) {
      return socket.getClass().getSimpleName()
          + " "
          + listener.getClass().getSimpleName()
          + " "
          + selector.getClass().getPackageName();
    }
  }

  private static String fetch(NetworkStack client) throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress("192.0.2.2", 80), 0);
    byte[] page = new byte[500_000];
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, page.length);
          exchange.getResponseBody().write(page);
          exchange.close();
        });
    server.start();
    try (SocketChannel socket = client.selectorProvider().openSocketChannel()) {
      socket.connect(new InetSocketAddress("192.0.2.2", 80));
      String request = "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
      socket.write(StandardCharsets.US_ASCII.encode(request));
      ByteBuffer answer = ByteBuffer.allocate(1_000_000);
      while (socket.read(answer) >= 0) {}
      String text = new String(answer.array(), 0, answer.position(), StandardCharsets.ISO_8859_1);
      return text.lines().findFirst().orElse("") + ", " + page(text) + " octets";
    } finally {
      server.stop(0);
    }
  }

  private static int page(String text) {
    return text.length() - text.indexOf("\r\n\r\n") - 4;
  }

  private static String datagrams() throws IOException {
    try (DatagramChannel one = DatagramChannel.open();
        DatagramChannel two = DatagramChannel.open()) {
      two.bind(new InetSocketAddress(HERE, 0));
      one.send(ByteBuffer.wrap(new byte[7]), two.getLocalAddress());
      ByteBuffer target = ByteBuffer.allocate(9);
      two.receive(target);
      return target.position() + " octets";
    }
  }

  private static String pipe() throws IOException {
    Pipe pipe = Pipe.open();
    try (Pipe.SinkChannel sink = pipe.sink();
        Pipe.SourceChannel source = pipe.source()) {
      sink.write(ByteBuffer.wrap(new byte[5]));
      return source.read(ByteBuffer.allocate(9)) + " octets";
    }
  }

  private static String loopback() throws IOException {
    try (SocketChannel socket = SocketChannel.open(new InetSocketAddress(HERE, 7))) {
      return "connected " + socket;
    }
  }
}
