package io.fourwave.nio;

import static io.fourwave.nio.World.addressOf;
import static java.nio.channels.SelectionKey.OP_ACCEPT;
import static java.nio.channels.SelectionKey.OP_CONNECT;
import static java.nio.channels.SelectionKey.OP_READ;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.nio.World.Ends;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What selectors and their keys do, on the JDK's channels and on ours. */
@ParameterizedClass
@EnumSource(World.Kind.class)
@Timeout(value = 100, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SelectorContractTest {
  @Parameter World.Kind kind;
  private World world;
  private Selector selector;

  @BeforeEach
  void open() throws IOException {
    world = kind.make();
    selector = world.selector();
  }

  @AfterEach
  void close() throws IOException {
    selector.close();
    world.close();
  }

  private SelectionKey register(SocketChannel channel, int ops) throws IOException {
    channel.configureBlocking(false);
    return channel.register(selector, ops);
  }

  private static ByteBuffer text(String s) {
    return ByteBuffer.wrap(s.getBytes(US_ASCII));
  }

  @Test
  void aConnectionIsReportedToBothSides() throws Exception {
    try (ServerSocketChannel listener = world.listener();
        Selector accepting = world.serverSelector();
        SocketChannel socket = world.socket()) {
      listener.configureBlocking(false);
      SelectionKey accept = listener.register(accepting, OP_ACCEPT);
      SelectionKey connect = register(socket, 0);
      assertEquals(0, accepting.selectNow());
      socket.connect(addressOf(listener));
      connect.interestOps(OP_CONNECT);

      assertEquals(1, selector.select());
      assertTrue(connect.isConnectable());
      assertTrue(socket.finishConnect());
      assertEquals(1, accepting.select());
      assertTrue(accept.isAcceptable());
      try (SocketChannel accepted = listener.accept()) {
        assertEquals(socket.getLocalAddress(), accepted.getRemoteAddress());
        assertNull(listener.accept());
      }
    }
  }

  @Test
  void aRefusalMakesItConnectableAndFinishConnectTells() throws Exception {
    try (SocketChannel socket = world.socket()) {
      SelectionKey key = register(socket, 0);
      try {
        socket.connect(world.nobody());
        key.interestOps(OP_CONNECT);
        assertEquals(1, selector.select());
        assertTrue(key.isConnectable());
        assertThrows(ConnectException.class, socket::finishConnect);
      } catch (ConnectException atOnce) {
        assertSame(World.Kind.JDK, kind, "over loopback a refusal may come at once");
      }
      assertFalse(socket.isOpen());
      assertFalse(key.isValid());
    }
  }

  @Test
  void aKeyStaysReadableUntilAllIsRead() throws Exception {
    try (Ends e = world.connect()) {
      SelectionKey key = register(e.ours(), OP_READ);
      e.theirs().write(text("abc"));
      for (int i = 0; i < 3; i++) {
        assertEquals(1, selector.select());
        assertTrue(selector.selectedKeys().remove(key));
        assertEquals(1, e.ours().read(ByteBuffer.allocate(1)));
      }
      assertEquals(0, selector.selectNow());
    }
  }
}
