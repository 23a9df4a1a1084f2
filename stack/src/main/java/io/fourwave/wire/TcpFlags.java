package io.fourwave.wire;

/** The control bits of a TCP header (RFC 9293 §3.1, RFC 3168, RFC 9768). */
public final class TcpFlags {
  /** No more text from the sender. */
  public static final int FIN = 0x01;

  /** Synchronize sequence numbers. */
  public static final int SYN = 0x02;

  /** Reset the connection. */
  public static final int RST = 0x04;

  /** Push. */
  public static final int PSH = 0x08;

  /** The acknowledgement field counts. */
  public static final int ACK = 0x10;

  /** The urgent pointer counts. */
  public static final int URG = 0x20;

  /** ECN echo. */
  public static final int ECE = 0x40;

  /** Congestion window reduced. */
  public static final int CWR = 0x80;

  /** Accurate ECN (RFC 9768). */
  public static final int AE = 0x100;

  private TcpFlags() {}

  /** The bits as tcpdump prints them: {@code S}, {@code S.}, {@code F.}, {@code P.}, {@code .}. */
  public static String toString(int flags) {
    StringBuilder text = new StringBuilder(8);
    append(text, flags, FIN, 'F');
    append(text, flags, SYN, 'S');
    append(text, flags, RST, 'R');
    append(text, flags, PSH, 'P');
    append(text, flags, ACK, '.');
    append(text, flags, URG, 'U');
    append(text, flags, ECE, 'E');
    append(text, flags, CWR, 'W');
    append(text, flags, AE, 'e');
    return text.length() == 0 ? "none" : text.toString();
  }

  private static void append(StringBuilder text, int flags, int bit, char letter) {
    if ((flags & bit) != 0) {
      text.append(letter);
    }
  }
}
