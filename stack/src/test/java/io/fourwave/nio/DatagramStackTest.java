package io.fourwave.nio;

import static java.nio.channels.SelectionKey.OP_WRITE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.NetworkStack;
import io.fourwave.link.LinkDevice;
import io.fourwave.nio.World.Running;
import io.fourwave.sim.MemoryLink;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Where our datagram channels differ from the JDK's, and what can be seen of ours only. */
@Timeout(value = 100, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DatagramStackTest extends DatagramContract {
  private static final String NO_GROUPS =
      "the stack has no multicast: its link has two ends and no groups";

  DatagramStackTest() {
    kind = World.Kind.STACK;
  }

  private CountDownLatch goOn = new CountDownLatch(0);
  private DatagramChannel ours;
  private DatagramChannel theirs;

  @BeforeEach
  void openBoth() throws IOException {
    ours = ours().setOption(StandardSocketOptions.SO_SNDBUF, 4096);
    theirs = theirs();
  }

  @Override
  @AfterEach
  void closeAll() throws IOException {
    goOn.countDown();
    super.closeAll();
  }

  /** From now on the loop does nothing, until it is let go on. */
  private void holdTheLoop() throws InterruptedException {
    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    this.goOn = goOn;
    ((StackSelectorProvider) world.clients())
        .loop()
        .mailbox()
        .post(
            () -> {
              held.countDown();
              try {
                goOn.await();
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
            });
    held.await();
  }

  /** Sends, without waiting, datagrams of 1,000 octets until there is no room for one more. */
  private int fill() throws IOException {
    ours.configureBlocking(false);
    int count = 0;
    while (ours.send(ByteBuffer.allocate(1000), at(theirs)) > 0) {
      count++;
    }
    return count;
  }

  @Test
  void whoFindsNoRoomIsToldWhenThereIs() throws Exception {
    try (Selector selector = world.selector()) {
      holdTheLoop();
      assertEquals(3, fill());
      ByteBuffer source = ByteBuffer.allocate(1000);
      assertEquals(0, ours.send(source, at(theirs)));
      assertEquals(1000, source.remaining());
      SelectionKey key = ours.register(selector, OP_WRITE);
      assertEquals(0, selector.selectNow(), "there is room, but not for that");
      Running<Integer> waiting = World.run(() -> selector.select()).isBlocked();
      goOn.countDown();
      assertEquals(1, waiting.result());
      assertTrue(key.isWritable());
      assertEquals(1000, ours.send(source, at(theirs)));
    }
  }

  @Test
  void whoWaitsForRoomSendsOrFindsOutThatTheChannelIsClosed() throws Exception {
    holdTheLoop();
    assertEquals(3, fill());
    ours.configureBlocking(true);
    InetSocketAddress there = at(theirs);
    Running<Integer> sender =
        World.run(() -> ours.send(ByteBuffer.allocate(1000), there)).isBlocked();
    goOn.countDown();
    assertEquals(1000, sender.result());
    holdTheLoop();
    fill();
    ours.configureBlocking(true);
    Running<Integer> closed =
        World.run(() -> ours.send(ByteBuffer.allocate(1000), there)).isBlocked();
    ours.close();
    assertEquals(AsynchronousCloseException.class, closed.failure().getClass());
  }

  @Test
  void aDatagramIsNoLongerThanTheBufferForIt() throws Exception {
    ours.setOption(StandardSocketOptions.SO_SNDBUF, 2048);
    ByteBuffer source = ByteBuffer.allocate(2048);
    assertThrows(SocketException.class, () -> ours.send(source, at(theirs)));
    ours.setOption(StandardSocketOptions.SO_SNDBUF, 4096);
    assertEquals(2048, ours.send(source, at(theirs)));
  }

  @Test
  void anEmptyDatagramGoesToThePeerAsWell() throws Exception {
    ours.connect(at(theirs));
    assertEquals(0, ours.write(ByteBuffer.allocate(0)));
    assertEquals(at(ours), theirs.receive(ByteBuffer.allocate(1)));
    assertEquals(0, ours.write(new ByteBuffer[0]));
    assertEquals(at(ours), theirs.receive(ByteBuffer.allocate(1)));
  }

  @Test
  void thereAreNoGroupsAndNoBroadcasts() throws Exception {
    InetAddress group = InetAddress.getByName("224.0.0.251");
    InetSocketAddress place = new InetSocketAddress(group, 5353);
    assertFails(UnsupportedOperationException.class, NO_GROUPS, () -> ours.join(group, null));
    assertFails(UnsupportedOperationException.class, NO_GROUPS, () -> ours.join(group, null, null));
    assertFails(SocketException.class, NO_GROUPS, () -> ours.send(text("x"), place));
    assertFails(SocketException.class, NO_GROUPS, () -> ours.connect(place));
    InetSocketAddress everybody = new InetSocketAddress("255.255.255.255", 9);
    assertThrows(NoRouteToHostException.class, () -> ours.connect(everybody));
    assertFalse(ours.isConnected());
    assertThrows(
        UnsupportedOperationException.class,
        () -> ours.setOption(StandardSocketOptions.SO_BROADCAST, true));
    assertThrows(
        UnsupportedOperationException.class,
        () -> ours.getOption(StandardSocketOptions.IP_MULTICAST_TTL));
  }

  private interface Call {
    void run() throws Exception;
  }

  private static void assertFails(Class<? extends Exception> type, String message, Call call) {
    assertEquals(message, assertThrows(type, call::run).getMessage());
  }

  @Test
  void aStackHasNoLoopback() throws Exception {
    for (String address : new String[] {"127.0.0.1", "::1", "0.0.0.0"}) {
      InetSocketAddress to = new InetSocketAddress(address, 7);
      assertThrows(NoRouteToHostException.class, () -> ours.send(text("x"), to), address);
      assertThrows(NoRouteToHostException.class, () -> ours.connect(to), address);
    }
    assertTrue(ours.isOpen());
  }

  @Test
  void aChannelOfIpv4ReceivesNothingOverIpv6() throws Exception {
    MemoryLink.Pair wire = MemoryLink.pair(1500);
    try (NetworkStack client = bothFamilies(wire.left(), "1");
        NetworkStack server = bothFamilies(wire.right(), "2");
        DatagramChannel v4 =
            server.selectorProvider().openDatagramChannel(StandardProtocolFamily.INET);
        DatagramChannel both = server.selectorProvider().openDatagramChannel();
        DatagramChannel asks = client.selectorProvider().openDatagramChannel()) {
      asks.connect(new InetSocketAddress("2001:db8::2", at(v4.bind(null)).getPort()));
      asks.write(text("over IPv6"));
      assertThrows(PortUnreachableException.class, () -> asks.read(ByteBuffer.allocate(1)));
      asks.disconnect();
      asks.send(text("over IPv4"), new InetSocketAddress("192.0.2.2", at(v4).getPort()));
      assertEquals("over IPv4", receive(v4));
      int port = at(both.bind(null)).getPort();
      asks.send(text("over IPv6"), new InetSocketAddress("2001:db8::2", port));
      assertEquals("over IPv6", receive(both));
    }
  }

  private static NetworkStack bothFamilies(LinkDevice link, String last) {
    return NetworkStack.over(link)
        .address("192.0.2." + last)
        .address("2001:db8::" + last)
        .random(new Random(Long.parseLong(last)))
        .start();
  }

  @Test
  void theEndOfTheStackEndsWhoeverWaits() throws Exception {
    try (Selector selector = world.selector()) {
      DatagramChannel other = ours();
      other.configureBlocking(false);
      other.register(selector, SelectionKey.OP_READ);
      Running<Integer> selecting = World.run(() -> selector.select()).isBlocked();
      Running<?> receiver = World.run(() -> ours.receive(ByteBuffer.allocate(1))).isBlocked();
      world.close();
      assertTrue(receiver.failure() instanceof IOException);
      assertEquals(1, selecting.result());
      assertThrows(IOException.class, () -> other.receive(ByteBuffer.allocate(1)));
      assertThrows(IOException.class, this::ours);
      assertNotNull(ours.toString());
    }
  }
}
