package io.fourwave.nio;

import static io.fourwave.nio.AsyncNetwork.failure;
import static io.fourwave.nio.AsyncNetwork.result;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.NetworkStack;
import io.fourwave.nio.AsyncNetwork.Ends;
import io.fourwave.nio.AsyncNetwork.Told;
import io.fourwave.nio.AsyncNetwork.Whose;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousChannelGroup;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.ConnectionPendingException;
import java.nio.channels.IllegalChannelGroupException;
import java.nio.channels.ReadPendingException;
import java.nio.channels.spi.AsynchronousChannelProvider;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What asynchronous channels do that only a stack of ours can be made to show. */
class AsyncStackTest {
  private final AsyncNetwork network;
  private final CountDownLatch held = new CountDownLatch(1);

  AsyncStackTest() throws IOException {
    network = AsyncNetwork.of(Whose.OURS);
  }

  @AfterEach
  void close() throws Exception {
    held.countDown();
    network.close();
  }

  /** Has the peer's stack do nothing until the test is over, so that it does not answer. */
  private void holdPeer() {
    hold(network.peerStack);
  }

  private void hold(NetworkStack stack) {
    stack
        .loop()
        .mailbox()
        .post(
            () -> {
              try {
                assertTrue(held.await(AsyncNetwork.PATIENCE, TimeUnit.SECONDS));
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
  }

  @Test
  void oneConnectAtATimeIsPendingAndClosingTellsIt() throws Exception {
    holdPeer();
    AsynchronousSocketChannel socket = network.socket();
    Future<Void> pending = socket.connect(network.at(7));
    assertThrows(ConnectionPendingException.class, () -> socket.connect(network.at(7)));
    assertThrows(ConnectionPendingException.class, () -> socket.bind(null));
    assertFalse(pending.isDone());
    socket.close();
    assertInstanceOf(AsynchronousCloseException.class, failure(pending));
  }

  @Test
  void anAddressThatNobodyHasCannotBeReached() throws Exception {
    AsynchronousSocketChannel socket = network.socket();
    var multicast = new InetSocketAddress("224.0.0.1", 7);
    assertInstanceOf(NoRouteToHostException.class, failure(socket.connect(multicast)));
    assertFalse(socket.isOpen());
  }

  @Test
  void aStackThatIsClosedTellsWhatIsPending() throws Exception {
    try (Ends ends = network.connect()) {
      Future<Integer> read = ends.ours().read(ByteBuffer.allocate(1));
      AsynchronousServerSocketChannel listener =
          AsynchronousServerSocketChannel.open(network.group).bind(null);
      Told<AsynchronousSocketChannel> accept = new Told<>();
      listener.accept("", accept);

      network.stack.close(Duration.ZERO);

      assertInstanceOf(IOException.class, failure(read));
      assertInstanceOf(IOException.class, accept.failure());
      assertInstanceOf(IOException.class, failure(listener.accept()));
      assertInstanceOf(IOException.class, failure(network.socket().connect(network.at(7))));
    }
  }

  @Test
  void aPortIsFreeAgainThoughItsChannelWasClosedWhileItWasBound() throws Exception {
    AsynchronousSocketChannel socket = network.socket();
    hold(network.stack);
    InetSocketAddress local = new InetSocketAddress("192.0.2.1", 4711);
    CompletableFuture<Void> binding = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                socket.bind(local);
              } catch (IOException | RuntimeException e) {
                binding.completeExceptionally(e);
              }
              binding.complete(null);
            });
    thread.start();
    while (thread.getState() != Thread.State.WAITING) { // for the loop: the port is not had yet
      Thread.onSpinWait();
    }
    socket.close();
    held.countDown();
    result(binding);
    network.socket().bind(local).close();
  }

  @Test
  void closingTellsAPendingReadThoughThePeerIsSilent() throws Exception {
    try (Ends ends = network.connect()) {
      holdPeer();
      Future<Integer> read = ends.ours().read(ByteBuffer.allocate(1));
      ends.ours().close();
      assertInstanceOf(AsynchronousCloseException.class, failure(read));
      assertTrue(held.getCount() > 0);
    }
  }

