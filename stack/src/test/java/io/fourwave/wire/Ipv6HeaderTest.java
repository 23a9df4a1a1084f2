package io.fourwave.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** RFC 8200 §3 and §4.5. */
class Ipv6HeaderTest {
  private static final String TCP =
      "6b9abcde 0514063f 20010db8000000000000000000000001 20010db80000000000000000000000ff";

  private static byte[] octets(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  @Test
  void everyFieldIsReadFromItsPlace() {
    ByteBuffer bytes = ByteBuffer.allocate(47).put(7, octets(TCP));
    Ipv6Header header = new Ipv6Header().wrap(bytes, 7);
    assertEquals(6, header.version());
    assertEquals(0xb9, header.trafficClass());
    assertEquals(0xabcde, header.flowLabel());
    assertEquals(0x514, header.payloadLength());
    assertEquals(IpProtocol.TCP, header.nextHeader());
    assertEquals(63, header.hopLimit());
    assertEquals(0x2001_0db8_0000_0000L, header.sourceHigh());
    assertEquals(1, header.sourceLow());
    assertEquals(0x2001_0db8_0000_0000L, header.destinationHigh());
    assertEquals(0xff, header.destinationLow());
  }

  @Test
  void fieldsWithTheirHighestBitAreNotNegative() {
    Ipv6Header header = new Ipv6Header().wrap(ByteBuffer.wrap(octets("f".repeat(80))), 0);
    assertEquals(15, header.version());
    assertEquals(255, header.trafficClass());
    assertEquals(0xfffff, header.flowLabel());
    assertEquals(65_535, header.payloadLength());
    assertEquals(255, header.nextHeader());
    assertEquals(255, header.hopLimit());
  }

  @Test
  void whatIsWrittenIsTheHeader() {
    ByteBuffer bytes = ByteBuffer.allocate(40);
    new Ipv6Header()
        .wrap(bytes, 0)
        .flow(0xb9, 0xabcde)
        .payloadLength(0x514)
        .nextHeader(IpProtocol.TCP)
        .hopLimit(63)
        .source(0x2001_0db8_0000_0000L, 1)
        .destination(0x2001_0db8_0000_0000L, 0xff);
    assertArrayEquals(octets(TCP), bytes.array());
  }

  @Test
  void aFlowOutOfRangeDoesNotTouchItsNeighbours() {
    ByteBuffer bytes = ByteBuffer.allocate(40);
    Ipv6Header header = new Ipv6Header().wrap(bytes, 0).flow(0xfff, 0xffff_ffff);
    assertEquals(6, header.version());
    header.flow(0, 0xfff_00001);
    assertEquals(0, header.trafficClass());
    assertEquals(1, header.flowLabel());
  }

  @Test
  void aFragmentHeaderIsReadAndWritten() {
    ByteBuffer bytes = ByteBuffer.wrap(octets("00 3aff fff9 80000001"));
    FragmentHeader fragment = new FragmentHeader().wrap(bytes, 1);
    assertEquals(IpProtocol.ICMPV6, fragment.nextHeader());
    assertEquals(65_528, fragment.offset());
    assertTrue(fragment.moreFragments());
    assertEquals(0x8000_0001, fragment.identification());
    fragment.write(IpProtocol.TCP, 1480, false, 0xdead_beef);
    assertArrayEquals(octets("00 0600 05c8 deadbeef"), bytes.array());
    assertFalse(fragment.moreFragments());
    fragment.write(255, 65_528, true, 0);
    assertArrayEquals(octets("00 ff00 fff9 00000000"), bytes.array());
  }
}
