package io.fourwave.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.BindException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.AlreadyBoundException;
import java.nio.channels.AlreadyConnectedException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.UnresolvedAddressException;
import java.nio.channels.UnsupportedAddressTypeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Where a datagram channel is, whom it is connected to, and what its options are. */
@ParameterizedClass
@EnumSource(World.Kind.class)
@Timeout(value = 100, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DatagramPlaceContractTest extends DatagramContract {
  @Test
  void aNewChannelIsNowhere() throws Exception {
    DatagramChannel channel = unbound();
    assertTrue(channel.isOpen() && channel.isBlocking());
    assertFalse(channel.isConnected() || channel.isRegistered());
    assertNull(channel.getLocalAddress());
    assertNull(channel.getRemoteAddress());
    assertSame(channel, channel.disconnect());
    assertSame(channel, channel.bind(null));
    assertTrue(at(channel).getAddress().isAnyLocalAddress());
    assertTrue(at(channel).getPort() > 0);
  }

  @Test
  void aPortIsOneChannelsUntilItCloses() throws Exception {
    DatagramChannel first = ours();
    InetSocketAddress place = at(first);
    assertThrows(AlreadyBoundException.class, () -> first.bind(null));
    DatagramChannel second = unbound();
    assertThrows(BindException.class, () -> second.bind(place));
    first.close();
    second.bind(place);
    assertEquals(place, at(second));
  }

  @Test
  void aConnectedChannelKnowsItsPeerAndSendsToNobodyElse() throws Exception {
    DatagramChannel ours = ours();
    DatagramChannel theirs = theirs();
    assertSame(ours, ours.connect(at(theirs)));
    assertTrue(ours.isConnected());
    assertEquals(at(theirs), ours.getRemoteAddress());
    InetSocketAddress other = at(theirs());
    assertThrows(AlreadyConnectedException.class, () -> ours.send(text("x"), other));
    assertThrows(AlreadyConnectedException.class, () -> ours.connect(other));
    assertThrows(AlreadyConnectedException.class, () -> ours.connect(at(theirs)));
    assertThrows(AlreadyBoundException.class, () -> ours.bind(null));
    assertSame(ours, ours.disconnect());
    assertFalse(ours.isConnected());
    assertNull(ours.getRemoteAddress());
    ours.send(text("now"), other);
    ours.connect(other);
    assertEquals(other, ours.getRemoteAddress());
  }

  @Test
  void aConnectedChannelReceivesFromItsPeerOnly() throws Exception {
    DatagramChannel ours = ours();
    DatagramChannel peer = theirs();
    DatagramChannel other = theirs();
    arrives(other, "before", at(ours));
    arrives(peer, "before as well", at(ours));
    ours.connect(at(peer));
    arrives(other, "meanwhile", at(ours));
    peer.send(text("from the peer"), at(ours));
    assertEquals("from the peer", receive(ours));
    ours.disconnect();
    other.send(text("after"), at(ours));
    assertEquals("after", receive(ours));
  }

  @Test
  void aConnectedChannelIsToldOnceThatNobodyIsThere() throws Exception {
    DatagramChannel ours = ours();
    ours.connect(nobody());
    ours.write(text("x"));
    assertThrows(PortUnreachableException.class, () -> ours.read(ByteBuffer.allocate(9)));
    ours.write(text("x"));
    assertThrows(PortUnreachableException.class, () -> ours.receive(ByteBuffer.allocate(9)));
    ours.configureBlocking(false);
    assertEquals(0, ours.read(ByteBuffer.allocate(9)));
    World.await("the next write is told of the one before", () -> failsToWrite(ours));
    assertTrue(ours.isOpen() && ours.isConnected());
  }

  private static boolean failsToWrite(DatagramChannel channel) {
    try {
      channel.write(text("x"));
      return false;
    } catch (PortUnreachableException expected) {
      return true;
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whoIsNotConnectedIsNotToldThatNobodyIsThere() throws Exception {
    DatagramChannel ours = ours();
    DatagramChannel theirs = theirs();
    ours.send(text("x"), nobody());
    arrives(theirs, "someone is here", at(ours));
    assertEquals("someone is here", receive(ours));
  }

  @Test
  void whatIsNoPlaceIsRefused() throws Exception {
    DatagramChannel channel = unbound();
    SocketAddress nowhere = InetSocketAddress.createUnresolved("no.such.host.invalid", 7);
    SocketAddress strange =
        new SocketAddress() {
          private static final long serialVersionUID = 1;
        };
    InetSocketAddress zero = new InetSocketAddress(world.server(), 0);
    assertThrows(UnresolvedAddressException.class, () -> channel.bind(nowhere));
    assertThrows(UnresolvedAddressException.class, () -> channel.connect(nowhere));
    assertThrows(UnresolvedAddressException.class, () -> channel.send(text("x"), nowhere));
    assertThrows(UnsupportedAddressTypeException.class, () -> channel.bind(strange));
    assertThrows(UnsupportedAddressTypeException.class, () -> channel.connect(strange));
    assertThrows(UnsupportedAddressTypeException.class, () -> channel.send(text("x"), strange));
    assertThrows(NullPointerException.class, () -> channel.connect(null));
    assertThrows(NullPointerException.class, () -> channel.send(text("x"), null));
    assertThrows(SocketException.class, () -> channel.connect(zero));
    assertThrows(SocketException.class, () -> channel.send(text("x"), zero));
    assertFalse(channel.isConnected());
    assertThrows(BindException.class, () -> unbound().bind(new InetSocketAddress("192.0.2.77", 0)));
  }

  @Test
  void aChannelOfIpv4TakesNothingElse() throws Exception {
    DatagramChannel v4 =
        closeLater(world.clients().openDatagramChannel(StandardProtocolFamily.INET));
    InetSocketAddress v6 = new InetSocketAddress("2001:db8::7", 7);
    assertThrows(UnsupportedAddressTypeException.class, () -> v4.bind(v6));
    assertThrows(UnsupportedAddressTypeException.class, () -> v4.connect(v6));
    assertThrows(UnsupportedAddressTypeException.class, () -> v4.send(text("x"), v6));
    v4.bind(null);
    assertTrue(at(v4).getAddress() instanceof Inet4Address);
    assertTrue(at(v4).getAddress().isAnyLocalAddress());
    DatagramChannel theirs = theirs();
    v4.send(text("hello"), at(theirs));
    assertEquals("hello", receive(theirs));
    DatagramChannel both =
        closeLater(world.clients().openDatagramChannel(StandardProtocolFamily.INET6));
    both.send(text("as well"), at(theirs));
    assertEquals("as well", receive(theirs));
    assertThrows(
        UnsupportedOperationException.class, () -> world.clients().openDatagramChannel(() -> "X"));
    assertThrows(NullPointerException.class, () -> world.clients().openDatagramChannel(null));
  }

  @Test
  void optionsAreKeptBoundOrNot() throws Exception {
    DatagramChannel late = unbound();
    for (DatagramChannel channel : new DatagramChannel[] {ours(), late}) {
      assertEquals(0, channel.getOption(StandardSocketOptions.IP_TOS));
      assertFalse(channel.getOption(StandardSocketOptions.SO_REUSEADDR));
      assertSame(channel, channel.setOption(StandardSocketOptions.SO_RCVBUF, 20_000));
      channel.setOption(StandardSocketOptions.SO_SNDBUF, 30_000);
      channel.setOption(StandardSocketOptions.IP_TOS, 0x28);
      channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
    }
    late.bind(null);
    assertTrue(late.getOption(StandardSocketOptions.SO_RCVBUF) >= 20_000);
    assertTrue(late.getOption(StandardSocketOptions.SO_SNDBUF) >= 30_000);
    assertEquals(0x28, late.getOption(StandardSocketOptions.IP_TOS));
    assertTrue(late.getOption(StandardSocketOptions.SO_REUSEADDR));
  }

  @Test
  void optionsThatMakeNoSenseAreRefused() throws Exception {
    DatagramChannel ours = ours();
    assertThrows(
        UnsupportedOperationException.class,
        () -> ours.setOption(StandardSocketOptions.TCP_NODELAY, true));
    assertThrows(
        UnsupportedOperationException.class,
        () -> ours.getOption(StandardSocketOptions.TCP_NODELAY));
    assertThrows(NullPointerException.class, () -> ours.getOption(null));
    assertThrows(NullPointerException.class, () -> ours.setOption(null, true));
    assertThrows(
        IllegalArgumentException.class,
        () -> ours.setOption(StandardSocketOptions.SO_RCVBUF, null));
    assertThrows(
        IllegalArgumentException.class, () -> ours.setOption(StandardSocketOptions.SO_RCVBUF, -1));
    assertThrows(
        IllegalArgumentException.class, () -> ours.setOption(StandardSocketOptions.IP_TOS, 256));
  }
}
