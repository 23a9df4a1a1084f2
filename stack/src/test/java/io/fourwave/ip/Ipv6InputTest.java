package io.fourwave.ip;

import static io.fourwave.ip.TestPackets.US6;
import static io.fourwave.ip.TestPackets.ipv6;
import static io.fourwave.ip.TestPackets.join;
import static io.fourwave.ip.TestPackets.octets;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.link.Packet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 8200 §3: which IPv6 packets come in. */
@Tag("RFC8200")
class Ipv6InputTest {
  private final TestHost host = new TestHost();

  @Test
  void aSoundPacketIsDeliveredWithItsAddressesAndPayload() {
    host.arrives(ipv6().trafficClass(0xb9).payload(octets(100)).build());
    TestHost.Delivery delivery = host.delivers(octets(100));
    assertEquals("2001:db8::1", delivery.source());
    assertEquals("2001:db8::2", delivery.destination());
    assertEquals(0xb9, delivery.trafficClass());
    assertEquals(57, delivery.hopLimit());
    assertFalse(delivery.isV4());
    assertFalse(delivery.toGroup());
    host.nothingElse();
  }

  @Test
  void whatTheDeviceSaysOfTheChecksumIsPassedOnUntouched() {
    host.arrivesPartial(ipv6().payload(octets(60_000)).build(), 40, 1428);
    TestHost.Delivery delivery = host.delivers(octets(60_000));
    assertEquals(Packet.ChecksumState.PARTIAL, delivery.checksumState());
    assertEquals(1428, delivery.segmentSize());
  }

  @Test
  void octetsBeyondThePayloadLengthAreNoPayload() {
    host.arrives(join(ipv6().payload(octets(24)).build(), new byte[22]));
    host.delivers(octets(24));
    host.nothingElse();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 20, 39})
  void aPacketShorterThanTheHeaderIsDropped(int length) {
    byte[] packet = TestPackets.cut(ipv6().build(), 0, length);
    host.silentlyDrops(packet, IpDropReason.TRUNCATED);
  }

  @ParameterizedTest
  @ValueSource(ints = {25, 1500, 65_535})
  void aPayloadLengthBeyondWhatArrivedIsDropped(int length) {
    byte[] packet = ipv6().payloadLength(length).payload(octets(24)).build();
    host.silentlyDrops(packet, IpDropReason.TRUNCATED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2001:db8::3", "fe80::1", "::1", "::", "2001:db8:0:1::2"})
  void aPacketForAnotherHostIsDropped(String destination) {
    byte[] packet = ipv6().to(destination).payload(octets(40)).build();
    host.silentlyDrops(packet, IpDropReason.NOT_OURS);
  }

  @Test
  void ourIpv4AddressInAnIpv6HeaderIsNotOurs() {
    byte[] packet = ipv6().payload(octets(40)).build();
    System.arraycopy(mapped(192, 0, 2, 2), 0, packet, 24, 16);
    host.silentlyDrops(packet, IpDropReason.NOT_OURS);
  }

  @Test
  void anIpv4AddressInAnIpv6HeaderIsNoSource() {
    byte[] packet = ipv6().payload(octets(40)).build();
    System.arraycopy(mapped(192, 0, 2, 1), 0, packet, 8, 16);
    host.silentlyDrops(packet, IpDropReason.BAD_SOURCE);
  }

  private static byte[] mapped(int... v4) {
    return join(new byte[10], TestPackets.bytes(0xff, 0xff), TestPackets.bytes(v4));
  }

  @Tag("MUST-63")
  @ParameterizedTest
  @ValueSource(strings = {"::", "::1", "ff02::1", "ff0e::1", US6})
  void aSourceThatNoOtherHostHasIsDropped(String source) {
    byte[] packet = ipv6().from(source).payload(octets(40)).build();
    host.silentlyDrops(packet, IpDropReason.BAD_SOURCE);
  }

  @Test
  void aPacketForAGroupIsDeliveredAndMarkedSo() {
    host.arrives(ipv6().to("ff02::1").payload(octets(40)).build());
    assertTrue(host.delivers(octets(40)).toGroup());
    host.nothingElse();
  }

  @Test
  void aHostWithoutIpv6BelongsToNoIpv6Group() {
    TestHost old = new TestHost(IpSettings.defaults().withAddresses(TestPackets.US));
    old.silentlyDrops(ipv6().to("ff02::1").payload(octets(40)).build(), IpDropReason.NOT_OURS);
  }

  @Test
  void aLinkLocalPeerIsAPeer() {
    host.arrives(ipv6().from("fe80::1").payload(octets(40)).build());
    host.delivers(octets(40));
    host.nothingElse();
  }
}
