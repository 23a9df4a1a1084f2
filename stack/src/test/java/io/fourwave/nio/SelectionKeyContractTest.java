package io.fourwave.nio;

import static io.fourwave.nio.World.addressOf;
import static io.fourwave.nio.World.run;
import static java.nio.channels.SelectionKey.OP_ACCEPT;
import static java.nio.channels.SelectionKey.OP_CONNECT;
import static java.nio.channels.SelectionKey.OP_READ;
import static java.nio.channels.SelectionKey.OP_WRITE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.nio.World.Ends;
import io.fourwave.nio.World.Running;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** How keys are registered, changed, selected and cancelled. */
@ParameterizedClass
@EnumSource(World.Kind.class)
@Timeout(value = 100, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SelectionKeyContractTest extends Contract {
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

  private static void take(SocketChannel channel) throws IOException {
    channel.read(ByteBuffer.allocate(100));
  }

  @Test
  void aKeyInTheSelectedSetIsCountedOnlyWhenItGrows() throws Exception {
    try (Ends e = world.connect()) {
      SelectionKey key = register(e.ours(), OP_READ);
      e.theirs().write(text("a"));
      assertEquals(1, selector.select());
      assertEquals(0, selector.select());
      assertEquals(Set.of(key), selector.selectedKeys());
      key.interestOps(OP_READ | OP_WRITE);
      assertEquals(1, selector.select());
      assertEquals(OP_READ | OP_WRITE, key.readyOps());
      take(e.ours());
      assertEquals(0, selector.selectNow());
      assertEquals(OP_READ | OP_WRITE, key.readyOps(), "the application takes away, not we");
      selector.selectedKeys().clear();
      assertEquals(1, selector.selectNow());
      assertEquals(OP_WRITE, key.readyOps());
    }
  }

  @Test
  void aClosedSelectorDoesNothing() throws Exception {
    try (Ends e = world.connect()) {
      e.ours().configureBlocking(false);
      selector.close();
      selector.close();
      assertSame(selector, selector.wakeup());
      assertThrows(ClosedSelectorException.class, () -> selector.select());
      assertThrows(ClosedSelectorException.class, () -> selector.selectNow());
      assertThrows(ClosedSelectorException.class, () -> selector.keys());
      assertThrows(ClosedSelectorException.class, () -> selector.selectedKeys());
      assertThrows(ClosedSelectorException.class, () -> e.ours().register(selector, OP_READ));
    }
  }

  @Test
  void aCancelledKeyIsForgottenByTheNextSelect() throws Exception {
    try (Ends e = world.connect()) {
      SelectionKey key = register(e.ours(), OP_READ);
      e.theirs().write(text("a"));
      assertEquals(1, selector.select());
      key.cancel();
      key.cancel();
      assertFalse(key.isValid());
      assertThrows(CancelledKeyException.class, key::readyOps);
      assertThrows(CancelledKeyException.class, key::interestOps);
      assertThrows(CancelledKeyException.class, () -> key.interestOps(OP_READ));
      assertTrue(selector.keys().contains(key));
      assertTrue(e.ours().isRegistered());
      assertThrows(CancelledKeyException.class, () -> e.ours().register(selector, OP_READ));
      assertEquals(0, selector.selectNow());
      assertTrue(selector.keys().isEmpty());
      assertTrue(selector.selectedKeys().isEmpty());
      assertFalse(e.ours().isRegistered());
      assertTrue(e.ours().register(selector, OP_READ).isValid());
      assertEquals(1, selector.selectNow());
    }
  }

  @Test
  void aChannelThatIsClosedDuringASelectIsForgotten() throws Exception {
    try (Ends e = world.connect()) {
      SelectionKey key = register(e.ours(), OP_READ);
      Running<Integer> waiting = run(selector::select).isBlocked();
      e.ours().close();
      assertFalse(key.isValid());
      selector.wakeup();
      assertEquals(0, waiting.result());
      assertTrue(selector.keys().isEmpty());
      assertEquals(-1, e.theirs().read(ByteBuffer.allocate(1)));
    }
  }

  @Test
  void aKeyHasWhatWasAttached() throws Exception {
    try (Ends e = world.connect()) {
      e.ours().configureBlocking(false);
      SelectionKey key = e.ours().register(selector, OP_READ, "first");
      assertEquals("first", key.attachment());
      assertEquals("first", key.attach("second"));
      assertSame(key, e.ours().register(selector, OP_WRITE, "third"));
      assertEquals("third", key.attachment());
      assertEquals(OP_WRITE, key.interestOps());
      assertSame(e.ours(), key.channel());
      assertSame(selector, key.selector());
      assertSame(key, e.ours().keyFor(selector));
      assertEquals(Set.of(key), selector.keys());
    }
  }

  @Test
  void aChangeOfInterestCountsFromTheNextSelectOn() throws Exception {
    try (Ends e = world.connect()) {
      SelectionKey key = register(e.ours(), 0);
      e.theirs().write(text("a"));
      Running<Integer> waiting = run(selector::select).isBlocked();
      key.interestOps(OP_READ);
      selector.wakeup();
      waiting.result();
      selector.selectedKeys().clear();
      assertEquals(1, selector.select());
      key.interestOps(0);
      selector.selectedKeys().clear();
      assertEquals(0, selector.selectNow());
    }
  }

  @Test
  void whatIsOfNoMoreInterestIsNotReported() throws Exception {
    try (Ends e = world.connect()) {
      SelectionKey key = register(e.ours(), OP_READ);
      Running<Integer> waiting = run(selector::select).isBlocked();
      key.interestOps(0);
      e.theirs().write(text("a"));
      World.await("it has arrived", () -> arrived(e.ours()));
      selector.wakeup();
      assertEquals(0, waiting.result());
      assertTrue(selector.selectedKeys().isEmpty());
    }
  }

  @Test
  void interestIsAddedAndRemovedAtOnce() throws Exception {
    try (Ends e = world.connect()) {
      SelectionKey key = register(e.ours(), OP_READ);
      assertEquals(OP_READ, key.interestOpsOr(OP_WRITE));
      assertEquals(OP_READ | OP_WRITE, key.interestOpsAnd(~OP_READ));
      assertEquals(OP_WRITE, key.interestOps());
      assertEquals(1, selector.selectNow());
      assertEquals(OP_WRITE, key.readyOps());
      assertThrows(IllegalArgumentException.class, () -> key.interestOpsOr(OP_ACCEPT));
      assertThrows(IllegalArgumentException.class, () -> key.interestOps(OP_ACCEPT));
    }
  }

  @Test
  void onlyWhatDoesNotWaitIsRegisteredAndOnlyForWhatItHas() throws Exception {
    try (Ends e = world.connect();
        ServerSocketChannel listener = world.listener();
        Selector accepting = world.serverSelector()) {
      assertThrows(IllegalBlockingModeException.class, () -> e.ours().register(selector, OP_READ));
      e.ours().configureBlocking(false);
      listener.configureBlocking(false);
      assertThrows(IllegalArgumentException.class, () -> e.ours().register(selector, OP_ACCEPT));
      assertThrows(IllegalArgumentException.class, () -> listener.register(accepting, OP_READ));
      assertEquals(OP_READ | OP_WRITE | OP_CONNECT, e.ours().validOps());
      assertEquals(OP_ACCEPT, listener.validOps());
      e.ours().register(selector, OP_READ);
      assertThrows(IllegalBlockingModeException.class, () -> e.ours().configureBlocking(true));
      e.ours().keyFor(selector).cancel();
      e.ours().configureBlocking(true);
      e.ours().close();
      assertThrows(ClosedChannelException.class, () -> e.ours().register(selector, OP_READ));
    }
  }

  @Test
  void theSetsAreTheSelectorsOwn() throws Exception {
    try (Ends e = world.connect()) {
      SelectionKey key = register(e.ours(), OP_WRITE);
      assertEquals(1, selector.select());
      assertThrows(UnsupportedOperationException.class, () -> selector.keys().remove(key));
      assertThrows(UnsupportedOperationException.class, () -> selector.keys().clear());
      selector.selectedKeys().remove(key);
      assertThrows(UnsupportedOperationException.class, () -> selector.selectedKeys().add(key));
      assertEquals(1, selector.select());
      Iterator<SelectionKey> keys = selector.selectedKeys().iterator();
      keys.next();
      keys.remove();
      assertTrue(selector.selectedKeys().isEmpty());
    }
  }

  @Test
  void anActionIsToldOfEachReadyKey() throws Exception {
    try (Ends one = world.connect();
        Ends two = world.connect()) {
      SelectionKey first = register(one.ours(), OP_READ);
      SelectionKey second = register(two.ours(), OP_WRITE);
      one.theirs().write(text("a"));
      List<SelectionKey> told = new ArrayList<>();
      while (!told.contains(first)) {
        told.clear();
        int count = selector.select(told::add);
        assertEquals(told.size(), count);
      }
      assertEquals(Set.of(first, second), Set.copyOf(told));
      assertTrue(first.isReadable() && second.isWritable());
      assertTrue(selector.selectedKeys().isEmpty());
      assertEquals(2, selector.selectNow(key -> {}));
      assertEquals(2, selector.select(key -> {}, 1000));
      assertThrows(
          NullPointerException.class, () -> selector.select((Consumer<SelectionKey>) null));
    }
  }

  @Test
  void anActionCannotSelectButMayFail() throws Exception {
    try (Ends e = world.connect()) {
      register(e.ours(), OP_WRITE);
      assertThrows(
          IllegalStateException.class, () -> selector.select(key -> assertNoMore(selector)));
      assertThrows(
          ArithmeticException.class,
          () ->
              selector.select(
                  key -> {
                    throw new ArithmeticException("of the action");
                  }));
      assertEquals(1, selector.selectNow());
      assertThrows(
          ClosedSelectorException.class, () -> selector.select(SelectionKeyContractTest::end));
    }
  }

  private static void assertNoMore(Selector selector) {
    try {
      selector.selectNow();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void end(SelectionKey key) {
    try {
      key.selector().close();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aChannelIsReportedByEverySelectorItIsRegisteredWith() throws Exception {
    try (Ends e = world.connect();
        Selector second = world.selector()) {
      SelectionKey one = register(e.ours(), OP_READ);
      SelectionKey two = e.ours().register(second, OP_READ | OP_WRITE);
      assertEquals(1, second.select());
      assertEquals(OP_WRITE, two.readyOps());
      two.interestOps(OP_READ);
      second.selectedKeys().clear();
      Running<Integer> first = run(selector::select).isBlocked();
      Running<Integer> other = run(second::select).isBlocked();
      e.theirs().write(text("a"));
      assertEquals(1, first.result());
      assertEquals(1, other.result());
      assertTrue(one.isReadable() && two.isReadable());
      one.cancel();
      assertTrue(two.isValid() && e.ours().isRegistered());
    }
  }

  @Test
  void aPendingConnectionThatIsClosedIsForgotten() throws Exception {
    try (Full full = full();
        SocketChannel socket = pending(full)) {
      SelectionKey key = socket.register(selector, OP_CONNECT);
      assertEquals(0, selector.selectNow());
      socket.close();
      assertFalse(key.isValid());
      assertEquals(0, selector.selectNow());
      assertTrue(selector.keys().isEmpty());
    }
  }

  @Test
  void anAcceptedChannelWaitsWhateverItsListenerDoes() throws Exception {
    try (ServerSocketChannel listener = world.listener();
        SocketChannel socket = world.socket()) {
      listener.configureBlocking(false);
      socket.connect(addressOf(listener));
      SocketChannel accepted = listener.accept();
      while (accepted == null) {
        accepted = listener.accept();
      }
      assertTrue(accepted.isBlocking());
      accepted.close();
    }
  }
}
