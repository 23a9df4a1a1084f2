package io.fourwave.socket;

import static io.fourwave.socket.StackPair.PATIENCE;
import static io.fourwave.socket.StackPair.PORT;
import static io.fourwave.socket.StackPair.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.link.Offload;
import io.fourwave.socket.StackPair.Running;
import io.fourwave.socket.StackPair.Sockets;
import io.fourwave.tcp.Buffers;
import io.fourwave.tcp.TcpException;
import io.fourwave.tcp.TcpSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls that wait, and what ends the waiting. */
@Timeout(value = 100, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BlockedCallsTest {
  private static final InetSocketAddress NOBODY = new InetSocketAddress("192.0.2.77", PORT);

  private static Running<Integer> reader(TcpSocket socket) {
    return run(() -> socket.read(ByteBuffer.allocate(1))).isBlocked();
  }

  /** Writes more than both buffers take, to a peer that reads nothing. */
  private static Running<Integer> writer(TcpSocket socket) {
    return run(() -> socket.write(ByteBuffer.allocate(10_000_000))).isBlocked();
  }

  @Test
  void closingFromAnotherThreadEndsReadAndWrite() throws Exception {
    try (StackPair pair = new StackPair();
        Sockets s = pair.connect()) {
      Running<Integer> reader = reader(s.ours());
      Running<Integer> writer = writer(s.ours());
      s.ours().close();
      assertInstanceOf(AsynchronousCloseException.class, reader.failure());
      assertInstanceOf(AsynchronousCloseException.class, writer.failure());
    }
  }

  @Test
  void abortingFromAnotherThreadEndsBothAndThePeerIsReset() throws Exception {
    try (StackPair pair = new StackPair();
        Sockets s = pair.connect()) {
      Running<Integer> reader = reader(s.ours());
      Running<Integer> writer = writer(s.ours());
      Running<Integer> theirs = writer(s.theirs());
      s.ours().abort();
      assertInstanceOf(AsynchronousCloseException.class, writer.failure());
      assertInstanceOf(TcpException.Reset.class, theirs.failure());
      assertTrue(reader.isDone() || reader.failure() instanceof IOException);
      pair.awaitNothingLeft();
    }
  }

  @Test
  void aResetEndsBothAfterWhatCameBeforeWasRead() throws Exception {
    try (StackPair pair = new StackPair();
        Sockets s = pair.connect()) {
      s.theirs().write(ByteBuffer.allocate(10));
      StackPair.await("it has come", () -> s.ours().available() == 10);
      Running<Integer> writer = writer(s.ours());
      s.theirs().abort();
      assertInstanceOf(TcpException.Reset.class, writer.failure());
      assertEquals(10, s.ours().read(ByteBuffer.allocate(20)));
      ByteBuffer one = ByteBuffer.allocate(1);
      assertThrows(TcpException.Reset.class, () -> s.ours().read(one));
      assertThrows(TcpException.Reset.class, () -> s.ours().write(one));
      pair.awaitNothingLeft();
    }
  }

  @Test
  void anInterruptEndsAReadAndClosesTheSocket() throws Exception {
    try (StackPair pair = new StackPair();
        Sockets s = pair.connect()) {
      Running<Integer> reader = reader(s.ours());
      reader.thread.interrupt();
      assertInstanceOf(ClosedByInterruptException.class, reader.failure());
      assertFalse(s.ours().isOpen());
      assertEquals(-1, s.theirs().read(ByteBuffer.allocate(1)), "in order");
    }
  }

  @Test
  void anInterruptEndsAWriteAndClosesTheSocket() throws Exception {
    try (StackPair pair = new StackPair();
        Sockets s = pair.connect()) {
      Running<Integer> writer = writer(s.ours());
      writer.thread.interrupt();
      assertInstanceOf(ClosedByInterruptException.class, writer.failure());
      assertFalse(s.ours().isOpen());
    }
  }

  @Test
  void anInterruptEndsAConnectAndLeavesNothing() throws Exception {
    try (StackPair pair = new StackPair()) {
      Running<TcpSocket> connecting = run(() -> pair.us.connect(NOBODY)).isBlocked();
      connecting.thread.interrupt();
      assertInstanceOf(ClosedByInterruptException.class, connecting.failure());
      pair.awaitNothingLeft();
    }
  }

  @Test
  void anInterruptEndsAnAcceptAndClosesTheListener() throws Exception {
    try (StackPair pair = new StackPair();
        TcpListener listener = pair.us.listen(PORT)) {
      Running<TcpSocket> accepting = run(listener::accept).isBlocked();
      accepting.thread.interrupt();
      assertInstanceOf(ClosedByInterruptException.class, accepting.failure());
      assertFalse(listener.isOpen());
      pair.awaitNothingLeft();
    }
  }

  @Test
  void closingAListenerEndsAllThatAccept() throws Exception {
    try (StackPair pair = new StackPair();
        TcpListener listener = pair.us.listen(PORT)) {
      Running<TcpSocket> first = run(listener::accept).isBlocked();
      Running<TcpSocket> second = run(listener::accept);
      listener.close();
      listener.close();
      assertInstanceOf(AsynchronousCloseException.class, first.failure());
      assertInstanceOf(ClosedChannelException.class, second.failure());
      assertThrows(ClosedChannelException.class, listener::accept);
    }
  }

  @Test
  void anAcceptEndsWhenItsTimeIsOver() throws Exception {
    try (StackPair pair = new StackPair();
        TcpListener listener = pair.peer.listen(PORT)) {
      assertThrows(SocketTimeoutException.class, () -> listener.accept(Duration.ofMillis(20)));
      pair.us.connect(StackPair.peerAt(PORT));
      listener.accept(PATIENCE).close();
    }
  }

  @Test
  void shuttingTheOutputEndsAWriterThatWaits() throws Exception {
    try (StackPair pair = new StackPair();
        Sockets s = pair.connect()) {
      Running<Integer> writer = writer(s.ours());
      s.ours().shutdownOutput();
      assertInstanceOf(ClosedChannelException.class, writer.failure());
      assertTrue(s.theirs().inputStream().readAllBytes().length > 0, "what was taken arrives");
    }
  }

  @Test
  void shuttingTheInputEndsAReaderThatWaits() throws Exception {
    try (StackPair pair = new StackPair();
        Sockets s = pair.connect()) {
      Running<Integer> reader = reader(s.ours());
      s.ours().shutdownInput();
      assertEquals(-1, reader.result());
    }
  }

  /** Whoever accepts has to know whether it was stopped, or has been left without a device. */
  @Test
  void anAcceptIsToldThatTheDeviceHasFailed() throws Exception {
    try (StackPair pair = new StackPair();
        TcpListener listener = pair.us.listen(9)) {
      Running<TcpSocket> accepting = run(listener::accept).isBlocked();
      pair.ourLink.close();
      String message = accepting.failure().getMessage();
      assertTrue(message.startsWith("the stack has stopped: "), message);
      assertTrue(listener.isOpen(), "nobody has closed it");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theEndOfTheStackOrOfItsDeviceWakesEverybody(boolean deviceFails) throws Exception {
    try (StackPair pair = new StackPair();
        Sockets s = pair.connect();
        TcpListener listener = pair.us.listen(9)) {
      List<Running<?>> waiting =
          List.of(
              reader(s.ours()),
              writer(s.ours()),
              run(listener::accept).isBlocked(),
              run(() -> pair.us.connect(NOBODY)).isBlocked());
      if (deviceFails) {
        pair.ourLink.close();
      } else {
        pair.us.close(Duration.ZERO);
      }
      for (Running<?> call : waiting) {
        assertInstanceOf(IOException.class, call.failure());
      }
      assertEquals(deviceFails, pair.us.failure() != null);
      assertThrows(IOException.class, () -> pair.us.connect(NOBODY));
      assertThrows(IOException.class, () -> pair.us.listen(10));
      assertThrows(IOException.class, listener::accept);
      assertThrows(IOException.class, () -> s.ours().write(ByteBuffer.allocate(1)));
      assertThrows(IOException.class, () -> s.ours().state());
      s.ours().close();
    }
  }

  @Test
  void thePeersOfAStackThatEndsAreReset() throws Exception {
    try (StackPair pair = new StackPair();
        Sockets s = pair.connect()) {
      Running<Integer> reader = reader(s.theirs());
      pair.us.close(Duration.ZERO);
      assertInstanceOf(TcpException.Reset.class, reader.failure());
      assertNull(pair.us.failure());
    }
  }

  @Test
  void aStackThatHasPatienceLetsItsConnectionsEndInOrder() throws Exception {
    TcpSettings roomy = TcpSettings.defaults().with(new Buffers(1 << 20, 4096));
    try (StackPair pair = new StackPair(roomy, Offload.NONE);
        Sockets s = pair.connect()) {
      s.ours().write(ByteBuffer.allocate(700_000));
      Running<Integer> reader =
          run(
              () -> {
                byte[] all = s.theirs().inputStream().readAllBytes();
                s.theirs().close();
                return all.length;
              });
      s.ours().close();
      pair.us.close(PATIENCE);
      assertEquals(700_000, reader.result());
      assertFalse(pair.us.isRunning());
    }
  }

  private static TcpSettings lingering(Duration time) {
    TcpSettings tcp = TcpSettings.defaults().with(new Buffers(65_536, 4096));
    return tcp.with(tcp.sending().withLinger(time));
  }

  @Test
  void lingeringWaitsForTheLastAcknowledgement() throws Exception {
    try (StackPair pair = new StackPair(lingering(PATIENCE), Offload.NONE);
        Sockets s = pair.connect()) {
      s.ours().write(ByteBuffer.allocate(50_000));
      Running<Boolean> closing =
          run(() -> {
                s.ours().close();
                return s.ours().isOpen();
              })
              .isBlocked();
      assertEquals(50_000, s.theirs().inputStream().readAllBytes().length);
      assertFalse(closing.result());
    }
  }

  @Test
  void lingeringInVainAborts() throws Exception {
    try (StackPair pair = new StackPair(lingering(Duration.ofMillis(50)), Offload.NONE);
        Sockets s = pair.connect()) {
      s.ours().write(ByteBuffer.allocate(50_000));
      assertThrows(TcpException.Aborted.class, () -> s.ours().close());
      assertThrows(TcpException.Reset.class, () -> s.theirs().inputStream().readAllBytes());
    }
  }

  @Test
  void aLingerOfZeroResets() throws Exception {
    try (StackPair pair = new StackPair(lingering(Duration.ZERO), Offload.NONE);
        Sockets s = pair.connect()) {
      Running<Integer> reader = reader(s.theirs());
      s.ours().close();
      assertInstanceOf(TcpException.Reset.class, reader.failure());
    }
  }

  @Test
  void closingWithUnreadTextResetsThePeer() throws Exception {
    try (StackPair pair = new StackPair();
        Sockets s = pair.connect()) {
      s.theirs().write(ByteBuffer.allocate(1));
      StackPair.await("it has come", () -> s.ours().available() == 1);
      Running<Integer> reader = reader(s.theirs());
      s.ours().close();
      assertInstanceOf(TcpException.Reset.class, reader.failure());
      pair.awaitNothingLeft();
    }
  }
}
