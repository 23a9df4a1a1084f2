package io.fourwave.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.NetworkStack;
import io.fourwave.host.EventLoop;
import io.fourwave.host.Host;
import io.fourwave.host.HostSettings;
import io.fourwave.host.HostSocket;
import io.fourwave.link.Packet;
import io.fourwave.sim.MemoryLink;
import io.fourwave.tcp.Retransmission;
import io.fourwave.tcp.TcpSettings;
import io.fourwave.wire.Ipv4Header;
import io.fourwave.wire.TcpHeader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Acknowledgements that a loop takes in one turn, the last of which report a loss. */
@Timeout(value = 100, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BatchedLossTest {
  private static final int INITIAL_WINDOW = 10;
  private static final int LOST = 5;

  private final MemoryLink.Pair wire = MemoryLink.pair(1_500);
  private final Packet packet = new Packet();
  private final Packet answer = new Packet();
  private final TcpHeader tcp = new TcpHeader();
  private final Host peer =
      new Host(
          HostSettings.defaults().withAddresses("192.0.2.2"), new Random(1), EventLoop.clock());

  @Test
  void whatTheFirstOnesLetGoGoesBeforeWhatIsLost() throws IOException {
    TcpSettings tcpSettings = TcpSettings.defaults();
    Duration never = Duration.ofMinutes(1); // also on a slow machine: the loop is held for a while
    Retransmission times = tcpSettings.retransmission().withTimeouts(never, never, never);
    try (NetworkStack us = stack(tcpSettings.with(times));
        TcpListener listener = us.listen(StackPair.PORT);
        TcpSocket ours = accepted(listener)) {
      ours.write(ByteBuffer.allocate(40 * 1_448));
      List<Integer> first = new ArrayList<>();
      try (HeldLoop held = heldAfter(us, first)) {
        assertEquals(INITIAL_WINDOW, first.size());
      }
      int next = textOfNextPacket();
      assertEquals(first.get(INITIAL_WINDOW - 1) + 1_448, next, "new text comes first");
      while (next != first.get(LOST)) { // and then what is lost, without a timeout
        next = textOfNextPacket();
      }
      assertEquals(0, StackPair.count(us, "TcpExtTCPTimeouts"));
    }
  }

  private NetworkStack stack(TcpSettings tcpSettings) throws IOException {
    return NetworkStack.over(wire.left()).address("192.0.2.1").tcp(tcpSettings).start();
  }

  private TcpSocket accepted(TcpListener listener) throws IOException {
    TcpSettings tcpSettings = TcpSettings.defaults();
    tcpSettings = tcpSettings.with(tcpSettings.sending().withDelayedAck(Duration.ZERO));
    InetSocketAddress there = new InetSocketAddress("192.0.2.1", StackPair.PORT);
    HostSocket socket = peer.connect(null, there, tcpSettings);
    answer();
    StackPair.await("it is open", () -> read() && take() && socket.isConnected());
    return listener.accept(StackPair.PATIENCE);
  }

  /** Takes a window of text, without one segment of it, and answers while the loop is held. */
  private HeldLoop heldAfter(NetworkStack us, List<Integer> sequence) {
    List<Packet> window = new ArrayList<>();
    StackPair.await(
        "the window is there",
        () -> {
          while (window.size() < INITIAL_WINDOW && read()) {
            sequence.add(text());
            Packet copy = new Packet();
            copy.set(packet);
            window.add(copy);
          }
          return window.size() == INITIAL_WINDOW;
        });
    HeldLoop held = HeldLoop.held(us);
    window.remove(LOST);
    for (Packet segment : window) {
      peer.packetArrives(segment, EventLoop.clock());
      answer();
    }
    return held;
  }

  private int textOfNextPacket() {
    StackPair.await("there is another", this::read);
    return text();
  }

  /** SEG.SEQ of the packet, which has to have text. */
  private int text() {
    tcp.wrap(packet.bytes(), packet.start() + Ipv4Header.MIN_LENGTH);
    assertTrue(packet.length() > Ipv4Header.MIN_LENGTH + tcp.length(), "text");
    return tcp.seq();
  }

  private boolean take() {
    peer.packetArrives(packet, EventLoop.clock());
    answer();
    return true;
  }

  private boolean read() {
    try {
      return wire.right().read(packet, 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void answer() {
    try {
      while (peer.nextPacket(answer, EventLoop.clock())) {
        assertTrue(wire.right().write(answer, 0));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
