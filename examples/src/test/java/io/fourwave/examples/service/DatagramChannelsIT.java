package io.fourwave.examples.service;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.examples.lab.Lab;
import io.fourwave.examples.lab.Program;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.nio.NioDatagramChannel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers written for the JDK's datagram channels, on the stack's, and the kernel's clients. */
class DatagramChannelsIT {
  private static final int PORT = 4000;

  @TempDir private Path directory;
  private Lab lab;
  private SelectorProvider provider;

  @BeforeEach
  void open() throws IOException {
    lab = Lab.open();
    provider = lab.stack().selectorProvider();
  }

  @AfterEach
  void close() {
    if (lab != null) {
      lab.close();
    }
  }

  /** One thread and one selector for both protocols, at the same port. */
  @Test
  void oneSelectorServesNcByUdpAndByTcp() throws Exception {
    try (Selector selector = provider.openSelector();
        DatagramChannel datagrams = provider.openDatagramChannel();
        ServerSocketChannel listener = provider.openServerSocketChannel()) {
      datagrams.bind(new InetSocketAddress(PORT)).configureBlocking(false);
      datagrams.register(selector, SelectionKey.OP_READ);
      listener.bind(new InetSocketAddress(PORT)).configureBlocking(false);
      listener.register(selector, SelectionKey.OP_ACCEPT);
      Thread server = new Thread(() -> serve(selector), "echo");
      server.start();
      for (String address : new String[] {"192.0.2.2", "2001:db8::2"}) {
        assertEquals("hello\n", nc("-u -w 2 " + address));
        assertEquals("hello\n", nc("-N " + address));
      }
      selector.close();
      server.join();
    }
  }

  private static String nc(String to) {
    return Program.run("sh", "-c", "echo hello | nc " + to + " " + PORT);
  }

  private static void serve(Selector selector) {
    try {
      while (true) {
        selector.select(DatagramChannelsIT::echo);
      }
    } catch (ClosedSelectorException e) {
      // the end of the test
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void echo(SelectionKey key) {
    try {
      if (key.channel() instanceof DatagramChannel datagrams) {
        ByteBuffer text = ByteBuffer.allocate(2000);
        SocketAddress from = datagrams.receive(text);
        datagrams.send(text.flip(), from);
      } else if (key.channel() instanceof ServerSocketChannel listener) {
        listener.accept().configureBlocking(false).register(key.selector(), SelectionKey.OP_READ);
      } else {
        echo((SocketChannel) key.channel());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void echo(SocketChannel connection) throws IOException {
    ByteBuffer text = ByteBuffer.allocate(2000);
    if (connection.read(text) < 0) {
      connection.close();
    } else {
      connection.write(text.flip());
    }
  }

  private static final class Echo extends SimpleChannelInboundHandler<DatagramPacket> {
    @Override
    protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
      context
          .channel()
          .writeAndFlush(new DatagramPacket(packet.content().retain(), packet.sender()))
          .addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"UDP4:192.0.2.2:4000", "UDP6:[2001:db8::2]:4000"})
  void socatTalksToAnEchoServerOfNettys(String place) throws Exception {
    EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory(provider));
    try {
      Channel server =
          new Bootstrap()
              .group(group)
              .channelFactory(() -> new NioDatagramChannel(provider))
              .handler(new Echo())
              .bind(PORT)
              .sync()
              .channel();
      byte[] text = new byte[1400];
      new Random(1).nextBytes(text);
      Path file = Files.write(directory.resolve("text"), text);
      String socat = "socat -b 1400 -t 3 - " + place + " < " + file;
      for (int i = 0; i < 2; i++) {
        assertEquals(new String(text, ISO_8859_1), Program.run("sh", "-c", socat));
      }
      server.close().sync();
    } finally {
      group.shutdownGracefully(0, 0, TimeUnit.SECONDS).sync();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"192.0.2.1", "2001:db8::1"})
  void theKernelTellsAConnectedChannelThatNobodyIsThere(String address) throws IOException {
    try (DatagramChannel ours = provider.openDatagramChannel();
        Selector selector = provider.openSelector()) {
      ours.connect(new InetSocketAddress(address, 99)).configureBlocking(false);
      ours.register(selector, SelectionKey.OP_READ);
      int ready = 0;
      for (int tries = 0; ready == 0 && tries < 30; tries++) { // the kernel sends some each second
        ours.write(ByteBuffer.allocate(10));
        ready = selector.select(1000);
      }
      assertTrue(ready > 0);
      assertThrows(PortUnreachableException.class, () -> ours.read(ByteBuffer.allocate(10)));
    }
  }
}
