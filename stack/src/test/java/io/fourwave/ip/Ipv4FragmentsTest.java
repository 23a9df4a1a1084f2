package io.fourwave.ip;

import static io.fourwave.ip.TestPackets.cut;
import static io.fourwave.ip.TestPackets.ipv4;
import static io.fourwave.ip.TestPackets.octets;
import static io.fourwave.ip.TestPackets.piece;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fourwave.link.Packet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 791 §3.2, RFC 815, 1122 §3.3.2, 1858, 3128: IPv4 datagrams that come in pieces. */
@Tag("RFC791")
@Tag("RFC815")
@Tag("RFC1858")
@Tag("RFC3128")
class Ipv4FragmentsTest {
  private static final byte[] TEXT = octets(1000);
  private static final long SECOND = TestHost.SECOND;

  private final TestHost host = new TestHost();

  private static List<byte[]> pieces(byte[] text, int size) {
    List<byte[]> pieces = new ArrayList<>();
    for (int from = 0; from < text.length; from += size) {
      pieces.add(piece(text, from, Math.min(text.length, from + size)));
    }
    return pieces;
  }

  private void deliversTheText() {
    host.reassembles();
    TestHost.Delivery delivery = host.delivers(TEXT);
    assertEquals(TestPackets.PEER, delivery.source());
    assertEquals(TestPackets.US, delivery.destination());
    assertEquals(Packet.ChecksumState.COMPLETE, delivery.checksumState());
    assertEquals(0, delivery.segmentSize());
    host.nothingElse();
    assertEquals(Long.MAX_VALUE, host.layer.nextDeadline());
    assertEquals(0, host.layer.fragmentsHold());
  }

