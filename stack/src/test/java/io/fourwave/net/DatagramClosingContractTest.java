package io.fourwave.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Closing, interrupts and options of sockets for datagrams: the same on the JDK's and on ours. */
@ParameterizedClass
@EnumSource(World.Make.class)
@Timeout(value = 100, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DatagramClosingContractTest extends DatagramContract {
  DatagramClosingContractTest(World.Make make) {
    super(make);
  }

  @Test
  void whatWasSentBeforeACloseArrives() throws Exception {
    DatagramSocket theirs = theirs();
    for (int i = 0; i < 50; i++) {
      DatagramSocket ours = ours();
      ours.send(packet("last words " + i, at(theirs)));
      ours.close();
      assertEquals("last words " + i, receive(theirs));
    }
  }

  @Test
  void whoReceivesFindsOutThatTheSocketIsClosed() throws Exception {
    DatagramSocket ours = ours();
    var receiving = blocked(() -> receive(ours));
    ours.close();
    receiving.fails(SocketException.class, "Socket closed");
  }

  @Test
  void aClosedSocketIsNowhereAndOfNoUse() throws Exception {
    DatagramSocket ours = ours();
    InetSocketAddress there = at(theirs());
    ours.close();
    ours.close();
    assertTrue(ours.isClosed() && ours.isBound());
    assertEquals(-1, ours.getLocalPort());
    assertNull(ours.getLocalAddress());
    assertNull(ours.getLocalSocketAddress());
    assertFails(SocketException.class, "Socket closed", () -> receive(ours));
    assertFails(SocketException.class, "Socket closed", () -> ours.send(packet("x", there)));
    assertFails(SocketException.class, "Socket is closed", () -> ours.bind(null));
    assertFails(SocketException.class, "Socket is closed", ours::getSoTimeout);
    assertFails(SocketException.class, "Socket is closed", () -> ours.setSoTimeout(1));
    assertFails(SocketException.class, "Socket is closed", ours::getReceiveBufferSize);
    assertFails(SocketException.class, "Socket is closed", () -> ours.setReuseAddress(true));
    ours.connect(there);
    ours.disconnect();
    assertFalse(ours.isConnected());
  }

  @Test
  void aSocketThatWasNeverBoundCanBeClosed() throws Exception {
    DatagramSocket socket = unbound();
    socket.close();
    assertTrue(socket.isClosed());
    assertFails(SocketException.class, "Socket closed", () -> receive(socket));
  }

  @Test
  void optionsAreSetWhileAnotherReceives() throws Exception {
    DatagramSocket ours = ours();
    var receiving = blocked(() -> receive(ours));
    ours.setSoTimeout(77);
    ours.setReceiveBufferSize(20_000);
    assertEquals(77, ours.getSoTimeout());
    assertTrue(ours.getReceiveBufferSize() >= 20_000);
    assertFalse(receiving.isDone());
    ours.close();
    receiving.fails(SocketException.class, "Socket closed");
  }

  @Test
  void anInterruptMeansNothingToAPlatformThread() throws Exception {
    DatagramSocket ours = ours();
    DatagramSocket theirs = theirs();
    var receiving =
        blocked(
            () -> {
              String text = receive(theirs);
              ours.send(packet("sent as well", at(theirs)));
              return text + Thread.currentThread().isInterrupted();
            });
    receiving.thread.interrupt();
    ours.send(packet("still ", at(theirs)));
    assertEquals("still true", receiving.result());
    assertEquals("sent as well", receive(theirs));
    assertFalse(theirs.isClosed());
  }

  @Test
  void anInterruptClosesAVirtualThreadsSocket() throws Exception {
    DatagramSocket ours = ours();
    var receiving = Call.onVirtualThread(() -> receive(ours));
    assumeTrue(receiving.isPresent(), "needs virtual threads");
    receiving.get().isBlocked().thread.interrupt();
    receiving.get().fails(SocketException.class, "Closed by interrupt");
    assertTrue(ours.isClosed());
  }

  @Test
  void optionsAreKeptBoundOrNot() throws Exception {
    DatagramSocket late = unbound();
    for (DatagramSocket socket : new DatagramSocket[] {ours(), late}) {
      assertEquals(0, socket.getTrafficClass());
      assertFalse(socket.getReuseAddress());
      socket.setReceiveBufferSize(20_000);
      socket.setSendBufferSize(30_000);
      socket.setTrafficClass(0x28);
      socket.setReuseAddress(true);
    }
    late.bind(null);
    assertEquals(20_000, late.getReceiveBufferSize());
    assertEquals(30_000, late.getSendBufferSize());
    assertEquals(0x28, late.getTrafficClass());
    assertEquals(0x28, late.getOption(StandardSocketOptions.IP_TOS));
    assertTrue(late.getOption(StandardSocketOptions.SO_REUSEADDR));
    late.setOption(StandardSocketOptions.SO_RCVBUF, 40_000);
    assertEquals(40_000, late.getReceiveBufferSize());
  }

  @Test
  void optionsThatMakeNoSenseAreRefused() throws Exception {
    Set<SocketOption<?>> least =
        Set.of(
            StandardSocketOptions.SO_RCVBUF,
            StandardSocketOptions.SO_SNDBUF,
            StandardSocketOptions.SO_REUSEADDR,
            StandardSocketOptions.IP_TOS);
    DatagramSocket s = ours();
    assertTrue(s.supportedOptions().containsAll(least));
    assertThrows(IllegalArgumentException.class, () -> s.setSoTimeout(-1));
    assertThrows(IllegalArgumentException.class, () -> s.setTrafficClass(256));
    assertThrows(IllegalArgumentException.class, () -> s.setReceiveBufferSize(0));
    assertThrows(IllegalArgumentException.class, () -> s.setSendBufferSize(-1));
    assertThrows(
        IllegalArgumentException.class, () -> s.setOption(StandardSocketOptions.SO_RCVBUF, null));
    assertThrows(NullPointerException.class, () -> s.getOption(null));
    assertThrows(
        UnsupportedOperationException.class, () -> s.getOption(StandardSocketOptions.TCP_NODELAY));
    assertThrows(
        UnsupportedOperationException.class,
        () -> s.setOption(StandardSocketOptions.TCP_NODELAY, true));
  }
}
