package io.fourwave.ip;

import static io.fourwave.ip.TestPackets.PEER;
import static io.fourwave.ip.TestPackets.US;
import static io.fourwave.ip.TestPackets.US6;
import static io.fourwave.ip.TestPackets.bytes;
import static io.fourwave.ip.TestPackets.cut;
import static io.fourwave.ip.TestPackets.fragmentHeader;
import static io.fourwave.ip.TestPackets.ipv4;
import static io.fourwave.ip.TestPackets.ipv6;
import static io.fourwave.ip.TestPackets.join;
import static io.fourwave.ip.TestPackets.octets;
import static io.fourwave.ip.TestPackets.optionsHeader;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fourwave.ip.IcmpError.Kind;
import io.fourwave.wire.IpAddress;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 792, 1122 §3.2.2, 1191, 4443, 5927 §2: ICMP errors about packets of ours. */
@Tag("RFC792")
@Tag("RFC4443")
@Tag("RFC5927")
class IcmpErrorsArrivedTest {
  private static final String REMOTE = "198.51.100.7";
  private static final String REMOTE6 = "2001:db8:9::7";
  private static final byte[] HEAD = octets(20);

  private final TestHost host = new TestHost();

  /** A packet of ours, as a router quotes it. */
  private static TestPackets.Ipv4 ours() {
    return ipv4().from(US).to(REMOTE).payload(HEAD);
  }

  private static TestPackets.Ipv6 ours6() {
    return ipv6().from(US6).to(REMOTE6).payload(HEAD);
  }

  private static byte[] error(int type, int code, int rest, byte[] quote) {
    return ipv4().from("203.0.113.1").icmp(type, code, rest, quote).build();
  }

  private static byte[] error6(int type, int code, int rest, byte[] quote) {
    return ipv6().from("2001:db8:5::1").icmp(type, code, rest, quote).build();
  }

  @ParameterizedTest
  @CsvSource({
    "3, 0, UNREACHABLE",
    "3, 1, UNREACHABLE",
    "3, 2, PROTOCOL_UNREACHABLE",
    "3, 3, PORT_UNREACHABLE",
    "3, 5, UNREACHABLE",
    "3, 6, UNREACHABLE",
    "3, 7, UNREACHABLE",
    "3, 8, UNREACHABLE",
    "3, 9, PROHIBITED",
    "3, 10, PROHIBITED",
    "3, 11, UNREACHABLE",
    "3, 12, UNREACHABLE",
    "3, 13, PROHIBITED",
    "3, 200, UNREACHABLE",
    "4, 0, SOURCE_QUENCH",
    "11, 0, TIME_EXCEEDED",
    "11, 1, TIME_EXCEEDED",
    "12, 0, PARAMETER_PROBLEM",
    "12, 1, PARAMETER_PROBLEM"
  })
  void theTransportIsToldTheKindTheEndsAndTheQuote(int type, int code, Kind kind) {
    host.arrives(error(type, code, 0, ours().build()));
    TestHost.Report report = host.reports();
    assertEquals(kind, report.kind());
    assertEquals(US, report.local());
    assertEquals(REMOTE, report.remote());
    assertEquals(0, report.mtu());
    assertArrayEquals(HEAD, report.quote());
    host.nothingElse();
  }

  @ParameterizedTest
  @CsvSource({
    "1, 0, UNREACHABLE",
    "1, 1, PROHIBITED",
    "1, 2, UNREACHABLE",
    "1, 3, UNREACHABLE",
    "1, 4, PORT_UNREACHABLE",
    "1, 5, PROHIBITED",
    "1, 6, PROHIBITED",
    "3, 0, TIME_EXCEEDED",
    "3, 1, TIME_EXCEEDED",
    "4, 0, PARAMETER_PROBLEM",
    "4, 1, PROTOCOL_UNREACHABLE",
    "4, 2, PARAMETER_PROBLEM",
    "0, 0, UNREACHABLE",
    "100, 0, UNREACHABLE",
    "127, 9, UNREACHABLE"
  })
  void theTransportIsToldOfIpv6Errors(int type, int code, Kind kind) {
    host.arrives(error6(type, code, 0, ours6().build()));
    TestHost.Report report = host.reports();
    assertEquals(kind, report.kind());
    assertEquals("2001:db8::2", report.local());
    assertEquals("2001:db8:9::7", report.remote());
    assertArrayEquals(HEAD, report.quote());
    host.nothingElse();
  }

