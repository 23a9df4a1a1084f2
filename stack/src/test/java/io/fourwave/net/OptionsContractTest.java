package io.fourwave.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.util.Set;
import jdk.net.ExtendedSocketOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Options: the same on the JDK's sockets and on ours, connected or not. */
@ParameterizedClass
@EnumSource(World.Make.class)
@Timeout(value = 100, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OptionsContractTest extends Contract {
  OptionsContractTest(World.Make make) {
    super(make);
  }

  /** A test of a socket, whatever it does. */
  private interface Check {
    void of(Socket socket) throws Exception;
  }

  private void connectedOrNot(Check check) throws Exception {
    check.of(socket());
    Ends s = connect();
    check.of(s.ours());
    check.of(s.theirs());
  }

  @Test
  void theDefaults() throws Exception {
    connectedOrNot(
        s -> {
          assertFalse(s.getTcpNoDelay() || s.getKeepAlive() || s.getOOBInline());
          assertEquals(-1, s.getSoLinger());
          assertEquals(0, s.getSoTimeout());
          assertEquals(0, s.getTrafficClass());
          assertTrue(s.getSendBufferSize() >= 8192);
          assertTrue(s.getReceiveBufferSize() >= 8192);
          assertEquals(7200, s.getOption(ExtendedSocketOptions.TCP_KEEPIDLE));
          assertEquals(75, s.getOption(ExtendedSocketOptions.TCP_KEEPINTERVAL));
          assertEquals(9, s.getOption(ExtendedSocketOptions.TCP_KEEPCOUNT));
        });
    assertFalse(socket().getReuseAddress());
    assertTrue(server().getReuseAddress());
    assertEquals(0, server().getSoTimeout());
  }

  @Test
  void switchesAreSwitched() throws Exception {
    connectedOrNot(
        s -> {
          for (boolean on : new boolean[] {true, false}) {
            s.setTcpNoDelay(on);
            s.setKeepAlive(on);
            s.setOOBInline(on);
            s.setReuseAddress(on);
            assertEquals(on, s.getTcpNoDelay());
            assertEquals(on, s.getKeepAlive());
            assertEquals(on, s.getOOBInline());
            assertEquals(on, s.getReuseAddress());
          }
        });
  }

  @Test
  void numbersAreKept() throws Exception {
    connectedOrNot(
        s -> {
          s.setSoTimeout(1234);
          s.setTrafficClass(0x28);
          s.setSoLinger(true, 7);
          assertEquals(1234, s.getSoTimeout());
          assertEquals(0x28, s.getTrafficClass());
          assertEquals(7, s.getSoLinger());
          s.setSoLinger(true, 100_000);
          assertEquals(65_535, s.getSoLinger());
          s.setSoLinger(false, 9);
          assertEquals(-1, s.getSoLinger());
        });
  }

  @Test
  void buffersAreChosenBeforeConnecting() throws Exception {
    Socket socket = socket();
    socket.setReceiveBufferSize(20_000);
    socket.setSendBufferSize(30_000);
    socket.connect(at(listening()));
    assertEquals(20_000, socket.getReceiveBufferSize());
    assertEquals(30_000, socket.getSendBufferSize());
  }

  @Test
  void bothWaysOfNamingAnOptionAreOne() throws Exception {
    connectedOrNot(
        s -> {
          s.setOption(StandardSocketOptions.TCP_NODELAY, true);
          s.setOption(StandardSocketOptions.SO_LINGER, 4);
          assertTrue(s.getTcpNoDelay());
          assertEquals(4, s.getSoLinger());
          s.setKeepAlive(true);
          assertTrue(s.getOption(StandardSocketOptions.SO_KEEPALIVE));
          s.setOption(ExtendedSocketOptions.TCP_KEEPIDLE, 30);
          s.setOption(ExtendedSocketOptions.TCP_KEEPINTERVAL, 5);
          s.setOption(ExtendedSocketOptions.TCP_KEEPCOUNT, 3);
          assertEquals(30, s.getOption(ExtendedSocketOptions.TCP_KEEPIDLE));
          assertEquals(5, s.getOption(ExtendedSocketOptions.TCP_KEEPINTERVAL));
          assertEquals(3, s.getOption(ExtendedSocketOptions.TCP_KEEPCOUNT));
        });
  }

  @Test
  void whatIsSetBeforeConnectingHoldsAfterwards() throws Exception {
    Socket socket = socket();
    socket.setTcpNoDelay(true);
    socket.setSoLinger(true, 3);
    socket.setKeepAlive(true);
    socket.setSoTimeout(50);
    socket.connect(at(listening()));
    assertTrue(socket.getTcpNoDelay() && socket.getKeepAlive());
    assertEquals(3, socket.getSoLinger());
    assertFails(
        java.net.SocketTimeoutException.class, "Read timed out", socket.getInputStream()::read);
  }

  @Test
  void thereAreAtLeastTheStandardOptions() throws Exception {
    Set<SocketOption<?>> common =
        Set.of(
            StandardSocketOptions.SO_RCVBUF,
            StandardSocketOptions.SO_REUSEADDR,
            StandardSocketOptions.IP_TOS);
    ServerSocket server = server();
    assertTrue(server.supportedOptions().containsAll(common));
    assertFalse(server.supportedOptions().contains(StandardSocketOptions.TCP_NODELAY));
    Set<SocketOption<?>> more =
        Set.of(
            StandardSocketOptions.SO_SNDBUF,
            StandardSocketOptions.SO_KEEPALIVE,
            StandardSocketOptions.SO_LINGER,
            StandardSocketOptions.TCP_NODELAY);
    assertTrue(socket().supportedOptions().containsAll(common));
    assertTrue(socket().supportedOptions().containsAll(more));
  }

  @Test
  void whatMakesNoSenseIsRefused() throws Exception {
    connectedOrNot(
        s -> {
          assertThrows(IllegalArgumentException.class, () -> s.setSoTimeout(-1));
          assertThrows(IllegalArgumentException.class, () -> s.setSoLinger(true, -1));
          assertThrows(IllegalArgumentException.class, () -> s.setTrafficClass(256));
          assertThrows(IllegalArgumentException.class, () -> s.setReceiveBufferSize(0));
          assertThrows(IllegalArgumentException.class, () -> s.setSendBufferSize(-1));
          assertThrows(
              IllegalArgumentException.class,
              () -> s.setOption(StandardSocketOptions.SO_RCVBUF, null));
          assertThrows(NullPointerException.class, () -> s.getOption(null));
          assertThrows(
              UnsupportedOperationException.class,
              () -> s.getOption(StandardSocketOptions.IP_MULTICAST_TTL));
          assertFails(
              SocketException.class,
              "Invalid argument",
              () -> s.setOption(ExtendedSocketOptions.TCP_KEEPIDLE, 0));
        });
  }
}