  @Test
  void fragmentsInAnyOrderMakeTheDatagramOnce() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 300; i++) {
      List<byte[]> pieces = pieces(TEXT, 24 + 8 * random.nextInt(60));
      Collections.shuffle(pieces, random);
      for (byte[] piece : pieces.subList(0, pieces.size() - 1)) {
        host.arrives(piece);
        host.nothingElse();
      }
      host.arrives(pieces.get(pieces.size() - 1));
      try {
        deliversTheText();
      } catch (AssertionError e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
  }

  @Test
  void exactDuplicatesAreCountedAndHarmNothing() {
    host.arrives(piece(TEXT, 0, 400));
    host.arrives(piece(TEXT, 400, 800));
    host.silentlyDrops(piece(TEXT, 0, 400), IpDropReason.DUPLICATE_FRAGMENT);
    host.silentlyDrops(piece(TEXT, 400, 800), IpDropReason.DUPLICATE_FRAGMENT);
    host.arrives(piece(TEXT, 800, 1000));
    deliversTheText();
  }

  @Test
  void aDuplicateWithOtherOctetsIsAContradiction() {
    host.arrives(piece(TEXT, 0, 400));
    host.arrives(piece(8, TEXT, 0, 400));
    byte[] forged = piece(TEXT, 0, 400);
    forged[20] ^= 1;
    host.silentlyDrops(forged, IpDropReason.BAD_FRAGMENT);
    host.silentlyDrops(piece(TEXT, 400, 1000), IpDropReason.BAD_FRAGMENT);
    byte[] other = piece(8, TEXT, 0, 400);
    other[419] ^= 1;
    host.silentlyDrops(other, IpDropReason.BAD_FRAGMENT);
  }

  @Test
  void equalOctetsAtAnotherPlaceAreNoDuplicate() {
    byte[] zeros = new byte[1200];
    host.arrives(piece(zeros, 800, 1200));
    host.arrives(piece(zeros, 400, 800));
    host.silentlyDrops(piece(zeros, 400, 800), IpDropReason.DUPLICATE_FRAGMENT);
    host.arrives(piece(zeros, 0, 400));
    host.reassembles();
    host.delivers(zeros);
    host.nothingElse();
  }

  @Test
  void theBeginningOfAFragmentAloneIsNoDuplicate() {
    host.arrives(piece(TEXT, 400, 800));
    host.silentlyDrops(piece(TEXT, 400, 600), IpDropReason.BAD_FRAGMENT);
  }

  @Test
  void fragmentsOfOtherDatagramsAreKeptApart() {
    byte[] other = octets(2000);
    host.arrives(piece(7, TEXT, 0, 400));
    host.arrives(piece(8, other, 400, 2000));
    byte[] elsewhere =
        ipv4().from("192.0.2.9").identification(7).fragment(400, false).payload(other).build();
    host.arrives(elsewhere);
    byte[] udp = ipv4().protocol(17).identification(7).fragment(400, false).payload(other).build();
    host.arrives(udp);
    host.nothingElse();
    host.arrives(piece(7, TEXT, 400, 1000));
    host.reassembles();
    host.delivers(TEXT);
    host.arrives(piece(8, other, 0, 400));
    host.reassembles();
    host.delivers(other);
    host.nothingElse();
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 24, 384, 392})
  void overlappingFragmentsSpoilTheDatagram(int from) { // "teardrop", and the like
    host.arrives(piece(TEXT, 0, 400));
    byte[] overlap = ipv4().identification(7).fragment(from, true).payload(octets(16)).build();
    host.arrives(overlap);
    host.drops(IpDropReason.BAD_FRAGMENT);
    host.silentlyDrops(piece(TEXT, 400, 1000), IpDropReason.BAD_FRAGMENT);
    host.silentlyDrops(piece(TEXT, 0, 400), IpDropReason.BAD_FRAGMENT);
    host.passes(61 * SECOND);
    host.nothingElse();
    for (byte[] piece : pieces(TEXT, 400)) {
      host.arrives(piece);
    }
    deliversTheText();
  }

  @Test
  void aFragmentAroundAnotherSpoilsTheDatagram() {
    host.arrives(piece(TEXT, 400, 408));
    host.silentlyDrops(piece(TEXT, 0, 800), IpDropReason.BAD_FRAGMENT);
  }

  @Test
  void twoDifferentEndsSpoilTheDatagram() {
    host.arrives(piece(TEXT, 800, 1000));
    byte[] end = ipv4().identification(7).fragment(400, false).payload(octets(8)).build();
    host.silentlyDrops(end, IpDropReason.BAD_FRAGMENT);
  }

  @Test
  void aFragmentBehindTheEndSpoilsTheDatagram() {
    host.arrives(piece(TEXT, 800, 1000));
    byte[] behind = ipv4().identification(7).fragment(1000, true).payload(octets(8)).build();
    host.silentlyDrops(behind, IpDropReason.BAD_FRAGMENT);
  }

  @Test
  void anEndBeforeWhatCameSpoilsTheDatagram() {
    host.arrives(piece(TEXT, 400, 800));
    byte[] end = ipv4().identification(7).fragment(200, false).payload(octets(8)).build();
    host.silentlyDrops(end, IpDropReason.BAD_FRAGMENT);
  }

  @Test
  void theLongestDatagramIsMadeAndOneOctetMoreIsNot() { // the "ping of death"
    byte[] longest = octets(65_515);
    for (int from = 0; from < longest.length; from += 1480) {
      host.arrives(piece(longest, from, Math.min(longest.length, from + 1480)));
    }
    host.reassembles();
    host.delivers(longest);
    byte[] deadly = ipv4().fragment(65_512, false).payload(octets(4)).build();
    host.silentlyDrops(deadly, IpDropReason.BAD_FRAGMENT);
    deadly = ipv4().fragment(65_528, false).payload(octets(1400)).build();
    host.silentlyDrops(deadly, IpDropReason.BAD_FRAGMENT);
  }

  @Test
  void aDatagramThatOutgrowsTheLimitByItsFirstHeaderIsDropped() {
    byte[] longest = octets(65_515);
    for (int from = 1480; from < longest.length; from += 1480) {
      host.arrives(piece(longest, from, Math.min(longest.length, from + 1480)));
    }
    byte[] first =
        ipv4()
            .options(1, 1, 1, 1)
            .identification(7)
            .fragment(0, true)
            .payload(cut(longest, 0, 1480))
            .build();
    host.silentlyDrops(first, IpDropReason.BAD_FRAGMENT);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 9, 25, 1001})
  void aFragmentThatIsNoMultipleOfEightIsDropped(int length) {
    byte[] packet = ipv4().fragment(800, true).payload(octets(length)).build();
    host.silentlyDrops(packet, IpDropReason.BAD_FRAGMENT);
  }

  @Test
  void anEmptyFragmentIsDropped() {
    host.silentlyDrops(ipv4().fragment(0, true).build(), IpDropReason.BAD_FRAGMENT);
    host.silentlyDrops(ipv4().fragment(800, true).build(), IpDropReason.BAD_FRAGMENT);
    host.silentlyDrops(ipv4().fragment(800, false).build(), IpDropReason.BAD_FRAGMENT);
  }

  @Test
  void aFirstFragmentWithoutTheWholeTcpHeaderIsDropped() { // RFC 1858 §3
    for (int length : new int[] {8, 16}) {
      byte[] tiny = ipv4().fragment(0, true).payload(octets(length)).build();
      host.silentlyDrops(tiny, IpDropReason.BAD_FRAGMENT);
    }
    byte[] second = ipv4().fragment(8, true).payload(octets(800)).build();
    host.silentlyDrops(second, IpDropReason.BAD_FRAGMENT);
    byte[] ping = TestPackets.icmp(8, 0, 0, octets(8));
    host.arrives(ipv4().protocol(1).fragment(0, true).payload(cut(ping, 0, 8)).build());
    host.arrives(ipv4().protocol(1).fragment(8, false).payload(cut(ping, 8, 16)).build());
    host.reassembles();
    host.answersEcho();
    host.emits();
    host.nothingElse();
  }

  @Test
  void aFragmentMarkedForCongestionMarksTheDatagram() { // RFC 3168 §5.3
    host.arrives(ecn(2, 0, 400));
    host.arrives(ecn(3, 400, 800));
    host.arrives(ecn(2, 800, 1000));
    host.reassembles();
    assertEquals(3, host.delivers(TEXT).trafficClass());
    host.arrives(ecn(1, 0, 400));
    host.arrives(ecn(1, 400, 1000));
    host.reassembles();
    assertEquals(1, host.delivers(TEXT).trafficClass());
  }

  @Test
  void aMarkOnADatagramThatMayNotBeMarkedDropsIt() { // RFC 3168 §5.3
    host.arrives(ecn(0, 0, 400));
    host.silentlyDrops(ecn(3, 400, 1000), IpDropReason.BAD_FRAGMENT);
  }

  private static byte[] ecn(int ecn, int from, int to) {
    return ipv4()
        .identification(7)
        .trafficClass(ecn)
        .fragment(from, to < TEXT.length)
        .payload(cut(TEXT, from, to))
        .build();
  }

  @Test
  void aReassembledEchoIsAnswered() {
    byte[] request = TestPackets.icmp(8, 0, 5, octets(3000));
    host.arrives(ipv4().protocol(1).fragment(1480, true).payload(cut(request, 1480, 2960)).build());
    host.arrives(ipv4().protocol(1).fragment(0, true).payload(cut(request, 0, 1480)).build());
    host.arrives(
        ipv4().protocol(1).fragment(2960, false).payload(cut(request, 2960, 3008)).build());
    host.reassembles();
    host.answersEcho();
    int length = 0;
    while (host.layer.hasOutput()) {
      length += host.emits().payload().length;
    }
    assertEquals(3008, length);
    host.nothingElse();
  }

  @Test
  void anUnknownProtocolsDatagramIsQuotedWholeAndOnce() {
    byte[] text = octets(400);
    host.arrives(ipv4().protocol(200).fragment(0, true).payload(cut(text, 0, 200)).build());
    host.arrives(ipv4().protocol(200).fragment(200, false).payload(cut(text, 200, 400)).build());
    host.reassembles();
    host.drops(IpDropReason.UNKNOWN_PROTOCOL);
    byte[] quote = host.emitsError(3, 2).body();
    assertArrayEquals(text, cut(quote, 20, quote.length));
    host.nothingElse();
  }

  @Test
  void aPartialChecksumIsNotBelievedOfFragments() {
    host.arrivesPartial(piece(TEXT, 0, 400), 20, 0);
    host.arrivesPartial(piece(TEXT, 400, 1000), 20, 0);
    deliversTheText();
  }
}
