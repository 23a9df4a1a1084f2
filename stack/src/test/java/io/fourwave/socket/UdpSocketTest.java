package io.fourwave.socket;

import static io.fourwave.socket.StackPair.PATIENCE;
import static io.fourwave.socket.StackPair.await;
import static io.fourwave.socket.StackPair.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.NetworkStack;
import io.fourwave.link.Offload;
import io.fourwave.socket.StackPair.Running;
import io.fourwave.stream.DatagramQueue;
import io.fourwave.tcp.TcpSettings;
import io.fourwave.udp.EndpointStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NotYetConnectedException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Datagrams and pings between two stacks, each with a thread of its own. */
class UdpSocketTest {
  private static final InetSocketAddress ANY = new InetSocketAddress(0);

  private static ByteBuffer octets(int count) {
    ByteBuffer octets = ByteBuffer.allocate(count);
    for (int i = 0; i < count; i++) {
      octets.put(i, (byte) (i * 7 + (i >> 8)));
    }
    return octets;
  }

  private static UdpSocket patient(UdpSocket socket) {
    socket.timeout(PATIENCE);
    return socket;
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.2, 0", "192.0.2.2, 1472", "192.0.2.2, 1473", "192.0.2.2, 65507",
    "2001:db8::2, 0", "2001:db8::2, 1452", "2001:db8::2, 1453", "2001:db8::2, 65527"
  })
  void datagramsOfAnyLengthGoThereAndBack(String address, int length) throws IOException {
    for (Offload offload : new Offload[] {Offload.NONE, new Offload(true, true, true)}) {
      try (StackPair pair = new StackPair(TcpSettings.defaults(), offload);
          UdpSocket ours = patient(pair.us.udp(ANY));
          UdpSocket theirs = patient(pair.peer.udp(ANY))) {
        int port = theirs.localAddress().getPort();
        InetSocketAddress there = new InetSocketAddress(address, port);
        ours.send(octets(length), there);
        ByteBuffer echo = ByteBuffer.allocate(70_000);
        InetSocketAddress from = theirs.receive(echo);
        assertEquals(octets(length), echo.flip());
        theirs.send(echo, from);
        ByteBuffer back = ByteBuffer.allocate(70_000);
        assertEquals(there, ours.receive(back));
        assertEquals(octets(length), back.flip());
      }
    }
  }

  @Test
  void whatIsTooLongForADatagramIsRefused() throws IOException {
    try (StackPair pair = new StackPair();
        UdpSocket ours = pair.us.udp(ANY)) {
      InetSocketAddress v4 = StackPair.peerAt(9);
      InetSocketAddress v6 = new InetSocketAddress("2001:db8::2", 9);
      assertThrows(SocketException.class, () -> ours.send(octets(65_508), v4));
      assertThrows(SocketException.class, () -> ours.send(octets(65_528), v6));
    }
  }

  @Test
  void whatDoesNotFitTheReadersBufferIsLost() throws IOException {
    try (StackPair pair = new StackPair();
        UdpSocket ours = pair.us.udp(ANY);
        UdpSocket theirs = patient(pair.peer.udp(new InetSocketAddress("192.0.2.2", 9)))) {
      ours.send(octets(100), StackPair.peerAt(9));
      ByteBuffer small = ByteBuffer.allocate(50);
      theirs.receive(small);
      assertFalse(small.hasRemaining());
      ours.send(octets(10), StackPair.peerAt(9)); // not before: two may overtake each other
      ByteBuffer next = ByteBuffer.allocate(50);
      theirs.receive(next);
      assertEquals(octets(10), next.flip());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"192.0.2.2", "2001:db8::2"})
  void aConnectedSocketIsToldThatNobodyIsAtThePort(String address) throws IOException {
    try (StackPair pair = new StackPair();
        UdpSocket ours = patient(pair.us.udp(ANY))) {
      assertThrows(NotYetConnectedException.class, () -> ours.send(octets(1)));
      ours.connect(new InetSocketAddress(address, 9));
      assertEquals(new InetSocketAddress(address, 9), ours.remoteAddress());
      assertFalse(ours.localAddress().getAddress().isAnyLocalAddress());
      ours.send(octets(10));
      assertThrows(PortUnreachableException.class, () -> ours.receive(ByteBuffer.allocate(10)));
      InetSocketAddress elsewhere = new InetSocketAddress(address, 10);
      assertThrows(SocketException.class, () -> ours.send(octets(1), elsewhere));
      ours.timeout(Duration.ofMillis(1));
      assertThrows(SocketTimeoutException.class, () -> ours.receive(ByteBuffer.allocate(10)));
      ours.disconnect();
      ours.send(octets(1), elsewhere);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"192.0.2.2", "2001:db8::2"})
  void theStackTellsOfItsSocketsWhetherConnectedAndWhatWaits(String address) throws IOException {
    try (StackPair pair = new StackPair();
        UdpSocket ours = pair.us.udp(ANY);
        UdpSocket theirs = patient(pair.peer.udp(ANY))) {
      InetSocketAddress there = new InetSocketAddress(address, theirs.localAddress().getPort());
      assertEquals(
          List.of(new EndpointStatus(ours.localAddress(), null, 0, 0)), pair.us.datagramSockets());
      ours.connect(there);
      assertEquals(
          List.of(new EndpointStatus(ours.localAddress(), there, 0, 0)), pair.us.datagramSockets());
      ours.send(octets(100));
      ours.send(octets(10));
      int waiting = 110 + 2 * DatagramQueue.RECORD;
      await("both have arrived", () -> onlyOne(pair.peer).receiveQueue() == waiting);
      theirs.receive(ByteBuffer.allocate(100));
      assertTrue(onlyOne(pair.peer).receiveQueue() < waiting);
      assertNull(onlyOne(pair.peer).remote());
    }
  }

  private static EndpointStatus onlyOne(NetworkStack stack) {
    try {
      List<EndpointStatus> all = stack.datagramSockets();
      assertEquals(1, all.size(), all::toString);
      return all.get(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void whoWaitsFindsOutThatTheSocketIsClosed() throws Exception {
    try (StackPair pair = new StackPair()) {
      UdpSocket ours = pair.us.udp(ANY);
      Running<InetSocketAddress> reader = run(() -> ours.receive(ByteBuffer.allocate(10)));
      assertTrue(reader.isBlocked().thread.isAlive());
      ours.close();
      assertInstanceOf(AsynchronousCloseException.class, reader.failure());
      assertThrows(ClosedChannelException.class, () -> ours.receive(ByteBuffer.allocate(1)));
      assertThrows(ClosedChannelException.class, () -> ours.send(octets(1), StackPair.peerAt(9)));
    }
  }

  @Test
  void anInterruptEndsAWaitAndTheSocketStaysOpen() throws Exception {
    try (StackPair pair = new StackPair();
        UdpSocket ours = pair.us.udp(ANY)) {
      Running<InetSocketAddress> reader = run(() -> ours.receive(ByteBuffer.allocate(10)));
      assertTrue(reader.isBlocked().thread.isAlive());
      reader.thread.interrupt();
      assertInstanceOf(ClosedByInterruptException.class, reader.failure());
      assertTrue(ours.isOpen());
    }
  }

  @Test
  void whoWaitsFindsOutThatTheStackHasStopped() throws Exception {
    try (StackPair pair = new StackPair()) {
      UdpSocket ours = pair.us.udp(ANY);
      Running<InetSocketAddress> reader = run(() -> ours.receive(ByteBuffer.allocate(10)));
      assertTrue(reader.isBlocked().thread.isAlive());
      pair.us.close(Duration.ZERO);
      assertEquals("the stack has stopped", reader.failure().getMessage());
    }
  }

  @Test
  void whereNothingCanBeSentIsRefusedAtOnce() throws IOException {
    try (StackPair pair = new StackPair();
        UdpSocket ours = pair.us.udp(ANY)) {
      for (String nowhere : new String[] {"0.0.0.0", "127.0.0.1", "224.0.0.1", "::1"}) {
        InetSocketAddress address = new InetSocketAddress(nowhere, 9);
        assertThrows(NoRouteToHostException.class, () -> ours.send(octets(1), address));
        assertThrows(NoRouteToHostException.class, () -> ours.connect(address));
      }
      int port = ours.localAddress().getPort();
      assertThrows(BindException.class, () -> pair.us.udp(new InetSocketAddress(port)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"192.0.2.2", "2001:db8::2"})
  void aPingIsAnswered(String address) throws IOException {
    InetAddress there = InetAddress.getByName(address);
    try (StackPair pair = new StackPair();
        PingSocket ping = pair.us.ping()) {
      for (int octets : new int[] {0, 56, 5000, 65_507}) {
        assertFalse(ping.ping(there, octets, PATIENCE).isNegative());
      }
    }
  }

  @Test
  void aPingThatNobodyAnswersEndsInTime() throws IOException {
    try (StackPair pair = new StackPair();
        PingSocket ping = pair.us.ping()) {
      InetAddress nobody = InetAddress.getByName("192.0.2.77");
      Duration short1 = Duration.ofMillis(20);
      assertThrows(SocketTimeoutException.class, () -> ping.ping(nobody, 56, short1));
      InetAddress group = InetAddress.getByName("224.0.0.1");
      assertThrows(NoRouteToHostException.class, () -> ping.ping(group, 56, PATIENCE));
      ping.close();
      assertThrows(ClosedChannelException.class, () -> ping.ping(nobody, 56, PATIENCE));
    }
  }

  @Test
  void whoDoesNotWaitIsToldWhenThereIsSomethingToReceive() throws Exception {
    try (StackPair pair = new StackPair();
        UdpSocket ours = patient(pair.us.udp(ANY));
        UdpSocket theirs = patient(pair.peer.udp(ANY))) {
      ByteBuffer target = ByteBuffer.allocate(100);
      assertNull(theirs.receiveNow(target));
      assertFalse(theirs.isReadable());
      assertTrue(theirs.isWritable());
      Semaphore told = new Semaphore(0);
      theirs.onReadiness(told::release);
      InetSocketAddress there = StackPair.peerAt(theirs.localAddress().getPort());
      for (int i = 1; i <= 20; i++) {
        assertTrue(ours.sendNow(octets(i), there));
        assertTrue(told.tryAcquire(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        assertTrue(theirs.isReadable());
        InetSocketAddress from = theirs.receiveNow(target.clear());
        assertEquals(octets(i), target.flip());
        assertTrue(theirs.sendNow(target, from));
        assertTrue(told.tryAcquire(PATIENCE.toSeconds(), TimeUnit.SECONDS), "it was sent");
        assertEquals(there, ours.receive(target.clear()));
        assertEquals(octets(i), target.flip());
      }
      assertFalse(theirs.isReadable());
    }
  }
}