  @ParameterizedTest
  @ValueSource(ints = {20, 68, 552, 1280, 1400, 65_535})
  void aPacketTooBigComesWithTheMtuThatTheRouterTold(int mtu) {
    host.arrives(error(3, 4, 0xdead_0000 | mtu, ours().build()));
    TestHost.Report report = host.reports();
    assertEquals(Kind.PACKET_TOO_BIG, report.kind());
    assertEquals(mtu, report.mtu());
  }

  @ParameterizedTest
  @CsvSource({"65535, 32000", "1500, 1492", "1492, 1006", "1007, 1006", "576, 508", "40, 68"})
  void anMtuThatIsNotToldIsThePlateauBelowTheQuotedLength(int quoted, int mtu) {
    host.arrives(error(3, 4, 0, ours().totalLength(quoted).build()));
    assertEquals(mtu, host.reports().mtu());
  }

  @Test
  void anIpv6PacketTooBigBelowTheLeastMtuIsIgnored() { // RFC 8201 §4
    for (int mtu : new int[] {0, 68, 1279}) {
      host.silentlyDrops(error6(2, 0, mtu, ours6().build()), IpDropReason.ICMP_IGNORED);
    }
    host.arrives(error6(2, 0, 1280, ours6().build()));
    assertEquals(1280, host.reports().mtu());
    host.arrives(error6(2, 77, 0xffff_ffff, ours6().build()));
    assertEquals(Integer.MAX_VALUE, host.reports().mtu());
    host.nothingElse();
  }

  @Test
  void nothingIsLearntOfPathsBeforeTheTransportBelievesIt() { // RFC 5927 §7
    host.arrives(error(3, 4, 1000, ours().build()));
    host.reports();
    host.arrives(error6(2, 0, 1300, ours6().build()));
    host.reports();
    Route route = new Route();
    IpAddress local = IpAddress.parse(US);
    IpAddress remote = IpAddress.parse(REMOTE);
    route.set(local.high(), local.low(), remote.high(), remote.low());
    assertEquals(1500, host.layer.mtu(route, host.now));
  }

  @Test
  void aQuoteThatIsCutAnywhereBeforeTheEighthTransportOctetIsIgnored() {
    byte[] quote = ours().build();
    for (int length = 0; length < 28; length++) {
      host.silentlyDrops(error(3, 1, 0, cut(quote, 0, length)), IpDropReason.TRUNCATED);
    }
    host.arrives(error(3, 1, 0, cut(quote, 0, 28)));
    assertArrayEquals(cut(HEAD, 0, 8), host.reports().quote());
    byte[] quote6 = ours6().build();
    for (int length = 0; length < 48; length++) {
      host.silentlyDrops(error6(1, 0, 0, cut(quote6, 0, length)), IpDropReason.TRUNCATED);
    }
    host.arrives(error6(1, 0, 0, cut(quote6, 0, 48)));
    assertArrayEquals(cut(HEAD, 0, 8), host.reports().quote());
    host.nothingElse();
  }

  @Test
  void aQuoteOfAnotherHostsPacketIsIgnored() {
    host.silentlyDrops(error(3, 1, 0, ours().from(PEER).build()), IpDropReason.ICMP_IGNORED);
    host.silentlyDrops(
        error6(1, 0, 0, ours6().from("2001:db8::77").build()), IpDropReason.ICMP_IGNORED);
  }

  @Test
  void anErrorToOneOfOurAddressesAboutAnotherIsIgnored() {
    TestHost two = new TestHost(IpSettings.defaults().withAddresses(US, "192.0.2.77"));
    byte[] quote = ours().from("192.0.2.77").build();
    two.silentlyDrops(error(3, 1, 0, quote), IpDropReason.ICMP_IGNORED);
    two.arrives(ipv4().to("192.0.2.77").icmp(3, 1, 0, quote).build());
    assertEquals("192.0.2.77", two.reports().local());
  }

  @Test
  void anErrorToAGroupIsIgnored() {
    byte[] packet = ipv4().to("224.0.0.1").icmp(3, 1, 0, ours().build()).build();
    host.silentlyDrops(packet, IpDropReason.ICMP_IGNORED);
  }

