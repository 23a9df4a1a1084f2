package io.fourwave.nio;

import static io.fourwave.nio.World.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.nio.World.Running;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** How a datagram channel ends. */
@ParameterizedClass
@EnumSource(World.Kind.class)
@Timeout(value = 100, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DatagramClosingContractTest extends DatagramContract {
  private static ByteBuffer room() {
    return ByteBuffer.allocate(9);
  }

  @Test
  void whatWasSentBeforeACloseArrives() throws Exception {
    DatagramChannel theirs = theirs();
    for (int i = 0; i < 50; i++) {
      DatagramChannel ours = ours();
      ours.send(text("last words " + i), at(theirs));
      ours.close();
      assertEquals("last words " + i, receive(theirs));
    }
  }

  @Test
  void whoWaitsFindsOutThatTheChannelIsClosed() throws Exception {
    DatagramChannel receives = ours();
    Running<?> receiver = run(() -> receives.receive(room())).isBlocked();
    receives.close();
    assertEquals(AsynchronousCloseException.class, receiver.failure().getClass());
    DatagramChannel reads = ours();
    reads.connect(at(theirs()));
    Running<?> reader = run(() -> reads.read(room())).isBlocked();
    reads.close();
    assertEquals(AsynchronousCloseException.class, reader.failure().getClass());
    DatagramChannel scatters = ours();
    scatters.connect(at(theirs()));
    Running<?> scatterer = run(() -> scatters.read(new ByteBuffer[] {room()})).isBlocked();
    scatters.close();
    assertEquals(AsynchronousCloseException.class, scatterer.failure().getClass());
  }

  @Test
  void anInterruptClosesTheChannelOfWhoeverWaits() throws Exception {
    DatagramChannel ours = ours();
    Running<Boolean> receiver =
        run(() -> {
              assertThrows(ClosedByInterruptException.class, () -> ours.receive(room()));
              return Thread.currentThread().isInterrupted();
            })
            .isBlocked();
    receiver.thread.interrupt();
    assertTrue(receiver.result());
    assertFalse(ours.isOpen());
  }

  @Test
  void whoWasInterruptedBeforeClosesTheChannel() throws Exception {
    InetSocketAddress there = at(theirs());
    DatagramChannel receives = ours();
    DatagramChannel sends = ours();
    DatagramChannel writes = ours();
    writes.connect(there);
    assertEquals(
        ClosedByInterruptException.class, interrupted(() -> receives.receive(room())).getClass());
    assertEquals(
        ClosedByInterruptException.class,
        interrupted(() -> sends.send(text("x"), there)).getClass());
    assertEquals(
        ClosedByInterruptException.class, interrupted(() -> writes.write(text("x"))).getClass());
    assertFalse(receives.isOpen() || sends.isOpen() || writes.isOpen());
  }

  private static Throwable interrupted(Callable<?> call) throws Exception {
    return run(() -> {
          Thread.currentThread().interrupt();
          return call.call();
        })
        .failure();
  }

  @Test
  void whoDoesNotWaitIsNotDisturbedByAnInterrupt() throws Exception {
    DatagramChannel ours = ours();
    ours.configureBlocking(false);
    InetSocketAddress there = at(theirs());
    Running<Integer> sender =
        run(
            () -> {
              Thread.currentThread().interrupt();
              ours.receive(room());
              return ours.send(text("x"), there);
            });
    assertEquals(1, sender.result());
    assertTrue(ours.isOpen());
  }

  @Test
  void aClosedChannelIsOfNoUse() throws Exception {
    DatagramChannel ours = ours();
    InetSocketAddress there = at(theirs());
    ours.connect(there);
    ours.close();
    ours.close();
    Class<ClosedChannelException> closed = ClosedChannelException.class;
    assertThrows(closed, () -> ours.receive(room()));
    assertThrows(closed, () -> ours.read(room()));
    assertThrows(closed, () -> ours.read(new ByteBuffer[] {room()}));
    assertThrows(closed, () -> ours.send(text("x"), there));
    assertThrows(closed, () -> ours.write(text("x")));
    assertThrows(closed, () -> ours.write(new ByteBuffer[] {text("x")}));
    assertThrows(closed, () -> ours.bind(null));
    assertThrows(closed, () -> ours.connect(there));
    assertThrows(closed, ours::getLocalAddress);
    assertThrows(closed, ours::getRemoteAddress);
    assertThrows(closed, () -> ours.getOption(StandardSocketOptions.SO_RCVBUF));
    assertThrows(closed, () -> ours.setOption(StandardSocketOptions.SO_RCVBUF, 9000));
    assertThrows(closed, () -> ours.configureBlocking(false));
    assertThrows(closed, () -> ours.register(world.selector(), SelectionKey.OP_READ));
    assertSame(ours, ours.disconnect());
    assertFalse(ours.isConnected());
  }

  @Test
  void aChannelThatWasNeverBoundCanBeClosed() throws Exception {
    DatagramChannel channel = unbound();
    channel.close();
    assertThrows(ClosedChannelException.class, () -> channel.receive(room()));
    assertThrows(ClosedChannelException.class, () -> channel.send(text("x"), at(theirs())));
  }

  @Test
  void oneSendsWhileAnotherReceives() throws Exception {
    DatagramChannel ours = ours();
    DatagramChannel theirs = theirs();
    Running<String> receiver = run(() -> receive(ours)).isBlocked();
    ours.send(text("question"), at(theirs));
    assertEquals("question", receive(theirs));
    theirs.send(text("answer"), at(ours));
    assertEquals("answer", receiver.result());
  }
}
