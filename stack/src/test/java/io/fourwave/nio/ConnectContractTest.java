package io.fourwave.nio;

import static io.fourwave.nio.World.addressOf;
import static io.fourwave.nio.World.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.nio.World.Ends;
import io.fourwave.nio.World.Running;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.AlreadyBoundException;
import java.nio.channels.AlreadyConnectedException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ConnectionPendingException;
import java.nio.channels.NoConnectionPendingException;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnresolvedAddressException;
import java.nio.channels.UnsupportedAddressTypeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** How a socket channel is bound and connected. */
@ParameterizedClass
@EnumSource(World.Kind.class)
@Timeout(value = 100, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ConnectContractTest extends Contract {
  @Test
  void aConnectedChannelKnowsBothAddresses() throws Exception {
    try (ServerSocketChannel listener = world.listener();
        SocketChannel socket = world.socket()) {
      assertNull(socket.getLocalAddress());
      assertNull(socket.getRemoteAddress());
      assertFalse(socket.isConnected());
      assertTrue(socket.connect(addressOf(listener)));
      assertTrue(socket.isConnected());
      assertFalse(socket.isConnectionPending());
      assertEquals(addressOf(listener), socket.getRemoteAddress());
      try (SocketChannel accepted = listener.accept()) {
        assertTrue(accepted.isConnected());
        assertTrue(accepted.isBlocking());
        assertEquals(socket.getLocalAddress(), accepted.getRemoteAddress());
        assertEquals(socket.getRemoteAddress(), accepted.getLocalAddress());
      }
    }
  }

  @Test
  void aRefusedChannelIsClosed() throws Exception {
    SocketChannel socket = world.socket();
    assertThrows(ConnectException.class, () -> socket.connect(world.nobody()));
    assertFalse(socket.isOpen());
    assertFalse(socket.isConnected());
    assertThrows(ClosedChannelException.class, () -> socket.read(ByteBuffer.allocate(1)));
  }

  @Test
  void aChannelConnectsOnce() throws Exception {
    try (Ends e = world.connect()) {
      SocketAddress remote = e.ours().getRemoteAddress();
      assertThrows(AlreadyConnectedException.class, () -> e.ours().connect(remote));
      assertThrows(AlreadyConnectedException.class, () -> e.theirs().connect(remote));
      assertTrue(e.ours().finishConnect());
      assertTrue(e.ours().isOpen());
    }
  }

  @Test
  void whatIsNotConnectedCannotBeTalkedTo() throws Exception {
    try (SocketChannel socket = world.socket()) {
      ByteBuffer buffer = ByteBuffer.allocate(1);
      ByteBuffer[] buffers = {buffer};
      assertThrows(NotYetConnectedException.class, () -> socket.read(buffer));
      assertThrows(NotYetConnectedException.class, () -> socket.read(buffers));
      assertThrows(NotYetConnectedException.class, () -> socket.write(buffer));
      assertThrows(NotYetConnectedException.class, () -> socket.write(buffers));
      assertThrows(NotYetConnectedException.class, socket::shutdownInput);
      assertThrows(NotYetConnectedException.class, socket::shutdownOutput);
      assertThrows(NoConnectionPendingException.class, socket::finishConnect);
      assertTrue(socket.isOpen());
    }
  }

  @Test
  void aPendingConnectionIsNeitherMadeTwiceNorTalkedTo() throws Exception {
    try (Full full = full();
        SocketChannel socket = pending(full)) {
      assertTrue(socket.isConnectionPending());
      assertFalse(socket.isConnected());
      assertFalse(socket.finishConnect());
      SocketAddress to = addressOf(full.listener());
      assertEquals(to, socket.getRemoteAddress());
      assertThrows(ConnectionPendingException.class, () -> socket.connect(to));
      assertThrows(ConnectionPendingException.class, () -> socket.bind(null));
      assertThrows(NotYetConnectedException.class, () -> socket.read(ByteBuffer.allocate(1)));
      assertThrows(NotYetConnectedException.class, () -> socket.write(ByteBuffer.allocate(1)));
      assertThrows(NotYetConnectedException.class, socket::shutdownInput);
      assertTrue(socket.isConnectionPending());
    }
  }

  @Test
  void closingEndsAConnectThatWaits() throws Exception {
    try (Full full = full();
        SocketChannel socket = world.socket()) {
      Running<Boolean> waiting = run(() -> socket.connect(addressOf(full.listener()))).isBlocked();
      socket.close();
      assertEquals(AsynchronousCloseException.class, waiting.failure().getClass());
    }
  }

  @Test
  void anInterruptEndsAConnectThatWaits() throws Exception {
    try (Full full = full();
        SocketChannel socket = world.socket()) {
      Running<Boolean> waiting =
          run(() -> {
                try {
                  return socket.connect(addressOf(full.listener()));
                } finally {
                  assertTrue(Thread.currentThread().isInterrupted());
                }
              })
              .isBlocked();
      waiting.thread.interrupt();
      assertEquals(ClosedByInterruptException.class, waiting.failure().getClass());
      assertFalse(socket.isOpen());
    }
  }

  @Test
  void whoIsInterruptedAlreadyDoesNotConnect() throws Exception {
    try (ServerSocketChannel listener = world.listener();
        SocketChannel socket = world.socket()) {
      Running<Boolean> connecting =
          run(
              () -> {
                Thread.currentThread().interrupt();
                return socket.connect(addressOf(listener));
              });
      assertEquals(ClosedByInterruptException.class, connecting.failure().getClass());
      assertFalse(socket.isOpen());
    }
  }

  @Test
  void finishConnectWaitsInBlockingMode() throws Exception {
    try (Full full = full();
        SocketChannel socket = pending(full)) {
      socket.configureBlocking(true);
      Running<Boolean> waiting = run(socket::finishConnect).isBlocked();
      socket.close();
      assertEquals(AsynchronousCloseException.class, waiting.failure().getClass());
    }
  }

  @Test
  void finishConnectFinishesWhatWasBegun() throws Exception {
    try (ServerSocketChannel listener = world.listener();
        SocketChannel socket = world.socket()) {
      socket.configureBlocking(false);
      boolean atOnce = socket.connect(addressOf(listener));
      socket.configureBlocking(true);
      assertTrue(atOnce || socket.isConnectionPending());
      assertTrue(socket.finishConnect());
      assertTrue(socket.isConnected());
      assertFalse(socket.isConnectionPending());
      listener.accept().close();
    }
  }

  @Test
  void closingAPendingChannelForgetsIt() throws Exception {
    try (Full full = full()) {
      SocketChannel socket = pending(full);
      socket.close();
      assertThrows(ClosedChannelException.class, socket::finishConnect);
      assertFalse(socket.isConnected());
    }
  }

  @Test
  void aBoundChannelComesFromWhereItIsBound() throws Exception {
    try (ServerSocketChannel listener = world.listener();
        SocketChannel socket = world.socket()) {
      socket.bind(new InetSocketAddress(world.client(), 0));
      SocketAddress local = socket.getLocalAddress();
      assertNotEquals(0, ((InetSocketAddress) local).getPort());
      socket.connect(addressOf(listener));
      assertEquals(local, socket.getLocalAddress());
      try (SocketChannel accepted = listener.accept()) {
        assertEquals(local, accepted.getRemoteAddress());
      }
    }
  }

  @Test
  void bindingToNothingTakesAnyAddressAndAFreePort() throws Exception {
    try (ServerSocketChannel listener = world.listener();
        SocketChannel socket = world.socket()) {
      socket.bind(null);
      InetSocketAddress local = (InetSocketAddress) socket.getLocalAddress();
      assertTrue(local.getAddress().isAnyLocalAddress());
      socket.connect(addressOf(listener));
      InetSocketAddress now = (InetSocketAddress) socket.getLocalAddress();
      assertEquals(local.getPort(), now.getPort());
      assertEquals(world.client(), now.getAddress().getHostAddress());
    }
  }

  @Test
  void aChannelIsBoundOnce() throws Exception {
    try (Ends e = world.connect();
        SocketChannel socket = world.socket()) {
      socket.bind(null);
      assertThrows(AlreadyBoundException.class, () -> socket.bind(null));
      assertThrows(AlreadyBoundException.class, () -> e.ours().bind(null));
    }
  }

  @Test
  void aPortThatIsTakenAndAnAddressOfOthersCannotBeBound() throws Exception {
    try (SocketChannel first = world.socket();
        SocketChannel second = world.socket()) {
      first.bind(new InetSocketAddress(world.client(), 0));
      SocketAddress taken = first.getLocalAddress();
      assertThrows(BindException.class, () -> second.bind(taken));
      SocketAddress foreign = new InetSocketAddress("198.51.100.7", 0);
      assertThrows(BindException.class, () -> second.bind(foreign));
      assertTrue(second.isOpen());
      first.close();
      second.bind(taken);
    }
  }

  @Test
  void onlyAddressesOfTheInternetThatAreKnownWillDo() throws Exception {
    SocketAddress unknown = InetSocketAddress.createUnresolved("nowhere.invalid", 7);
    SocketAddress other = new SocketAddress() {};
    try (SocketChannel socket = world.socket()) {
      assertThrows(UnresolvedAddressException.class, () -> socket.connect(unknown));
      assertThrows(UnsupportedAddressTypeException.class, () -> socket.connect(other));
      assertThrows(NullPointerException.class, () -> socket.connect(null));
      assertThrows(UnresolvedAddressException.class, () -> socket.bind(unknown));
      assertThrows(UnsupportedAddressTypeException.class, () -> socket.bind(other));
      assertTrue(socket.isOpen());
    }
  }

  @Test
  void aChannelForIpv4RefusesIpv6() throws Exception {
    SocketAddress v6 = new InetSocketAddress("2001:db8::2", 7);
    StandardProtocolFamily v4 = StandardProtocolFamily.INET;
    try (SocketChannel socket = world.clients().openSocketChannel(v4);
        ServerSocketChannel listener = world.servers().openServerSocketChannel(v4)) {
      assertThrows(UnsupportedAddressTypeException.class, () -> socket.connect(v6));
      assertThrows(UnsupportedAddressTypeException.class, () -> socket.bind(v6));
      assertThrows(UnsupportedAddressTypeException.class, () -> listener.bind(v6));
    }
  }

  @Test
  void aClosedChannelDoesNothing() throws Exception {
    SocketChannel socket = world.connect().ours();
    socket.close();
    socket.close();
    ByteBuffer buffer = ByteBuffer.allocate(1);
    SocketAddress to = new InetSocketAddress(world.server(), 7);
    assertThrows(ClosedChannelException.class, () -> socket.read(buffer));
    assertThrows(ClosedChannelException.class, () -> socket.read(new ByteBuffer[] {buffer}));
    assertThrows(ClosedChannelException.class, () -> socket.write(buffer));
    assertThrows(ClosedChannelException.class, () -> socket.write(new ByteBuffer[] {buffer}));
    assertThrows(ClosedChannelException.class, () -> socket.connect(to));
    assertThrows(ClosedChannelException.class, () -> socket.bind(null));
    assertThrows(ClosedChannelException.class, socket::getLocalAddress);
    assertThrows(ClosedChannelException.class, socket::getRemoteAddress);
    assertThrows(ClosedChannelException.class, socket::shutdownInput);
    assertThrows(ClosedChannelException.class, socket::shutdownOutput);
    assertThrows(ClosedChannelException.class, () -> socket.configureBlocking(false));
    assertFalse(socket.isOpen());
  }

  @Test
  void aFailedConnectOfAChannelThatDoesNotWaitClosesIt() throws Exception {
    SocketChannel socket = world.socket();
    socket.configureBlocking(false);
    assertThrows(ConnectException.class, () -> connectAndFinish(socket));
    assertFalse(socket.isOpen());
  }

  private void connectAndFinish(SocketChannel socket) throws IOException {
    boolean done = socket.connect(world.nobody());
    while (!done) {
      done = socket.finishConnect();
      Thread.onSpinWait();
    }
  }
}
