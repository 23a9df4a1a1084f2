package io.fourwave.ip;

import static io.fourwave.ip.TestPackets.PEER;
import static io.fourwave.ip.TestPackets.US;
import static io.fourwave.ip.TestPackets.ipv4;
import static io.fourwave.ip.TestPackets.join;
import static io.fourwave.ip.TestPackets.octets;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.link.Packet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 791 §3.1, RFC 1122 §3.2.1: which IPv4 packets come in. */
@Tag("RFC791")
@Tag("RFC1122")
class Ipv4InputTest {
  private final TestHost host = new TestHost();

  @Test
  void aSoundPacketIsDeliveredWithItsAddressesAndPayload() {
    host.arrives(ipv4().trafficClass(0xb9).payload(octets(100)).build());
    TestHost.Delivery delivery = host.delivers(octets(100));
    assertEquals(PEER, delivery.source());
    assertEquals(US, delivery.destination());
    assertEquals(0xb9, delivery.trafficClass());
    assertEquals(57, delivery.hopLimit());
    assertTrue(delivery.isV4());
    assertFalse(delivery.toGroup());
    assertNull(delivery.sourceRoute());
    host.nothingElse();
  }

  @Test
  void nothingOfAnIpv6PacketIsLeftInTheNextIpv4Packet() {
    host.arrives(TestPackets.ipv6().payload(octets(8)).build());
    host.delivers(octets(8));
    host.arrives(ipv4().payload(octets(9)).build());
    TestHost.Delivery delivery = host.delivers(octets(9));
    assertEquals(PEER, delivery.source());
    assertEquals(US, delivery.destination());
    assertTrue(delivery.isV4());
  }

  @Test
  void anEmptyPayloadIsDeliveredForTheTransportToJudge() {
    host.arrives(ipv4().build());
    host.delivers(new byte[0]);
    host.nothingElse();
  }

  @Test
  void whatTheDeviceSaysOfTheChecksumIsPassedOnUntouched() {
    host.arrivesPartial(ipv4().payload(octets(40)).build(), 20, 1448);
    TestHost.Delivery delivery = host.delivers(octets(40));
    assertEquals(Packet.ChecksumState.PARTIAL, delivery.checksumState());
    assertEquals(1448, delivery.segmentSize());
  }

  @Test
  void octetsBeyondTheTotalLengthAreNoPayload() {
    host.arrives(join(ipv4().payload(octets(24)).build(), new byte[22]));
    host.delivers(octets(24));
    host.nothingElse();
  }

  @Test
  void anEmptyPacketIsTruncated() {
    host.silentlyDrops(new byte[0], IpDropReason.TRUNCATED);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 5, 7, 9, 15})
  void anotherVersionIsDropped(int version) {
    byte[] packet = ipv4().version(version).payload(octets(40)).build();
    host.silentlyDrops(packet, IpDropReason.BAD_VERSION);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4})
  void aHeaderShorterThanTwentyOctetsIsDropped(int words) {
    byte[] packet = ipv4().headerWords(words).payload(octets(40)).build();
    host.silentlyDrops(packet, IpDropReason.BAD_HEADER_LENGTH);
  }

  @Test
  void aHeaderBeyondThePacketIsDropped() {
    byte[] packet = ipv4().headerWords(15).payload(octets(39)).build();
    host.silentlyDrops(packet, IpDropReason.BAD_HEADER_LENGTH);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 19})
  void aTotalLengthBelowTheHeaderIsDropped(int totalLength) {
    byte[] packet = ipv4().totalLength(totalLength).payload(octets(40)).build();
    host.silentlyDrops(packet, IpDropReason.BAD_HEADER_LENGTH);
  }

  @ParameterizedTest
  @ValueSource(ints = {61, 1500, 65_535})
  void aTotalLengthBeyondWhatArrivedIsDropped(int totalLength) {
    byte[] packet = ipv4().totalLength(totalLength).payload(octets(40)).build();
    host.silentlyDrops(packet, IpDropReason.TRUNCATED);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, -1, 0x100, 0x8000})
  void aWrongHeaderChecksumIsDropped(int error) {
    byte[] packet = ipv4().checksumOffBy(error).payload(octets(40)).build();
    host.silentlyDrops(packet, IpDropReason.BAD_HEADER_CHECKSUM);
  }

  @Test
  void everyIdentificationHasAGoodChecksumAmongThemTheOneThatSumsToZero() {
    for (int id = 0; id < 65_536; id++) {
      host.arrives(ipv4().identification(id).build());
      host.delivers(new byte[0]);
    }
    host.nothingElse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"192.0.2.3", "10.0.0.1", "127.0.0.1", "0.0.0.0", "240.0.0.1"})
  void aPacketForAnotherHostIsDropped(String destination) {
    byte[] packet = ipv4().to(destination).payload(octets(40)).build();
    host.silentlyDrops(packet, IpDropReason.NOT_OURS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"255.255.255.255", "224.0.0.1", "239.255.255.255"})
  void aPacketForAGroupIsDeliveredAndMarkedSo(String destination) {
    host.arrives(ipv4().to(destination).payload(octets(40)).build());
    assertTrue(host.delivers(octets(40)).toGroup());
    host.nothingElse();
  }

  @Tag("MUST-63")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "0.1.2.3",
        "127.0.0.1",
        "127.9.9.9",
        "224.0.0.1",
        "239.1.1.1",
        "240.0.0.1",
        "255.255.255.254",
        "255.255.255.255"
      })
  void aSourceThatNoHostHasIsDropped(String source) {
    byte[] packet = ipv4().from(source).payload(octets(40)).build();
    host.silentlyDrops(packet, IpDropReason.BAD_SOURCE);
  }

  @Tag("MUST-63")
  @Test
  void aPacketThatClaimsToComeFromUsIsDropped() { // the "LAND" attack
    host.silentlyDrops(ipv4().from(US).payload(octets(40)).build(), IpDropReason.BAD_SOURCE);
  }

  @Test
  void theTimeToLiveOfAPacketThatHasArrivedDoesNotMatter() { // RFC 1122 §3.2.1.7
    byte[] packet = ipv4().payload(octets(8)).build();
    packet[8] = 0;
    int sum = TestPackets.checksum(TestPackets.cut(packet, 0, 10), TestPackets.cut(packet, 12, 20));
    packet[10] = (byte) (sum >>> 8);
    packet[11] = (byte) sum;
    host.arrives(packet);
    assertEquals(0, host.delivers(octets(8)).hopLimit());
    host.nothingElse();
  }
}
