package io.fourwave.nio;

import static io.fourwave.nio.World.addressOf;
import static java.net.StandardSocketOptions.IP_MULTICAST_LOOP;
import static java.net.StandardSocketOptions.IP_TOS;
import static java.net.StandardSocketOptions.SO_KEEPALIVE;
import static java.net.StandardSocketOptions.SO_LINGER;
import static java.net.StandardSocketOptions.SO_RCVBUF;
import static java.net.StandardSocketOptions.SO_REUSEADDR;
import static java.net.StandardSocketOptions.SO_SNDBUF;
import static java.net.StandardSocketOptions.TCP_NODELAY;
import static jdk.net.ExtendedSocketOptions.TCP_KEEPCOUNT;
import static jdk.net.ExtendedSocketOptions.TCP_KEEPIDLE;
import static jdk.net.ExtendedSocketOptions.TCP_KEEPINTERVAL;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.nio.World.Ends;
import java.net.SocketOption;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NetworkChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The options of channels. */
@ParameterizedClass
@EnumSource(World.Kind.class)
@Timeout(value = 100, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OptionsContractTest extends Contract {
  private static <T> void sets(NetworkChannel channel, SocketOption<T> option, T value)
      throws Exception {
    assertSame(channel, channel.setOption(option, value));
    assertEquals(value, channel.getOption(option), option.name());
  }

  private static void setsAll(SocketChannel channel) throws Exception {
    sets(channel, TCP_NODELAY, true);
    sets(channel, SO_KEEPALIVE, true);
    sets(channel, TCP_KEEPIDLE, 77);
    sets(channel, TCP_KEEPINTERVAL, 11);
    sets(channel, TCP_KEEPCOUNT, 5);
    sets(channel, SO_LINGER, 4);
    sets(channel, SO_LINGER, -1);
    sets(channel, SO_REUSEADDR, true);
    sets(channel, IP_TOS, 0x20);
    sets(channel, TCP_NODELAY, false);
    sets(channel, SO_KEEPALIVE, false);
  }

  @Test
  void theyAreSetBeforeConnectingAndKept() throws Exception {
    try (ServerSocketChannel listener = world.listener();
        SocketChannel socket = world.socket()) {
      setsAll(socket);
      sets(socket, TCP_NODELAY, true);
      socket.connect(addressOf(listener));
      assertTrue(socket.getOption(TCP_NODELAY));
      assertEquals(77, socket.getOption(TCP_KEEPIDLE));
      assertEquals(0x20, socket.getOption(IP_TOS));
    }
  }

  @Test
  void theyAreSetOnBothEndsOfAConnection() throws Exception {
    try (Ends e = world.connect()) {
      setsAll(e.ours());
      setsAll(e.theirs());
    }
  }

  @Test
  void buffersAreAtLeastAsLargeAsWanted() throws Exception {
    try (SocketChannel socket = world.socket();
        ServerSocketChannel listener = world.servers().openServerSocketChannel()) {
      socket.setOption(SO_RCVBUF, 20_000).setOption(SO_SNDBUF, 30_000);
      assertTrue(socket.getOption(SO_RCVBUF) >= 20_000);
      assertTrue(socket.getOption(SO_SNDBUF) >= 30_000);
      listener.setOption(SO_RCVBUF, 20_000);
      assertTrue(listener.getOption(SO_RCVBUF) >= 20_000);
    }
  }

  @Test
  void whatThereIsNotIsRefused() throws Exception {
    try (SocketChannel socket = world.socket();
        ServerSocketChannel listener = world.listener()) {
      assertThrows(
          UnsupportedOperationException.class, () -> socket.setOption(IP_MULTICAST_LOOP, true));
      assertThrows(UnsupportedOperationException.class, () -> socket.getOption(IP_MULTICAST_LOOP));
      assertThrows(UnsupportedOperationException.class, () -> listener.getOption(TCP_NODELAY));
      assertThrows(NullPointerException.class, () -> socket.setOption(null, true));
      assertThrows(NullPointerException.class, () -> socket.getOption(null));
      assertThrows(IllegalArgumentException.class, () -> socket.setOption(SO_RCVBUF, -1));
      assertThrows(IllegalArgumentException.class, () -> socket.setOption(SO_SNDBUF, null));
      assertThrows(IllegalArgumentException.class, () -> socket.setOption(IP_TOS, 256));
    }
  }

  @Test
  void aClosedChannelHasNone() throws Exception {
    SocketChannel socket = world.socket();
    socket.close();
    assertThrows(ClosedChannelException.class, () -> socket.getOption(TCP_NODELAY));
    assertThrows(ClosedChannelException.class, () -> socket.setOption(TCP_NODELAY, true));
    assertThrows(UnsupportedOperationException.class, () -> socket.getOption(IP_MULTICAST_LOOP));
  }

  @Test
  void thereAreTheSameButForWhatOnlyAKernelKnows() throws Exception {
    try (SocketChannel socket = world.socket();
        ServerSocketChannel listener = world.listener()) {
      assertEquals(
          Set.of(
              "IP_TOS",
              "SO_KEEPALIVE",
              "SO_LINGER",
              "SO_RCVBUF",
              "SO_REUSEADDR",
              "SO_REUSEPORT",
              "SO_SNDBUF",
              "TCP_KEEPCOUNT",
              "TCP_KEEPIDLE",
              "TCP_KEEPINTERVAL",
              "TCP_NODELAY",
              "TCP_QUICKACK"),
          names(socket));
      assertTrue(
          names(listener)
              .containsAll(Set.of("SO_RCVBUF", "SO_REUSEADDR", "SO_REUSEPORT", "TCP_KEEPIDLE")));
    }
  }

  private static Set<String> names(NetworkChannel channel) {
    return channel.supportedOptions().stream()
        .map(SocketOption::name)
        .filter(name -> !Set.of("SO_INCOMING_NAPI_ID", "SO_OOBINLINE").contains(name))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
