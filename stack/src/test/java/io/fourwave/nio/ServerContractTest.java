package io.fourwave.nio;

import static io.fourwave.nio.World.addressOf;
import static io.fourwave.nio.World.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.nio.World.Running;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.AlreadyBoundException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.NotYetBoundException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What a server socket channel does, also seen as a server socket. */
@ParameterizedClass
@EnumSource(World.Kind.class)
@Timeout(value = 100, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ServerContractTest extends Contract {
  private ServerSocketChannel unbound() throws IOException {
    return world.servers().openServerSocketChannel();
  }

  @Test
  void acceptWaitsForAConnection() throws Exception {
    try (ServerSocketChannel listener = world.listener();
        SocketChannel socket = world.socket()) {
      Running<SocketChannel> acceptor = run(listener::accept).isBlocked();
      socket.connect(addressOf(listener));
      try (SocketChannel accepted = acceptor.result()) {
        socket.write(text("hello"));
        assertEquals("hello", read(accepted, 5));
      }
    }
  }

  @Test
  void connectionsAreAcceptedInTheirOrder() throws Exception {
    try (ServerSocketChannel listener = world.listener();
        SocketChannel one = world.socket();
        SocketChannel two = world.socket()) {
      one.connect(addressOf(listener));
      two.connect(addressOf(listener));
      try (SocketChannel first = listener.accept();
          SocketChannel second = listener.accept()) {
        assertEquals(one.getLocalAddress(), first.getRemoteAddress());
        assertEquals(two.getLocalAddress(), second.getRemoteAddress());
      }
    }
  }

  @Test
  void whoDoesNotWaitAcceptsNothingOrWhatThereIs() throws Exception {
    try (ServerSocketChannel listener = world.listener()) {
      listener.configureBlocking(false);
      assertNull(listener.accept());
      listener.configureBlocking(true);
      assertTrue(listener.isBlocking());
    }
  }

  @Test
  void aListenerIsBoundOnceAndOnlyThenAccepts() throws Exception {
    try (ServerSocketChannel listener = unbound()) {
      assertNull(listener.getLocalAddress());
      assertThrows(NotYetBoundException.class, listener::accept);
      assertSame(listener, listener.bind(null));
      InetSocketAddress local = addressOf(listener);
      assertTrue(local.getAddress().isAnyLocalAddress());
      assertNotEquals(0, local.getPort());
      assertThrows(AlreadyBoundException.class, () -> listener.bind(null));
    }
  }

  @Test
  void aPortIsListenedOnOnceAndFreeAfterwards() throws Exception {
    try (ServerSocketChannel listener = world.listener();
        ServerSocketChannel second = unbound()) {
      SocketAddress taken = addressOf(listener);
      assertThrows(BindException.class, () -> second.bind(taken));
      assertTrue(second.isOpen());
      SocketAddress foreign = new InetSocketAddress("198.51.100.7", 0);
      assertThrows(BindException.class, () -> second.bind(foreign));
      listener.close();
      second.bind(taken);
      assertEquals(taken, second.getLocalAddress());
    }
  }

  @Test
  void closingEndsAnAccept() throws Exception {
    ServerSocketChannel listener = world.listener();
    Running<SocketChannel> acceptor = run(listener::accept).isBlocked();
    listener.close();
    assertEquals(AsynchronousCloseException.class, acceptor.failure().getClass());
  }

  @Test
  void anInterruptEndsAnAcceptAndClosesTheListener() throws Exception {
    ServerSocketChannel listener = world.listener();
    Running<SocketChannel> acceptor = run(listener::accept).isBlocked();
    acceptor.thread.interrupt();
    assertEquals(ClosedByInterruptException.class, acceptor.failure().getClass());
    assertFalse(listener.isOpen());
  }

  @Test
  void whoIsInterruptedAlreadyAcceptsNothing() throws Exception {
    try (ServerSocketChannel listener = world.listener();
        SocketChannel socket = world.socket()) {
      socket.connect(addressOf(listener));
      Running<SocketChannel> acceptor =
          run(
              () -> {
                Thread.currentThread().interrupt();
                return listener.accept();
              });
      assertEquals(ClosedByInterruptException.class, acceptor.failure().getClass());
      assertFalse(listener.isOpen());
    }
  }

  @Test
  void aClosedListenerDoesNothing() throws Exception {
    ServerSocketChannel listener = world.listener();
    listener.close();
    listener.close();
    assertThrows(ClosedChannelException.class, listener::accept);
    assertThrows(ClosedChannelException.class, listener::getLocalAddress);
    assertThrows(ClosedChannelException.class, () -> listener.bind(null));
    assertThrows(ClosedChannelException.class, () -> listener.configureBlocking(false));
    assertThrows(
        ClosedChannelException.class, () -> listener.getOption(StandardSocketOptions.SO_REUSEADDR));
  }

  @Test
  void closingResetsWhatNobodyAccepted() throws Exception {
    try (ServerSocketChannel listener = world.listener();
        SocketChannel socket = world.socket()) {
      socket.connect(addressOf(listener));
      listener.close();
      assertThrows(SocketException.class, () -> socket.read(ByteBuffer.allocate(1)));
    }
  }

  @Test
  void aServerSocketIsAViewOfTheChannel() throws Exception {
    try (ServerSocketChannel listener = unbound();
        SocketChannel socket = world.socket()) {
      ServerSocket view = listener.socket();
      assertSame(view, listener.socket());
      assertSame(listener, view.getChannel());
      assertFalse(view.isBound());
      assertEquals(-1, view.getLocalPort());
      assertNull(view.getInetAddress());
      assertNull(view.getLocalSocketAddress());
      assertEquals("ServerSocket[unbound]", view.toString());
      view.bind(new InetSocketAddress(world.server(), 0));
      assertTrue(view.isBound());
      assertEquals(listener.getLocalAddress(), view.getLocalSocketAddress());
      assertEquals(addressOf(listener).getPort(), view.getLocalPort());
      assertEquals(addressOf(listener).getAddress(), view.getInetAddress());
      assertThrows(SocketException.class, () -> view.bind(null));
      socket.connect(addressOf(listener));
      try (Socket accepted = view.accept()) {
        assertEquals(socket.getLocalAddress(), accepted.getRemoteSocketAddress());
        assertTrue(accepted.getChannel().isConnected());
      }
      view.close();
      assertTrue(view.isClosed());
      assertFalse(listener.isOpen());
    }
  }

  @Test
  void aServerSocketWaitsNoLongerThanItsTimeout() throws Exception {
    try (ServerSocketChannel listener = world.listener()) {
      ServerSocket view = listener.socket();
      assertEquals(0, view.getSoTimeout());
      assertThrows(IllegalArgumentException.class, () -> view.setSoTimeout(-1));
      view.setSoTimeout(20);
      assertEquals(20, view.getSoTimeout());
      assertThrows(SocketTimeoutException.class, view::accept);
      assertTrue(listener.isOpen());
      listener.configureBlocking(false);
      assertThrows(IllegalBlockingModeException.class, view::accept);
      view.setSoTimeout(0);
      assertThrows(IllegalBlockingModeException.class, view::accept);
      listener.close();
      assertThrows(SocketException.class, () -> view.setSoTimeout(1));
      assertThrows(SocketException.class, view::getSoTimeout);
    }
  }

  @Test
  void aServerSocketHasOptions() throws Exception {
    try (ServerSocketChannel listener = unbound()) {
      ServerSocket view = listener.socket();
      assertTrue(view.getReuseAddress());
      view.setReuseAddress(false);
      assertFalse(listener.getOption(StandardSocketOptions.SO_REUSEADDR));
      view.setReceiveBufferSize(10_000);
      assertTrue(view.getReceiveBufferSize() >= 10_000);
      assertThrows(IllegalArgumentException.class, () -> view.setReceiveBufferSize(0));
      assertSame(view, view.setOption(StandardSocketOptions.SO_REUSEADDR, true));
      assertTrue(view.getOption(StandardSocketOptions.SO_REUSEADDR));
      assertEquals(listener.supportedOptions(), view.supportedOptions());
      listener.close();
      assertThrows(SocketException.class, view::getReuseAddress);
      assertThrows(SocketException.class, () -> view.setReceiveBufferSize(10_000));
    }
  }

  @Test
  void anUnboundServerSocketDoesNotAccept() throws Exception {
    try (ServerSocketChannel listener = unbound()) {
      assertThrows(SocketException.class, listener.socket()::accept);
      listener.close();
      assertThrows(ClosedChannelException.class, listener.socket()::accept);
    }
  }
}
