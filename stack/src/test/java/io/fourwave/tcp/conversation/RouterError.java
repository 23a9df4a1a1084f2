package io.fourwave.tcp.conversation;

import io.fourwave.link.Packet;
import io.fourwave.wire.Checksum;
import io.fourwave.wire.IpAddress;
import java.nio.ByteBuffer;

/**
 * An ICMP or ICMPv6 error about a packet of ours, which a router on the way sends, or someone who
 * pretends to be one.
 */
public final class RouterError {
  private static final int HEAD = 8;

  private final byte[] quoted;
  private final boolean v4;
  private int type;
  private int code;
  private int rest;
  private int length;

  private RouterError(byte[] quoted) {
    this.quoted = quoted;
    v4 = quoted[0] >>> 4 == 4;
    length = quoted.length;
  }

  /** About a packet that we have sent, which is quoted as a whole. */
  public static RouterError about(Emitted ours) {
    return new RouterError(ours.packet.clone());
  }

  /** What is wrong. */
  public RouterError says(int newType, int newCode) {
    type = newType;
    code = newCode;
    return this;
  }

  /** The second word of the message, which has the MTU if a packet is too big. */
  public RouterError rest(int word) {
    rest = word;
    return this;
  }

  /** Quotes only so many octets. */
  public RouterError quoting(int octets) {
    length = octets;
    return this;
  }

  /** Quotes another sequence number, so much higher. */
  public RouterError offBy(int octets) {
    ByteBuffer b = ByteBuffer.wrap(quoted);
    int at = (v4 ? 20 : 40) + 4;
    b.putInt(at, b.getInt(at) + octets);
    return this;
  }

  /** Quotes another octet at some place in the packet. */
  public RouterError put(int index, int value) {
    quoted[index] = (byte) value;
    return this;
  }

  /** Lets it arrive. */
  public void arrivesAt(Conversation us) {
    ByteBuffer octets = v4 ? v4() : v6();
    Packet packet = new Packet(ByteBuffer.allocate(Packet.HEADROOM + octets.capacity()));
    packet.set(octets);
    us.host.packetArrives(packet, us.host.now());
  }

  private ByteBuffer v4() {
    ByteBuffer b = ByteBuffer.allocate(20 + HEAD + length);
    b.put(0, (byte) 0x45).putShort(2, (short) b.capacity()).put(8, (byte) 64).put(9, (byte) 1);
    b.put(12, IpAddress.parse("203.0.113.254").toInetAddress().getAddress());
    b.put(16, quoted, 12, 4);
    b.putShort(10, (short) Checksum.finish(Checksum.add(0, b, 0, 20)));
    message(b, 20);
    b.putShort(22, (short) Checksum.finish(Checksum.add(0, b, 20, b.capacity())));
    return b;
  }

  private ByteBuffer v6() {
    ByteBuffer b = ByteBuffer.allocate(40 + HEAD + length);
    b.putInt(0, 6 << 28).putShort(4, (short) (HEAD + length)).put(6, (byte) 58).put(7, (byte) 64);
    b.put(8, IpAddress.parse("2001:db8:f::fe").toInetAddress().getAddress());
    b.put(24, quoted, 8, 16);
    message(b, 40);
    long from = Checksum.add(0, b, 8, 40);
    long sum = Checksum.add(from + 58 + HEAD + length, b, 40, b.capacity());
    b.putShort(42, (short) Checksum.finish(sum));
    return b;
  }

  private void message(ByteBuffer b, int at) {
    b.put(at, (byte) type).put(at + 1, (byte) code).putInt(at + 4, rest);
    b.put(at + HEAD, quoted, 0, length);
  }
}
