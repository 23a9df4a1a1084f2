package io.fourwave.tcp;

import static io.fourwave.tcp.conversation.Conversation.MSS;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fourwave.tcp.conversation.Conversation;
import io.fourwave.tcp.conversation.RawPacket;
import io.fourwave.tcp.conversation.Seg;
import io.fourwave.tcp.conversation.Situation;
import io.fourwave.wire.IpAddress;
import io.fourwave.wire.TcpFlags;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Segments from or to addresses that no single other host has (RFC 9293 §3.9.2.3). */
class AddressValidationTest {
  private static byte[] octets(String address) {
    IpAddress parsed = IpAddress.parse(address);
    return parsed.toInetAddress().getAddress();
  }

  private static boolean isV4(String address) {
    return !address.contains(":");
  }

  private static void arrives(Conversation us, RawPacket packet) {
    us.host.packetArrives(packet.repairChecksums().toPacket(), us.host.now());
  }

  @ParameterizedTest
  @Tag("MUST-57")
  @ValueSource(strings = {"224.0.0.1", "239.1.2.3", "255.255.255.255", "ff02::1", "ff0e::7"})
  void aSynToAGroupIsDiscardedInSilence(String group) {
    for (Situation in : new Situation[] {Situation.LISTEN, Situation.CLOSED}) {
      Conversation us = in.begin(isV4(group));
      arrives(us, RawPacket.of(us.toPacket(Seg.syn().mss(MSS))).destination(octets(group)));
      us.emitsNothing();
      assertEquals(in.state, Situation.stateOf(us));
      assertEquals(1, us.host.counters().dropped());
    }
  }

  @ParameterizedTest
  @Tag("MUST-57")
  @ValueSource(strings = {"224.0.0.1", "255.255.255.255", "ff02::1"})
  void nothingElseToAGroupIsTakenOrAnswered(String group) {
    for (Situation in : Situation.STATES) {
      for (int flags : new int[] {TcpFlags.ACK, TcpFlags.RST, TcpFlags.FIN | TcpFlags.ACK, 0}) {
        Conversation us = in.begin(isV4(group));
        Seg seg = Seg.flags(flags, 1, 1, 0);
        arrives(us, RawPacket.of(us.toPacket(seg)).destination(octets(group)));
        us.emitsNothing();
        assertEquals(in.state, Situation.stateOf(us));
      }
    }
  }

  @ParameterizedTest
  @Tag("MUST-63")
  @ValueSource(
      strings = {
        "0.0.0.0",
        "0.1.2.3",
        "127.0.0.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "192.0.2.2",
        "::",
        "::1",
        "ff02::1",
        "2001:db8::2"
      })
  void aSynFromAnAddressThatNoOtherHostHasIsIgnored(String source) {
    for (Situation in : new Situation[] {Situation.LISTEN, Situation.CLOSED}) {
      Conversation us = in.begin(isV4(source));
      arrives(us, RawPacket.of(us.toPacket(Seg.syn().mss(MSS))).source(octets(source)));
      us.emitsNothing();
      assertEquals(in.state, Situation.stateOf(us));
      assertEquals(1, us.host.counters().dropped());
    }
  }

  /** LAND: source and destination are the same, address and port (CVE-1999-0016). */
  @ParameterizedTest
  @Tag("MUST-63")
  @ValueSource(strings = {"192.0.2.2", "2001:db8::2"})
  void aSynFromOurselvesDoesNotMakeUsTalkToOurselves(String own) {
    Conversation us = Situation.LISTEN.begin(isV4(own));
    RawPacket packet = RawPacket.of(us.toPacket(Seg.syn().mss(MSS))).source(octets(own));
    packet.putShort(packet.tcpStart(), Conversation.OUR_PORT);
    arrives(us, packet);
    us.emitsNothing();
    assertEquals(TcpState.LISTEN, Situation.stateOf(us));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void portZeroIsNobodys(boolean v4) {
    Conversation us = Situation.LISTEN.begin(v4);
    RawPacket from = RawPacket.of(us.toPacket(Seg.syn()));
    arrives(us, from.putShort(from.tcpStart(), 0));
    RawPacket to = RawPacket.of(us.toPacket(Seg.syn()));
    arrives(us, to.putShort(to.tcpStart() + 2, 0));
    us.emitsNothing();
    assertEquals(2, us.host.counters().of(TcpDropReason.BAD_PORT));
  }
}
