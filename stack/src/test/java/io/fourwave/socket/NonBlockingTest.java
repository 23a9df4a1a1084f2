package io.fourwave.socket;

import static io.fourwave.socket.StackPair.PORT;
import static io.fourwave.socket.StackPair.peerAt;
import static io.fourwave.socket.StackPair.run;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.link.Offload;
import io.fourwave.socket.StackPair.Sockets;
import io.fourwave.tcp.Buffers;
import io.fourwave.tcp.TcpException;
import io.fourwave.tcp.TcpSettings;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a socket does for those who do not wait in it: adapters, and whoever has a selector. */
@Timeout(value = 100, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class NonBlockingTest {
  private final Semaphore told = new Semaphore(0);

  private void awaitTold() throws InterruptedException {
    assertTrue(told.tryAcquire(StackPair.PATIENCE.toSeconds(), TimeUnit.SECONDS), "nothing told");
  }

  private static TcpSocket open(StackPair pair, int port) throws IOException {
    return TcpSocket.open(pair.us.loop(), null, peerAt(port), TcpSettings.defaults());
  }

  @Test
  void whoIsToldOfReadinessIsRefusedAWaitForTheLoopThatTellsIt() throws Exception {
    try (StackPair pair = new StackPair();
        TcpListener listener = pair.peer.listen(PORT)) {
      CompletableFuture<Object> outcome = new CompletableFuture<>();
      listener.onReadiness(
          () -> {
            try {
              outcome.complete(pair.peer.connections());
            } catch (IOException | RuntimeException e) {
              outcome.complete(e);
            }
          });
      pair.us.connect(peerAt(PORT));
      assertInstanceOf(
          IllegalStateException.class,
          outcome.get(StackPair.PATIENCE.toSeconds(), TimeUnit.SECONDS));
      listener.accept(StackPair.PATIENCE).close();
    }
  }

  @Test
  void readNowTakesWhatIsThereAndReadinessTellsWhenToTryAgain() throws Exception {
    try (StackPair pair = new StackPair();
        Sockets s = pair.connect()) {
      ByteBuffer read = ByteBuffer.allocate(9);
      s.ours().onReadiness(told::release);
      assertEquals(0, s.ours().readNow(read));
      assertFalse(s.ours().isReadable());

      s.theirs().write(ByteBuffer.wrap("hello".getBytes(US_ASCII)));
      while (!s.ours().isReadable()) {
        awaitTold();
      }
      assertEquals(5, s.ours().readNow(read));

      s.theirs().shutdownOutput();
      while (!s.ours().isReadable()) {
        awaitTold();
      }
      assertEquals(-1, s.ours().readNow(read));
    }
  }

  @Test
  void writeNowTakesWhatThereIsRoomForAndReadinessTellsOfMore() throws Exception {
    TcpSettings small = TcpSettings.defaults().with(new Buffers(4096, 4096));
    try (StackPair pair = new StackPair(small, Offload.NONE);
        Sockets s = pair.connect()) {
      s.ours().onReadiness(told::release);
      ByteBuffer both = ByteBuffer.allocate(8192); // the peer's buffer, and ours
      while (both.hasRemaining()) {
        s.ours().writeNow(both);
      }
      assertFalse(s.ours().isWritable());
      ByteBuffer read = ByteBuffer.allocate(both.capacity());
      while (!s.ours().isWritable()) {
        s.theirs().readNow(read);
        told.tryAcquire(1, TimeUnit.MILLISECONDS);
      }
      assertTrue(s.ours().writeNow(ByteBuffer.allocate(1)) == 1);
      s.ours().shutdownOutput();
      assertThrows(ClosedChannelException.class, () -> s.ours().writeNow(ByteBuffer.allocate(1)));
    }
  }

  @Test
  void severalBuffersAreWrittenInOrderUntilThereIsNoRoom() throws Exception {
    TcpSettings small = TcpSettings.defaults().with(new Buffers(4096, 4096));
    try (StackPair pair = new StackPair(small, Offload.NONE);
        Sockets s = pair.connect();
        HeldLoop held = new HeldLoop(pair.us)) {
      held.awaitHeld();
      ByteBuffer[] sources = {
        ByteBuffer.wrap(new byte[100]),
        ByteBuffer.wrap("hello".getBytes(US_ASCII)),
        ByteBuffer.allocate(0),
        ByteBuffer.allocate(4100),
        ByteBuffer.allocate(9)
      };
      assertEquals(4096, s.ours().writeNow(sources, 1, 4));
      assertEquals(100, sources[0].remaining());
      assertEquals(9, sources[3].remaining());
      assertEquals(9, sources[4].remaining());
      held.close();
      ByteBuffer read = ByteBuffer.allocate(5);
      s.theirs().read(read);
      assertEquals("hello", new String(read.array(), US_ASCII));
    }
  }

  @Test
  void openingDoesNotWaitAndReadinessTellsWhenItIsOpen() throws Exception {
    try (StackPair pair = new StackPair();
        TcpListener listener = pair.peer.listen(PORT);
        HeldLoop held = HeldLoop.held(pair.peer);
        TcpSocket socket = open(pair, PORT)) {
      socket.onReadiness(told::release);
      assertFalse(socket.finishConnect());
      held.close();
      while (!socket.finishConnect()) {
        awaitTold();
      }
      assertTrue(socket.isConnected());
      listener.accept().close();
    }
  }

  @Test
  void finishConnectTellsOfARefusalAndClosesTheSocket() throws Exception {
    try (StackPair pair = new StackPair();
        TcpSocket socket = open(pair, 9)) {
      StackPair.await("it is refused", socket::isOver);
      assertThrows(TcpException.Refused.class, socket::finishConnect);
      assertFalse(socket.isOpen());
    }
  }

  @Test
  void closingEndsAConnectThatIsWaitedFor() throws Exception {
    try (StackPair pair = new StackPair();
        HeldLoop held = HeldLoop.held(pair.peer)) {
      TcpSocket socket = open(pair, PORT);
      var waiting =
          run(() -> {
                socket.awaitConnected(Duration.ZERO);
                return null;
              })
              .isBlocked();
      socket.close();
      assertEquals(AsynchronousCloseException.class, waiting.failure().getClass());
      held.close();
    }
  }

  @Test
  void aListenerHandsOverWithoutWaitingWhatItTold() throws Exception {
    try (StackPair pair = new StackPair();
        TcpListener listener = pair.peer.listen(PORT)) {
      listener.onReadiness(told::release);
      assertNull(listener.acceptNow());
      TcpSocket ours = pair.us.connect(peerAt(PORT));
      awaitTold();
      assertTrue(listener.isAcceptable());
      try (Sockets s = new Sockets(ours, listener.acceptNow())) {
        assertEquals(ours.localAddress(), s.theirs().remoteAddress());
        assertNull(listener.acceptNow());
      }
    }
  }

  @Test
  void anInterruptIsKeptForLaterByWaitsThatAreNotInterruptible() throws Exception {
    try (StackPair pair = new StackPair();
        Sockets s = pair.connect()) {
      s.ours().interruptible(() -> false);
      var reader =
          run(
              () -> {
                int count = s.ours().read(ByteBuffer.allocate(9));
                return Thread.currentThread().isInterrupted() ? count : -2;
              });
      reader.isBlocked().thread.interrupt();
      StackPair.await("it waits again", reader::isWaiting);
      s.theirs().write(ByteBuffer.wrap(new byte[3]));
      assertEquals(3, reader.result());
      assertTrue(s.ours().isOpen());
    }
  }

  @Test
  void aTimeoutIsATimeoutAlsoAfterAnInterruptThatDidNotCount() throws Exception {
    try (StackPair pair = new StackPair();
        Sockets s = pair.connect()) {
      s.ours().interruptible(() -> false);
      s.ours().readTimeout(Duration.ofMillis(50));
      var reader =
          run(
              () -> {
                Thread.currentThread().interrupt();
                return s.ours().read(ByteBuffer.allocate(9));
              });
      assertEquals(SocketTimeoutException.class, reader.failure().getClass());
    }
  }

  @Test
  void aBoundPortIsNobodyElsesUntilItIsGivenBack() throws Exception {
    try (StackPair pair = new StackPair();
        TcpListener listener = pair.peer.listen(PORT)) {
      BoundPort bound = BoundPort.bind(pair.us.loop(), new InetSocketAddress("192.0.2.1", 0));
      InetSocketAddress address = bound.address();
      assertThrows(BindException.class, () -> BoundPort.bind(pair.us.loop(), address));
      assertThrows(BindException.class, () -> pair.us.listen(address.getPort()));
      TcpSettings tcp = TcpSettings.defaults();
      try (TcpSocket s = TcpSocket.open(pair.us.loop(), address, peerAt(PORT), tcp)) {
        s.awaitConnected(Duration.ZERO);
        assertEquals(address, s.localAddress());
        listener.accept().close();
      }
      bound.close();
      bound.close();
      BoundPort.bind(pair.us.loop(), address).close();
    }
  }

  @Test
  void aBoundPortMustBeOneOfOurAddressesAndFree() throws Exception {
    try (StackPair pair = new StackPair();
        TcpListener listener = pair.us.listen(PORT)) {
      var loop = pair.us.loop();
      assertThrows(BindException.class, () -> BoundPort.bind(loop, peerAt(0)));
      InetSocketAddress taken =
          new InetSocketAddress("192.0.2.1", listener.localAddress().getPort());
      assertThrows(BindException.class, () -> BoundPort.bind(loop, taken));
    }
  }
}
