package io.fourwave.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Binding, listening and accepting: the same on the JDK's sockets and on ours. */
@ParameterizedClass
@EnumSource(World.Make.class)
@Timeout(value = 100, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ServerSocketContractTest extends Contract {
  ServerSocketContractTest(World.Make make) {
    super(make);
  }

  @Test
  void aNewServerSocketIsNowhere() throws Exception {
    ServerSocket server = server();
    assertFalse(server.isBound() || server.isClosed());
    assertEquals(-1, server.getLocalPort());
    assertNull(server.getInetAddress());
    assertNull(server.getLocalSocketAddress());
    assertFails(SocketException.class, "Socket is not bound yet", server::accept);
  }

  @Test
  void portZeroTakesAFreeOne() throws Exception {
    ServerSocket first = listening();
    ServerSocket second = listening();
    assertTrue(first.getLocalPort() > 0 && second.getLocalPort() > 0);
    assertTrue(first.getLocalPort() != second.getLocalPort());
    assertEquals(world.there(), first.getInetAddress());
    assertTrue(first.isBound());
    assertNull(first.getChannel());
  }

  @Test
  void aServerAtAnyAddressIsFoundAtEach() throws Exception {
    ServerSocket server = server();
    server.bind(new InetSocketAddress(0));
    assertTrue(server.getInetAddress().isAnyLocalAddress());
    Socket socket = socket();
    socket.connect(new InetSocketAddress(world.there(), server.getLocalPort()));
    assertEquals(world.there(), closeLater(server.accept()).getLocalAddress());
  }

  @Test
  void aPortIsListenedOnOnce() throws Exception {
    ServerSocket first = listening();
    ServerSocket second = server();
    assertFails(BindException.class, () -> second.bind(at(first)));
    assertFalse(second.isBound() || second.isClosed());
    second.bind(new InetSocketAddress(world.there(), 0)); // it may try elsewhere
    assertTrue(second.isBound());
  }

  @Test
  void oneListensAtOwnAddressesOnly() throws Exception {
    InetSocketAddress foreign = new InetSocketAddress("203.0.113.9", 0);
    assertFails(BindException.class, () -> server().bind(foreign));
    assertThrows(
        SocketException.class,
        () -> server().bind(InetSocketAddress.createUnresolved("host.invalid", 7)));
  }

  @Test
  void oneBindsOnce() throws Exception {
    ServerSocket server = listening();
    assertFails(SocketException.class, "Already bound", () -> server.bind(null));
  }

  @Test
  void anAcceptEndsWhenItsTimeIsOverAndTheNextOneAccepts() throws Exception {
    ServerSocket server = listening();
    server.setSoTimeout(50);
    assertEquals(50, server.getSoTimeout());
    assertFails(SocketTimeoutException.class, "Accept timed out", server::accept);
    Socket ours = connected(server);
    server.setSoTimeout(PATIENCE);
    assertEquals(ours.getLocalPort(), closeLater(server.accept()).getPort());
  }

  @Test
  void closingEndsAnAcceptThatWaits() throws Exception {
    ServerSocket server = listening();
    var accepting = blocked(server::accept);
    server.close();
    accepting.fails(SocketException.class, "Socket closed");
  }

  @Test
  void closingEndsAnAcceptThatWaitsForATime() throws Exception {
    ServerSocket server = listening();
    server.setSoTimeout(PATIENCE);
    var accepting = blocked(server::accept);
    server.close();
    accepting.fails(SocketException.class, "Socket closed");
  }

  @Test
  void aClosedServerSocketRefusesEveryCall() throws Exception {
    ServerSocket server = listening();
    int port = server.getLocalPort();
    server.close();
    server.close();
    assertTrue(server.isClosed() && server.isBound());
    assertEquals(port, server.getLocalPort());
    assertFails(SocketException.class, "Socket is closed", server::accept);
    assertFails(SocketException.class, "Socket is closed", server::getSoTimeout);
    assertFails(SocketException.class, "Socket is closed", () -> server.setSoTimeout(1));
    assertFails(SocketException.class, "Socket is closed", () -> server.bind(null));
    assertFails(SocketException.class, "Socket is closed", server::getReceiveBufferSize);
  }

  @Test
  void onceClosedNobodyIsLetInButThoseWhoAreStay() throws Exception {
    ServerSocket server = listening();
    Ends s = connect(server);
    server.close();
    assertFails(ConnectException.class, "Connection refused", () -> socket().connect(at(server)));
    send(s.ours(), "here");
    assertEquals("here", receive(s.theirs(), 4));
  }

  @Test
  void thoseWhoWereNotAcceptedYetAreReset() throws Exception {
    ServerSocket server = listening();
    Socket waiting = connected(server);
    server.close();
    assertFails(SocketException.class, "Connection reset", waiting.getInputStream()::read);
  }

  @Test
  void aPortWhoseConnectionsAreInTimeWaitCanBeListenedOnAgain() throws Exception {
    ServerSocket server = listening();
    Ends s = connect(server);
    s.theirs().close(); // who closes first waits
    assertEquals("", receive(s.ours(), 1));
    s.ours().close();
    server.close();
    ServerSocket again = server();
    assertTrue(again.getReuseAddress());
    again.bind(at(server));
    connect(again);
  }

  @Test
  void severalThreadsAcceptEachAnotherConnection() throws Exception {
    ServerSocket server = listening();
    var accepting = Stream.generate(() -> blocked(server::accept)).limit(3).toList();
    Set<Integer> ours = new HashSet<>();
    for (int i = 0; i < 3; i++) {
      ours.add(connected(server).getLocalPort());
    }
    assertEquals(ours, accepting.stream().map(this::peerPort).collect(Collectors.toSet()));
  }

  private int peerPort(Call<Socket> accepting) {
    try {
      return closeLater(accepting.result()).getPort();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whatIsSetOnAServerIsInheritedByWhatItAccepts() throws Exception {
    ServerSocket server = server();
    server.setReceiveBufferSize(20_000);
    server.bind(new InetSocketAddress(world.there(), 0));
    assertEquals(20_000, server.getReceiveBufferSize());
    assertEquals(20_000, connect(server).theirs().getReceiveBufferSize());
    server.setReceiveBufferSize(30_000);
    assertEquals(30_000, connect(server).theirs().getReceiveBufferSize());
  }

  @Test
  void theConstructorsOfTheJdkWork() throws Exception {
    InetAddress there = world.there();
    ServerSocket server = server();
    server.bind(new InetSocketAddress(there, 0), 0); // a backlog of 0 is the default
    connect(server);
    assertThrows(
        IllegalArgumentException.class, () -> server().bind(new java.net.SocketAddress() {}));
    assertThrows(IllegalArgumentException.class, () -> server.setReceiveBufferSize(0));
    assertThrows(IllegalArgumentException.class, () -> server.setSoTimeout(-1));
  }
}