  @Test
  void aKnockDuringATryIsNotLost() throws Exception {
    AsyncSocketChannel channel = (AsyncSocketChannel) network.socket();
    AsyncSlot slot = new AsyncSlot(channel.group(), ReadPendingException::new);
    AtomicInteger tries = new AtomicInteger();
    AsyncCall<Integer> call =
        new AsyncCall<>(
            channel,
            () -> {
              if (tries.incrementAndGet() == 1) {
                slot.knock(); // it becomes possible just when it was found not to be
                return null;
              }
              return tries::get;
            });
    slot.begin(call, 0, TimeUnit.SECONDS);
    assertEquals(2, call.getNow(0));
  }

  @Test
  void futuresDoNotNeedTheThreadsOfTheGroup() throws Exception {
    AsynchronousChannelProvider provider = network.stack.asynchronousChannelProvider();
    ExecutorService one = Executors.newSingleThreadExecutor();
    AsynchronousChannelGroup group = provider.openAsynchronousChannelGroup(one, 0);
    one.execute(this::awaitHeld);
    try (AsynchronousServerSocketChannel listener = network.boundListener();
        AsynchronousSocketChannel socket = AsynchronousSocketChannel.open(group)) {
      Future<Void> connected = socket.connect(listener.getLocalAddress());
      AsynchronousSocketChannel accepted = result(listener.accept());
      result(connected);
      Future<Integer> read = socket.read(ByteBuffer.allocate(1));
      result(accepted.write(ByteBuffer.allocate(1)));
      assertEquals(1, result(read));
    }
    held.countDown();
    group.shutdownNow();
    assertTrue(group.awaitTermination(AsyncNetwork.PATIENCE, TimeUnit.SECONDS));
  }

  private void awaitHeld() {
    try {
      assertTrue(held.await(AsyncNetwork.PATIENCE, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aHandlerIsToldThoughItsThreadsWereShutDownByAnother() throws Exception {
    ExecutorService threads = Executors.newSingleThreadExecutor();
    AsynchronousChannelGroup group =
        network.stack.asynchronousChannelProvider().openAsynchronousChannelGroup(threads, 0);
    AsynchronousServerSocketChannel listener =
        AsynchronousServerSocketChannel.open(group).bind(null);
    Told<AsynchronousSocketChannel> told = new Told<>();
    listener.accept("", told);
    threads.shutdown();
    listener.close();
    assertInstanceOf(AsynchronousCloseException.class, told.failure());
    group.shutdown();
  }

  @Test
  void aGroupOfAnotherProviderIsNone() {
    assertThrows(
        IllegalChannelGroupException.class,
        () -> network.provider.openAsynchronousSocketChannel(network.peerGroup));
    assertThrows(
        IllegalChannelGroupException.class,
        () -> network.provider.openAsynchronousServerSocketChannel(network.peerGroup));
  }

  @Test
  void withoutAGroupTheProvidersOwnIsUsed() throws Exception {
    try (AsynchronousSocketChannel socket = network.provider.openAsynchronousSocketChannel(null)) {
      holdPeer();
      Told<Void> told = new Told<>();
      socket.connect(network.at(7), "", told);
      socket.close();
      assertInstanceOf(AsynchronousCloseException.class, told.failure());
      assertTrue(told.thread.isDaemon());
    }
  }

  @Test
  void aConnectionAcceptedForACancelledCallIsNotLeftOpen() throws Exception {
    try (AsynchronousServerSocketChannel listener = network.boundListener()) {
      Future<AsynchronousSocketChannel> accept = listener.accept();
      accept.cancel(false);
      AsynchronousSocketChannel socket = network.socket();
      result(socket.connect(listener.getLocalAddress()));
      assertThrows(IllegalStateException.class, listener::accept);
      Future<Integer> read = socket.read(ByteBuffer.allocate(1));
      listener.close();
      assertInstanceOf(IOException.class, failure(read));
    }
  }
}
