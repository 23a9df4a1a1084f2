package io.fourwave.tun;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetlinkTest {
  private static final ByteOrder BIG = ByteOrder.BIG_ENDIAN;
  private static final ByteOrder LITTLE = ByteOrder.LITTLE_ENDIAN;

  @Test
  void askingForALinkGivesItsNameWithAZeroAndPadding() {
    assertMessage(
        NetlinkRequest.linkNamed(BIG, "tun10"),
        "0000002c 0012 0001 00000000 00000000"
            + "00000000 00000000 00000000 00000000"
            + "000a 0003 74756e313000 0000");
  }

  @Test
  void theMtuIsOneAttributeInTheMachinesOrder() {
    assertMessage(
        NetlinkRequest.mtu(BIG, 5, 1400),
        "00000028 0010 0005 00000000 00000000"
            + "00000000 00000005 00000000 00000000"
            + "0008 0004 00000578");
    assertMessage(
        NetlinkRequest.mtu(LITTLE, 5, 1400),
        "28000000 1000 0500 00000000 00000000"
            + "00000000 05000000 00000000 00000000"
            + "0800 0400 78050000");
  }

  @Test
  void upAndDownChangeOneFlagOnly() {
    String header = "00000020 0010 0005 00000000 00000000 00000000 00000005";
    assertMessage(NetlinkRequest.up(BIG, 5, true), header + "00000001 00000001");
    assertMessage(NetlinkRequest.up(BIG, 5, false), header + "00000000 00000001");
  }

  @Test
  void theAddressModeIsNestedUnderItsFamily() {
    assertMessage(
        NetlinkRequest.withoutLinkLocal(BIG, 5),
        "00000030 0010 0005 00000000 00000000"
            + "00000000 00000005 00000000 00000000"
            + "0010 001a 000c 000a 0005 0008 01 000000");
  }

  @Test
  void anAddressIsInTheNetworksOrderOnEveryMachine() throws Exception {
    assertMessage(
        NetlinkRequest.address(LITTLE, 5, InetAddress.getByName("10.9.0.1"), 24),
        "28000000 1400 0505 00000000 00000000"
            + "02 18 00 00 05000000"
            + "0800 0200 0a090001 0800 0100 0a090001");
  }

  @Test
  void anIpv6AddressIsNotSearchedForDuplicates() throws Exception {
    assertMessage(
        NetlinkRequest.address(BIG, 5, InetAddress.getByName("fd09::1"), 64),
        "00000040 0014 0505 00000000 00000000"
            + "0a 40 02 00 00000005"
            + "0014 0002 fd090000000000000000000000000001"
            + "0014 0001 fd090000000000000000000000000001");
  }

  @Test
  void deletingNeedsTheIndexOnly() {
    assertMessage(
        NetlinkRequest.delete(BIG, 5),
        "00000020 0011 0005 00000000 00000000 00000000 00000005 00000000 00000000");
  }

  @Test
  void anErrorIsANegativeNumber() {
    NetlinkReply reply = reply(LITTLE, "24000000 0200 0000 00000000 00000000 ffffffff");
    assertEquals(1, reply.errno());
    assertEquals(0, reply(BIG, "00000024 0002 0000 00000000 00000000 00000000").errno());
  }

  @Test
  void aLinkTellsItsIndexItsStateAndBehindOtherAttributesItsMtu() {
    String link =
        "0000003c 0010 0000 00000000 00000000"
            + "00000000 00000007 00011043 00000000"
            + "000a 0003 74756e313000 0000"
            + "0005 0010 02 000000"
            + "0008 0004 000005dc";
    NetlinkReply open = reply(BIG, link);
    assertEquals(new NetlinkReply(0, 7, 0x11043, 1500, false), open);
    assertTrue(open.up() && open.carries());
    NetlinkReply unopened = reply(BIG, link.replace("00011043", "00001003"));
    assertTrue(unopened.up() && !unopened.carries(), "nobody has the device open");
    NetlinkReply down = reply(BIG, link.replace("00011043", "00010042"));
    assertFalse(down.up() || down.carries());
  }

  @Test
  void askingForARouteGivesTheWholeAddress() throws Exception {
    assertMessage(
        NetlinkRequest.routeTo(LITTLE, (Inet6Address) InetAddress.getByName("fd09::1")),
        "30000000 1a00 0100 00000000 00000000"
            + "0a 80 00 00 00 00 00 00 00000000"
            + "1400 0100 fd090000000000000000000000000001");
  }

  @Test
  void aRouteIsLocalIfItEndsHere() {
    String route = "0000001c 0018 0000 00000000 00000000 0a 80 00 00 ff 02 00 02 00000000";
    assertTrue(reply(BIG, route).local());
    assertFalse(reply(BIG, route.replace("00 02 00000000", "00 01 00000000")).local());
  }

  @Test
  void aReplyOfAnotherKindIsNotUnderstood() {
    assertThrows(
        IllegalStateException.class,
        () -> reply(BIG, "00000020 0014 0000 00000000 00000000 00000000 00000000"));
    assertThrows(
        IllegalStateException.class,
        () ->
            reply(
                BIG,
                "00000024 0010 0000 00000000 00000000"
                    + "00000000 00000007 00000000 00000000"
                    + "0000 0009"));
  }

  @Test
  void addressesGoodBeyondTheLinkAreFoundInTheKernelsList() throws Exception {
    List<String> lines =
        List.of(
            "00000000000000000000000000000001 01 80 10 80       lo",
            "fd090000000000000000000000000001 02 40 00 82     tun0",
            "fe800000000000000000000000000001 02 40 20 80     tun0",
            "fd090000000000000000000000000002 03 40 00 82    tun01");
    assertEquals(List.of(InetAddress.getByName("fd09::1")), InterfaceAddress.listed(lines, "tun0"));
  }

  @ParameterizedTest
  @CsvSource({
    "10.9.0.1/24, /10.9.0.1, 24",
    "0.0.0.0/0, /0.0.0.0, 0",
    "255.255.255.255/32, /255.255.255.255, 32",
    "fd09::1/64, /fd09:0:0:0:0:0:0:1, 64",
    "::/128, /0:0:0:0:0:0:0:0, 128"
  })
  void addressesAreReadAsPeopleWriteThem(String text, String address, int prefix) {
    InterfaceAddress parsed = InterfaceAddress.parse(text);
    assertEquals(address, parsed.address().toString());
    assertEquals(prefix, parsed.prefix());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "10.9.0.1", "10.9/16", "256.0.0.1/8", "host/24", "fd09::g/64", "1::2::3/64"})
  void whatIsNoAddressIsRefusedAndNotLookedUp(String text) {
    var e = assertThrows(IllegalArgumentException.class, () -> InterfaceAddress.parse(text));
    assertTrue(e.getMessage().contains("is like 10.9.0.1/24"), e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.9.0.1/33", "fd09::1/129"})
  void aPrefixLongerThanTheAddressIsRefused(String text) {
    var e = assertThrows(IllegalArgumentException.class, () -> InterfaceAddress.parse(text));
    assertTrue(e.getMessage().contains("bits, got"), e.getMessage());
  }

  private static NetlinkReply reply(ByteOrder order, String hex) {
    return NetlinkReply.of(ByteBuffer.wrap(octets(hex)).order(order));
  }

  private static void assertMessage(NetlinkRequest request, String hex) {
    ByteBuffer message = request.message();
    byte[] octets = new byte[message.remaining()];
    message.get(octets);
    assertEquals(HexFormat.of().formatHex(octets(hex)), HexFormat.of().formatHex(octets));
  }

  private static byte[] octets(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }
}
