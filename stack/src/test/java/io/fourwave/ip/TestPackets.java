package io.fourwave.ip;

import io.fourwave.wire.IpAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Builds IP packets octet by octet, right or wrong, with arithmetic of its own, so that a mistake
 * in the code under test is not made twice.
 */
final class TestPackets {
  static final String US = "192.0.2.2";
  static final String PEER = "192.0.2.1";
  static final String US6 = "2001:db8::2";
  static final String PEER6 = "2001:db8::1";

  static final int ICMP = 1;
  static final int TCP = 6;
  static final int ICMPV6 = 58;

  private TestPackets() {}

  /** An IPv4 packet from the peer to us with a TCP number, unless told otherwise. */
  static Ipv4 ipv4() {
    return new Ipv4();
  }

  /** An IPv6 packet from the peer to us with a TCP number, unless told otherwise. */
  static Ipv6 ipv6() {
    return new Ipv6();
  }

  /** So many octets that differ from their neighbours. */
  static byte[] octets(int length) {
    byte[] octets = new byte[length];
    for (int i = 0; i < length; i++) {
      octets[i] = (byte) (i * 7 + i / 256);
    }
    return octets;
  }

  /** Octets written as ints. */
  static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  static byte[] join(byte[]... parts) {
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    ByteBuffer joined = ByteBuffer.allocate(length);
    for (byte[] part : parts) {
      joined.put(part);
    }
    return joined.array();
  }

  static byte[] cut(byte[] octets, int from, int to) {
    return Arrays.copyOfRange(octets, from, to);
  }

  /** The Internet checksum, sixteen bits at a time. */
  static int checksum(byte[]... parts) {
    byte[] octets = join(parts);
    int sum = 0;
    for (int i = 0; i < octets.length; i += 2) {
      int second = i + 1 < octets.length ? octets[i + 1] & 0xff : 0;
      sum += (octets[i] & 0xff) << 8 | second;
      sum = (sum & 0xffff) + (sum >>> 16);
    }
    return ~sum & 0xffff;
  }

  static byte[] address(String literal) {
    return IpAddress.parse(literal).toInetAddress().getAddress();
  }

  /** An ICMP message with its checksum. */
  static byte[] icmp(int type, int code, int rest, byte[] body) {
    byte[] message = message(type, code, rest, body);
    ByteBuffer.wrap(message).putShort(2, (short) checksum(message));
    return message;
  }

  /** An ICMPv6 message with its checksum over the pseudo-header of these addresses. */
  static byte[] icmpv6(String from, String to, int type, int code, int rest, byte[] body) {
    byte[] message = message(type, code, rest, body);
    byte[] pseudo = ByteBuffer.allocate(8).putInt(message.length).putInt(ICMPV6).array();
    int sum = checksum(address(from), address(to), pseudo, message);
    ByteBuffer.wrap(message).putShort(2, (short) sum);
    return message;
  }

  static byte[] icmpv6(int type, int code, int rest, byte[] body) {
    return icmpv6(PEER6, US6, type, code, rest, body);
  }

  private static byte[] message(int type, int code, int rest, byte[] body) {
    ByteBuffer message = ByteBuffer.allocate(8 + body.length);
    return message
        .put((byte) type)
        .put((byte) code)
        .putShort((short) 0)
        .putInt(rest)
        .put(body)
        .array();
  }

  /** An IPv4 packet in the making. What is not said follows from the rest. */
  static final class Ipv4 {
    private String from = PEER;
    private String to = US;
    private int protocol = TCP;
    private byte[] options = {};
    private byte[] payload = {};
    private int trafficClass;
    private int identification;
    private int offset;
    private boolean more;
    private Integer version;
    private Integer headerWords;
    private Integer totalLength;
    private int checksumError;

    Ipv4 from(String address) {
      from = address;
      return this;
    }

    Ipv4 to(String address) {
      to = address;
      return this;
    }

    Ipv4 protocol(int number) {
      protocol = number;
      return this;
    }

    Ipv4 icmp(int type, int code, int rest, byte[] body) {
      return protocol(ICMP).payload(TestPackets.icmp(type, code, rest, body));
    }

    Ipv4 options(int... octets) {
      options = bytes(octets);
      return this;
    }

    Ipv4 options(byte[] octets) {
      options = octets;
      return this;
    }

