package io.fourwave.socket;

import static java.net.StandardSocketOptions.IP_MULTICAST_TTL;
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
import static jdk.net.ExtendedSocketOptions.TCP_QUICKACK;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.socket.StackPair.Sockets;
import io.fourwave.tcp.TcpSettings;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketOption;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The JDK's options as settings. */
@Timeout(value = 100, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SocketOptionsTest {
  private final SocketOptions options = SocketOptions.ofSocket(TcpSettings.defaults());

  private <T> T after(SocketOption<T> option, T value) throws IOException {
    options.set(option, value);
    return options.get(option);
  }

  @Test
  void eachOptionArrivesInTheSettings() throws Exception {
    options.set(SO_RCVBUF, 5000);
    options.set(SO_SNDBUF, 6000);
    options.set(SO_LINGER, 3);
    options.set(TCP_NODELAY, true);
    options.set(TCP_QUICKACK, true);
    options.set(IP_TOS, 0x28);
    options.set(SO_KEEPALIVE, true);
    options.set(TCP_KEEPIDLE, 10);
    options.set(TCP_KEEPINTERVAL, 20);
    options.set(TCP_KEEPCOUNT, 5);
    TcpSettings s = options.settings();
    assertEquals(5000, s.buffers().receive());
    assertEquals(6000, s.buffers().send());
    assertEquals(Duration.ofSeconds(3), s.sending().linger());
    assertFalse(s.sending().nagle());
    assertEquals(Duration.ZERO, s.sending().delayedAck());
    assertEquals(10, s.ip().dscp());
    assertTrue(s.keepAlive().on());
    assertEquals(Duration.ofSeconds(10), s.keepAlive().idle());
    assertEquals(Duration.ofSeconds(20), s.keepAlive().interval());
    assertEquals(5, s.keepAlive().count());
  }

  @Test
  void whatIsSetIsWhatOneGets() throws Exception {
    assertEquals(70_000, after(SO_RCVBUF, 70_000));
    assertEquals(65_535, after(SO_LINGER, 70_000));
    assertEquals(0, after(SO_LINGER, 0));
    assertEquals(-1, after(SO_LINGER, -7));
    assertEquals(0x10, after(IP_TOS, 0x13));
    assertTrue(after(SO_REUSEADDR, true));
    assertFalse(after(TCP_NODELAY, false));
    assertFalse(after(TCP_QUICKACK, false));
    assertEquals(127, after(TCP_KEEPIDLE, 127));
  }

  @Test
  void whatIsOutOfOurRangeIsMovedIntoIt() throws Exception {
    assertEquals(2048, after(SO_RCVBUF, 0));
    assertEquals(64 << 20, after(SO_SNDBUF, Integer.MAX_VALUE));
    assertEquals(2, after(TCP_KEEPCOUNT, 1));
    assertEquals(100, after(TCP_KEEPCOUNT, 127));
  }

  @Test
  @SuppressWarnings("unchecked") // on purpose: a raw option is given a value of another type
  void whatTheJdkRefusesIsRefusedInItsWords() throws Exception {
    try (Socket jdk = new Socket()) {
      for (int wrong : new int[] {-1, 256, 0, 32_768, 128}) {
        for (SocketOption<Integer> option : OF_INTEGERS) {
          assertEquals(outcome(() -> jdk.setOption(option, wrong)), outcome(option, wrong));
        }
      }
      SocketOption<Object> raw = (SocketOption<Object>) (SocketOption<?>) SO_RCVBUF;
      assertEquals(outcome(() -> jdk.setOption(raw, "many")), outcome(raw, "many"));
      assertEquals(outcome(() -> jdk.setOption(raw, null)), outcome(raw, null));
      assertEquals(outcome(() -> jdk.setOption(null, 1)), outcome(null, 1));
      assertEquals(outcome(() -> jdk.setOption(IP_MULTICAST_TTL, 1)), outcome(IP_MULTICAST_TTL, 1));
    }
    assertThrows(SocketException.class, () -> options.set(TCP_KEEPCOUNT, 0));
  }

  private static final java.util.List<SocketOption<Integer>> OF_INTEGERS =
      java.util.List.of(
          SO_RCVBUF, SO_SNDBUF, IP_TOS, TCP_KEEPIDLE, TCP_KEEPINTERVAL, TCP_KEEPCOUNT);

  private <T> String outcome(SocketOption<T> option, T value) {
    return outcome(() -> options.set(option, value));
  }

  /** An interface of its own: the executable may fail with whatever it likes. */
  private interface Attempt {
    void run() throws IOException;
  }

  private static String outcome(Attempt attempt) {
    try {
      attempt.run();
      return "done";
    } catch (NullPointerException e) {
      return "null"; // the message is the JVM's
    } catch (IOException | RuntimeException e) {
      return e.toString();
    }
  }

  @Test
  void aListenerHasFewerOptionsAndReusesAddresses() throws Exception {
    SocketOptions listener = SocketOptions.ofListener(TcpSettings.defaults());
    assertTrue(listener.get(SO_REUSEADDR));
    assertFalse(options.get(SO_REUSEADDR));
    assertThrows(UnsupportedOperationException.class, () -> listener.get(SO_LINGER));
    assertThrows(UnsupportedOperationException.class, () -> listener.set(SO_SNDBUF, 1));
  }

  @Test
  void onceAttachedOptionsTakeEffectOnTheOpenSocket() throws Exception {
    try (StackPair pair = new StackPair();
        Sockets s = pair.connect()) {
      options.set(TCP_NODELAY, true);
      assertTrue(s.ours().settings().sending().nagle());
      options.attach(s.ours());
      assertFalse(s.ours().settings().sending().nagle());
      Thread.currentThread().interrupt(); // an option is no wait that an interrupt could end
      options.set(SO_LINGER, 4);
      assertTrue(Thread.interrupted());
      assertEquals(Duration.ofSeconds(4), s.ours().settings().sending().linger());
    }
  }
}