  @Test
  void aQuoteOfAProtocolWeDoNotSpeakIsIgnored() {
    host.silentlyDrops(error(3, 3, 0, ours().protocol(17).build()), IpDropReason.ICMP_IGNORED);
    host.silentlyDrops(error(11, 0, 0, ours().protocol(1).build()), IpDropReason.ICMP_IGNORED);
    host.silentlyDrops(error6(1, 4, 0, ours6().nextHeader(17).build()), IpDropReason.ICMP_IGNORED);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 5, 6, 15})
  void aQuoteOfAnotherVersionIsIgnored(int version) {
    host.silentlyDrops(error(3, 1, 0, ours().version(version).build()), IpDropReason.TRUNCATED);
    byte[] quote6 = ours6().build();
    quote6[0] = (byte) (version == 6 ? 0x40 : version << 4);
    host.silentlyDrops(error6(1, 0, 0, quote6), IpDropReason.TRUNCATED);
  }

  @Test
  void aQuoteWithAnImpossibleHeaderLengthIsIgnored() {
    host.silentlyDrops(error(3, 1, 0, ours().headerWords(4).build()), IpDropReason.TRUNCATED);
    host.silentlyDrops(error(3, 1, 0, ours().headerWords(15).build()), IpDropReason.TRUNCATED);
  }

  @Test
  void aQuotedHeadersChecksumAndLengthAreNotReliedOn() {
    host.arrives(error(3, 1, 0, ours().checksumOffBy(3).totalLength(0).build()));
    assertArrayEquals(HEAD, host.reports().quote());
  }

  @Test
  void aQuotedFragmentWithoutTheTransportHeaderIsIgnored() {
    host.silentlyDrops(error(11, 0, 0, ours().fragment(8, true).build()), IpDropReason.TRUNCATED);
    byte[] later = ours6().nextHeader(44).payload(fragmentHeader(6, 8, true, 1), HEAD).build();
    host.silentlyDrops(error6(1, 0, 0, later), IpDropReason.TRUNCATED);
    host.arrives(error(11, 0, 0, ours().fragment(0, true).build()));
    assertArrayEquals(HEAD, host.reports().quote());
    byte[] first = ours6().nextHeader(44).payload(fragmentHeader(6, 0, true, 1), HEAD).build();
    host.arrives(error6(1, 0, 0, first));
    assertArrayEquals(HEAD, host.reports().quote());
    host.nothingElse();
  }

  @Test
  void quotedOptionsAndExtensionHeadersAreSteppedOver() {
    host.arrives(error(3, 1, 0, ours().options(1, 7, 7, 4, 0, 0, 0, 0).build()));
    assertArrayEquals(HEAD, host.reports().quote());
    byte[] padding = optionsHeader(60, 1, 4, 0, 0, 0, 0);
    byte[] more = optionsHeader(6, 1, 4, 0, 0, 0, 0);
    host.arrives(error6(1, 0, 0, ours6().nextHeader(0).payload(padding, more, HEAD).build()));
    assertArrayEquals(HEAD, host.reports().quote());
    host.nothingElse();
  }

  @Test
  void aQuotedSourceRouteNamesTheRemoteAtItsEnd() {
    byte[] route =
        join(bytes(1, 131, 11, 4), TestPackets.address("203.0.113.9"), TestPackets.address(REMOTE));
    host.arrives(error(3, 1, 0, ours().to("203.0.113.8").options(route).build()));
    assertEquals(REMOTE, host.reports().remote());
    route[3] = 12;
    host.arrives(error(3, 1, 0, ours().options(route).build()));
    assertEquals(REMOTE, host.reports().remote());
    for (byte[] odd : new byte[][] {bytes(131, 0, 4), bytes(131, 40, 4), bytes(7, 1), bytes(131)}) {
      host.arrives(error(3, 1, 0, ours().options(odd).build()));
      assertEquals(REMOTE, host.reports().remote());
    }
    host.nothingElse();
  }

  @Test
  void aQuotedSourceRouteOfOneAddressNamesTheRemote() {
    byte[] route = join(bytes(131, 7, 4), TestPackets.address(REMOTE));
    host.arrives(error(3, 1, 0, ours().to("203.0.113.8").options(route).build()));
    assertEquals(REMOTE, host.reports().remote());
  }

  @Test
  void nothingOfAnIpv6ErrorIsLeftInTheNextIpv4Error() {
    host.arrives(error6(2, 0, 1300, ours6().build()));
    host.reports();
    host.arrives(error(3, 1, 0, ours().build()));
    TestHost.Report report = host.reports();
    assertEquals(US, report.local());
    assertEquals(REMOTE, report.remote());
    assertEquals(0, report.mtu());
  }

  @Test
  void endlessQuotedExtensionHeadersEnd() {
    byte[][] chain = new byte[150][];
    Arrays.fill(chain, optionsHeader(60, 1, 4, 0, 0, 0, 0));
    host.silentlyDrops(
        error6(1, 0, 0, ours6().nextHeader(60).payload(chain).build()), IpDropReason.TRUNCATED);
  }
}
