package io.fourwave.ip;

import static io.fourwave.ip.TestPackets.TCP;
import static io.fourwave.ip.TestPackets.bytes;
import static io.fourwave.ip.TestPackets.fragmentHeader;
import static io.fourwave.ip.TestPackets.ipv6;
import static io.fourwave.ip.TestPackets.join;
import static io.fourwave.ip.TestPackets.octets;
import static io.fourwave.ip.TestPackets.optionsHeader;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 8200 §4, RFC 5095, RFC 8504 §5.3: IPv6 extension headers. */
@Tag("RFC8200")
@Tag("RFC5095")
@Tag("RFC8504")
class ExtensionHeadersTest {
  private static final int HOP = 0;
  private static final int ROUTING = 43;
  private static final int FRAGMENT = 44;
  private static final int NOTHING = 59;
  private static final int DESTINATION = 60;
  private static final int PARAMETER_PROBLEM = 4;
  private static final byte[] TEXT = octets(40);

  private final TestHost host = new TestHost();

  private static byte[] packet(int first, byte[]... rest) {
    return ipv6().nextHeader(first).payload(rest).build();
  }

  private static byte[] padding(int next) {
    return optionsHeader(next, 1, 4, 0, 0, 0, 0);
  }

  @Test
  void headersThatOnlyPadAreSteppedOver() {
    byte[] hop = padding(DESTINATION);
    byte[] destination = optionsHeader(TCP, 0, 1, 0, 0, 1, 1, 0, 0, 0, 0, 0, 1, 0, 0);
    host.arrives(packet(HOP, hop, destination, TEXT));
    host.delivers(TEXT);
    host.nothingElse();
  }

  @Test
  void optionsThatSayMaySkipAreSkipped() {
    host.arrives(packet(HOP, optionsHeader(TCP, 5, 2, 0, 0, 0, 0), TEXT)); // router alert
    host.delivers(TEXT);
    host.arrives(packet(DESTINATION, optionsHeader(TCP, 0x3e, 4, 9, 9, 9, 9), TEXT));
    host.delivers(TEXT);
    host.nothingElse();
  }

  @Test
  void optionsThatSayDropAreDropped() {
    byte[] packet = packet(DESTINATION, optionsHeader(TCP, 0x5e, 4, 9, 9, 9, 9), TEXT);
    host.silentlyDrops(packet, IpDropReason.BAD_OPTION);
  }

  @ParameterizedTest
  @ValueSource(ints = {0x9e, 0xde})
  void optionsThatSayTellAreToldOf(int type) {
    byte[] packet = packet(HOP, optionsHeader(TCP, 0, type, 3, 9, 9, 9), TEXT);
    host.arrives(packet);
    host.drops(IpDropReason.BAD_OPTION);
    SentPacket.Icmp error = host.emitsError(PARAMETER_PROBLEM, 2);
    assertEquals(40 + 3, error.rest());
    assertArrayEquals(packet, error.body());
    host.nothingElse();
  }

  @Test
  void onlyOptionsThatSaySoAreToldOfToTheSenderToAGroup() {
    byte[] told = optionsHeader(TCP, 0x9e, 4, 9, 9, 9, 9);
    host.arrives(ipv6().to("ff02::1").nextHeader(DESTINATION).payload(told, TEXT).build());
    host.drops(IpDropReason.BAD_OPTION);
    assertEquals(42, host.emitsError(PARAMETER_PROBLEM, 2).rest());
    byte[] untold = optionsHeader(TCP, 0xde, 4, 9, 9, 9, 9);
    host.silentlyDrops(
        ipv6().to("ff02::1").nextHeader(DESTINATION).payload(untold, TEXT).build(),
        IpDropReason.BAD_OPTION);
  }

  @Test
  void jumboPayloadsAreRefused() {
    byte[] jumbo = optionsHeader(TCP, 0xc2, 4, 0, 1, 0, 0);
    host.arrives(packet(HOP, jumbo, TEXT));
    host.drops(IpDropReason.BAD_OPTION);
    host.emitsError(PARAMETER_PROBLEM, 2);
    byte[] zero = ipv6().nextHeader(HOP).payload(jumbo, TEXT).payloadLength(0).build();
    host.silentlyDrops(zero, IpDropReason.BAD_OPTION);
  }

  @Test
  void anOptionBeyondItsHeaderIsDropped() {
    host.silentlyDrops(
        packet(DESTINATION, optionsHeader(TCP, 1, 5, 0, 0, 0, 0), TEXT), IpDropReason.BAD_OPTION);
    host.silentlyDrops(
        packet(DESTINATION, optionsHeader(TCP, 1, 255, 0, 0, 0, 0), TEXT), IpDropReason.BAD_OPTION);
    host.silentlyDrops(
        packet(DESTINATION, optionsHeader(TCP, 0, 0, 0, 0, 0, 1), TEXT), IpDropReason.BAD_OPTION);
  }

  @Test
  void anOptionOfLengthZeroIsNoLoop() {
    host.arrives(packet(DESTINATION, optionsHeader(TCP, 1, 0, 1, 0, 1, 0), TEXT));
    host.delivers(TEXT);
  }

  @Test
  void tooManyOptionsAreDropped() {
    int[] eight = new int[22];
    int[] nine = new int[22];
    for (int i = 0; i < 9; i++) {
      eight[2 * i] = i < 8 ? 0x1e : 1;
      nine[2 * i] = 0x1e;
    }
    host.arrives(packet(DESTINATION, optionsHeader(TCP, eight), TEXT));
    host.delivers(TEXT);
    host.silentlyDrops(
        packet(DESTINATION, optionsHeader(TCP, nine), TEXT), IpDropReason.BAD_OPTION);
  }

