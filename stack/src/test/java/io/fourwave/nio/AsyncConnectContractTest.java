package io.fourwave.nio;

import static io.fourwave.nio.AsyncNetwork.failure;
import static io.fourwave.nio.AsyncNetwork.result;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.nio.AsyncNetwork.Ends;
import io.fourwave.nio.AsyncNetwork.Told;
import io.fourwave.nio.AsyncNetwork.Whose;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.AcceptPendingException;
import java.nio.channels.AlreadyBoundException;
import java.nio.channels.AlreadyConnectedException;
import java.nio.channels.AsynchronousChannelGroup;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NotYetBoundException;
import java.nio.channels.ShutdownChannelGroupException;
import java.nio.channels.UnresolvedAddressException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** How asynchronous channels connect, accept and end: on the JDK's own provider and on ours. */
@ParameterizedClass
@EnumSource(Whose.class)
class AsyncConnectContractTest {
  private final AsyncNetwork network;

  AsyncConnectContractTest(Whose whose) throws IOException {
    network = AsyncNetwork.of(whose);
  }

  @AfterEach
  void close() throws Exception {
    network.close();
  }

  @Test
  void bothEndsKnowEachOthersAddresses() throws Exception {
    try (Ends ends = network.connect()) {
      assertEquals(ends.ours().getLocalAddress(), ends.theirs().getRemoteAddress());
      assertEquals(ends.theirs().getLocalAddress(), ends.ours().getRemoteAddress());
    }
  }

  @Test
  void handlersAreToldOfConnectionsOnThreadsOfTheGroup() throws Exception {
    Told<AsynchronousSocketChannel> accepted = new Told<>();
    Told<Void> connected = new Told<>();
    AsynchronousServerSocketChannel listener = network.boundListener();

    listener.accept("accept", accepted);
    network.socket().connect(listener.getLocalAddress(), "connect", connected);

    assertNull(connected.result());
    assertTrue(accepted.result().isOpen());
    assertEquals("accept", accepted.attachment);
    assertEquals("connect", connected.attachment);
    assertEquals(AsyncNetwork.THREAD, accepted.thread.getName());
    assertEquals(AsyncNetwork.THREAD, connected.thread.getName());
  }

  @Test
  void connectingWhereNobodyListensIsRefusedAndClosesTheChannel() throws Exception {
    InetSocketAddress nowhere = network.nowhere();
    AsynchronousSocketChannel first = network.socket();
    assertInstanceOf(ConnectException.class, failure(first.connect(nowhere)));
    assertFalse(first.isOpen());

    Told<Void> told = new Told<>();
    network.socket().connect(nowhere, "", told);
    assertInstanceOf(ConnectException.class, told.failure());
  }

  @Test
  void connectingTwiceIsAMistake() throws Exception {
    try (Ends ends = network.connect()) {
      var remote = ends.ours().getRemoteAddress();
      assertThrows(AlreadyConnectedException.class, () -> ends.ours().connect(remote));
      assertThrows(AlreadyConnectedException.class, () -> ends.theirs().connect(remote));
    }
  }

  @Test
  void aNameThatWasNotLookedUpIsNoAddress() throws Exception {
    InetSocketAddress name = InetSocketAddress.createUnresolved("host.invalid", 1);
    AsynchronousSocketChannel socket = network.socket();
    assertThrows(UnresolvedAddressException.class, () -> socket.connect(name));
    assertThrows(UnresolvedAddressException.class, () -> network.listener().bind(name));
  }

  @Test
  void beforeItIsConnectedAChannelHasNoRemoteAddress() throws Exception {
    AsynchronousSocketChannel socket = network.socket();
    assertNull(socket.getRemoteAddress());
    assertNull(socket.getLocalAddress());
    assertNull(network.listener().getLocalAddress());
  }

  @Test
  void aBoundChannelConnectsFromThere() throws Exception {
    try (AsynchronousServerSocketChannel listener = network.boundListener()) {
      AsynchronousSocketChannel socket = network.socket().bind(null);
      InetSocketAddress bound = (InetSocketAddress) socket.getLocalAddress();
      assertThrows(AlreadyBoundException.class, () -> socket.bind(null));

      Future<Void> connected = socket.connect(listener.getLocalAddress());
      AsynchronousSocketChannel accepted = result(listener.accept());
      result(connected);

      InetSocketAddress seen = (InetSocketAddress) accepted.getRemoteAddress();
      assertEquals(bound.getPort(), seen.getPort());
      assertEquals(bound.getPort(), ((InetSocketAddress) socket.getLocalAddress()).getPort());
    }
  }

  @Test
  void twoDoNotListenAtTheSamePlace() throws Exception {
    try (AsynchronousServerSocketChannel first = network.boundListener()) {
      AsynchronousServerSocketChannel second = network.listener();
      assertThrows(BindException.class, () -> second.bind(first.getLocalAddress()));
      assertThrows(AlreadyBoundException.class, () -> first.bind(null));
    }
  }

