package io.fourwave.ip;

import static io.fourwave.ip.TestPackets.address;
import static io.fourwave.ip.TestPackets.bytes;
import static io.fourwave.ip.TestPackets.ipv4;
import static io.fourwave.ip.TestPackets.join;
import static io.fourwave.ip.TestPackets.octets;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 1122 §3.2.1.8, RFC 7126: options are walked whatever they are, and source routes refused. */
@Tag("RFC7126")
class Ipv4OptionsTest {
  private static final int END = 0;
  private static final int NOP = 1;
  private static final int RECORD_ROUTE = 7;
  private static final int TIMESTAMP = 68;
  private static final int LSRR = 131;
  private static final int SSRR = 137;

  private final TestHost host = new TestHost();
  private final TestHost routed = new TestHost(TestHost.settings().withAcceptSourceRoutes(true));

  private static byte[] with(int... options) {
    return ipv4().options(options).payload(octets(40)).build();
  }

  private static byte[] route(int type, int pointer, String... addresses) {
    byte[] route = bytes(type, 3 + 4 * addresses.length, pointer);
    for (String address : addresses) {
      route = join(route, address(address));
    }
    return route;
  }

  @Tag("MUST-50")
  @Test
  void optionsThatMeanNothingToUsAreSteppedOver() {
    host.arrives(with(NOP, RECORD_ROUTE, 7, 4, 0, 0, 0, 0, TIMESTAMP, 4, 5, 0, 0x94, 4, 0, 0));
    host.delivers(octets(40));
    host.nothingElse();
  }

  @Test
  void nothingIsReadBehindTheEndOfTheList() {
    host.arrives(with(NOP, END, LSRR, 0));
    host.delivers(octets(40));
    host.nothingElse();
  }

  @ParameterizedTest
  @ValueSource(ints = {RECORD_ROUTE, TIMESTAMP, 0x94, 0xff, LSRR, SSRR})
  void anOptionWithAnImpossibleLengthIsDroppedAndPointedAt(int type) {
    for (int length : new int[] {0, 1, 4, 41, 255}) {
      host.arrives(with(NOP, type, length, 0));
      host.drops(IpDropReason.BAD_OPTION);
      assertEquals(21, host.emitsError(12, 0).rest() >>> 24);
      host.nothingElse();
    }
  }

  @Test
  void anOptionWithoutALengthIsDropped() {
    host.arrives(with(NOP, NOP, NOP, RECORD_ROUTE));
    host.drops(IpDropReason.BAD_OPTION);
    assertEquals(23, host.emitsError(12, 0).rest() >>> 24);
    host.nothingElse();
  }

  @Test
  void recordRouteWithAPointerInsideItselfIsIgnored() {
    host.arrives(with(RECORD_ROUTE, 7, 0, 0, 0, 0, 0));
    host.delivers(octets(40));
    host.arrives(with(RECORD_ROUTE, 3, 255));
    host.delivers(octets(40));
    host.nothingElse();
  }

  @ParameterizedTest
  @ValueSource(ints = {LSRR, SSRR})
  void sourceRoutesAreRefusedUnlessTheyAreWanted(int type) {
    byte[] option = route(type, 8, "198.51.100.1");
    host.silentlyDrops(
        ipv4().options(option).payload(octets(40)).build(), IpDropReason.SOURCE_ROUTE);
  }

  @ParameterizedTest
  @ValueSource(ints = {LSRR, SSRR})
  void aCompletedRouteIsTurnedRound(int type) {
    byte[] option = route(type, 16, "198.51.100.1", "198.51.100.2", "198.51.100.3");
    routed.arrives(ipv4().options(option).payload(octets(40)).build());
    byte[] back = route(type, 4, "198.51.100.3", "198.51.100.2", "198.51.100.1");
    assertArrayEquals(back, routed.delivers(octets(40)).sourceRoute());
    routed.nothingElse();
  }

  @Test
  void aSenderThatRecordedItselfIsNotVisitedTwice() { // RFC 1122 §3.2.1.8, case (B)
    byte[] option = route(LSRR, 16, TestPackets.PEER, "198.51.100.1", "198.51.100.2");
    routed.arrives(ipv4().options(option).payload(octets(40)).build());
    byte[] back = route(LSRR, 4, "198.51.100.2", "198.51.100.1");
    assertArrayEquals(back, routed.delivers(octets(40)).sourceRoute());
  }

  @Test
  void aRouteWithoutGatewaysIsNone() {
    routed.arrives(ipv4().options(LSRR, 3, 4).payload(octets(40)).build());
    assertNull(routed.delivers(octets(40)).sourceRoute());
    byte[] selfOnly = route(LSRR, 8, TestPackets.PEER);
    routed.arrives(ipv4().options(selfOnly).payload(octets(40)).build());
    assertNull(routed.delivers(octets(40)).sourceRoute());
  }

  @Test
  void theRouteOfOnePacketIsNotTakenForTheNextOnes() {
    byte[] option = route(LSRR, 8, "198.51.100.1");
    routed.arrives(ipv4().options(option).payload(octets(40)).build());
    routed.delivers(octets(40));
    routed.arrives(ipv4().payload(octets(40)).build());
    assertNull(routed.delivers(octets(40)).sourceRoute());
  }

  @Test
  void aRouteThatLeadsOnIsDroppedSinceAHostIsNoRouter() {
    byte[] option = route(LSRR, 4, "198.51.100.1");
    routed.silentlyDrops(
        ipv4().options(option).payload(octets(40)).build(), IpDropReason.SOURCE_ROUTE);
  }

  @Test
  void aRouteThatIsNotWellFormedIsDropped() {
    for (byte[] option :
        new byte[][] {
          bytes(LSRR, 2, 4, 0),
          bytes(LSRR, 4, 8, 0),
          bytes(LSRR, 7, 3, 1, 2, 3, 4),
          bytes(LSRR, 7, 0, 1, 2, 3, 4),
          bytes(LSRR, 3, 4, SSRR, 3, 4),
          route(LSRR, 12, "198.51.100.1", "224.0.0.1"),
          route(LSRR, 12, "255.255.255.255", "198.51.100.1")
        }) {
      routed.arrives(ipv4().options(option).payload(octets(40)).build());
      routed.drops(IpDropReason.BAD_OPTION);
      routed.emitsError(12, 0);
      routed.nothingElse();
    }
  }

  @Test
  void everyOptionOctetAtEveryPlaceIsSurvived() {
    for (int type = 0; type < 256; type++) {
      for (int length = 0; length < 256; length++) {
        for (int pointer : new int[] {0, 3, 4, 5, 8, 40, 255}) {
          byte[] options = new byte[40];
          System.arraycopy(bytes(NOP, type, length, pointer), 0, options, 0, 4);
          byte[] packet = ipv4().options(options).build();
          host.arrives(packet);
          routed.arrives(packet);
        }
      }
    }
  }
}
