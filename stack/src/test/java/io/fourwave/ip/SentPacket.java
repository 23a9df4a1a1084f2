package io.fourwave.ip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/** A packet that the layer sent, read with arithmetic of the tests' own; checksums are asserted. */
@SuppressWarnings("ArrayRecordComponent") // compared part by part
record SentPacket(byte[] octets) {
  SentPacket {
    if (octets[0] >>> 4 == 4) {
      assertEquals(0, TestPackets.checksum(TestPackets.cut(octets, 0, (octets[0] & 15) * 4)));
      assertEquals(octets.length, ByteBuffer.wrap(octets).getShort(2) & 0xffff, "total length");
    } else {
      assertEquals(6, octets[0] >>> 4, "version");
      int length = ByteBuffer.wrap(octets).getShort(4) & 0xffff;
      assertEquals(octets.length - 40, length, "payload length");
    }
  }

  boolean isV4() {
    return octets[0] >>> 4 == 4;
  }

  int headerLength() {
    return isV4() ? (octets[0] & 15) * 4 : 40;
  }

  byte[] options() {
    return TestPackets.cut(octets, 20, headerLength());
  }

  byte[] payload() {
    return TestPackets.cut(octets, headerLength(), octets.length);
  }

  int protocol() {
    return octets[isV4() ? 9 : 6] & 0xff;
  }

  int hopLimit() {
    return octets[isV4() ? 8 : 7] & 0xff;
  }

  int trafficClass() {
    return isV4() ? octets[1] & 0xff : ByteBuffer.wrap(octets).getInt(0) >>> 20 & 0xff;
  }

  int flowLabel() {
    return ByteBuffer.wrap(octets).getInt(0) & 0xfffff;
  }

  String source() {
    return isV4() ? literal(12, 4) : literal(8, 16);
  }

  String destination() {
    return isV4() ? literal(16, 4) : literal(24, 16);
  }

  private String literal(int from, int length) {
    try {
      return InetAddress.getByAddress(TestPackets.cut(octets, from, from + length))
          .getHostAddress();
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  int identification() {
    return ByteBuffer.wrap(octets).getShort(4) & 0xffff;
  }

  boolean dontFragment() {
    return (octets[6] & 0x40) != 0;
  }

  boolean moreFragments() {
    return (octets[6] & 0x20) != 0;
  }

  int fragmentOffset() {
    return (ByteBuffer.wrap(octets).getShort(6) & 0x1fff) * 8;
  }

  /** The ICMP message, whose checksum must be right. */
  Icmp icmp() {
    byte[] message = payload();
    if (isV4()) {
      assertEquals(TestPackets.ICMP, protocol());
      assertEquals(0, TestPackets.checksum(message), "ICMP checksum");
    } else {
      assertEquals(TestPackets.ICMPV6, protocol());
      byte[] pseudo = ByteBuffer.allocate(8).putInt(message.length).putInt(58).array();
      byte[] addresses = TestPackets.cut(octets, 8, 40);
      assertEquals(0, TestPackets.checksum(addresses, pseudo, message), "ICMPv6 checksum");
    }
    assertTrue(message.length >= 8);
    return new Icmp(message);
  }

  /** An ICMP message. */
  @SuppressWarnings("ArrayRecordComponent") // compared part by part
  record Icmp(byte[] message) {
    int type() {
      return message[0] & 0xff;
    }

    int code() {
      return message[1] & 0xff;
    }

    int rest() {
      return ByteBuffer.wrap(message).getInt(4);
    }

    byte[] body() {
      return TestPackets.cut(message, 8, message.length);
    }
  }
}
