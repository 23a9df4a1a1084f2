package io.fourwave.socket;

import static io.fourwave.socket.StackPair.PATIENCE;
import static io.fourwave.socket.StackPair.PORT;
import static io.fourwave.socket.StackPair.peerAt;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.NetworkStack;
import io.fourwave.tcp.TcpException;
import io.fourwave.tcp.TcpSettings;
import io.fourwave.tcp.TcpState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A blocking listener. */
@Timeout(value = 100, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TcpListenerTest {
  static final TcpSettings TCP = TcpSettings.defaults();

  @Test
  void portZeroIsAFreeOneThatIsTold() throws IOException {
    try (StackPair pair = new StackPair();
        TcpListener listener = pair.peer.listen(0)) {
      int port = listener.localAddress().getPort();
      assertTrue(port > 0);
      pair.us.connect(peerAt(port));
      assertEquals(peerAt(port), listener.accept(PATIENCE).localAddress());
      assertTrue(listener.toString().contains(String.valueOf(port)));
    }
  }

  @Test
  void theFailureOfTheDeviceIsToldToWhoAcceptsAndIsNoClose() throws Exception {
    try (StackPair pair = new StackPair();
        TcpListener listener = pair.peer.listen(PORT)) {
      var accepting = StackPair.run(listener::accept).isBlocked();
      pair.peerLink.close();
      String told = accepting.failure().getMessage();
      assertTrue(told.startsWith("the stack has stopped: "), told);
      assertTrue(listener.isOpen());
    }
  }

  @Test
  void whoFailsWhenToldOfReadinessDoesNotStopTheStack() throws Exception {
    try (StackPair pair = new StackPair();
        TcpListener listener = pair.peer.listen(PORT)) {
      listener.onReadiness(
          () -> {
            throw new IllegalStateException("a fault of the one who is told");
          });
      pair.us.connect(peerAt(PORT));
      listener.accept(PATIENCE).close();
      pair.us.connect(peerAt(PORT));
      listener.accept(PATIENCE).close();
    }
  }

  @Test
  void aStackThatIsClosedClosesAlsoListenersThatOthersHaveOpened() throws Exception {
    try (StackPair pair = new StackPair();
        TcpListener listener = TcpListener.listen(pair.peer.loop(), peerAt(PORT), 5, TCP)) {
      var accepting = StackPair.run(listener::accept).isBlocked();
      pair.peer.close();
      assertEquals(AsynchronousCloseException.class, accepting.failure().getClass());
      assertFalse(listener.isOpen());
    }
  }

  @Test
  void settingsThatAreChangedAreThoseOfTheNextConnection() throws Exception {
    try (StackPair pair = new StackPair();
        TcpListener listener = pair.peer.listen(PORT)) {
      TcpSettings other = TCP.with(TCP.sending().withNagle(false));
      listener.settings(other);
      pair.us.connect(peerAt(PORT));
      assertEquals(other, listener.accept(PATIENCE).settings());
    }
  }

  @Test
  void aPortIsListenedOnOnceUntilItIsClosed() throws IOException {
    try (StackPair pair = new StackPair()) {
      TcpListener first = pair.peer.listen(PORT);
      assertThrows(BindException.class, () -> pair.peer.listen(PORT));
      InetSocketAddress foreign = new InetSocketAddress("192.0.2.9", 9);
      assertThrows(BindException.class, () -> pair.peer.listen(foreign, 1, TCP));
      pair.peer.listen(peerAt(PORT), 1, TCP).close();
      first.close();
      pair.peer.listen(PORT).close();
    }
  }

  @Test
  void connectionsAreAcceptedInTheirOrder() throws IOException {
    try (StackPair pair = new StackPair();
        TcpListener listener = pair.peer.listen(PORT)) {
      List<TcpSocket> ours =
          List.of(
              pair.us.connect(peerAt(PORT)),
              pair.us.connect(peerAt(PORT)),
              pair.us.connect(peerAt(PORT)));
      for (TcpSocket socket : ours) {
        assertEquals(socket.localAddress(), listener.accept(PATIENCE).remoteAddress());
      }
    }
  }

  @Test
  void whatCameBeforeAcceptIsThere() throws IOException {
    try (StackPair pair = new StackPair();
        TcpListener listener = pair.peer.listen(PORT)) {
      TcpSocket ours = pair.us.connect(peerAt(PORT));
      ours.write(ByteBuffer.allocate(100));
      ours.shutdownOutput();
      StackPair.awaitState(ours, TcpState.FIN_WAIT_2);
      TcpSocket theirs = listener.accept(PATIENCE);
      assertEquals(100, theirs.inputStream().readAllBytes().length);
      theirs.close();
    }
  }

  @Test
  void aConnectionThatWasResetBeforeAcceptTellsSo() throws IOException {
    try (StackPair pair = new StackPair();
        TcpListener listener = pair.peer.listen(PORT)) {
      TcpSocket ours = pair.us.connect(peerAt(PORT));
      StackPair.await("it is open there", () -> hasConnection(pair));
      ours.abort();
      pair.us.connect(peerAt(PORT));
      TcpSocket reset = listener.accept(PATIENCE);
      assertThrows(TcpException.Reset.class, () -> reset.read(ByteBuffer.allocate(1)));
      listener.accept(PATIENCE).close();
    }
  }

  private static boolean hasConnection(StackPair pair) {
    try {
      return pair.peer.connections().stream()
          .anyMatch(c -> c.remote() != null && c.state() == TcpState.ESTABLISHED);
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void closingResetsWhatNobodyHasAcceptedAndLeavesTheRest() throws IOException {
    try (StackPair pair = new StackPair()) {
      TcpListener listener = pair.peer.listen(PORT);
      TcpSocket first = pair.us.connect(peerAt(PORT));
      TcpSocket theirs = listener.accept(PATIENCE);
      TcpSocket second = pair.us.connect(peerAt(PORT));
      StackPair.await("both are open there", () -> isOpenTwice(pair));
      listener.close();
      assertThrows(TcpException.Reset.class, () -> second.read(ByteBuffer.allocate(1)));
      theirs.write(ByteBuffer.allocate(1));
      assertEquals(1, first.read(ByteBuffer.allocate(1)));
    }
  }

  private static boolean isOpenTwice(StackPair pair) {
    try {
      return pair.peer.connections().stream()
              .filter(c -> c.remote() != null && c.state() == TcpState.ESTABLISHED)
              .count()
          == 2;
    } catch (IOException e) {
      return false;
    }
  }

  static long overflows(NetworkStack stack) {
    try {
      return StackPair.count(stack, "TcpExtListenOverflows");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The backlog counts what the application has not taken, also what the listener has ready. */
  @Test
  void noMoreThanTheBacklogWait() throws IOException {
    try (StackPair pair = new StackPair();
        TcpListener listener = pair.peer.listen(peerAt(PORT), 2, TCP)) {
      pair.us.connect(peerAt(PORT));
      pair.us.connect(peerAt(PORT));
      StackPair.await("both are open there", () -> isOpenTwice(pair));
      assertThrows(
          java.net.SocketTimeoutException.class,
          () -> pair.us.connect(null, peerAt(PORT), TCP, java.time.Duration.ofMillis(100)));
      StackPair.await("the SYN is turned away", () -> overflows(pair.peer) > 0);
      listener.accept(PATIENCE);
      listener.accept(PATIENCE);
      pair.us.connect(null, peerAt(PORT), TCP, PATIENCE);
    }
  }
}
