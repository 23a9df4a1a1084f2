package io.fourwave.tcp.conversation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fourwave.wire.TcpFlags;
import io.fourwave.wire.TcpOptions;

/**
 * A segment that we have sent, with relative sequence numbers: SEQ from our SYN, ACK from the
 * peer's.
 */
public final class Emitted {
  public final int flags;
  public final int seq;
  public final int ack;
  public final int length;
  public final int window;
  public final int urgentPointer;
  public final TcpOptions options;
  public final byte[] text;

  /** The whole IP packet. */
  public final byte[] packet;

  /** Octets of TCP header, options included. */
  public final int headerLength;

  /** The octet of TOS or traffic class. */
  public final int trafficClass;

  /** Time to live or hop limit. */
  public final int hopLimit;

  /** Where the TCP header begins in the packet. */
  public final int tcpStart;

  Emitted(PacketFields f, int ourIss, int peerIss) {
    flags = f.flags;
    seq = f.seq - ourIss;
    ack = (f.flags & TcpFlags.ACK) != 0 ? f.ack - peerIss : 0;
    length = f.text.length;
    window = f.window;
    urgentPointer = f.urgentPointer;
    options = f.options;
    text = f.text;
    packet = f.packet;
    headerLength = f.headerLength;
    trafficClass = f.trafficClass;
    hopLimit = f.hopLimit;
    tcpStart = f.tcpStart;
  }

  /**
   * Asserts flags (as tcpdump writes them, PSH left out), SEQ, ACK and octets of text.
   *
   * @return this
   */
  public Emitted is(String expectedFlags, int expectedSeq, int expectedAck, int expectedLength) {
    String expected = expectedFlags + " seq " + expectedSeq + " ack " + expectedAck;
    String actual = TcpFlags.toString(flags & ~TcpFlags.PSH) + " seq " + seq + " ack " + ack;
    assertEquals(expected + " length " + expectedLength, actual + " length " + length);
    return this;
  }

  /** Whether a control bit is set. */
  public boolean has(int bit) {
    return (flags & bit) != 0;
  }

  @Override
  public String toString() {
    return TcpFlags.toString(flags)
        + " seq "
        + seq
        + " ack "
        + ack
        + " win "
        + window
        + " length "
        + length;
  }
}
