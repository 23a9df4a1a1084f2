package io.fourwave.nio;

import static java.nio.channels.SelectionKey.OP_WRITE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.nio.channels.IllegalSelectorException;
import java.nio.channels.Pipe;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the provider of a stack makes, and what it leaves to the JVM. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ProviderTest {
  private final World world = World.Kind.STACK.make();
  private final SelectorProvider provider = world.clients();

  @Test
  void itIsNeverTheJvmsOwnUnasked() {
    String jvms = SelectorProvider.provider().getClass().getName();
    assertTrue(jvms.startsWith("sun.nio.ch."), jvms);
    assertThrows(IllegalStateException.class, () -> JvmSelectorProvider.install(provider));
  }

  @Test
  void pipesAndUnixSocketsAreTheJvmsAndDoNotMixWithOurs() throws Exception {
    try (SocketChannel unix = provider.openSocketChannel(StandardProtocolFamily.UNIX);
        SocketChannel ours = provider.openSocketChannel();
        DatagramChannel datagrams = provider.openDatagramChannel();
        DatagramChannel jvms = DatagramChannel.open();
        Selector selector = provider.openSelector();
        Selector jvmsSelector = Selector.open()) {
      assertSame(SelectorProvider.provider(), unix.provider());
      assertSame(provider, ours.provider());
      assertSame(provider, datagrams.provider());
      for (SelectableChannel one : new SelectableChannel[] {ours, datagrams}) {
        one.configureBlocking(false);
        assertThrows(IllegalSelectorException.class, () -> one.register(jvmsSelector, OP_WRITE));
      }
      jvms.configureBlocking(false);
      assertThrows(IllegalSelectorException.class, () -> jvms.register(selector, OP_WRITE));
      Pipe pipe = provider.openPipe();
      assertNotNull(pipe.sink());
      pipe.sink().close();
      pipe.source().close();
    }
  }

  @Test
  void aStackHasNoLoopbackAndTwoFamilies() throws Exception {
    for (String address : new String[] {"127.0.0.1", "::1", "0.0.0.0", world.client()}) {
      SocketChannel socket = provider.openSocketChannel();
      InetSocketAddress to = new InetSocketAddress(address, 7);
      assertThrows(NoRouteToHostException.class, () -> socket.connect(to), address);
      assertTrue(!socket.isOpen());
    }
    provider.openSocketChannel(StandardProtocolFamily.INET6).close();
    assertThrows(
        UnsupportedOperationException.class, () -> provider.openSocketChannel(() -> "X25"));
    assertThrows(NullPointerException.class, () -> provider.openSocketChannel(null));
  }

  @Test
  void aChannelThatIsNotConnectingIsNotReady() throws Exception {
    try (SocketChannel socket = provider.openSocketChannel();
        Selector selector = provider.openSelector()) {
      socket.configureBlocking(false);
      socket.register(selector, socket.validOps());
      assertEquals(0, selector.selectNow());
    }
  }

  @Test
  void whoFinishesAConnectTellsThoseWhoWaitToWrite() throws Exception {
    try (ServerSocketChannel listener = world.listener();
        SocketChannel socket = provider.openSocketChannel();
        Selector selector = provider.openSelector()) {
      socket.configureBlocking(false);
      SelectionKey key = socket.register(selector, SelectionKey.OP_WRITE);
      World.Running<Integer> waiting = World.run(() -> selector.select()).isBlocked();
      socket.connect(World.addressOf(listener));
      World.await("it is connected", () -> isFinished(socket));
      assertEquals(1, waiting.result());
      assertTrue(key.isWritable());
    }
  }

  private static boolean isFinished(SocketChannel socket) {
    try {
      return socket.finishConnect();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whenTheStackEndsChannelsTell() throws Exception {
    World.Ends e = world.connect();
    World.Running<Integer> reader =
        World.run(() -> e.ours().read(java.nio.ByteBuffer.allocate(1))).isBlocked();
    world.close();
    assertTrue(reader.failure() instanceof IOException);
    assertThrows(IOException.class, () -> e.ours().write(java.nio.ByteBuffer.allocate(1)));
    SocketChannel late = provider.openSocketChannel();
    assertThrows(IOException.class, () -> late.connect(new InetSocketAddress("192.0.2.2", 7)));
    e.close();
  }
}
