package io.fourwave.link;

import java.nio.ByteBuffer;

/**
 * TCP segments of a kind, for "drop the next …". Fragments but the first never match. Each factory
 * and method gives a new match; one thread asks it.
 */
public final class TcpMatch implements PacketMatch {
  private static final int ANY_PORT = 0;
  private static final String LETTERS = "FSRP.UEW"; // in the order of the bits, FIN first
  private static final int FIN_SYN_RST_ACK = 0x17;

  private enum Text {
    ANY,
    SOME,
    NONE
  }

  private final PacketLayout layout = new PacketLayout();
  private final int mask;
  private final int flags;
  private final Text text;
  private final int port;

  private TcpMatch(int mask, int flags, Text text, int port) {
    this.mask = mask;
    this.flags = flags;
    this.text = text;
    this.port = port;
  }

  /** All segments. */
  public static TcpMatch any() {
    return new TcpMatch(0, 0, Text.ANY, ANY_PORT);
  }

  /**
   * Segments with these control bits, written as tcpdump does: {@code S}, {@code S.}, {@code F.},
   * {@code R}, {@code .}. FIN, SYN, RST and ACK must be exactly as written; PSH, URG, ECE and CWR
   * are looked at only if they are.
   *
   * @throws IllegalArgumentException if a letter is not one of {@code FSRP.UEW}
   */
  public static TcpMatch flags(String letters) {
    int bits = 0;
    for (int i = 0; i < letters.length(); i++) {
      int bit = LETTERS.indexOf(letters.charAt(i));
      if (bit < 0) {
        throw new IllegalArgumentException(
            "'" + letters.charAt(i) + "' is not a control bit; there are " + LETTERS);
      }
      bits |= 1 << bit;
    }
    return new TcpMatch(FIN_SYN_RST_ACK | bits, bits, Text.ANY, ANY_PORT);
  }

  /** Acknowledgements alone: ACK, none of FIN, SYN and RST, no text. */
  public static TcpMatch pureAck() {
    return flags(".").withoutText();
  }

  /** Segments with SYN, whatever else they carry. */
  public static TcpMatch syn() {
    return new TcpMatch(0x02, 0x02, Text.ANY, ANY_PORT);
  }

  /** Segments with FIN, whatever else they carry. */
  public static TcpMatch fin() {
    return new TcpMatch(0x01, 0x01, Text.ANY, ANY_PORT);
  }

  /** Of these, those with text. */
  public TcpMatch withText() {
    return new TcpMatch(mask, flags, Text.SOME, port);
  }

  /** Of these, those without text. */
  public TcpMatch withoutText() {
    return new TcpMatch(mask, flags, Text.NONE, port);
  }

  /** Of these, those from or to a port. */
  public TcpMatch port(int number) {
    if (number < 1 || number > 65_535) {
      throw new IllegalArgumentException("a port is 1 to 65535, not " + number);
    }
    return new TcpMatch(mask, flags, text, number);
  }

  @Override
  public boolean matches(Direction direction, Packet packet) {
    int start = layout.read(packet).transportStart();
    if (layout.protocol() != PacketLayout.TCP || packet.end() - start < 20) {
      return false;
    }
    ByteBuffer bytes = packet.bytes();
    return (bytes.get(start + 13) & mask) == flags
        && matchesPort(bytes, start)
        && matchesText(packet.end() - start - ((bytes.get(start + 12) & 0xf0) >>> 2));
  }

  private boolean matchesPort(ByteBuffer bytes, int start) {
    return port == ANY_PORT
        || (bytes.getShort(start) & 0xffff) == port
        || (bytes.getShort(start + 2) & 0xffff) == port;
  }

  private boolean matchesText(int octets) {
    return switch (text) {
      case ANY -> true;
      case SOME -> octets > 0;
      case NONE -> octets <= 0;
    };
  }
}
