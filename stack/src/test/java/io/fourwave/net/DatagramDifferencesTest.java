package io.fourwave.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where our sockets for datagrams differ from the JDK's, and what only ours have. */
@Timeout(value = 100, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DatagramDifferencesTest extends DatagramContract {
  private static final String NO_GROUPS =
      "the stack has no multicast: its link has two ends and no groups";

  private final World.TwoStacks stacks = (World.TwoStacks) world;

  DatagramDifferencesTest() {
    super(World.Make.FOURWAVE);
  }

  /** What is not overridden would ask the JDK's own code, behind which there is nobody. */
  @Test
  void everyMethodOfTheJdksIsOurs() throws Exception {
    Class<?> ours = ours().getClass();
    List<String> theirs =
        Stream.of(DatagramSocket.class.getDeclaredMethods())
            .filter(
                m -> Modifier.isPublic(m.getModifiers()) && !Modifier.isStatic(m.getModifiers()))
            .filter(m -> !isOverridden(m, ours))
            .map(Method::toString)
            .toList();
    assertEquals(List.of(), theirs);
  }

  private static boolean isOverridden(Method method, Class<?> ours) {
    try {
      Class<?> by =
          ours.getMethod(method.getName(), method.getParameterTypes()).getDeclaringClass();
      return by != DatagramSocket.class;
    } catch (NoSuchMethodException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"192.0.2.2", "2001:db8::2"})
  void aSocketAtAnyAddressIsReachedOverBothFamilies(String address) throws Exception {
    DatagramSocket theirs =
        closeLater(stacks.server.datagramSocketFactory().createDatagramSocket());
    DatagramSocket ours = closeLater(stacks.client.datagramSocketFactory().createDatagramSocket(0));
    theirs.setSoTimeout(PATIENCE);
    ours.setSoTimeout(PATIENCE);
    InetAddress there = InetAddress.getByName(address);
    ours.send(packet("hello", new InetSocketAddress(there, theirs.getLocalPort())));
    DatagramPacket packet = room(5);
    theirs.receive(packet);
    theirs.send(packet);
    ours.receive(packet);
    assertEquals("hello", text(packet));
    assertEquals(there, packet.getAddress());
    DatagramSocket one =
        closeLater(stacks.server.datagramSocketFactory().createDatagramSocket(4000, there));
    assertEquals(new InetSocketAddress(there, 4000), one.getLocalSocketAddress());
  }

  @Test
  void thereAreNoGroups() throws Exception {
    DatagramSocket ours = ours();
    InetSocketAddress v4 = new InetSocketAddress("224.0.0.251", 5353);
    InetSocketAddress v6 = new InetSocketAddress("ff02::fb", 5353);
    for (InetSocketAddress group : new InetSocketAddress[] {v4, v6}) {
      assertFails(SocketException.class, NO_GROUPS, () -> ours.joinGroup(group, null));
      assertFails(SocketException.class, NO_GROUPS, () -> ours.leaveGroup(group, null));
      assertFails(SocketException.class, NO_GROUPS, () -> ours.send(packet("x", group)));
      assertFails(SocketException.class, NO_GROUPS, () -> ours.connect(group));
    }
    assertThrows(
        UnsupportedOperationException.class,
        () -> ours.setOption(StandardSocketOptions.IP_MULTICAST_TTL, 1));
  }

  @Test
  void broadcastsAreOffAndStayOff() throws Exception {
    DatagramSocket ours = ours();
    assertFalse(ours.getBroadcast());
    ours.setBroadcast(false);
    assertThrows(UnsupportedOperationException.class, () -> ours.setBroadcast(true));
    InetSocketAddress everybody = new InetSocketAddress("255.255.255.255", 9);
    DatagramSocket connecting = unbound();
    assertFails(NoRouteToHostException.class, () -> connecting.connect(everybody));
    assertFalse(connecting.isConnected());
  }

  @Test
  void aDatagramIsNoLongerThanTheBufferForIt() throws Exception {
    DatagramSocket ours = ours();
    DatagramSocket theirs = theirs();
    ours.setSendBufferSize(1);
    assertEquals(2048, ours.getSendBufferSize());
    DatagramPacket packet = new DatagramPacket(new byte[2048], 2048, at(theirs));
    assertThrows(SocketException.class, () -> ours.send(packet));
    ours.setSendBufferSize(4096);
    ours.send(packet);
    theirs.receive(packet);
    assertEquals(2048, packet.getLength());
  }

  @Test
  void ofTheTypeOfServiceOnlyTheCodePointIsKept() throws Exception {
    DatagramSocket ours = ours();
    ours.setTrafficClass(0xff);
    assertEquals(0xfc, ours.getTrafficClass());
  }

  @Test
  void theEndOfTheStackEndsWhoeverReceives() throws Exception {
    DatagramSocket ours = ours();
    var receiving = blocked(() -> receive(ours));
    stacks.client.close(Duration.ZERO);
    receiving.fails(SocketException.class, "the stack has stopped");
    assertThrows(SocketException.class, this::ours);
    assertTrue(ours.isBound());
  }
}
