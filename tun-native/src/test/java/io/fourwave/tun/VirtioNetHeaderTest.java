package io.fourwave.tun;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.link.Packet;
import io.fourwave.link.Packet.ChecksumState;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VirtioNetHeaderTest {
  private static final int TCP = 6;
  private static final int UDP = 17;
  private static final int ICMPV6 = 58;

  private final VirtioNetHeader little = new VirtioNetHeader(ByteOrder.LITTLE_ENDIAN);
  private final VirtioNetHeader big = new VirtioNetHeader(ByteOrder.BIG_ENDIAN);
  private final Packet packet = new Packet();

  @Test
  void anOrdinaryPacketHasTenZeroesWhateverWasInTheHeadroom() {
    ipv4(TCP, 20, 3000);
    Arrays.stream(new int[] {53, 54, 63}).forEach(i -> packet.bytes().put(i, (byte) 0xff));
    packet.checksumVerified();
    assertHeader(little, "00 00 0000 0000 0000 0000");
    assertEquals(-1, packet.bytes().get(53), "the octet before the header");
  }

  @Test
  void aPartialChecksumIsToldWithItsStartAndOffset() {
    ipv4(TCP, 20, 100);
    partial(20);
    assertHeader(little, "01 00 0000 0000 1400 1000");
    assertHeader(big, "01 00 0000 0000 0014 0010");
  }

  @Test
  void eachProtocolHasItsChecksumElsewhere() {
    ipv4(UDP, 20, 100);
    partial(20);
    assertHeader(big, "01 00 0000 0000 0014 0006");
    ipv6(ICMPV6, 100);
    partial(40);
    assertHeader(big, "01 00 0000 0000 0028 0002");
  }

  @Test
  void aProtocolWithoutAChecksumToFillInIsOurOwnMistake() {
    ipv4(1, 20, 100);
    partial(20);
    var e = assertThrows(IllegalArgumentException.class, () -> big.write(packet));
    assertTrue(e.getMessage().contains("IP protocol 1"), e.getMessage());
  }

  @Test
  void aSuperSegmentIsToldWithItsHeadersAndSegmentSize() {
    ipv4(TCP, 32, 14_480);
    partial(20);
    packet.segmentSize(1448);
    assertHeader(little, "01 01 3400 a805 1400 1000");
    assertHeader(big, "01 01 0034 05a8 0014 0010");
    ipv6(TCP, 14_480);
    partial(40);
    packet.segmentSize(1428);
    assertHeader(big, "01 04 003c 0594 0028 0010");
  }

  @Test
  void textOfOneSegmentIsNoSuperSegment() {
    ipv4(TCP, 20, 1448);
    partial(20);
    packet.segmentSize(1448);
    assertHeader(big, "01 00 0000 0000 0014 0010");
    ipv4(TCP, 20, 1449);
    partial(20);
    packet.segmentSize(1448);
    assertHeader(big, "01 01 0028 05a8 0014 0010");
  }

  @Test
  void aSuperSegmentThatIsNotTcpIsNotToBeCut() {
    ipv4(UDP, 20, 3000);
    partial(20);
    packet.segmentSize(1448);
    assertHeader(big, "01 00 0000 0000 0014 0006");
  }

  @Test
  void aReducedWindowIsToldOnceForAllSegments() {
    ipv4(TCP, 20, 3000);
    partial(20);
    packet.segmentSize(1448);
    packet.bytes().put(packet.start() + 20 + 13, (byte) 0x90);
    assertHeader(big, "01 81 0028 05a8 0014 0010");
  }

  @Test
  void ipv4OptionsAndIpv6ExtensionHeadersArePassed() {
    ipv4(TCP, 20, 3000);
    packet.bytes().put(packet.start(), (byte) 0x46);
    packet.bytes().put(packet.start() + 24 + 12, (byte) 0x50);
    partial(24);
    packet.segmentSize(1448);
    assertHeader(big, "01 01 002c 05a8 0018 0010");

    ipv6(0, 3000);
    packet.bytes().put(packet.start() + 40, (byte) 60).put(packet.start() + 41, (byte) 0);
    packet.bytes().put(packet.start() + 48, (byte) TCP).put(packet.start() + 49, (byte) 1);
    packet.bytes().put(packet.start() + 64 + 12, (byte) 0x50);
    partial(64);
    packet.segmentSize(1448);
    assertHeader(big, "01 04 0054 05a8 0040 0010");
  }

  @Test
  void extensionHeadersThatNeverEndAreLeftAtThePacketsEnd() {
    ipv6(0, 20);
    partial(40);
    var e = assertThrows(IllegalArgumentException.class, () -> big.write(packet));
    assertTrue(e.getMessage().contains("IP protocol 0"), e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aHeaderThatWasWrittenReadsTheSame(boolean bigEndian) {
    VirtioNetHeader header = bigEndian ? big : little;
    ipv4(TCP, 20, 60_000);
    partial(20);
    packet.segmentSize(40_000);
    header.write(packet);
    packet.checksumComplete();
    packet.segmentSize(0);
    header.read(packet);
    assertEquals(ChecksumState.PARTIAL, packet.checksumState());
    assertEquals(packet.start() + 20, packet.transportStart());
    assertEquals(40_000, packet.segmentSize());
  }

  @Test
  void whatTheKernelHasCheckedIsVerified() {
    given("02 00 0000 0000 0000 0000");
    big.read(packet);
    assertEquals(ChecksumState.VERIFIED, packet.checksumState());
    assertEquals(0, packet.segmentSize());
  }

  @Test
  void withoutFlagsTheChecksumIsToBeChecked() {
    packet.checksumPartial(84);
    packet.segmentSize(9);
    given("00 00 0000 05a8 0000 0000");
    big.read(packet);
    assertEquals(ChecksumState.COMPLETE, packet.checksumState());
    assertEquals(0, packet.segmentSize(), "a size without a type means nothing");
  }

  @Test
  void superSegmentsWithEcnAreSuperSegments() {
    given("01 84 003c 0594 0028 0010");
    big.read(packet);
    assertEquals(1428, packet.segmentSize());
    assertEquals(packet.start() + 40, packet.transportStart());
  }

  private void ipv4(int protocol, int tcpHeader, int text) {
    packet.reset();
    packet.lies(packet.start(), packet.start() + 20 + tcpHeader + text);
    packet.bytes().put(packet.start(), (byte) 0x45).put(packet.start() + 9, (byte) protocol);
    packet.bytes().put(packet.start() + 20 + 12, (byte) (tcpHeader << 2));
    packet.bytes().put(packet.start() + 20 + 13, (byte) 0x10);
  }

  private void ipv6(int next, int text) {
    packet.reset();
    packet.bytes().put(packet.start(), new byte[40 + 20]);
    packet.lies(packet.start(), packet.start() + 40 + 20 + text);
    packet.bytes().put(packet.start(), (byte) 0x60).put(packet.start() + 6, (byte) next);
    packet.bytes().put(packet.start() + 40 + 12, (byte) 0x50);
  }

  private void partial(int offset) {
    packet.checksumPartial(packet.start() + offset);
  }

  private void given(String hex) {
    packet.bytes().put(packet.start() - 10, octets(hex));
  }

  private void assertHeader(VirtioNetHeader header, String hex) {
    header.write(packet);
    byte[] written = new byte[10];
    packet.bytes().get(packet.start() - 10, written);
    assertArrayEquals(octets(hex), written, () -> HexFormat.of().formatHex(written));
  }

  private static byte[] octets(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }
}
