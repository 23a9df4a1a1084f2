package io.fourwave.ip;

import static io.fourwave.ip.TestPackets.PEER;
import static io.fourwave.ip.TestPackets.PEER6;
import static io.fourwave.ip.TestPackets.US;
import static io.fourwave.ip.TestPackets.US6;
import static io.fourwave.ip.TestPackets.bytes;
import static io.fourwave.ip.TestPackets.cut;
import static io.fourwave.ip.TestPackets.ipv4;
import static io.fourwave.ip.TestPackets.ipv6;
import static io.fourwave.ip.TestPackets.join;
import static io.fourwave.ip.TestPackets.octets;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 1122 §3.2.2.6, RFC 4443 §4: ping. */
@Tag("RFC792")
@Tag("RFC4443")
class EchoTest {
  private static final int REQUEST = 8;
  private static final int REPLY = 0;
  private static final int REQUEST6 = 128;
  private static final int REPLY6 = 129;
  private static final int ID_AND_SEQUENCE = 0x1234_0007;

  private final TestHost host = new TestHost();

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 7, 8, 55, 56, 57, 1471, 1472})
  void anEchoOfAnyLengthComesBackExactly(int length) {
    host.arrives(ipv4().icmp(REQUEST, 0, ID_AND_SEQUENCE, octets(length)).build());
    host.answersEcho();
    SentPacket reply = host.emits();
    assertEquals(US, reply.source());
    assertEquals(PEER, reply.destination());
    assertEquals(64, reply.hopLimit());
    assertEquals(REPLY, reply.icmp().type());
    assertEquals(0, reply.icmp().code());
    assertEquals(ID_AND_SEQUENCE, reply.icmp().rest());
    assertArrayEquals(octets(length), reply.icmp().body());
    host.nothingElse();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 56, 1451, 1452})
  void anIpv6EchoOfAnyLengthComesBackExactly(int length) {
    host.arrives(ipv6().icmp(REQUEST6, 0, ID_AND_SEQUENCE, octets(length)).build());
    host.answersEcho();
    SentPacket reply = host.emits();
    assertEquals(TestPackets.address(US6).length, 16);
    assertArrayEquals(TestPackets.address(US6), cut(reply.octets(), 8, 24));
    assertArrayEquals(TestPackets.address(PEER6), cut(reply.octets(), 24, 40));
    assertEquals(REPLY6, reply.icmp().type());
    assertEquals(ID_AND_SEQUENCE, reply.icmp().rest());
    assertArrayEquals(octets(length), reply.icmp().body());
    host.nothingElse();
  }

  @Test
  void theReplyHasTheRequestsServiceButNoCongestionMark() {
    host.arrives(ipv4().trafficClass(0xbb).icmp(REQUEST, 0, 1, octets(8)).build());
    host.answersEcho();
    assertEquals(0xb8, host.emits().trafficClass());
    host.arrives(ipv6().trafficClass(0xbb).icmp(REQUEST6, 0, 1, octets(8)).build());
    host.answersEcho();
    assertEquals(0xb8, host.emits().trafficClass());
  }

  @Test
  void theReplyComesFromTheAddressThatWasAsked() {
    TestHost two = new TestHost(IpSettings.defaults().withAddresses(US, "192.0.2.77"));
    two.arrives(ipv4().to("192.0.2.77").icmp(REQUEST, 0, 1, octets(8)).build());
    two.answersEcho();
    assertEquals("192.0.2.77", two.emits().source());
  }

  @Test
  void anEchoToAGroupIsNotAnswered() { // "smurf"
    byte[] broadcast = ipv4().to("255.255.255.255").icmp(REQUEST, 0, 1, octets(8)).build();
    byte[] multicast = ipv4().to("224.0.0.1").icmp(REQUEST, 0, 1, octets(8)).build();
    byte[] multicast6 = ipv6().to("ff02::1").icmp(REQUEST6, 0, 1, octets(8)).build();
    host.silentlyDrops(broadcast, IpDropReason.ICMP_IGNORED);
    host.silentlyDrops(multicast, IpDropReason.ICMP_IGNORED);
    host.silentlyDrops(multicast6, IpDropReason.ICMP_IGNORED);
  }

  @Test
  void aTruncatedEchoIsDropped() {
    for (int length = 0; length < 8; length++) {
      byte[] message = cut(TestPackets.icmp(REQUEST, 0, 1, octets(0)), 0, length);
      byte[] packet = ipv4().protocol(1).payload(message).build();
      host.silentlyDrops(packet, IpDropReason.TRUNCATED);
      host.silentlyDrops(ipv6().nextHeader(58).payload(message).build(), IpDropReason.TRUNCATED);
    }
  }

  @Test
  void aWrongChecksumIsDroppedWithoutAnAnswer() {
    for (int bit = 0; bit < 8 * 28; bit += 5) {
      byte[] message = TestPackets.icmp(REQUEST, 0, 1, octets(20));
      message[bit / 8] ^= (byte) (1 << bit % 8);
      host.silentlyDrops(
          ipv4().protocol(1).payload(message).build(), IpDropReason.BAD_ICMP_CHECKSUM);
      byte[] message6 = TestPackets.icmpv6(REQUEST6, 0, 1, octets(20));
      message6[bit / 8] ^= (byte) (1 << bit % 8);
      host.silentlyDrops(
          ipv6().nextHeader(58).payload(message6).build(), IpDropReason.BAD_ICMP_CHECKSUM);
    }
  }

  @Test
  void anIpv6ChecksumWithoutThePseudoHeaderIsWrong() {
    byte[] message = TestPackets.icmp(REQUEST6, 0, 1, octets(20));
    host.silentlyDrops(
        ipv6().nextHeader(58).payload(message).build(), IpDropReason.BAD_ICMP_CHECKSUM);
  }

  @Test
  void aChecksumTheDeviceVouchesForIsNotChecked() {
    byte[] message = TestPackets.icmp(REQUEST, 0, 1, octets(20));
    message[2] ^= 1;
    host.arrivesPartial(ipv4().protocol(1).payload(message).build(), 20, 0);
    host.answersEcho();
    assertArrayEquals(octets(20), host.emits().icmp().body());
  }

  @Test
  void aReplyLongerThanTheMtuGoesInFragments() {
    TestHost narrow = new TestHost(TestHost.settings().withMtu(1280));
    byte[] request = TestPackets.icmp(REQUEST, 0, 9, octets(4000));
    narrow.arrives(ipv4().trafficClass(8).protocol(1).payload(request).build());
    narrow.answersEcho();
    ByteArrayOutputStream payload = new ByteArrayOutputStream();
    SentPacket first = narrow.emits();
    for (SentPacket piece = first; ; piece = narrow.emits()) {
      assertTrue(piece.octets().length <= 1280);
      assertEquals(payload.size(), piece.fragmentOffset());
      assertEquals(first.identification(), piece.identification());
      assertFalse(piece.dontFragment());
      assertEquals(8, piece.trafficClass());
      payload.writeBytes(piece.payload());
      if (!piece.moreFragments()) {
        break;
      }
      assertEquals(1256, piece.payload().length);
    }
    byte[] reply = payload.toByteArray();
    assertEquals(0, TestPackets.checksum(reply));
    assertArrayEquals(octets(4000), cut(reply, 8, reply.length));
    narrow.nothingElse();
  }

  @Test
  void anIpv6ReplyLongerThanTheMtuGoesInFragments() {
    TestHost narrow = new TestHost(TestHost.settings().withMtu(1280));
    narrow.arrives(ipv6().trafficClass(8).icmp(REQUEST6, 0, 9, octets(4000)).build());
    narrow.answersEcho();
    ByteArrayOutputStream payload = new ByteArrayOutputStream();
    int id = 0;
    for (boolean more = true; more; ) {
      SentPacket piece = narrow.emits();
      assertTrue(piece.octets().length <= 1280);
      assertEquals(44, piece.protocol());
      assertEquals(8, piece.trafficClass());
      ByteBuffer fragment = ByteBuffer.wrap(piece.payload());
      assertEquals(58 << 8, fragment.getShort(0));
      assertEquals(payload.size(), fragment.getShort(2) & 0xfff8);
      assertTrue(payload.size() == 0 || id == fragment.getInt(4));
      id = fragment.getInt(4);
      more = (fragment.getShort(2) & 1) == 1;
      payload.writeBytes(cut(piece.payload(), 8, piece.payload().length));
      assertTrue(!more || piece.octets().length == 1280);
    }
    byte[] reply = payload.toByteArray();
    byte[] pseudo = ByteBuffer.allocate(8).putInt(reply.length).putInt(58).array();
    byte[] ends = join(TestPackets.address(US6), TestPackets.address(PEER6));
    assertEquals(0, TestPackets.checksum(ends, pseudo, reply));
    assertArrayEquals(octets(4000), cut(reply, 8, reply.length));
    narrow.nothingElse();
  }

  @Test
  void fragmentsThatFitExactlyAreNotFollowedByAnEmptyOne() {
    TestHost narrow = new TestHost(TestHost.settings().withMtu(1280));
    narrow.arrives(ipv4().icmp(REQUEST, 0, 9, octets(2 * 1256 - 8)).build());
    narrow.answersEcho();
    assertTrue(narrow.emits().moreFragments());
    assertFalse(narrow.emits().moreFragments());
    narrow.nothingElse();
    narrow.arrives(ipv6().icmp(REQUEST6, 0, 9, octets(2 * 1232 - 8)).build());
    narrow.answersEcho();
    assertEquals(1, narrow.emits().octets()[43] & 1);
    assertEquals(0, narrow.emits().octets()[43] & 1);
    narrow.nothingElse();
  }

  @Test
  void theHopLimitIsThatOfTheSettings() {
    TestHost near = new TestHost(TestHost.settings().withHopLimit(7));
    near.arrives(ipv4().icmp(REQUEST, 0, 1, octets(8)).build());
    near.answersEcho();
    assertEquals(7, near.emits().hopLimit());
    near.arrives(ipv6().nextHeader(200).payload(octets(8)).build());
    assertEquals(7, near.emits().hopLimit());
  }

  @Test
  void theLongestEchoThereIsComesBack() {
    TestHost roomy = new TestHost();
    byte[] request = TestPackets.icmp(REQUEST, 0, 9, octets(65_507));
    roomy.arrives(ipv4().protocol(1).payload(request).build());
    roomy.answersEcho();
    int length = 0;
    while (roomy.layer.hasOutput()) {
      length += roomy.emits().payload().length;
    }
    assertEquals(65_515, length);
    roomy.arrives(ipv6().icmp(REQUEST6, 0, 9, octets(65_527)).build());
    roomy.answersEcho();
    length = 0;
    while (roomy.layer.hasOutput()) {
      length += roomy.emits().payload().length - 8;
    }
    assertEquals(65_535, length);
  }

  @Test
  void aReplyWithoutRoomForAllItsFragmentsIsNotSentAtAll() {
    TestHost small = new TestHost(TestHost.settings().withReplyQueueOctets(4096));
    small.arrives(ipv4().icmp(REQUEST, 0, 9, octets(4040)).build());
    small.drops(IpDropReason.OUTPUT_FULL);
    small.nothingElse();
    small.arrives(ipv4().icmp(REQUEST, 0, 9, octets(3000)).build());
    small.answersEcho();
    small.emits();
    small.emits();
    small.emits();
    small.nothingElse();
  }

  @Test
  void repliesBeyondTheQueueAreCountedAndOrderIsKept() {
    TestHost small = new TestHost(TestHost.settings().withReplyQueueOctets(4096));
    for (int i = 0; i < 5; i++) {
      small.arrives(ipv4().icmp(REQUEST, 0, i, octets(1000)).build());
    }
    small.drops(IpDropReason.OUTPUT_FULL, IpDropReason.OUTPUT_FULL);
    for (int i = 0; i < 3; i++) {
      assertEquals(i, small.emits().icmp().rest());
    }
    assertFalse(small.layer.hasOutput());
  }

  @Test
  void aSourceRouteIsTurnedRoundForTheReply() {
    TestHost routed = new TestHost(TestHost.settings().withAcceptSourceRoutes(true));
    byte[] option = join(bytes(131, 7, 8), TestPackets.address("198.51.100.1"));
    routed.arrives(ipv4().options(option).icmp(REQUEST, 0, 1, octets(8)).build());
    routed.answersEcho();
    SentPacket reply = routed.emits();
    assertEquals("198.51.100.1", reply.destination());
    assertArrayEquals(join(bytes(131, 7, 4), TestPackets.address(PEER), bytes(0)), reply.options());
    assertArrayEquals(octets(8), reply.icmp().body());
    routed.nothingElse();
  }

  @Test
  void theRouteOfAFragmentedRequestIsItsFirstFragments() {
    TestHost routed = new TestHost(TestHost.settings().withAcceptSourceRoutes(true));
    byte[] option = join(bytes(131, 7, 8), TestPackets.address("198.51.100.1"));
    byte[] request = TestPackets.icmp(REQUEST, 0, 9, octets(1000));
    TestPackets.Ipv4 first = ipv4().protocol(1).fragment(0, true).payload(cut(request, 0, 800));
    TestPackets.Ipv4 last =
        ipv4().protocol(1).fragment(800, false).payload(cut(request, 800, 1008));
    routed.arrives(first.options(option).build());
    routed.arrives(last.build());
    routed.reassembles();
    routed.answersEcho();
    assertEquals("198.51.100.1", routed.emits().destination());
    routed.arrives(first.options(new byte[0]).build());
    routed.arrives(last.options(option).build());
    routed.reassembles();
    routed.answersEcho();
    assertEquals(PEER, routed.emits().destination());
    routed.nothingElse();
  }

  @Test
  void theLongestRequestOverALongRouteIsAnswered() {
    TestHost routed = new TestHost(TestHost.settings().withAcceptSourceRoutes(true));
    byte[] option = bytes(131, 39, 40);
    for (int i = 1; i <= 9; i++) {
      option = join(option, TestPackets.address("198.51.100." + i));
    }
    byte[] request = TestPackets.icmp(REQUEST, 0, 9, octets(65_467));
    for (int from = 0; from < request.length; from += 1440) {
      int to = Math.min(from + 1440, request.length);
      routed.arrives(
          ipv4()
              .options(option)
              .protocol(1)
              .fragment(from, to < request.length)
              .payload(cut(request, from, to))
              .build());
    }
    routed.reassembles();
    routed.answersEcho();
    while (routed.layer.hasOutput()) {
      assertEquals("198.51.100.9", routed.emits().destination());
    }
    routed.nothingElse();
  }

  @Test
  void anEchoReplyNobodyAskedForIsIgnored() {
    host.silentlyDrops(ipv4().icmp(REPLY, 0, 1, octets(8)).build(), IpDropReason.ICMP_IGNORED);
    host.silentlyDrops(ipv6().icmp(REPLY6, 0, 1, octets(8)).build(), IpDropReason.ICMP_IGNORED);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 6, 7, 9, 10, 13, 14, 15, 16, 17, 18, 30, 40, 42, 255})
  void otherIcmpIsIgnored(int type) { // redirect, advertisement, timestamp, mask, the unknown
    host.silentlyDrops(ipv4().icmp(type, 0, 1, octets(48)).build(), IpDropReason.ICMP_IGNORED);
  }

  @ParameterizedTest
  @ValueSource(ints = {130, 131, 132, 133, 134, 135, 136, 137, 138, 143, 144, 200, 255})
  void otherIcmpv6IsIgnored(int type) { // listeners, solicitations, advertisements, redirect
    host.silentlyDrops(ipv6().icmp(type, 0, 1, octets(48)).build(), IpDropReason.ICMP_IGNORED);
    host.silentlyDrops(
        ipv6().from("fe80::1").to("ff02::2").icmp(type, 0, 1, octets(48)).build(),
        IpDropReason.ICMP_IGNORED);
  }
}
