package io.fourwave.tcp.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fourwave.ip.IpDropReason;
import io.fourwave.tcp.TcpDropReason;
import io.fourwave.tcp.conversation.Conversation;
import io.fourwave.tcp.conversation.Family;
import io.fourwave.tcp.conversation.RawPacket;
import io.fourwave.tcp.conversation.Seg;
import io.fourwave.wire.IpAddress;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses that no peer can have, or that are not ours alone (RFC 9293 §3.9.2.3). */
class ForgedAddressTest {
  private static byte[] octets(String address) {
    return IpAddress.parse(address).toInetAddress().getAddress();
  }

  private static Conversation listening(String address) {
    return (address.contains(":") ? Family.IPV6 : Family.IPV4).fresh().listen();
  }

  /** Neither a listener nor a closed port says anything, and nothing is kept. */
  private static void isIgnored(Conversation us, RawPacket packet) {
    us.host.packetArrives(packet.repairChecksums().toPacket(), us.host.now());
    us.emitsNothing();
    packet.putShort(packet.tcpStart() + 2, 9);
    us.host.packetArrives(packet.repairChecksums().toPacket(), us.host.now());
    us.emitsNothing();
    assertEquals(1, us.host.connections().size(), "the listener alone");
    assertEquals(2, us.host.counters().dropped());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "224.0.0.1",
        "239.255.255.255",
        "255.255.255.255",
        "127.0.0.1",
        "127.255.255.254",
        "0.0.0.0",
        "0.1.2.3",
        "240.0.0.1",
        "254.1.1.1",
        "ff02::1",
        "ff0e::1:2",
        "::1",
        "::"
      })
  @Tag("MUST-63")
  void aSynFromAnImpossibleSourceIsDroppedInSilence(String source) {
    Conversation us = listening(source);
    isIgnored(us, RawPacket.of(us.toPacket(Seg.syn().mss(1000))).source(octets(source)));
    assertEquals(2, us.host.counters().of(IpDropReason.BAD_SOURCE));
  }

  /** In an IPv6 header it would pass for IPv4's. */
  @Test
  @Tag("MUST-63")
  void aSynFromAMappedAddressIsDroppedInSilence() {
    byte[] mapped = new byte[16];
    mapped[10] = (byte) 0xff;
    mapped[11] = (byte) 0xff;
    System.arraycopy(octets("192.0.2.1"), 0, mapped, 12, 4);
    Conversation us = Family.IPV6.fresh().listen();
    isIgnored(us, RawPacket.of(us.toPacket(Seg.syn().mss(1000))).source(mapped));
  }

  @ParameterizedTest
  @ValueSource(strings = {"224.0.0.1", "239.1.1.1", "255.255.255.255", "ff02::1", "ff0e::2"})
  @Tag("MUST-57")
  void aSynToAGroupIsDroppedInSilence(String destination) {
    Conversation us = listening(destination);
    isIgnored(us, RawPacket.of(us.toPacket(Seg.syn().mss(1000))).destination(octets(destination)));
    assertEquals(2, us.host.counters().of(TcpDropReason.TO_GROUP));
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "0.0.0.0", "240.0.0.1", "192.0.2.3", "::1", "2001:db8::3"})
  void aSynToAnAddressThatIsNotOursIsDroppedInSilence(String destination) {
    Conversation us = listening(destination);
    isIgnored(us, RawPacket.of(us.toPacket(Seg.syn().mss(1000))).destination(octets(destination)));
    assertEquals(2, us.host.counters().of(IpDropReason.NOT_OURS));
  }

  /** LAND, CVE-1999-0016: a stack that answers this talks to itself for ever. */
  @ParameterizedTest
  @CsvSource({"IPV4, 192.0.2.2", "IPV6, 2001:db8::2"})
  @Tag("MUST-63")
  void aSynFromOurselvesIsDroppedInSilence(Family family, String own) {
    Conversation us = family.fresh().listen();
    RawPacket land = RawPacket.of(us.toPacket(Seg.syn().mss(1000))).source(octets(own));
    isIgnored(us, land.putShort(land.tcpStart(), Conversation.OUR_PORT));
  }

  /** What a group, or someone else, sends on a connection there is, does not concern it. */
  @ParameterizedTest
  @EnumSource(Family.class)
  void aResetFromAnotherAddressDoesNotConcernTheConnection(Family family) {
    Conversation us = family.accepted();
    String other = family == Family.IPV4 ? "192.0.2.9" : "2001:db8::9";
    String group = family == Family.IPV4 ? "224.0.0.9" : "ff02::9";
    for (String source : new String[] {other, group}) {
      RawPacket reset = RawPacket.of(us.toPacket(Seg.rst(1))).source(octets(source));
      us.host.packetArrives(reset.repairChecksums().toPacket(), us.host.now());
    }
    RawPacket toGroup = RawPacket.of(us.toPacket(Seg.rst(1))).destination(octets(group));
    us.host.packetArrives(toGroup.repairChecksums().toPacket(), us.host.now());
    us.emitsNothing();
    us.peerSends(Seg.data(1, 4));
    us.emits(".", 1, 5, 0);
  }
}
