package io.fourwave.nio;

import static io.fourwave.nio.World.run;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.nio.World.Running;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.nio.channels.IllegalBlockingModeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What {@code channel.socket()} does; the contract of {@code java.net} is tried of its own. */
@ParameterizedClass
@EnumSource(World.Kind.class)
@Timeout(value = 100, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DatagramViewContractTest extends DatagramContract {
  private static DatagramPacket packet(String text, SocketAddress to) {
    return new DatagramPacket(text.getBytes(US_ASCII), text.length(), to);
  }

  private static String receive(DatagramSocket socket) throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[100], 100);
    socket.receive(packet);
    return new String(packet.getData(), 0, packet.getLength(), US_ASCII);
  }

  @Test
  void itKnowsWhatTheChannelKnows() throws Exception {
    DatagramChannel channel = unbound();
    DatagramSocket view = channel.socket();
    assertSame(view, channel.socket());
    assertSame(channel, view.getChannel());
    assertFalse(view.isBound() || view.isConnected() || view.isClosed());
    assertNull(view.getLocalSocketAddress());
    channel.bind(new InetSocketAddress(world.client(), 0));
    InetSocketAddress there = at(theirs());
    channel.connect(there);
    assertTrue(view.isBound() && view.isConnected());
    assertEquals(channel.getLocalAddress(), view.getLocalSocketAddress());
    assertEquals(there, view.getRemoteSocketAddress());
    view.disconnect();
    assertFalse(channel.isConnected());
    view.close();
    assertFalse(channel.isOpen());
    assertTrue(view.isClosed());
  }

  @Test
  void whatIsDoneToItIsDoneToTheChannel() throws Exception {
    DatagramChannel channel = unbound();
    DatagramSocket view = channel.socket();
    view.bind(new InetSocketAddress(world.client(), 0));
    assertEquals(view.getLocalPort(), at(channel).getPort());
    assertEquals(
        "Already bound", assertThrows(SocketException.class, () -> view.bind(null)).getMessage());
    InetSocketAddress first = at(theirs());
    InetSocketAddress second = at(theirs());
    view.connect(first);
    view.connect(second);
    assertEquals(second, channel.getRemoteAddress());
    assertThrows(IllegalArgumentException.class, () -> view.send(packet("x", first)));
    view.setReceiveBufferSize(20_000);
    assertTrue(channel.getOption(StandardSocketOptions.SO_RCVBUF) >= 20_000);
    channel.setOption(StandardSocketOptions.IP_TOS, 0x28);
    assertEquals(0x28, view.getTrafficClass());
  }

  @Test
  void itTalks() throws Exception {
    DatagramChannel ours = ours();
    DatagramChannel theirs = theirs();
    ours.socket().send(packet("to a channel", at(theirs)));
    assertEquals("to a channel", receive(theirs));
    theirs.send(text("to a socket"), at(ours));
    assertEquals("to a socket", receive(ours.socket()));
  }

  @Test
  void aReceiveEndsInTimeAndTheChannelLivesOn() throws Exception {
    DatagramChannel ours = ours();
    ours.socket().setSoTimeout(20);
    SocketTimeoutException late =
        assertThrows(SocketTimeoutException.class, () -> receive(ours.socket()));
    assertEquals("Receive timed out", late.getMessage());
    ours.socket().setSoTimeout(60_000);
    Running<String> receiver = run(() -> receive(ours.socket())).isBlocked();
    theirs().send(text("in time"), at(ours));
    assertEquals("in time", receiver.result());
  }

  @Test
  void aChannelThatDoesNotWaitHasAViewOfNoUse() throws Exception {
    DatagramChannel ours = ours();
    ours.configureBlocking(false);
    InetSocketAddress there = at(theirs());
    assertThrows(IllegalBlockingModeException.class, () -> receive(ours.socket()));
    assertThrows(IllegalBlockingModeException.class, () -> ours.socket().send(packet("x", there)));
  }

  @Test
  void closingEndsTheWait() throws Exception {
    DatagramChannel ours = ours();
    Running<String> receiver = run(() -> receive(ours.socket())).isBlocked();
    ours.close();
    Throwable failure = receiver.failure();
    assertEquals(SocketException.class, failure.getClass());
    assertEquals("Socket closed", failure.getMessage());
  }

  @Test
  void anInterruptClosesTheChannel() throws Exception {
    DatagramChannel ours = ours();
    Running<Boolean> receiver =
        run(() -> {
              assertThrows(IOException.class, () -> receive(ours.socket()));
              return Thread.currentThread().isInterrupted();
            })
            .isBlocked();
    receiver.thread.interrupt();
    assertTrue(receiver.result());
    assertFalse(ours.isOpen());
  }
}
