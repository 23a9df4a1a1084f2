package io.fourwave.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.tcp.TcpException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.time.Duration;
import javax.net.ServerSocketFactory;
import javax.net.SocketFactory;
import jdk.net.ExtendedSocketOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Where our sockets differ from the JDK's, as the package says, and what only ours have. */
@Timeout(value = 100, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DifferencesTest extends Contract {
  private final World.TwoStacks stacks = (World.TwoStacks) world;

  DifferencesTest() {
    super(World.Make.FOURWAVE);
  }

  @Test
  void urgentDataStaysInLineAlsoIfThatIsNotAskedFor() throws Exception {
    Ends s = connect();
    send(s.ours(), "ab");
    s.ours().sendUrgentData('!');
    send(s.ours(), "cd");
    assertFalse(s.theirs().getOOBInline());
    assertEquals("ab!cd", receive(s.theirs(), 5));
  }

  @Test
  void aServerForOneAddressAndOneForAllMayHaveTheSamePort() throws Exception {
    ServerSocket one = listening();
    ServerSocket all = server();
    all.bind(new InetSocketAddress(one.getLocalPort()));
    connect(one);
  }

  @Test
  void aHostCannotConnectToItself() throws Exception {
    InetSocketAddress self = new InetSocketAddress(world.here(), 7);
    InetSocketAddress loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 7);
    assertFails(NoRouteToHostException.class, () -> socket().connect(self));
    assertFails(NoRouteToHostException.class, () -> socket().connect(loopback));
  }

  @Test
  void acknowledgementsWaitUnlessQuickOnesAreAskedFor() throws Exception {
    Socket socket = socket();
    assertFalse(socket.getOption(ExtendedSocketOptions.TCP_QUICKACK));
    socket.setOption(ExtendedSocketOptions.TCP_QUICKACK, true);
    assertTrue(socket.getOption(ExtendedSocketOptions.TCP_QUICKACK));
  }

  @Test
  void twoServersNeverHaveTheSamePortWhateverIsSet() throws Exception {
    ServerSocket first = server();
    first.setOption(StandardSocketOptions.SO_REUSEPORT, true);
    first.bind(new InetSocketAddress(world.there(), 0));
    ServerSocket second = server();
    second.setOption(StandardSocketOptions.SO_REUSEPORT, true);
    assertThrows(java.net.BindException.class, () -> second.bind(at(first)));
  }

  @Test
  void aServerAtAnyAddressIsReachedOverIpv6AsWell() throws Exception {
    ServerSocket server = closeLater(stacks.server.serverSocketFactory().createServerSocket(0));
    Socket ours =
        closeLater(
            stacks.client.socketFactory().createSocket("2001:db8::2", server.getLocalPort()));
    assertEquals(InetAddress.getByName("2001:db8::1"), ours.getLocalAddress());
    assertEquals(ours.getInetAddress(), closeLater(server.accept()).getLocalAddress());
  }

  @Test
  void theCauseOfAFailureIsTheStacksOwn() throws Exception {
    InetSocketAddress nobody = nobody();
    ConnectException e = assertThrows(ConnectException.class, () -> socket().connect(nobody));
    assertSame(TcpException.Refused.class, e.getCause().getClass());
  }

  @Test
  void factoriesBindConnectAndListenAtOnce() throws Exception {
    ServerSocketFactory servers = stacks.server.serverSocketFactory();
    SocketFactory sockets = stacks.client.socketFactory();
    ServerSocket any = closeLater(servers.createServerSocket(0));
    ServerSocket one = closeLater(servers.createServerSocket(0, 5, world.there()));
    ServerSocket few = closeLater(servers.createServerSocket(0, 5));
    String name = world.there().getHostAddress();
    InetAddress here = world.here();
    for (ServerSocket server : new ServerSocket[] {any, one, few}) {
      int port = server.getLocalPort();
      checked(server, sockets.createSocket(name, port));
      checked(server, sockets.createSocket(world.there(), port));
      assertEquals(40_001, checked(server, sockets.createSocket(name, port, here, 40_001)));
      assertEquals(
          40_002, checked(server, sockets.createSocket(world.there(), port, here, 40_002)));
    }
    InetSocketAddress nobody = nobody();
    assertThrows(ConnectException.class, () -> sockets.createSocket(name, nobody.getPort()));
  }

  private int checked(ServerSocket server, Socket socket) throws IOException {
    try (socket;
        Socket accepted = server.accept()) {
      assertEquals(accepted.getRemoteSocketAddress(), socket.getLocalSocketAddress());
      return socket.getLocalPort();
    }
  }

  @Test
  void theEndOfTheStackEndsWhoeverWaits() throws Exception {
    ServerSocket server = listening();
    Ends s = connect(server);
    var accepting = blocked(server::accept);
    var reading = blocked(() -> s.theirs().getInputStream().read());
    stacks.server.close(Duration.ZERO);
    accepting.fails(SocketException.class, "Socket closed");
    reading.fails(SocketException.class, "Socket closed");
    assertThrows(IOException.class, this::listening);
    assertThrows(SocketException.class, () -> s.ours().getInputStream().read());
  }
}
