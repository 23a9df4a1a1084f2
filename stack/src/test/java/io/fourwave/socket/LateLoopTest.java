package io.fourwave.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fourwave.NetworkStack;
import io.fourwave.host.EventLoop;
import io.fourwave.link.LinkDevice;
import io.fourwave.link.Packet;
import io.fourwave.sim.MemoryLink;
import io.fourwave.tcp.Retransmission;
import io.fourwave.tcp.TcpSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A loop that comes late finds packets in the device, and timers that are due. */
@Timeout(value = 100, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LateLoopTest {
  private static final Duration RTO = Duration.ofMillis(300);

  @Test
  void anAcknowledgementThatWaitsInTheDeviceHasComeInTime() throws IOException {
    MemoryLink.Pair wire = MemoryLink.pair(1_500);
    LateDevice device = new LateDevice(wire.left());
    try (NetworkStack us = stack(device, "192.0.2.1");
        NetworkStack peer = stack(wire.right(), "192.0.2.2");
        TcpListener listener = peer.listen(StackPair.PORT);
        TcpSocket ours = us.connect(StackPair.peerAt(StackPair.PORT));
        TcpSocket theirs = listener.accept(StackPair.PATIENCE)) {
      try (HeldLoop held = new HeldLoop(peer)) {
        held.awaitHeld();
        ours.write(ByteBuffer.allocate(100));
        StackPair.await("it is sent", () -> sent(ours) == 101);
        device.late = true;
      }
      StackPair.await("it has arrived", () -> theirs.available() == 100);
      theirs.status(); // a turn later: the acknowledgement has left
      long due = EventLoop.clock() + 2 * RTO.toNanos();
      StackPair.await("the timer is due", () -> EventLoop.clock() > due);
      device.late = false;
      ours.status(); // a turn
      assertEquals(0, ours.status().sendQueue(), "it is acknowledged");
      assertEquals(0, StackPair.count(us, "TcpExtTCPTimeouts"));
    }
  }

  private static long sent(TcpSocket socket) {
    try {
      return socket.status().sndNxt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static NetworkStack stack(LinkDevice device, String address) {
    TcpSettings tcp = TcpSettings.defaults();
    Retransmission times = tcp.retransmission().withTimeouts(RTO, RTO, Duration.ofMinutes(1));
    tcp = tcp.with(times).with(tcp.sending().withDelayedAck(Duration.ZERO));
    return NetworkStack.over(device).address(address).tcp(tcp).start();
  }

  /** A device whose loop does not come back from its sleep while it is late. */
  private static final class LateDevice implements LinkDevice {
    private final LinkDevice device;
    volatile boolean late;

    LateDevice(LinkDevice device) {
      this.device = device;
    }

    @Override
    public int mtu() {
      return device.mtu();
    }

    @Override
    public boolean read(Packet into, long now) throws IOException {
      return device.read(into, now);
    }

    @Override
    public boolean write(Packet packet, long now) throws IOException {
      return device.write(packet, now);
    }

    @Override
    public void await(long nanos, boolean writable) throws IOException {
      device.await(nanos, writable);
      StackPair.await("it is late no more", () -> !late);
    }

    @Override
    public void wakeup() {
      device.wakeup();
    }

    @Override
    public void close() throws IOException {
      device.close();
    }
  }
}