    Ipv4 payload(byte[] octets) {
      payload = octets;
      return this;
    }

    Ipv4 trafficClass(int value) {
      trafficClass = value;
      return this;
    }

    Ipv4 identification(int value) {
      identification = value;
      return this;
    }

    Ipv4 fragment(int offsetOctets, boolean moreFragments) {
      offset = offsetOctets;
      more = moreFragments;
      return this;
    }

    Ipv4 version(int value) {
      version = value;
      return this;
    }

    Ipv4 headerWords(int value) {
      headerWords = value;
      return this;
    }

    Ipv4 totalLength(int value) {
      totalLength = value;
      return this;
    }

    Ipv4 checksumOffBy(int error) {
      checksumError = error;
      return this;
    }

    byte[] build() {
      byte[] padded = Arrays.copyOf(options, (options.length + 3) / 4 * 4);
      int headerLength = 20 + padded.length;
      ByteBuffer header = ByteBuffer.allocate(headerLength);
      int words = headerWords == null ? headerLength / 4 : headerWords;
      header.put((byte) ((version == null ? 4 : version) << 4 | words));
      header.put((byte) trafficClass);
      header.putShort((short) (totalLength == null ? headerLength + payload.length : totalLength));
      header.putShort((short) identification);
      header.putShort((short) (offset / 8 | (more ? 0x2000 : 0)));
      header.put((byte) 57).put((byte) protocol).putShort((short) 0);
      header.put(address(from)).put(address(to)).put(padded);
      byte[] summed = Arrays.copyOf(header.array(), Math.min(words * 4, headerLength));
      header.putShort(10, (short) (checksum(summed) + checksumError));
      return join(header.array(), payload);
    }
  }

  /** An IPv6 packet in the making. What is not said follows from the rest. */
  static final class Ipv6 {
    private String from = PEER6;
    private String to = US6;
    private int nextHeader = TCP;
    private byte[] payload = {};
    private int trafficClass;
    private Integer payloadLength;

    Ipv6 from(String address) {
      from = address;
      return this;
    }

    Ipv6 to(String address) {
      to = address;
      return this;
    }

    Ipv6 nextHeader(int number) {
      nextHeader = number;
      return this;
    }

    Ipv6 icmp(int type, int code, int rest, byte[] body) {
      return nextHeader(ICMPV6).payload(TestPackets.icmpv6(from, to, type, code, rest, body));
    }

    Ipv6 payload(byte[]... parts) {
      payload = join(parts);
      return this;
    }

    Ipv6 trafficClass(int value) {
      trafficClass = value;
      return this;
    }

    Ipv6 payloadLength(int value) {
      payloadLength = value;
      return this;
    }

    byte[] build() {
      ByteBuffer header = ByteBuffer.allocate(40);
      header.putInt(6 << 28 | trafficClass << 20 | 0x12345);
      header.putShort((short) (payloadLength == null ? payload.length : payloadLength));
      header.put((byte) nextHeader).put((byte) 57);
      header.put(address(from)).put(address(to));
      return join(header.array(), payload);
    }
  }

  /** A piece of a datagram to TCP over IPv4, of identification 7. */
  static byte[] piece(byte[] text, int from, int to) {
    return piece(7, text, from, to);
  }

  /** A piece of a datagram to TCP over IPv4. */
  static byte[] piece(int id, byte[] text, int from, int to) {
    return ipv4()
        .identification(id)
        .fragment(from, to < text.length)
        .payload(cut(text, from, to))
        .build();
  }

  /** An IPv6 fragment header. */
  static byte[] fragmentHeader(int nextHeader, int offset, boolean more, int identification) {
    ByteBuffer header = ByteBuffer.allocate(8);
    header.put((byte) nextHeader).put((byte) 0).putShort((short) (offset | (more ? 1 : 0)));
    return header.putInt(identification).array();
  }

  /** An extension header with options, whose octets make it a multiple of eight. */
  static byte[] optionsHeader(int nextHeader, int... options) {
    byte[] header = join(bytes(nextHeader, (options.length + 2) / 8 - 1), bytes(options));
    if (header.length % 8 != 0) {
      throw new IllegalArgumentException("an extension header of " + header.length + " octets");
    }
    return header;
  }
}
