package io.fourwave.tun;

import io.fourwave.link.Packet;
import java.nio.ByteBuffer;

/** Packets read and written by hand: just enough of IP, ICMP and TCP, in both versions. */
final class HandMade {
  static final int ICMP = 1;
  static final int TCP = 6;
  static final int UDP = 17;
  static final int ICMPV6 = 58;

  private HandMade() {}

  static boolean ipv6(Packet packet) {
    return octet(packet, 0) >> 4 == 6;
  }

  static int octet(Packet packet, int at) {
    return packet.bytes().get(packet.start() + at) & 0xff;
  }

  static int word(Packet packet, int at) {
    return packet.bytes().getShort(packet.start() + at) & 0xffff;
  }

  static int protocol(Packet packet) {
    return octet(packet, ipv6(packet) ? 6 : 9);
  }

  /** Octets before the transport header; none of these packets has options. */
  static int ipLength(Packet packet) {
    return ipv6(packet) ? 40 : 20;
  }

  /** Octets behind the transport header of a TCP segment. */
  static int tcpText(Packet packet) {
    int ip = ipLength(packet);
    return packet.length() - ip - (octet(packet, ip + 12) >> 4) * 4;
  }

  static boolean isSyn(Packet packet) {
    return protocol(packet) == TCP && (octet(packet, ipLength(packet) + 13) & 0x12) == 0x02;
  }

  static boolean isEchoRequest(Packet packet) {
    int type = octet(packet, ipLength(packet));
    return ipv6(packet)
        ? protocol(packet) == ICMPV6 && type == 128
        : protocol(packet) == ICMP && type == 8;
  }

  /** Turns an echo request into its reply, checksum and all. */
  static void answerEcho(Packet packet) {
    turnRound(packet);
    boolean ipv6 = ipv6(packet);
    int ip = ipLength(packet);
    ByteBuffer bytes = packet.bytes();
    int icmp = packet.start() + ip;
    bytes.put(icmp, (byte) (ipv6 ? 129 : 0));
    bytes.putShort(icmp + 2, (short) 0);
    int seed = ipv6 ? pseudoSum(packet) : 0;
    bytes.putShort(icmp + 2, (short) ~sum(packet, ip, seed));
  }

  /** Swaps source and destination. */
  static void turnRound(Packet packet) {
    int octets = ipv6(packet) ? 16 : 4;
    int source = packet.start() + (ipv6(packet) ? 8 : 12);
    byte[] first = new byte[octets];
    byte[] second = new byte[octets];
    packet.bytes().get(source, first).get(source + octets, second);
    packet.bytes().put(source, second).put(source + octets, first);
  }

  /** The sum of the pseudo-header (RFC 9293 §3.1), folded, not complemented. */
  static int pseudoSum(Packet packet) {
    int ip = ipLength(packet);
    int sum = protocol(packet) + packet.length() - ip;
    for (int at = ipv6(packet) ? 8 : 12; at < ip; at += 2) {
      sum += word(packet, at);
    }
    return folded(sum);
  }

  /** Whether the transport checksum is right as it stands. */
  static boolean checksumHolds(Packet packet) {
    return sum(packet, ipLength(packet), pseudoSum(packet)) == 0xffff;
  }

  private static int sum(Packet packet, int from, int seed) {
    long sum = seed;
    for (int at = from; at < packet.length(); at++) {
      sum += (long) octet(packet, at) << ((at - from) % 2 == 0 ? 8 : 0);
    }
    return folded(sum);
  }

  private static int folded(long sum) {
    long folded = sum;
    while (folded > 0xffff) {
      folded = (folded & 0xffff) + (folded >> 16);
    }
    return (int) folded;
  }

  /**
   * Makes the answer to a TCP segment, from its addresses and ports, with no options.
   *
   * @param partial whether the checksum is left for the device
   */
  static void answerTcp(Packet packet, int seq, int ack, int flags, byte[] text, boolean partial) {
    turnRound(packet);
    ByteBuffer bytes = packet.bytes();
    int ip = ipLength(packet);
    int tcp = packet.start() + ip;
    bytes.putInt(tcp, Integer.rotateRight(bytes.getInt(tcp), 16));
    bytes.putInt(tcp + 4, seq).putInt(tcp + 8, ack);
    bytes.put(tcp + 12, (byte) 0x50).put(tcp + 13, (byte) flags).putShort(tcp + 14, (short) 65_535);
    bytes.putInt(tcp + 16, 0);
    bytes.put(tcp + 20, text);
    packet.lies(packet.start(), tcp + 20 + text.length);
    finishIp(packet);
    if (partial) {
      bytes.putShort(tcp + 16, (short) pseudoSum(packet));
      packet.checksumPartial(tcp);
    } else {
      bytes.putShort(tcp + 16, (short) ~sum(packet, ip, pseudoSum(packet)));
      packet.checksumComplete();
    }
  }

  private static void finishIp(Packet packet) {
    ByteBuffer bytes = packet.bytes();
    int ip = packet.start();
    if (ipv6(packet)) {
      bytes.putShort(ip + 4, (short) (packet.length() - 40));
      return;
    }
    bytes.putShort(ip + 2, (short) packet.length()).putShort(ip + 10, (short) 0);
    int sum = 0;
    for (int at = 0; at < 20; at += 2) {
      sum += word(packet, at);
    }
    bytes.putShort(ip + 10, (short) ~folded(sum));
  }
}
