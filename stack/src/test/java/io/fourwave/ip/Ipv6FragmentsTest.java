package io.fourwave.ip;

import static io.fourwave.ip.TestPackets.TCP;
import static io.fourwave.ip.TestPackets.bytes;
import static io.fourwave.ip.TestPackets.cut;
import static io.fourwave.ip.TestPackets.fragmentHeader;
import static io.fourwave.ip.TestPackets.ipv6;
import static io.fourwave.ip.TestPackets.join;
import static io.fourwave.ip.TestPackets.octets;
import static io.fourwave.ip.TestPackets.optionsHeader;
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

/** RFC 8200 §4.5, RFC 5722, 6946, 7112: IPv6 packets that come in pieces. */
@Tag("RFC8200")
@Tag("RFC5722")
@Tag("RFC6946")
@Tag("RFC7112")
class Ipv6FragmentsTest {
  private static final int FRAGMENT = 44;
  private static final int DESTINATION = 60;
  private static final int PARAMETER_PROBLEM = 4;
  private static final byte[] TEXT = octets(1000);
  private static final long SECOND = TestHost.SECOND;

  private final TestHost host = new TestHost();

  private static byte[] piece(byte[] text, int from, int to) {
    return piece(TCP, text, from, to);
  }

  private static byte[] piece(int next, byte[] text, int from, int to) {
    byte[] header = fragmentHeader(next, from, to < text.length, 7);
    return ipv6().nextHeader(FRAGMENT).payload(header, cut(text, from, to)).build();
  }

