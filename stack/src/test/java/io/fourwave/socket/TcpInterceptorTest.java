package io.fourwave.socket;

import static io.fourwave.socket.StackPair.PATIENCE;
import static io.fourwave.socket.StackPair.peerAt;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.tcp.TcpException;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections that wait for an answer of the application's. */
@Timeout(value = 100, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TcpInterceptorTest {
  private static final Duration LONGEST = Duration.ofMinutes(1);

  private static StackPair.Running<TcpSocket> connecting(StackPair pair, InetSocketAddress to) {
    return StackPair.run(() -> pair.us.connect(to));
  }

  @ParameterizedTest
  @ValueSource(strings = {"192.0.2.2", "2001:db8::2"})
  void theConnectionOpensWhenItIsAcceptedAndNotBefore(String address) throws Exception {
    try (StackPair pair = new StackPair();
        TcpInterceptor interceptor = pair.peer.intercept(16, LONGEST)) {
      InetSocketAddress target = new InetSocketAddress(address, 4711);
      StackPair.Running<TcpSocket> connecting = connecting(pair, target).isBlocked();
      IncomingConnection incoming = interceptor.next();
      assertEquals(target, incoming.localAddress());
      assertFalse(connecting.isDone());
      TcpSocket theirs = incoming.accept();
      TcpSocket ours = connecting.result();
      assertEquals(incoming.remoteAddress(), ours.localAddress());
      theirs.awaitConnected(PATIENCE);
      theirs.write(ByteBuffer.wrap(new byte[] {42}));
      assertEquals(42, ours.inputStream().read());
      ours.close();
      theirs.close();
      interceptor.close();
      pair.awaitNothingLeft();
    }
  }

  @Test
  void aRefusedOneIsRefused() throws Exception {
    try (StackPair pair = new StackPair();
        TcpInterceptor interceptor = pair.peer.intercept(16, LONGEST)) {
      StackPair.Running<TcpSocket> connecting = connecting(pair, peerAt(80));
      IncomingConnection incoming = interceptor.next();
      incoming.refuse();
      assertInstanceOf(TcpException.Refused.class, connecting.failure());
      assertThrows(TcpException.class, () -> incoming.accept().awaitConnected(PATIENCE));
      assertTrue(incoming.isOver());
      interceptor.close();
      pair.awaitNothingLeft();
    }
  }

  /** The peer's TCP remembers it as a soft error, and goes on trying: so it can be accepted yet. */
  @Test
  void anUnreachableOneIsToldSoAndAnIgnoredOneIsNot() throws Exception {
    try (StackPair pair = new StackPair();
        TcpInterceptor interceptor = pair.peer.intercept(16, LONGEST)) {
      StackPair.Running<TcpSocket> connecting = connecting(pair, peerAt(80));
      interceptor.next().ignore();
      interceptor.next().unreachable();
      interceptor.next().accept();
      connecting.result().abort();
      assertEquals(1, StackPair.count(pair.us, "IcmpInErrors"));
      interceptor.close();
      pair.awaitNothingLeft();
    }
  }

  @Test
  void aPeerThatGivesUpIsNotHandedOut() throws Exception {
    try (StackPair pair = new StackPair();
        TcpInterceptor interceptor = pair.peer.intercept(16, Duration.ofMillis(100))) {
      StackPair.Running<TcpSocket> connecting = connecting(pair, peerAt(80));
      StackPair.await("it is held", () -> halfOpen(pair) == 1);
      connecting.thread.interrupt();
      assertInstanceOf(ClosedByInterruptException.class, connecting.failure());
      StackPair.await("it is forgotten", () -> halfOpen(pair) == 0);
      assertNull(interceptor.nextNow());
    }
  }

  private static long halfOpen(StackPair pair) {
    try {
      return pair.peer.connections().stream().filter(c -> c.remote() != null).count();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void whoHasTakenItIsToldThatThePeerHasGivenUp() throws Exception {
    try (StackPair pair = new StackPair();
        TcpInterceptor interceptor = pair.peer.intercept(16, Duration.ofMillis(100))) {
      StackPair.Running<TcpSocket> connecting = connecting(pair, peerAt(80));
      IncomingConnection incoming = interceptor.next();
      CountDownLatch told = new CountDownLatch(1);
      incoming.onReadiness(told::countDown);
      assertTrue(incoming.isOver() || told.await(60, TimeUnit.SECONDS));
      assertTrue(incoming.isOver());
      connecting.thread.interrupt();
      connecting.failure();
    }
  }

  @Test
  void readinessIsToldSoNobodyHasToWait() throws Exception {
    try (StackPair pair = new StackPair();
        TcpInterceptor interceptor = pair.peer.intercept(16, LONGEST)) {
      CountDownLatch told = new CountDownLatch(1);
      interceptor.onReadiness(told::countDown);
      assertNull(interceptor.nextNow());
      StackPair.Running<TcpSocket> connecting = connecting(pair, peerAt(80));
      assertTrue(told.await(60, TimeUnit.SECONDS));
      interceptor.nextNow().accept();
      connecting.result().abort();
    }
  }

  @Test
  void closingRefusesWhoWaitsAndEndsTheWaitForMore() throws Exception {
    try (StackPair pair = new StackPair()) {
      TcpInterceptor interceptor = pair.peer.intercept(16, LONGEST);
      assertThrows(BindException.class, () -> pair.peer.intercept(16, LONGEST));
      StackPair.Running<TcpSocket> connecting = connecting(pair, peerAt(80));
      interceptor.next();
      StackPair.Running<IncomingConnection> next = StackPair.run(interceptor::next).isBlocked();
      interceptor.close();
      assertInstanceOf(AsynchronousCloseException.class, next.failure());
      assertInstanceOf(TcpException.Refused.class, connecting.failure());
      assertThrows(ClosedChannelException.class, interceptor::next);
      assertFalse(interceptor.isOpen());
      pair.awaitNothingLeft();
    }
  }

  @Test
  void aTimeThatIsRefusedLeavesNothingBehind() throws Exception {
    try (StackPair pair = new StackPair()) {
      Duration tooLong = Duration.ofHours(1);
      IOException refusal = assertThrows(IOException.class, () -> pair.peer.intercept(16, tooLong));
      assertInstanceOf(IllegalArgumentException.class, refusal.getCause());
      assertInstanceOf(TcpException.Refused.class, connecting(pair, peerAt(80)).failure());
      pair.peer.intercept(16, LONGEST).close();
    }
  }

  @Test
  void whoFailsWhenToldOfASynDoesNotStopTheStack() throws Exception {
    try (StackPair pair = new StackPair();
        TcpInterceptor interceptor = pair.peer.intercept(16, LONGEST)) {
      interceptor.onReadiness(
          () -> {
            throw new IllegalStateException("a fault of the one who is told");
          });
      StackPair.Running<TcpSocket> connecting = connecting(pair, peerAt(80));
      interceptor.next().accept();
      connecting.result().close();
    }
  }

  @Test
  void anInterruptEndsTheWaitAndClosesIt() throws Exception {
    try (StackPair pair = new StackPair()) {
      TcpInterceptor interceptor = pair.peer.intercept(16, LONGEST);
      StackPair.Running<IncomingConnection> next = StackPair.run(interceptor::next).isBlocked();
      next.thread.interrupt();
      assertInstanceOf(ClosedByInterruptException.class, next.failure());
      assertFalse(interceptor.isOpen());
    }
  }

  @Test
  void aStackThatFailsSaysWhy() throws Exception {
    try (StackPair pair = new StackPair();
        TcpInterceptor interceptor = pair.peer.intercept(16, LONGEST)) {
      StackPair.Running<IncomingConnection> next = StackPair.run(interceptor::next).isBlocked();
      pair.peerLink.close();
      String message = next.failure().getMessage();
      assertTrue(message.startsWith("the stack has stopped: "), message);
      assertThrows(IOException.class, interceptor::nextNow);
    }
  }

  @Test
  void aStackThatIsClosedClosesIt() throws Exception {
    StackPair pair = new StackPair();
    TcpInterceptor interceptor = pair.peer.intercept(16, LONGEST);
    StackPair.Running<IncomingConnection> next = StackPair.run(interceptor::next).isBlocked();
    pair.close();
    assertInstanceOf(AsynchronousCloseException.class, next.failure());
    assertFalse(interceptor.isOpen());
  }
}
