package io.fourwave.nio;

import static io.fourwave.nio.World.addressOf;
import static io.fourwave.nio.World.run;
import static java.nio.channels.SelectionKey.OP_ACCEPT;
import static java.nio.channels.SelectionKey.OP_CONNECT;
import static java.nio.channels.SelectionKey.OP_READ;
import static java.nio.channels.SelectionKey.OP_WRITE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.nio.World.Ends;
import io.fourwave.nio.World.Running;
import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** When a selector reports what, and what ends its waits. */
@ParameterizedClass
@EnumSource(World.Kind.class)
@Timeout(value = 100, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SelectorContractTest extends Contract {
  private Selector selector;

  @BeforeEach
  void open() throws IOException {
    selector = world.selector();
  }

  @AfterEach
  void close() throws IOException {
    selector.close();
  }

  private SelectionKey register(SocketChannel channel, int ops) throws IOException {
    channel.configureBlocking(false);
    return channel.register(selector, ops);
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

  @Test
  void theEndMakesItReadable() throws Exception {
    try (Ends e = world.connect()) {
      SelectionKey key = register(e.ours(), OP_READ);
      e.theirs().shutdownOutput();
      assertEquals(1, selector.select());
      assertTrue(key.isReadable());
      assertEquals(-1, e.ours().read(ByteBuffer.allocate(1)));
      selector.selectedKeys().clear();
      assertEquals(1, selector.select(), "and stays so");
    }
  }

  @Test
  void aResetMakesItReadyForAllThatIsOfInterest() throws Exception {
    try (Ends e = world.connect()) {
      SelectionKey key = register(e.ours(), OP_READ | OP_WRITE);
      e.theirs().setOption(StandardSocketOptions.SO_LINGER, 0);
      e.theirs().close();
      while (!key.isReadable()) {
        selector.select();
      }
      assertEquals(OP_READ | OP_WRITE, key.readyOps());
      assertThrows(IOException.class, () -> e.ours().read(ByteBuffer.allocate(1)));
    }
  }

  @Test
  void shuttingTheInputMakesItReadable() throws Exception {
    try (Ends e = world.connect()) {
      SelectionKey key = register(e.ours(), OP_READ);
      e.ours().shutdownInput();
      assertEquals(1, selector.select());
      assertTrue(key.isReadable());
    }
  }

  @Test
  void itIsWritableWhileThereIsRoomAndAgainWhenThereIs() throws Exception {
    try (Ends e = world.connect()) {
      SelectionKey key = register(e.ours(), OP_WRITE);
      assertEquals(1, selector.select());
      assertTrue(key.isWritable());
      long sum = fill(e);
      selector.selectedKeys().clear();
      assertEquals(0, selector.select(1));
      Running<Integer> waiting = run(selector::select).isBlocked();
      for (long left = sum; left > 0; ) {
        left -= e.theirs().read(ByteBuffer.allocate(100_000));
      }
      assertEquals(1, waiting.result());
      assertTrue(key.isWritable());
      assertTrue(e.ours().write(ByteBuffer.allocate(1)) > 0);
    }
  }

  @Test
  void selectNowDoesNotWait() throws Exception {
    try (Ends e = world.connect()) {
      register(e.ours(), OP_READ);
      assertEquals(0, selector.selectNow());
      assertTrue(selector.selectedKeys().isEmpty());
    }
  }

  @Test
  void selectGivesUpAfterItsTime() throws Exception {
    try (Ends e = world.connect()) {
      register(e.ours(), OP_READ);
      assertEquals(0, selector.select(20));
      assertThrows(IllegalArgumentException.class, () -> selector.select(-1));
    }
  }

  @Test
  void whatArrivesEndsASelect() throws Exception {
    try (Ends e = world.connect()) {
      SelectionKey key = register(e.ours(), OP_READ);
      Running<Integer> waiting = run(() -> selector.select(60_000)).isBlocked();
      e.theirs().write(text("a"));
      assertEquals(1, waiting.result());
      assertTrue(key.isReadable());
    }
  }

  @Test
  void aWakeupEndsASelect() throws Exception {
    try (Ends e = world.connect()) {
      register(e.ours(), OP_READ);
      Running<Integer> waiting = run(selector::select).isBlocked();
      assertSame(selector, selector.wakeup());
      assertEquals(0, waiting.result());
    }
  }

  @Test
  void aWakeupCountsForTheNextSelectAndOnlyOnce() throws Exception {
    selector.wakeup();
    selector.wakeup();
    assertEquals(0, selector.select());
    Running<Integer> waiting = run(selector::select).isBlocked();
    selector.wakeup();
    assertEquals(0, waiting.result());
    selector.wakeup();
    assertEquals(0, selector.selectNow());
    assertFalse(run(selector::select).isBlocked().isDone());
  }

  @Test
  void anInterruptEndsASelectAndIsKept() throws Exception {
    Running<Boolean> waiting =
        run(() -> {
              selector.select();
              return Thread.currentThread().isInterrupted();
            })
            .isBlocked();
    waiting.thread.interrupt();
    assertTrue(waiting.result());
    assertTrue(selector.isOpen());
  }

  @Test
  void whoIsInterruptedAlreadyDoesNotWait() throws Exception {
    Running<Integer> selecting =
        run(
            () -> {
              Thread.currentThread().interrupt();
              return selector.select();
            });
    assertEquals(0, selecting.result());
  }

  @Test
  void closingTheSelectorEndsASelect() throws Exception {
    try (Ends e = world.connect()) {
      SelectionKey key = register(e.ours(), OP_READ);
      Running<Integer> waiting = run(selector::select).isBlocked();
      selector.close();
      assertEquals(0, waiting.result());
      assertFalse(key.isValid());
      assertFalse(e.ours().isRegistered());
      assertTrue(e.ours().isOpen());
    }
  }

  @Test
  void aListenerStaysAcceptableUntilAllAreAccepted() throws Exception {
    try (ServerSocketChannel listener = world.listener();
        Selector accepting = world.serverSelector();
        SocketChannel one = world.socket();
        SocketChannel two = world.socket()) {
      listener.configureBlocking(false);
      listener.register(accepting, OP_ACCEPT);
      one.connect(addressOf(listener));
      two.connect(addressOf(listener));
      for (int i = 0; i < 2; i++) {
        assertEquals(1, accepting.select());
        accepting.selectedKeys().clear();
        listener.accept().close();
      }
      assertEquals(0, accepting.selectNow());
    }
  }
}