  @Test
  void fragmentsInAnyOrderMakeThePacketOnce() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 300; i++) {
      List<byte[]> pieces = new ArrayList<>();
      int size = 24 + 8 * random.nextInt(60);
      for (int from = 0; from < TEXT.length; from += size) {
        pieces.add(piece(TEXT, from, Math.min(TEXT.length, from + size)));
      }
      Collections.shuffle(pieces, random);
      pieces.forEach(host::arrives);
      try {
        host.reassembles();
        assertEquals(Packet.ChecksumState.COMPLETE, host.delivers(TEXT).checksumState());
        host.nothingElse();
      } catch (AssertionError e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
  }

  @Test
  void headersBeforeAndBehindTheFragmentHeaderAreWalked() {
    byte[] before = optionsHeader(FRAGMENT, 1, 4, 0, 0, 0, 0);
    byte[] text = join(optionsHeader(TCP, 1, 4, 0, 0, 0, 0), TEXT);
    for (int from = 0; from < text.length; from += 504) {
      byte[] header = fragmentHeader(DESTINATION, from, from + 504 < text.length, 7);
      byte[] data = cut(text, from, Math.min(text.length, from + 504));
      host.arrives(ipv6().nextHeader(0).payload(before, header, data).build());
    }
    host.reassembles();
    host.delivers(TEXT);
    host.nothingElse();
  }

  @Test
  void theErrorAboutAReassembledPacketQuotesItAsItWasBeforeItWasCut() {
    byte[] before = optionsHeader(FRAGMENT, 1, 4, 0, 0, 0, 0);
    byte[] data = octets(400);
    for (int from = 0; from < 400; from += 200) {
      byte[] header = fragmentHeader(200, from, from == 0, 7);
      host.arrives(
          ipv6().nextHeader(0).payload(before, header, cut(data, from, from + 200)).build());
    }
    host.reassembles();
    host.drops(IpDropReason.UNKNOWN_PROTOCOL);
    SentPacket.Icmp error = host.emitsError(PARAMETER_PROBLEM, 1);
    assertEquals(40, error.rest());
    byte[] whole = ipv6().nextHeader(0).payload(optionsHeader(200, 1, 4, 0, 0, 0, 0), data).build();
    assertArrayEquals(whole, error.body());
  }

  @Test
  void onlyTheFirstFragmentSaysWhatThePayloadIs() { // RFC 8200 §4.5
    host.arrives(piece(17, TEXT, 504, 1000));
    host.arrives(piece(TCP, TEXT, 0, 504));
    host.reassembles();
    host.delivers(TEXT);
    host.nothingElse();
  }

  @Test
  void anAtomicFragmentIsAPacketAtOnceAndApartFromOthers() { // RFC 6946 §4
    host.arrives(piece(TEXT, 0, 504));
    byte[] atomic = fragmentHeader(TCP, 0, false, 7);
    host.arrives(ipv6().nextHeader(FRAGMENT).payload(atomic, octets(33)).build());
    host.delivers(octets(33));
    host.nothingElse();
    host.arrives(piece(TEXT, 504, 1000));
    host.reassembles();
    host.delivers(TEXT);
    host.nothingElse();
  }

  @Test
  void overlappingFragmentsDropTheWholePacketSilently() { // RFC 5722 §4
    host.arrives(piece(TEXT, 0, 504));
    byte[] overlap = fragmentHeader(TCP, 496, true, 7);
    host.silentlyDrops(
        ipv6().nextHeader(FRAGMENT).payload(overlap, octets(16)).build(),
        IpDropReason.BAD_FRAGMENT);
    host.silentlyDrops(piece(TEXT, 504, 1000), IpDropReason.BAD_FRAGMENT);
    host.passes(60 * SECOND);
    host.nothingElse();
  }

  @Test
  void exactDuplicatesAreCountedAndHarmNothing() { // RFC 8200 §4.5
    host.arrives(piece(TEXT, 0, 504));
    host.silentlyDrops(piece(TEXT, 0, 504), IpDropReason.DUPLICATE_FRAGMENT);
    host.arrives(piece(TEXT, 504, 1000));
    host.reassembles();
    host.delivers(TEXT);
  }

  @Test
  void aFragmentThatIsNoMultipleOfEightIsToldOf() {
    byte[] header = fragmentHeader(TCP, 80, true, 7);
    byte[] packet = ipv6().nextHeader(FRAGMENT).payload(header, octets(15)).build();
    host.arrives(packet);
    host.drops(IpDropReason.BAD_FRAGMENT);
    SentPacket.Icmp error = host.emitsError(PARAMETER_PROBLEM, 0);
    assertEquals(4, error.rest());
    assertArrayEquals(packet, error.body());
    host.nothingElse();
  }

  @Test
  void anEmptyFragmentIsToldOfAndOneOctetIsEnoughAtTheEnd() {
    byte[] empty = fragmentHeader(TCP, 1000, false, 7);
    host.arrives(ipv6().nextHeader(FRAGMENT).payload(empty).build());
    host.drops(IpDropReason.BAD_FRAGMENT);
    assertEquals(4, host.emitsError(PARAMETER_PROBLEM, 0).rest());
    byte[] text = octets(1001);
    host.arrives(piece(text, 0, 1000));
    host.arrives(piece(text, 1000, 1001));
    host.reassembles();
    host.delivers(text);
    host.nothingElse();
  }

  @Test
  void aFragmentBeyondTheLongestPacketIsToldOf() {
    byte[] header = fragmentHeader(TCP, 65_528, false, 7);
    host.arrives(ipv6().nextHeader(FRAGMENT).payload(header, octets(8)).build());
    host.drops(IpDropReason.BAD_FRAGMENT);
    assertEquals(42, host.emitsError(PARAMETER_PROBLEM, 0).rest());
    host.nothingElse();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 8, 16})
  void aFirstFragmentWithoutTheWholeHeaderChainIsToldOf(int length) { // RFC 7112
    byte[] header = fragmentHeader(TCP, 0, true, 7);
    host.arrives(ipv6().nextHeader(FRAGMENT).payload(header, octets(length)).build());
    host.drops(IpDropReason.BAD_FRAGMENT);
    assertEquals(0, host.emitsError(PARAMETER_PROBLEM, 3).rest());
    byte[] options = bytes(TCP, 30, 1, 4, 0, 0, 0, 0);
    byte[] chain = fragmentHeader(DESTINATION, 0, true, 7);
    host.arrives(ipv6().nextHeader(FRAGMENT).payload(chain, options, octets(length)).build());
    host.drops(IpDropReason.BAD_FRAGMENT);
    host.emitsError(PARAMETER_PROBLEM, 3);
    host.nothingElse();
  }

  @Test
  void fragmentsThatNeverBecomeAPacketAreGivenUpAndTheirSenderIsTold() {
    byte[] first = piece(TEXT, 0, 504);
    host.arrives(first);
    host.passes(60 * SECOND);
    host.drops(IpDropReason.FRAGMENT_TIMEOUT);
    SentPacket.Icmp error = host.emitsError(3, 1);
    assertArrayEquals(first, error.body());
    host.nothingElse();
  }

  @Test
  void withoutTheFirstFragmentOrAboutAnErrorNobodyIsTold() {
    host.arrives(piece(TEXT, 504, 1000));
    byte[] error = TestPackets.icmpv6(1, 0, 0, octets(1000));
    byte[] header = fragmentHeader(58, 0, true, 8);
    host.arrives(ipv6().nextHeader(FRAGMENT).payload(header, cut(error, 0, 800)).build());
    host.passes(60 * SECOND);
    host.drops(IpDropReason.FRAGMENT_TIMEOUT, IpDropReason.FRAGMENT_TIMEOUT);
    host.nothingElse();
  }

  @Test
  void theLongestPacketIsMade() {
    byte[] longest = octets(65_535);
    for (int from = 0; from < longest.length; from += 1232) {
      host.arrives(piece(longest, from, Math.min(longest.length, from + 1232)));
    }
    host.reassembles();
    host.delivers(longest);
    host.nothingElse();
  }

  @Test
  void fragmentsOfFragmentsAreDropped() {
    byte[] inner = join(fragmentHeader(TCP, 0, true, 9), octets(800));
    host.arrives(piece(FRAGMENT, inner, 0, 400));
    host.arrives(piece(FRAGMENT, inner, 400, 808));
    host.reassembles();
    host.drops(IpDropReason.BAD_FRAGMENT);
    host.nothingElse();
  }

  @Test
  void hopByHopOptionsInTheFragmentedPartAreRefused() {
    byte[] inner = join(optionsHeader(TCP, 1, 4, 0, 0, 0, 0), octets(800));
    host.arrives(piece(0, inner, 0, 400));
    host.arrives(piece(0, inner, 400, 808));
    host.reassembles();
    host.drops(IpDropReason.UNKNOWN_PROTOCOL);
    host.emitsError(PARAMETER_PROBLEM, 1);
    host.nothingElse();
  }

  @Test
  void aFragmentMarkedForCongestionMarksThePacket() { // RFC 3168 §5.3
    for (int from = 0; from < 1000; from += 504) {
      byte[] packet = piece(TEXT, from, Math.min(1000, from + 504));
      packet[1] |= (byte) (from == 0 ? 2 << 4 : 3 << 4);
      host.arrives(packet);
    }
    host.reassembles();
    assertEquals(3, host.delivers(TEXT).trafficClass());
  }
}
