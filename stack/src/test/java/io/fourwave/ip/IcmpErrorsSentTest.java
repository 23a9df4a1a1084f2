package io.fourwave.ip;

import static io.fourwave.ip.TestPackets.PEER;
import static io.fourwave.ip.TestPackets.US;
import static io.fourwave.ip.TestPackets.cut;
import static io.fourwave.ip.TestPackets.ipv4;
import static io.fourwave.ip.TestPackets.ipv6;
import static io.fourwave.ip.TestPackets.join;
import static io.fourwave.ip.TestPackets.octets;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 1122 §3.2.2, RFC 4443 §2.4: about what ICMP errors are sent, and about what not. */
@Tag("RFC1122")
@Tag("RFC4443")
class IcmpErrorsSentTest {
  private static final int UNHEARD_OF = 200;

  private final TestHost host = new TestHost();

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 8, 528, 529, 1480})
  void anUnknownProtocolIsUnreachableAndQuotedAsFarAs576OctetsGo(int length) {
    byte[] packet = ipv4().trafficClass(0xb9).protocol(UNHEARD_OF).payload(octets(length)).build();
    host.arrives(packet);
    host.drops(IpDropReason.UNKNOWN_PROTOCOL);
    TestHost probe = new TestHost();
    probe.arrives(packet);
    SentPacket sent = probe.emits();
    assertEquals(US, sent.source());
    assertEquals(PEER, sent.destination());
    assertEquals(0, sent.trafficClass()); // RFC 1122 §3.2.2
    assertEquals(Math.min(576, 28 + packet.length), sent.octets().length);
    SentPacket.Icmp error = host.emitsError(3, 2);
    assertEquals(0, error.rest());
    assertArrayEquals(cut(packet, 0, Math.min(548, packet.length)), error.body());
    host.nothingElse();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1192, 1193, 1460})
  void anIpv6ProtocolUnheardOfIsQuotedAsFarAs1280OctetsGo(int length) {
    byte[] packet = ipv6().nextHeader(UNHEARD_OF).payload(octets(length)).build();
    host.arrives(packet);
    host.drops(IpDropReason.UNKNOWN_PROTOCOL);
    SentPacket.Icmp error = host.emitsError(4, 1);
    assertEquals(6, error.rest());
    assertArrayEquals(cut(packet, 0, Math.min(1232, packet.length)), error.body());
    host.nothingElse();
  }

  @Test
  void paddingOfTheLinkIsNotQuoted() {
    byte[] packet = ipv4().protocol(UNHEARD_OF).payload(octets(8)).build();
    host.arrives(join(packet, new byte[18]));
    host.drops(IpDropReason.UNKNOWN_PROTOCOL);
    assertArrayEquals(packet, host.emitsError(3, 2).body());
  }

  @Test
  void aLinkOfLessThan576OctetsIsRespected() {
    TestHost narrow = new TestHost(IpSettings.defaults().withAddresses(US).withMtu(68));
    narrow.arrives(ipv4().protocol(UNHEARD_OF).payload(octets(100)).build());
    narrow.drops(IpDropReason.UNKNOWN_PROTOCOL);
    assertEquals(40, narrow.emitsError(3, 2).body().length);
  }

  @Test
  void nobodyIsToldOfAPacketToAGroup() {
    host.silentlyDrops(
        ipv4().to("224.0.0.1").protocol(UNHEARD_OF).payload(octets(8)).build(),
        IpDropReason.UNKNOWN_PROTOCOL);
    host.silentlyDrops(
        ipv4().to("255.255.255.255").protocol(UNHEARD_OF).payload(octets(8)).build(),
        IpDropReason.UNKNOWN_PROTOCOL);
    host.silentlyDrops(
        ipv6().to("ff02::1").nextHeader(UNHEARD_OF).payload(octets(8)).build(),
        IpDropReason.UNKNOWN_PROTOCOL);
  }

  @Test
  void nobodyIsToldOfAnErrorWithBadOptionsButOfAnEchoWithThem() {
    for (int type : new int[] {3, 4, 5, 11, 12, 99}) {
      byte[] error = ipv4().options(7, 1).icmp(type, 0, 0, octets(28)).build();
      host.silentlyDrops(error, IpDropReason.BAD_OPTION);
    }
    host.silentlyDrops(ipv4().options(7, 1).protocol(1).build(), IpDropReason.BAD_OPTION);
    host.arrives(ipv4().options(7, 1).icmp(8, 0, 0, octets(28)).build());
    host.drops(IpDropReason.BAD_OPTION);
    host.emitsError(12, 0);
    host.nothingElse();
  }

  @Test
  void nobodyIsToldOfAFragmentButTheFirst() {
    byte[] later = ipv4().options(7, 1).fragment(80, true).payload(octets(80)).build();
    host.silentlyDrops(later, IpDropReason.BAD_OPTION);
    byte[] first = ipv4().options(7, 1).fragment(0, true).payload(octets(80)).build();
    host.arrives(first);
    host.drops(IpDropReason.BAD_OPTION);
    assertArrayEquals(first, host.emitsError(12, 0).body());
    host.nothingElse();
  }

  @Test
  void aBadSourceIsToldNothing() {
    host.silentlyDrops(
        ipv4().from("127.0.0.1").protocol(UNHEARD_OF).build(), IpDropReason.BAD_SOURCE);
    host.silentlyDrops(
        ipv6().from("ff02::1").nextHeader(UNHEARD_OF).build(), IpDropReason.BAD_SOURCE);
  }

  @Test
  void noMoreErrorsAreSentThanTheRateAllows() {
    TestHost slow = new TestHost(TestHost.settings().withIcmpErrorsPerSecond(10));
    byte[] packet = ipv4().protocol(UNHEARD_OF).payload(octets(8)).build();
    for (int i = 0; i < 10; i++) {
      slow.arrives(packet);
      slow.drops(IpDropReason.UNKNOWN_PROTOCOL);
      slow.emitsError(3, 2);
    }
    slow.arrives(packet);
    slow.drops(IpDropReason.UNKNOWN_PROTOCOL, IpDropReason.RATE_LIMITED);
    slow.passes(TestHost.SECOND / 10);
    slow.arrives(packet);
    slow.drops(IpDropReason.UNKNOWN_PROTOCOL);
    slow.emitsError(3, 2);
    slow.arrives(packet);
    slow.drops(IpDropReason.UNKNOWN_PROTOCOL, IpDropReason.RATE_LIMITED);
    slow.nothingElse();
  }

  /** CVE-2020-25705: else the errors that one gets tell of those that others were sent. */
  @Test
  void errorsToOneHostAreNotTakenFromOthers() {
    TestHost slow = new TestHost(TestHost.settings().withIcmpErrorsPerSecond(1));
    for (int i = 0; i < 10; i++) {
      slow.arrives(ipv4().protocol(UNHEARD_OF).payload(octets(8)).build());
    }
    int errors = slow.errorsSent();
    assertEquals(1, errors);
    for (int i = 1; i <= 200; i++) {
      byte[] other = ipv4().from("198.51.100." + i).protocol(UNHEARD_OF).build();
      slow.arrives(other);
    }
    int toOthers = slow.errorsSent() - errors;
    assertTrue(toOthers > 50 && toOthers < 64, toOthers + " groups of 63 had one left");
  }

  @Test
  void aRateOfZeroSendsNone() {
    TestHost silent = new TestHost(TestHost.settings().withIcmpErrorsPerSecond(0));
    silent.arrives(ipv4().protocol(UNHEARD_OF).payload(octets(8)).build());
    silent.drops(IpDropReason.UNKNOWN_PROTOCOL, IpDropReason.RATE_LIMITED);
    silent.nothingElse();
  }

  @Test
  void anErrorWithoutRoomIsNotCountedAsSent() {
    TestHost small = new TestHost(TestHost.settings().withReplyQueueOctets(4096));
    byte[] packet = ipv4().protocol(UNHEARD_OF).payload(octets(1000)).build();
    for (int i = 0; i < 6; i++) {
      small.arrives(packet);
      small.drops(IpDropReason.UNKNOWN_PROTOCOL);
    }
    for (int i = 0; i < 6; i++) {
      small.emits();
    }
    assertFalse(small.layer.hasOutput());
    for (int i = 0; i < 6; i++) {
      small.arrives(packet);
      small.drops(IpDropReason.UNKNOWN_PROTOCOL);
    }
    small.arrives(packet);
    small.drops(IpDropReason.UNKNOWN_PROTOCOL, IpDropReason.OUTPUT_FULL);
  }
}
