package io.fourwave.tcp.conversation;

import io.fourwave.wire.TcpFlags;
import io.fourwave.wire.TcpOptions;

/**
 * A segment that the peer sends. Sequence numbers are relative: SEQ counts from the peer's SYN (0),
 * ACK from ours (0). Every setter returns the same segment.
 */
public final class Seg {
  int flags;
  int seq;
  int ack;
  int length;
  byte[] text;
  int window = -1;
  int urgentPointer;
  int trafficClass;
  boolean corrupt;
  byte[] rawOptions;
  Integer timestamp;
  public Integer timestampEcho;
  boolean timestampOff;
  final TcpOptions options = new TcpOptions();
  private final int[] sack = new int[8];
  private int sackEnds;

  private Seg(int flags, int seq, int ack, int length) {
    this.flags = flags;
    this.seq = seq;
    this.ack = ack;
    this.length = length;
    options.clear();
  }

  /** The peer's SYN. */
  public static Seg syn() {
    return new Seg(TcpFlags.SYN, 0, 0, 0);
  }

  /** The peer's SYN,ACK to our SYN. */
  public static Seg synAck() {
    return new Seg(TcpFlags.SYN | TcpFlags.ACK, 0, 1, 0);
  }

  /** An empty segment at the peer's SND.NXT that acknowledges everything before {@code ack}. */
  public static Seg ack(int ack) {
    return new Seg(TcpFlags.ACK, NEXT, ack, 0);
  }

  /** Text from {@code seq} on, whose octets follow {@link Conversation#octet}. */
  public static Seg data(int seq, int length) {
    return new Seg(TcpFlags.ACK, seq, LATEST, length);
  }

  /** A FIN at {@code seq}. */
  public static Seg fin(int seq) {
    return new Seg(TcpFlags.FIN | TcpFlags.ACK, seq, LATEST, 0);
  }

  /** A reset at {@code seq}, without ACK. */
  public static Seg rst(int seq) {
    return new Seg(TcpFlags.RST, seq, 0, 0);
  }

  /** Any flags, see {@link TcpFlags}. */
  public static Seg flags(int flags, int seq, int ack, int length) {
    return new Seg(flags, seq, ack, length);
  }

  /** As SEQ: the peer's SND.NXT. */
  public static final int NEXT = Integer.MIN_VALUE;

  /** As ACK: everything we have sent so far. */
  public static final int LATEST = Integer.MIN_VALUE + 1;

  /** Sets SEG.SEQ. */
  public Seg seq(int value) {
    seq = value;
    return this;
  }

  /** Sets SEG.ACK and the ACK bit. */
  public Seg acks(int value) {
    ack = value;
    flags |= TcpFlags.ACK;
    return this;
  }

  /** Adds control bits. */
  public Seg with(int bits) {
    flags |= bits;
    return this;
  }

  /** Takes control bits away. */
  public Seg without(int bits) {
    flags &= ~bits;
    return this;
  }

  /** Sets the window field, as it stands in the header. */
  public Seg wnd(int field) {
    window = field;
    return this;
  }

  /** Sets the text itself. */
  public Seg text(String value) {
    text = value.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    length = text.length;
    return this;
  }

  /** Sets URG and the urgent pointer. */
  public Seg urgent(int pointer) {
    urgentPointer = pointer;
    return with(TcpFlags.URG);
  }

  /** Adds a Fast Open option with a cookie of 8 octets at most; a length of 0 asks for one. */
  public Seg cookie(int octets, long value) {
    options.fastOpen(octets, 0, value);
    return this;
  }

  /** Adds a user timeout option, in seconds. */
  public Seg userTimeout(int seconds) {
    options.userTimeout(seconds);
    return this;
  }

  /** Adds an MSS option. */
  public Seg mss(int octets) {
    options.maximumSegmentSize(octets);
    return this;
  }

  /** Adds a window scale option. */
  public Seg wscale(int shift) {
    options.windowShift(shift);
    return this;
  }

  /** Adds the SACK-permitted option. */
  public Seg sackOk() {
    options.permitSack();
    return this;
  }

  /** Adds a SACK block, relative to our SYN. */
  public Seg sack(int from, int to) {
    sack[sackEnds++] = from;
    sack[sackEnds++] = to;
    return this;
  }

  /** Sets the timestamps; without, an agreed conversation fills them in by itself. */
  public Seg ts(int value, int echo) {
    timestamp = value;
    timestampEcho = echo;
    return this;
  }

  /** Leaves timestamps out, although they were agreed. */
  public Seg noTs() {
    timestampOff = true;
    return this;
  }

  /** Marks the packet "congestion experienced" or any other ECN bits. */
  public Seg ecn(int bits) {
    trafficClass = bits;
    return this;
  }

  /** Damages the checksum. */
  public Seg corrupt() {
    corrupt = true;
    return this;
  }

  /** Sets the options octet by octet; a multiple of four of them, at most 40. */
  public Seg rawOptions(int... octets) {
    rawOptions = new byte[octets.length];
    for (int i = 0; i < octets.length; i++) {
      rawOptions[i] = (byte) octets[i];
    }
    return this;
  }

  @Override
  public String toString() {
    String number = " seq " + seq + " ack " + ack + " win " + window + " length " + length;
    return TcpFlags.toString(flags) + number;
  }

  void finish(int ourIss) {
    for (int i = 0; i < sackEnds; i += 2) {
      options.addSackBlock(sack[i] + ourIss, sack[i + 1] + ourIss);
    }
  }
}
