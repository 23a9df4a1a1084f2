package io.fourwave.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** RFC 792, RFC 4443 §2.1. */
class IcmpHeaderTest {
  private static byte[] octets(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  @Test
  void everyFieldIsReadFromItsPlace() {
    IcmpHeader icmp = new IcmpHeader().wrap(ByteBuffer.wrap(octets("00 ff fe 1234 fd12fff0")), 1);
    assertEquals(255, icmp.type());
    assertEquals(254, icmp.code());
    assertEquals(0xfd12_fff0, icmp.rest());
    assertEquals(0xfff0, icmp.nextHopMtu());
  }

  @Test
  void anEchoReplyIsWrittenWithItsChecksum() {
    ByteBuffer bytes = ByteBuffer.wrap(octets("00 0800ffff 00010002 61 ff"));
    new IcmpHeader().wrap(bytes, 1).kind(0, 0).rest(0x0001_0002).fillChecksum(0, 10);
    // 0x0001 + 0x0002 + 0x6100 = 0x6103, whose complement is 0x9efc
    assertArrayEquals(octets("00 00009efc 00010002 61 ff"), bytes.array());
  }

  @Test
  void thePseudoHeadersSumIsAdded() {
    ByteBuffer bytes = ByteBuffer.allocate(8);
    new IcmpHeader().wrap(bytes, 0).kind(129, 0).rest(0).fillChecksum(0x1_0000, 8);
    // 0x8100 + 1, for the carry comes round, and its complement
    assertArrayEquals(octets("8100 7efe 00000000"), bytes.array());
  }
}
