package io.fourwave.socket;

import static io.fourwave.socket.StackPair.PORT;
import static io.fourwave.socket.StackPair.peerAt;
import static io.fourwave.socket.StackPair.run;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.link.Offload;
import io.fourwave.socket.StackPair.Sockets;
import io.fourwave.tcp.Buffers;
import io.fourwave.tcp.Retransmission;
import io.fourwave.tcp.TcpException;
import io.fourwave.tcp.TcpSettings;
import io.fourwave.tcp.TcpState;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a blocking socket does when nobody interferes. */
@Timeout(value = 100, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TcpSocketTest {
  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(US_ASCII));
  }

  private static String readAll(TcpSocket socket) throws IOException {
    return new String(socket.inputStream().readAllBytes(), US_ASCII);
  }

  @ParameterizedTest
  @ValueSource(strings = {"192.0.2.2", "2001:db8::2"})
  void textGoesBothWaysAndTheEndIsTold(String address) throws IOException {
    try (StackPair pair = new StackPair();
        Sockets s = pair.connect(address)) {
      assertEquals(new InetSocketAddress(address, PORT), s.ours().remoteAddress());
      assertEquals(s.ours().localAddress(), s.theirs().remoteAddress());
      assertEquals(5, s.ours().write(bytes("hello")));
      ByteBuffer read = ByteBuffer.allocate(5);
      while (read.hasRemaining()) {
        s.theirs().read(read);
      }
      assertArrayEquals("hello".getBytes(US_ASCII), read.array());
      s.theirs().write(bytes("good bye"));
      s.theirs().close();
      assertEquals("good bye", readAll(s.ours()));
      assertEquals(-1, s.ours().read(ByteBuffer.allocate(1)), "and again");
    }
  }

  @Test
  void afterAHalfCloseThePeerMayGoOn() throws IOException {
    try (StackPair pair = new StackPair();
        Sockets s = pair.connect()) {
      s.ours().write(bytes("the question"));
      s.ours().shutdownOutput();
      assertEquals("the question", readAll(s.theirs()));
      assertEquals(TcpState.CLOSE_WAIT, s.theirs().state());
      StackPair.awaitState(s.ours(), TcpState.FIN_WAIT_2);
      s.theirs().write(bytes("the answer"));
      s.theirs().shutdownOutput();
      assertEquals("the answer", readAll(s.ours()));
      assertThrows(ClosedChannelException.class, () -> s.ours().write(bytes("more")));
      assertTrue(s.ours().isOpen());
      pair.awaitNothingLeft();
      assertEquals(TcpState.CLOSED, s.ours().state());
    }
  }

  @Test
  void aReaderThatShutsItsInputSeesTheEndAndThePeerMayWrite() throws IOException {
    try (StackPair pair = new StackPair();
        Sockets s = pair.connect()) {
      s.ours().shutdownInput();
      assertEquals(-1, s.ours().read(ByteBuffer.allocate(1)));
      assertEquals(0, s.ours().available());
      s.theirs().write(ByteBuffer.allocate(5_000_000)); // more than any buffer takes
      s.ours().write(bytes("still here"));
      s.ours().shutdownOutput();
      assertEquals("still here", readAll(s.theirs()));
    }
  }

  @Test
  void whatWasWrittenBeforeCloseArrives() throws Exception {
    TcpSettings roomy = TcpSettings.defaults().with(new Buffers(1 << 20, 4096));
    try (StackPair pair = new StackPair(roomy, Offload.NONE);
        Sockets s = pair.connect()) {
      byte[] text = new byte[800_000];
      text[799_999] = 1;
      s.ours().write(ByteBuffer.wrap(text));
      s.ours().close();
      assertFalse(s.ours().isOpen());
      assertArrayEquals(text, s.theirs().inputStream().readAllBytes());
      s.theirs().close();
      pair.awaitNothingLeft();
    }
  }

  @Test
  void aClosedPortRefuses() throws IOException {
    try (StackPair pair = new StackPair()) {
      assertThrows(TcpException.Refused.class, () -> pair.us.connect(peerAt(PORT)));
      pair.awaitNothingLeft();
    }
  }

  @Test
  void whoDoesNotAnswerIsNotWaitedForLongerThanAskedFor() {
    try (StackPair pair = new StackPair()) {
      InetSocketAddress nobody = new InetSocketAddress("192.0.2.77", PORT);
      TcpSettings tcp = TcpSettings.defaults();
      Duration time = Duration.ofMillis(50);
      assertThrows(SocketTimeoutException.class, () -> pair.us.connect(null, nobody, tcp, time));
      pair.awaitNothingLeft();
    }
  }

  @Test
  void whoNeverAnswersTimesOut() {
    Retransmission once =
        TcpSettings.defaults()
            .retransmission()
            .withTimeouts(Duration.ofMillis(10), Duration.ofMillis(10), Duration.ofMillis(20))
            .withLimits(1, 1, 1);
    try (StackPair pair = new StackPair(TcpSettings.defaults().with(once), Offload.NONE)) {
      InetSocketAddress nobody = new InetSocketAddress("192.0.2.77", PORT);
      assertThrows(TcpException.TimedOut.class, () -> pair.us.connect(nobody));
      pair.awaitNothingLeft();
    }
  }

  @Test
  void aReadEndsWhenItsTimeIsOverAndTheSocketIsStillGood() throws IOException {
    try (StackPair pair = new StackPair();
        Sockets s = pair.connect()) {
      s.ours().readTimeout(Duration.ofMillis(20));
      assertEquals(Duration.ofMillis(20), s.ours().readTimeout());
      ByteBuffer one = ByteBuffer.allocate(1);
      assertThrows(SocketTimeoutException.class, () -> s.ours().read(one));
      s.ours().readTimeout(Duration.ZERO);
      s.theirs().write(bytes("x"));
      assertEquals(1, s.ours().read(one));
      assertThrows(
          IllegalArgumentException.class, () -> s.ours().readTimeout(Duration.ofMillis(-1)));
    }
  }

  @Test
  void theStreamsAreTheSocket() throws IOException {
    try (StackPair pair = new StackPair();
        Sockets s = pair.connect()) {
      s.ours().outputStream().write('a');
      s.ours().outputStream().write(new byte[] {'b', 'c'});
      InputStream in = s.theirs().inputStream();
      assertEquals('a', in.read());
      StackPair.await("the rest has come", () -> s.theirs().available() == 2);
      assertEquals(2, in.available());
      s.ours().outputStream().close();
      assertEquals("bc", new String(in.readAllBytes(), US_ASCII));
      assertEquals(-1, in.read());
      in.close();
      assertFalse(s.theirs().isOpen());
    }
  }

  @Test
  void aClosedSocketSaysSo() throws IOException {
    try (StackPair pair = new StackPair();
        Sockets s = pair.connect()) {
      s.ours().close();
      s.ours().close();
      ByteBuffer one = ByteBuffer.allocate(1);
      assertThrows(ClosedChannelException.class, () -> s.ours().read(one));
      assertThrows(ClosedChannelException.class, () -> s.ours().write(one));
      assertThrows(ClosedChannelException.class, () -> s.ours().shutdownOutput());
      assertThrows(ClosedChannelException.class, () -> s.ours().shutdownInput());
    }
  }

  @Test
  void settingsChangeWhileItIsOpen() throws IOException {
    try (StackPair pair = new StackPair();
        Sockets s = pair.connect()) {
      TcpSettings other = s.ours().settings();
      s.ours().settings(other.with(other.ip().withDscp(8)));
      assertEquals(8, s.ours().settings().ip().dscp());
      assertEquals(TcpState.ESTABLISHED, s.ours().status().state());
    }
  }

  @Test
  void urgentTextIsAnnounced() throws IOException {
    try (StackPair pair = new StackPair();
        Sockets s = pair.connect()) {
      s.ours().sendUrgent(bytes("!"));
      StackPair.await("it is announced", () -> s.theirs().pollUrgent());
      assertFalse(s.theirs().pollUrgent(), "once");
      assertEquals(1, s.theirs().read(ByteBuffer.allocate(9)), "in line");
    }
  }

  /** The loop looks into the ring, not into the mailbox, for text to send. */
  @Test
  void urgentTextIsAnnouncedAlsoIfTheLoopIsAboutToSend() throws Exception {
    try (StackPair pair = new StackPair();
        Sockets s = pair.connect()) {
      try (HeldLoop first = new HeldLoop(pair.us)) {
        first.awaitHeld();
        s.ours().write(bytes("x"));
        try (HeldLoop second = new HeldLoop(pair.us)) {
          first.close();
          second.awaitHeld(); // the write has been reported, and nothing has been sent
          var urgent = run(() -> sendUrgent(s.ours()));
          StackPair.await("it waits or has written", () -> urgent.isDone() || urgent.isWaiting());
        }
      }
      StackPair.await("it is announced", () -> s.theirs().pollUrgent());
    }
  }

  private static Void sendUrgent(TcpSocket socket) throws IOException {
    socket.sendUrgent(bytes("!"));
    return null;
  }

  /** A reader that empties a full buffer tells the peer at once, not when the peer probes. */
  @Test
  void aFullWindowOpensAsSoonAsItIsRead() throws Exception {
    TcpSettings tcp = TcpSettings.defaults().with(new Buffers(4096, 4096));
    Duration slow = Duration.ofSeconds(60);
    tcp = tcp.with(tcp.retransmission().withTimeouts(slow, slow, slow));
    try (StackPair pair = new StackPair(tcp, Offload.NONE);
        Sockets s = pair.connect()) {
      var writer = run(() -> s.ours().write(ByteBuffer.allocate(100_000))).isBlocked();
      for (int round = 0; round < 20; round++) {
        StackPair.await("it is full", () -> s.theirs().available() == 4096);
        assertEquals(4096, s.theirs().read(ByteBuffer.allocate(8192)));
      }
      ByteBuffer rest = ByteBuffer.allocate(100_000 - 20 * 4096);
      while (rest.hasRemaining()) {
        s.theirs().read(rest);
      }
      assertEquals(100_000, writer.result());
      assertEquals(0, StackPair.count(pair.us, "TcpExtTCPWinProbe"));
    }
  }
}