  @Test
  void oneWhoIsNotBoundDoesNotAccept() throws Exception {
    AsynchronousServerSocketChannel listener = network.listener();
    assertThrows(NotYetBoundException.class, listener::accept);
  }

  @Test
  void oneAcceptAtATimeIsPending() throws Exception {
    AsynchronousServerSocketChannel listener = network.boundListener();
    Future<AsynchronousSocketChannel> first = listener.accept();
    assertThrows(AcceptPendingException.class, listener::accept);
    assertFalse(first.isDone());
  }

  @Test
  void connectionsThatWaitAreAcceptedOneByOne() throws Exception {
    AsynchronousServerSocketChannel listener = network.boundListener();
    for (int i = 0; i < 3; i++) {
      result(network.socket().connect(listener.getLocalAddress()));
    }
    for (int i = 0; i < 3; i++) {
      assertTrue(result(listener.accept()).isOpen());
    }
  }

  @Test
  void closingTellsAPendingAccept() throws Exception {
    AsynchronousServerSocketChannel listener = network.boundListener();
    Future<AsynchronousSocketChannel> pending = listener.accept();
    listener.close();
    assertInstanceOf(AsynchronousCloseException.class, failure(pending));

    Told<AsynchronousSocketChannel> told = new Told<>();
    listener.accept("", told);
    assertEquals(ClosedChannelException.class, told.failure().getClass());
    assertThrows(ClosedChannelException.class, listener::getLocalAddress);
  }

  @Test
  void aCancelledAcceptIsOverAndSoIsTheListener() throws Exception {
    AsynchronousServerSocketChannel listener = network.boundListener();
    Future<AsynchronousSocketChannel> pending = listener.accept();
    assertTrue(pending.cancel(true));
    assertThrows(CancellationException.class, pending::get);
    assertFalse(listener.isOpen());
  }

  @Test
  void aChannelIsClosedBeforeItIsConnected() throws Exception {
    AsynchronousSocketChannel socket = network.socket();
    socket.close();
    socket.close();
    assertEquals(
        ClosedChannelException.class, failure(socket.connect(network.nowhere())).getClass());
    assertThrows(ClosedChannelException.class, () -> socket.bind(null));
    assertThrows(
        ClosedChannelException.class, () -> socket.getOption(StandardSocketOptions.TCP_NODELAY));
  }

  @Test
  void optionsAreKept() throws Exception {
    try (Ends ends = network.connect()) {
      for (AsynchronousSocketChannel end :
          new AsynchronousSocketChannel[] {ends.ours(), ends.theirs()}) {
        assertFalse(end.getOption(StandardSocketOptions.TCP_NODELAY));
        end.setOption(StandardSocketOptions.TCP_NODELAY, true);
        end.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        assertTrue(end.getOption(StandardSocketOptions.TCP_NODELAY));
        assertTrue(end.getOption(StandardSocketOptions.SO_KEEPALIVE));
        assertTrue(end.supportedOptions().contains(StandardSocketOptions.SO_RCVBUF));
      }
    }
  }

  @Test
  void aGroupThatIsShutDownTakesNoMoreChannelsAndEndsWithItsLast() throws Exception {
    AsynchronousSocketChannel last = network.socket();
    AsynchronousChannelGroup group = network.group;
    assertFalse(group.isShutdown());

    group.shutdown();

    assertTrue(group.isShutdown());
    assertThrows(ShutdownChannelGroupException.class, network::socket);
    assertFalse(group.awaitTermination(20, TimeUnit.MILLISECONDS));
    assertFalse(group.isTerminated());
    last.close();
    assertTrue(group.awaitTermination(AsyncNetwork.PATIENCE, TimeUnit.SECONDS));
    assertTrue(group.isTerminated());
  }

  @Test
  void aGroupThatIsShutDownNowClosesItsChannels() throws Exception {
    AsynchronousServerSocketChannel listener = network.boundListener();
    Told<AsynchronousSocketChannel> pending = new Told<>();
    listener.accept("", pending);

    network.peerGroup.shutdownNow();

    assertInstanceOf(AsynchronousCloseException.class, pending.failure());
    assertFalse(listener.isOpen());
    assertTrue(network.peerGroup.awaitTermination(AsyncNetwork.PATIENCE, TimeUnit.SECONDS));
    assertThrows(ShutdownChannelGroupException.class, () -> listener.accept("", new Told<>()));
  }

  @Test
  void whatIsAcceptedBelongsToTheGroupAndIsRefusedWhenThatIsShutDown() throws Exception {
    AsynchronousServerSocketChannel listener = network.boundListener();
    Future<AsynchronousSocketChannel> pending = listener.accept();
    network.peerGroup.shutdown();
    result(network.socket().connect(listener.getLocalAddress()));
    assertInstanceOf(ShutdownChannelGroupException.class, failure(pending).getCause());
  }
}
