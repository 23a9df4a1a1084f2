package io.fourwave.tcp.conversation;

import io.fourwave.link.Packet;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The octets of a packet, to be damaged at will. Checksums are reckoned here octet by octet, apart
 * from the stack's own code, so that each can find the other's mistakes.
 */
public final class RawPacket {
  private static final int TCP_CHECKSUM = 16;

  private byte[] octets;

  private RawPacket(byte[] octets) {
    this.octets = octets;
  }

  /** A copy of a packet's octets. */
  public static RawPacket of(Packet packet) {
    byte[] octets = new byte[packet.length()];
    packet.bytes().get(packet.start(), octets);
    return new RawPacket(octets);
  }

  /** A copy of these octets. */
  public static RawPacket of(byte[] octets) {
    return new RawPacket(octets.clone());
  }

  /** Octets in the packet. */
  public int length() {
    return octets.length;
  }

  /** Index of the TCP header, given that the IP header is as it was built. */
  public int tcpStart() {
    return octets[0] >>> 4 == 4 ? (octets[0] & 15) * 4 : 40;
  }

  /** An octet, unsigned. */
  public int at(int index) {
    return octets[index] & 0xff;
  }

  /** Two octets, unsigned. */
  public int shortAt(int index) {
    return at(index) << 8 | at(index + 1);
  }

  /** Sets octets from an index on. */
  public RawPacket put(int index, int... values) {
    for (int i = 0; i < values.length; i++) {
      octets[index + i] = (byte) values[i];
    }
    return this;
  }

  /** Sets two octets. */
  public RawPacket putShort(int index, int value) {
    return put(index, value >>> 8, value);
  }

  /** Inverts one bit of all, counted from the first octet's highest. */
  public RawPacket flip(int bit) {
    octets[bit / 8] ^= (byte) (0x80 >>> bit % 8);
    return this;
  }

  /** Keeps the first octets only, or adds zeros; the length in the IP header stays as it is. */
  public RawPacket resize(int length) {
    octets = Arrays.copyOf(octets, length);
    return this;
  }

  /** Writes the packet's length into its IP header. */
  public RawPacket repairLength() {
    return octets[0] >>> 4 == 4 ? putShort(2, octets.length) : putShort(4, octets.length - 40);
  }

  /** Makes both checksums good again. */
  public RawPacket repairChecksums() {
    repairHeaderChecksum();
    int field = tcpStart() + TCP_CHECKSUM;
    return putShort(field, 0).putShort(field, ~tcpSum() & 0xffff);
  }

  /** Makes the checksum of an IPv4 header good again. */
  public RawPacket repairHeaderChecksum() {
    if (octets[0] >>> 4 == 4) {
      putShort(10, 0).putShort(10, ~sum(0, 0, tcpStart()) & 0xffff);
    }
    return this;
  }

  /** Whether the TCP checksum is good, by RFC 9293 §3.1 and RFC 8200 §8.1. */
  public boolean isTcpChecksumGood() {
    return tcpSum() == 0xffff;
  }

  private int tcpSum() {
    boolean v4 = octets[0] >>> 4 == 4;
    int pseudo = v4 ? sum(0, 12, 20) : sum(0, 8, 40);
    int length = octets.length - tcpStart();
    return sum(pseudo + 6 + length, tcpStart(), octets.length);
  }

  /** The ones' complement sum, carries added at once; an odd octet is the upper half of a pair. */
  private int sum(int begin, int from, int to) {
    int sum = (begin & 0xffff) + (begin >>> 16);
    for (int i = from; i < to; i++) {
      sum += (i - from) % 2 == 0 ? at(i) << 8 : at(i);
      sum = (sum & 0xffff) + (sum >>> 16);
    }
    return sum;
  }

  /** Sets the source address: 4 or 16 octets. */
  public RawPacket source(byte[] address) {
    return address(octets[0] >>> 4 == 4 ? 12 : 8, address);
  }

  /** Sets the destination address: 4 or 16 octets. */
  public RawPacket destination(byte[] address) {
    return address(octets[0] >>> 4 == 4 ? 16 : 24, address);
  }

  private RawPacket address(int index, byte[] address) {
    System.arraycopy(address, 0, octets, index, address.length);
    return this;
  }

  /** As the device would hand it over. */
  public Packet toPacket() {
    Packet packet = new Packet(ByteBuffer.allocate(Packet.HEADROOM + octets.length));
    packet.set(ByteBuffer.wrap(octets));
    return packet;
  }
}
