package io.fourwave.tcp;

import io.fourwave.wire.TcpFlags;
import io.fourwave.wire.TcpOptions;
import java.nio.ByteBuffer;

/**
 * A view of one segment, as RFC 9293 §3.3.1 names its parts: SEG.SEQ, SEG.ACK, SEG.LEN, SEG.WND.
 * Made once and reused: valid until the method it was given to returns. Remote and local are seen
 * from this host, whether the segment arrives or leaves.
 */
public final class Segment {
  final TcpOptions options = new TcpOptions();
  long localHigh;
  long localLow;
  long remoteHigh;
  long remoteLow;
  int localPort;
  int remotePort;
  int seq;
  int ack;
  int flags;
  int window;
  int urgentPointer;
  int trafficClass;
  ByteBuffer bytes;
  int packetStart;
  int textStart;
  int textLength;
  int segmentSize;

  /** Whether the text lies where the application will read it, and not in {@link #bytes}. */
  boolean landed;

  byte[] sourceRoute;
  private int untrimmedSeq;
  private int untrimmedFlags;
  private int untrimmedStart;
  private int untrimmedLength;
  private int untrimmedUrgentPointer;

  /** First half of this host's address, see {@code IpAddress}. */
  public long localHigh() {
    return localHigh;
  }

  /** Second half of this host's address. */
  public long localLow() {
    return localLow;
  }

  /** First half of the peer's address. */
  public long remoteHigh() {
    return remoteHigh;
  }

  /** Second half of the peer's address. */
  public long remoteLow() {
    return remoteLow;
  }

  /** This host's port. */
  public int localPort() {
    return localPort;
  }

  /** The peer's port. */
  public int remotePort() {
    return remotePort;
  }

  /** SEG.SEQ: the first sequence number of the segment. */
  public int seq() {
    return seq;
  }

  /** SEG.ACK: the next sequence number the sender expects; meaningful if {@link #hasAck()}. */
  public int ack() {
    return ack;
  }

  /** SEG.LEN: octets of text, and one each for SYN and FIN. */
  public int length() {
    return textLength + (hasSyn() ? 1 : 0) + (hasFin() ? 1 : 0);
  }

  /** The first sequence number after the segment. */
  public int end() {
    return seq + length();
  }

  /** The window field, unsigned and unscaled. */
  public int window() {
    return window;
  }

  /** The urgent pointer; meaningful if {@link #hasUrg()}. */
  public int urgentPointer() {
    return urgentPointer;
  }

  /** The control bits, see {@link TcpFlags}. */
  public int flags() {
    return flags;
  }

  /** The options. */
  public TcpOptions options() {
    return options;
  }

  /** The octets that hold the text, from {@link #textStart()}. */
  public ByteBuffer bytes() {
    return bytes;
  }

  /** Index of the first octet of text. */
  public int textStart() {
    return textStart;
  }

  /** Octets of text. */
  public int textLength() {
    return textLength;
  }

  /** Wire segments that this one stands for: more than one when it is a super-segment. */
  public int count() {
    return segmentSize == 0 ? 1 : Math.max(1, (textLength + segmentSize - 1) / segmentSize);
  }

  /** Whether the packet was marked "congestion experienced" (RFC 3168 §5). */
  public boolean congestionExperienced() {
    return (trafficClass & 3) == 3;
  }

  /** The FIN bit. */
  public boolean hasFin() {
    return (flags & TcpFlags.FIN) != 0;
  }

  /** The SYN bit. */
  public boolean hasSyn() {
    return (flags & TcpFlags.SYN) != 0;
  }

  /** The RST bit. */
  public boolean hasRst() {
    return (flags & TcpFlags.RST) != 0;
  }

  /** The PSH bit. */
  public boolean hasPsh() {
    return (flags & TcpFlags.PSH) != 0;
  }

  /** The ACK bit. */
  public boolean hasAck() {
    return (flags & TcpFlags.ACK) != 0;
  }

  /** The URG bit. */
  public boolean hasUrg() {
    return (flags & TcpFlags.URG) != 0;
  }

  /** Remembers what trimming changes, for {@link #untrim}. */
  void arrived() {
    untrimmedSeq = seq;
    untrimmedFlags = flags;
    untrimmedStart = textStart;
    untrimmedLength = textLength;
    untrimmedUrgentPointer = urgentPointer;
  }

  /** Shows the segment as it arrived, to those who observe. */
  void untrim() {
    seq = untrimmedSeq;
    flags = untrimmedFlags;
    textStart = untrimmedStart;
    textLength = untrimmedLength;
    urgentPointer = untrimmedUrgentPointer;
  }

  /**
   * Takes octets off the front of the text (and the SYN before it): they are of no use any more.
   * SEG.UP stays where it is.
   */
  void trimFront(int octets) {
    int before = seq;
    int left = octets;
    if (left > 0 && hasSyn()) {
      flags &= ~TcpFlags.SYN;
      seq++;
      left--;
    }
    int cut = Math.min(left, textLength);
    seq += cut;
    textStart += cut;
    textLength -= cut;
    if (left > cut && hasFin()) {
      flags &= ~TcpFlags.FIN;
      seq++;
    }
    urgentPointer -= seq - before;
  }

  /** Takes octets off the end: they do not fit into the window. A FIN is the last of them. */
  void trimEnd(int octets) {
    int left = octets;
    if (left > 0 && hasFin()) {
      flags &= ~TcpFlags.FIN;
      left--;
    }
    textLength -= Math.min(left, textLength);
  }
}