  @ParameterizedTest
  @ValueSource(ints = {HOP, DESTINATION, ROUTING, FRAGMENT})
  void aHeaderBeyondThePacketIsDropped(int kind) {
    for (int length = 0; length < 8; length++) {
      byte[] part = TestPackets.cut(bytes(TCP, 0, 0, 0, 0, 0, 0, 0), 0, length);
      host.silentlyDrops(packet(kind, part), IpDropReason.BAD_OPTION);
    }
    if (kind != FRAGMENT) {
      byte[] tooLong = bytes(TCP, 6, 1, 0, 0, 0, 0, 0);
      host.silentlyDrops(packet(kind, tooLong, TEXT), IpDropReason.BAD_OPTION);
    }
  }

  @Test
  void eightHeadersAreAcceptedAndNineAreNot() {
    host.arrives(packet(DESTINATION, chain(8), TEXT));
    host.delivers(TEXT);
    host.silentlyDrops(packet(DESTINATION, chain(9), TEXT), IpDropReason.BAD_OPTION);
    host.silentlyDrops(packet(DESTINATION, chain(100), TEXT), IpDropReason.BAD_OPTION);
    host.silentlyDrops(packet(DESTINATION, chain(8000), TEXT), IpDropReason.BAD_OPTION);
  }

  private static byte[] chain(int length) {
    byte[][] headers = new byte[length][];
    for (int i = 0; i < length; i++) {
      headers[i] = padding(i == length - 1 ? TCP : DESTINATION);
    }
    return join(headers);
  }

  @Test
  void thousandsOfAtomicFragmentHeadersAreNoRecursion() {
    byte[][] headers = new byte[8000][];
    Arrays.fill(headers, fragmentHeader(FRAGMENT, 0, false, 7));
    host.silentlyDrops(packet(FRAGMENT, headers), IpDropReason.BAD_OPTION);
  }

  @Test
  void hopByHopOptionsComeFirstOrNotAtAll() {
    byte[] packet = packet(DESTINATION, padding(HOP), padding(TCP), TEXT);
    host.arrives(packet);
    host.drops(IpDropReason.UNKNOWN_PROTOCOL);
    assertEquals(40, host.emitsError(PARAMETER_PROBLEM, 1).rest());
    byte[] behindFragment = fragmentHeader(HOP, 0, false, 1);
    host.arrives(packet(FRAGMENT, behindFragment, padding(TCP), TEXT));
    host.drops(IpDropReason.UNKNOWN_PROTOCOL);
    host.emitsError(PARAMETER_PROBLEM, 1);
    host.nothingElse();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2, 3, 4, 253})
  void aRoutingHeaderThatLeadsOnIsRefused(int type) {
    byte[] routing = join(bytes(TCP, 2, type, 1), new byte[20]);
    host.arrives(packet(ROUTING, routing, TEXT));
    host.drops(IpDropReason.SOURCE_ROUTE);
    assertEquals(42, host.emitsError(PARAMETER_PROBLEM, 0).rest());
    host.nothingElse();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2, 3, 4, 253})
  void aRoutingHeaderThatHasBeenUsedUpIsIgnored(int type) {
    byte[] routing = join(bytes(TCP, 2, type, 0), new byte[20]);
    host.arrives(packet(ROUTING, routing, TEXT));
    host.delivers(TEXT);
    host.nothingElse();
  }

  @Test
  void nothingComesOfNoNextHeader() {
    host.silentlyDrops(packet(NOTHING, TEXT), IpDropReason.NO_PAYLOAD);
    host.silentlyDrops(packet(NOTHING), IpDropReason.NO_PAYLOAD);
    host.silentlyDrops(packet(HOP, padding(NOTHING), TEXT), IpDropReason.NO_PAYLOAD);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 17, 50, 51, 132, 135, 253, 255})
  void aHeaderUnheardOfIsPointedAt(int number) {
    byte[] packet = packet(DESTINATION, padding(DESTINATION), padding(number), TEXT);
    host.arrives(packet);
    host.drops(IpDropReason.UNKNOWN_PROTOCOL);
    SentPacket.Icmp error = host.emitsError(PARAMETER_PROBLEM, 1);
    assertEquals(48, error.rest());
    assertArrayEquals(packet, error.body());
    host.nothingElse();
  }

  @Test
  void noErrorIsSentAboutAnErrorBehindExtensionHeaders() {
    byte[] error = TestPackets.icmpv6(1, 0, 0, octets(48));
    byte[] packet = packet(DESTINATION, optionsHeader(58, 0xde, 4, 9, 9, 9, 9), error);
    host.silentlyDrops(packet, IpDropReason.BAD_OPTION);
    byte[] redirect = TestPackets.icmpv6(137, 0, 0, octets(48));
    packet = packet(DESTINATION, optionsHeader(58, 0x9e, 4, 9, 9, 9, 9), redirect);
    host.silentlyDrops(packet, IpDropReason.BAD_OPTION);
    byte[] echo = TestPackets.icmpv6(128, 0, 0, octets(48));
    host.arrives(packet(DESTINATION, optionsHeader(58, 0xde, 4, 9, 9, 9, 9), echo));
    host.drops(IpDropReason.BAD_OPTION);
    host.emitsError(PARAMETER_PROBLEM, 2);
  }
}
