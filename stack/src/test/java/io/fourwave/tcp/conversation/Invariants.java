package io.fourwave.tcp.conversation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.tcp.ConnectionStatus;
import io.fourwave.tcp.TcpException;
import io.fourwave.wire.TcpFlags;
import io.fourwave.wire.TcpOptions;
import java.nio.ByteBuffer;

/** What holds of a conversation whatever the peer says. */
public final class Invariants {
  private static final int SLACK = 2; // SYN and FIN

  private final Conversation us;
  private long read;
  private int latestAck;
  private int[] earlier = {Integer.MIN_VALUE, 0, 0}; // its latest ACK, edge and shift
  private int edge;
  private final boolean dirty;
  private int shift;

  /**
   * Begins to watch.
   *
   * @param dirty whether octets of packets are changed: then who speaks, and its text, are anyone's
   * @param shift our window fields are shifted by so many bits
   */
  public Invariants(Conversation us, boolean dirty, int shift) {
    this.us = us;
    this.dirty = dirty;
    this.shift = shift;
  }

  /** A segment of ours has gone out. */
  public void sent(Emitted sent) {
    if (sent.has(TcpFlags.RST) || dirty) {
      return;
    }
    assertArrayEquals(Conversation.pattern(sent.seq - 1L, sent.length), sent.text, "our text");
    if (!sent.has(TcpFlags.ACK)) {
      return;
    }
    if (sent.has(TcpFlags.SYN)) { // also of a later connection
      int offered = sent.options.windowShift();
      if (sent.ack != latestAck) {
        earlier = new int[] {latestAck, edge, shift};
      }
      shift = offered == TcpOptions.NONE ? 0 : offered;
      latestAck = sent.ack;
      edge = sent.ack;
    } else if (sent.ack != latestAck && sent.length == 0 && sent.ack == earlier[0]) {
      // The later connection came to nothing: the earlier one is in TIME-WAIT again (MAY-2).
      latestAck = earlier[0];
      edge = earlier[1];
      shift = earlier[2];
    }
    assertTrue(sent.ack - latestAck >= 0, "ACK goes back from " + latestAck + ": " + sent);
    latestAck = sent.ack;
    int field = sent.has(TcpFlags.SYN) ? sent.window : sent.window << shift;
    int rounding = (1 << shift) - 1; // RFC 7323 §2.4
    boolean shrinks = sent.ack + field + rounding < edge;
    assertFalse(shrinks, "the window shrinks from " + edge + ": " + sent);
    edge = Math.max(edge, sent.ack + field);
  }

  /** Reads up to so many octets, which have to be the next ones of the peer's. */
  public void read(int octets) {
    if (us.socket == null) {
      return;
    }
    ByteBuffer target = ByteBuffer.allocate(octets);
    try {
      int count = us.socket.read(target);
      if (count > 0) {
        byte[] got = java.util.Arrays.copyOf(target.array(), count);
        byte[] expected = dirty ? got : Conversation.pattern(read, count);
        assertArrayEquals(expected, got, "octets from " + read);
        read += count;
      }
    } catch (TcpException e) {
      assertTrue(us.socket.failure() != null, "it says " + e + " and has not failed");
    }
  }

  /** The numbers of the control block fit together. */
  public void check() {
    for (ConnectionStatus c : us.host.connections()) {
      if (c.remote() == null) {
        continue;
      }
      long inFlight = c.sndNxt() - c.sndUna();
      assertTrue(inFlight >= 0 && inFlight <= c.sendQueue() + SLACK, "SND.UNA =< SND.NXT: " + c);
      assertTrue(c.rcvWnd() >= 0, "RCV.WND: " + c);
      assertTrue(c.timerIn() >= 0, "a timer is overdue: " + c);
    }
    boolean open = us.socket != null && us.socket.isOpen();
    assertTrue(!open || Situation.connection(us) != null, "open, but nowhere to be found");
  }

  /** Everyone gives up, and after 2 MSL nothing is left. */
  public void leaveNothing() {
    if (us.listener != null) {
      us.listener.close();
    }
    if (us.socket != null) {
      us.socket.abort();
    }
    for (Emitted last = us.poll(); last != null; last = us.poll()) {
      sent(last);
    }
    us.pass(us.host.settings().tcpHost().msl().multipliedBy(2));
    assertNull(us.poll(), "something is left to send");
    assertTrue(us.host.connections().isEmpty(), () -> "left: " + us.host.connections());
    us.pass(java.time.Duration.ofSeconds(61)); // fragments
    assertEquals(Long.MAX_VALUE, us.host.nextDeadline(), "a timer is left");
  }
}
