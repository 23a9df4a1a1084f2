package io.fourwave.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.io.OutputStream;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Connecting, reading and writing: the same on the JDK's sockets and on ours. */
@ParameterizedClass
@EnumSource(World.Make.class)
@Timeout(value = 100, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SocketContractTest extends Contract {
  SocketContractTest(World.Make make) {
    super(make);
  }

  @Test
  void bothEndsKnowWhereTheyAre() throws Exception {
    ServerSocket server = listening();
    Ends s = connect(server);
    assertEquals(world.there(), s.ours().getInetAddress());
    assertEquals(server.getLocalPort(), s.ours().getPort());
    assertEquals(world.here(), s.ours().getLocalAddress());
    assertEquals(at(server), s.ours().getRemoteSocketAddress());
    assertEquals(s.ours().getLocalSocketAddress(), s.theirs().getRemoteSocketAddress());
    assertEquals(s.ours().getRemoteSocketAddress(), s.theirs().getLocalSocketAddress());
    assertEquals(s.ours().getLocalPort(), s.theirs().getPort());
    assertEquals(server.getLocalPort(), s.theirs().getLocalPort());
    assertTrue(s.theirs().isConnected() && s.theirs().isBound() && !s.theirs().isClosed());
    assertNull(s.ours().getChannel());
  }

  @Test
  void aNewSocketIsNowhere() throws Exception {
    Socket socket = socket();
    assertFalse(socket.isConnected() || socket.isBound() || socket.isClosed());
    assertEquals(-1, socket.getLocalPort());
    assertEquals(0, socket.getPort());
    assertNull(socket.getInetAddress());
    assertNull(socket.getLocalSocketAddress());
    assertNull(socket.getRemoteSocketAddress());
    assertTrue(socket.getLocalAddress().isAnyLocalAddress());
  }

  @Test
  void aSocketThatIsNotConnectedHasNoStreamsAndNothingToShutDown() throws Exception {
    Socket socket = socket();
    assertFails(SocketException.class, "Socket is not connected", socket::getInputStream);
    assertFails(SocketException.class, "Socket is not connected", socket::getOutputStream);
    assertFails(SocketException.class, "Socket is not connected", socket::shutdownInput);
    assertFails(SocketException.class, "Socket is not connected", socket::shutdownOutput);
  }

  @Test
  void octetsGoBothWays() throws Exception {
    Ends s = connect();
    send(s.ours(), "ping");
    assertEquals("ping", receive(s.theirs(), 4));
    send(s.theirs(), "pong");
    assertEquals("pong", receive(s.ours(), 4));
  }

  @Test
  void aConnectionIsThereBeforeItIsAccepted() throws Exception {
    ServerSocket server = listening();
    Socket ours = connected(server);
    send(ours, "early");
    assertEquals("early", receive(closeLater(server.accept()), 5));
  }

  @Test
  void aConnectToNobodyIsRefused() throws Exception {
    Socket socket = socket();
    InetSocketAddress nobody = nobody();
    assertFails(ConnectException.class, "Connection refused", () -> socket.connect(nobody));
    assertFalse(socket.isConnected());
    assertFails(SocketException.class, () -> socket.connect(nobody)); // it was closed by that
  }

  @Test
  void aConnectEndsWhenItsTimeIsOver() throws Exception {
    ServerSocket silent = silent();
    Socket socket = socket();
    assertFails(
        SocketTimeoutException.class, "Connect timed out", () -> socket.connect(at(silent), 100));
    assertFalse(socket.isConnected());
  }

  @Test
  void oneConnectsOnce() throws Exception {
    ServerSocket server = listening();
    Socket socket = connected(server);
    assertFails(SocketException.class, () -> socket.connect(at(server)));
    assertTrue(socket.isConnected() && !socket.isClosed());
  }

  @Test
  void oneConnectsToAddressesOfHostsOnly() throws Exception {
    SocketAddress strange = new SocketAddress() {};
    assertThrows(IllegalArgumentException.class, () -> socket().connect(null));
    assertThrows(IllegalArgumentException.class, () -> socket().connect(strange));
    InetSocketAddress nobody = nobody();
    assertThrows(IllegalArgumentException.class, () -> socket().connect(nobody, -1));
    InetSocketAddress unresolved = InetSocketAddress.createUnresolved("host.invalid", 7);
    assertFails(UnknownHostException.class, "host.invalid", () -> socket().connect(unresolved));
  }

  @Test
  void aSocketThatIsBoundConnectsFromThere() throws Exception {
    ServerSocket server = listening();
    Socket socket = socket();
    socket.bind(new InetSocketAddress(world.here(), 0));
    int port = socket.getLocalPort();
    assertTrue(port > 0 && socket.isBound());
    assertEquals(world.here(), socket.getLocalAddress());
    assertFails(
        SocketException.class, "Already bound", () -> socket.bind(new InetSocketAddress(0)));
    socket.connect(at(server));
    assertEquals(port, socket.getLocalPort());
    assertEquals(port, closeLater(server.accept()).getPort());
  }

  @Test
  void aSocketThatIsBoundToAnyAddressConnectsFromTheRightOne() throws Exception {
    ServerSocket server = listening();
    Socket socket = socket();
    socket.bind(null);
    int port = socket.getLocalPort();
    assertTrue(socket.getLocalAddress().isAnyLocalAddress());
    socket.connect(at(server));
    assertEquals(new InetSocketAddress(world.here(), port), socket.getLocalSocketAddress());
  }

  @Test
  void aPortIsBoundOnceAndAgainWhenItIsFree() throws Exception {
    Socket first = socket();
    first.bind(new InetSocketAddress(world.here(), 0));
    InetSocketAddress taken = (InetSocketAddress) first.getLocalSocketAddress();
    assertFails(BindException.class, () -> socket().bind(taken));
    first.close();
    socket().bind(taken);
  }

  @Test
  void oneBindsToOwnAddressesOnly() throws Exception {
    InetSocketAddress foreign = new InetSocketAddress("203.0.113.9", 0);
    assertFails(BindException.class, () -> socket().bind(foreign));
  }

  @Test
  void aReadEndsWhenItsTimeIsOverAndTheNextOneReads() throws Exception {
    Ends s = connect();
    s.ours().setSoTimeout(50);
    InputStream in = s.ours().getInputStream();
    assertFails(SocketTimeoutException.class, "Read timed out", in::read);
    send(s.theirs(), "late");
    s.ours().setSoTimeout(PATIENCE);
    assertEquals("late", receive(s.ours(), 4));
  }

  @Test
  void octetsAreRead0To255AndMinusOneAtTheEndForEver() throws Exception {
    Ends s = connect();
    s.theirs().getOutputStream().write(0x1ff);
    s.theirs().close();
    InputStream in = s.ours().getInputStream();
    assertEquals(0xff, in.read());
    assertEquals(-1, in.read());
    assertEquals(-1, in.read(new byte[5]));
    assertEquals(0, in.read(new byte[0]));
    assertEquals(0, in.available());
  }

  @Test
  void aReadTakesWhatIsThereIntoItsPlace() throws Exception {
    Ends s = connect();
    send(s.theirs(), "abc");
    byte[] target = new byte[10];
    InputStream in = s.ours().getInputStream();
    Call.await("all is there", () -> available(in) == 3);
    assertEquals(3, in.read(target, 2, 8));
    assertArrayEquals(new byte[] {0, 0, 'a', 'b', 'c', 0, 0, 0, 0, 0}, target);
    assertThrows(IndexOutOfBoundsException.class, () -> in.read(target, 5, 6));
    assertThrows(IndexOutOfBoundsException.class, () -> in.read(target, -1, 1));
    assertThrows(NullPointerException.class, () -> in.read(null, 0, 1));
  }

  @Test
  void aWriteIsOfAPartOfAnArray() throws Exception {
    Ends s = connect();
    byte[] text = {'a', 'b', 'c', 'd'};
    OutputStream out = s.ours().getOutputStream();
    out.write(text, 1, 2);
    out.write(text, 0, 0);
    assertEquals("bc", receive(s.theirs(), 2));
    assertThrows(IndexOutOfBoundsException.class, () -> out.write(text, 3, 2));
    assertThrows(NullPointerException.class, () -> out.write(null, 0, 1));
  }

  private static int available(InputStream in) {
    try {
      return in.available();
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void megabytesCrossEachOther() throws Exception {
    Ends s = connect();
    byte[] text = new byte[5_000_000];
    new SplittableRandom(4).nextBytes(text);
    var back =
        Call.onPlatformThread(
            () -> {
              try (Socket theirs = s.theirs()) {
                return theirs.getInputStream().transferTo(theirs.getOutputStream());
              }
            });
    var writer =
        Call.onPlatformThread(
            () -> {
              s.ours().getOutputStream().write(text);
              s.ours().shutdownOutput();
              return true;
            });
    assertArrayEquals(text, s.ours().getInputStream().readAllBytes());
    assertTrue(writer.result());
    assertEquals(text.length, back.result());
  }

  @Test
  void urgentDataThatIsTakenInLineIsInItsPlace() throws Exception {
    Ends s = connect();
    s.theirs().setOOBInline(true);
    send(s.ours(), "ab");
    s.ours().sendUrgentData(0x121); // its low octet, '!'
    send(s.ours(), "cd");
    assertEquals("ab!cd", receive(s.theirs(), 5));
  }

  @Test
  void aThreadReadsWhileAnotherWrites() throws Exception {
    Ends s = connect();
    var reader = blocked(() -> receive(s.ours(), 3));
    send(s.ours(), "out");
    assertEquals("out", receive(s.theirs(), 3));
    send(s.theirs(), "in.");
    assertEquals("in.", reader.result());
  }
}
