package io.fourwave.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** RFC 791 §3.1. */
class Ipv4HeaderTest {
  private static final String UDP = "45b90073 00004000 4011b7a8 c0a80001 c0a800c7";
  private final Ipv4Header header = new Ipv4Header();

  private Ipv4Header at(int start, String hex) {
    byte[] octets = HexFormat.of().parseHex(hex.replace(" ", ""));
    ByteBuffer bytes = ByteBuffer.allocate(start + octets.length + 4);
    bytes.put(start, octets);
    return header.wrap(bytes, start);
  }

  @Test
  void everyFieldIsReadFromItsPlace() {
    at(3, UDP);
    assertEquals(4, header.version());
    assertEquals(20, header.headerLength());
    assertEquals(0xb9, header.trafficClass());
    assertEquals(0x73, header.totalLength());
    assertEquals(0, header.identification());
    assertTrue(header.dontFragment());
    assertFalse(header.moreFragments());
    assertFalse(header.isFragment());
    assertEquals(64, header.timeToLive());
    assertEquals(IpProtocol.UDP, header.protocol());
    assertEquals(0xc0a80001, header.source());
    assertEquals(0xc0a800c7, header.destination());
    assertTrue(header.checksumIsGood());
  }

  @Test
  void fieldsWithTheirHighestBitAreNotNegative() {
    at(0, "6fffffff ffffffff ffff0000 ffffffff ffffffff");
    assertEquals(6, header.version());
    assertEquals(60, header.headerLength());
    assertEquals(255, header.trafficClass());
    assertEquals(65_535, header.totalLength());
    assertEquals(65_535, header.identification());
    assertEquals(65_528, header.fragmentOffset());
    assertEquals(255, header.timeToLive());
    assertEquals(255, header.protocol());
  }

  @Test
  void fragmentsAreTold() {
    at(0, "45000014 00002000 40110000 c0a80001 c0a800c7");
    assertTrue(header.isFragment());
    assertTrue(header.moreFragments());
    assertEquals(0, header.fragmentOffset());
    at(0, "45000014 00000003 40110000 c0a80001 c0a800c7");
    assertTrue(header.isFragment());
    assertFalse(header.moreFragments());
    assertFalse(header.dontFragment());
    assertEquals(24, header.fragmentOffset());
    at(0, "45000014 00008000 40110000 c0a80001 c0a800c7");
    assertFalse(header.isFragment());
  }

  @Test
  void aSingleWrongBitSpoilsTheChecksum() {
    byte[] octets = HexFormat.of().parseHex(UDP.replace(" ", ""));
    for (int bit = 0; bit < 160; bit++) {
      byte[] wrong = octets.clone();
      wrong[bit / 8] ^= (byte) (1 << bit % 8);
      wrong[0] = octets[0];
      boolean unchanged = bit < 8;
      assertEquals(unchanged, header.wrap(ByteBuffer.wrap(wrong), 0).checksumIsGood());
    }
  }

  @Test
  void whatIsWrittenIsTheHeader() {
    ByteBuffer bytes = ByteBuffer.allocate(30);
    bytes.putShort(15, (short) 0xffff); // what lies in the checksum field before does not matter
    header
        .wrap(bytes, 5)
        .headerLength(20)
        .trafficClass(0xb9)
        .totalLength(0x73)
        .identification(0)
        .whole(true)
        .timeToLive(64)
        .protocol(IpProtocol.UDP)
        .source(0xc0a80001)
        .destination(0xc0a800c7)
        .fillChecksum();
    String written = "0".repeat(10) + UDP.replace(" ", "") + "0".repeat(10);
    assertArrayEquals(HexFormat.of().parseHex(written), bytes.array());
    header.fragment(1480, true).fillChecksum();
    assertEquals(1480, header.fragmentOffset());
    assertTrue(header.moreFragments());
    assertFalse(header.dontFragment());
    assertTrue(header.checksumIsGood());
    header.fragment(65_528, false);
    assertEquals(65_528, header.fragmentOffset());
    assertFalse(header.moreFragments());
  }

  @Test
  void theChecksumCoversOptions() {
    ByteBuffer bytes = ByteBuffer.allocate(24);
    bytes.putInt(20, 0x0101_0194);
    header.wrap(bytes, 0).headerLength(24).totalLength(24).fillChecksum();
    assertTrue(header.checksumIsGood());
    bytes.put(23, (byte) 0);
    assertFalse(header.checksumIsGood());
  }
}
