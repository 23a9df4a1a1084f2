package io.fourwave.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.host.HostSettings;
import io.fourwave.link.Offload;
import io.fourwave.link.Packet;
import io.fourwave.tcp.conversation.Conversation;
import io.fourwave.tcp.conversation.Emitted;
import io.fourwave.tcp.conversation.Family;
import io.fourwave.tcp.conversation.RawPacket;
import io.fourwave.tcp.conversation.Seg;
import io.fourwave.wire.TcpFlags;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The checksum over pseudo-header, header and text (RFC 9293 §3.1). */
@Tag("RFC1071")
class ChecksumTest {
  @ParameterizedTest
  @EnumSource(Family.class)
  @Tag("MUST-2")
  void whateverWeSendHasAGoodChecksum(Family family) {
    Conversation us = family.of(TcpSettings.defaults());
    us.listen();
    us.peerSends(Seg.syn().mss(1460).wscale(7).sackOk().ts(1, 0));
    assertGood(us.emits());
    us.peerSends(Seg.ack(1).ts(2, 0));
    us.socket = us.listener.accept();
    for (int length : new int[] {1, 2, 3, 536, 1427, 1}) {
      us.send(length);
      Emitted emitted = us.emits();
      assertEquals(length, emitted.length);
      assertGood(emitted);
      us.peerSends(Seg.ack(emitted.seq + length).ts(3, 0));
    }
    us.peerSends(Seg.data(100, 3).ts(4, 0));
    assertGood(us.emits());
    us.socket.abort();
    Emitted reset = us.emits();
    assertTrue(reset.has(TcpFlags.RST));
    assertGood(reset);
  }

  private static void assertGood(Emitted emitted) {
    assertTrue(RawPacket.of(emitted.packet).isTcpChecksumGood(), () -> "bad checksum: " + emitted);
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  @Tag("MUST-2")
  void anAnswerFromAClosedPortHasAGoodChecksum(Family family) {
    Conversation us = family.fresh();
    us.peerSends(Seg.syn().mss(1460));
    assertGood(us.emits());
  }

  /** Then the device adds the rest (link.Offload). */
  @ParameterizedTest
  @EnumSource(Family.class)
  @Tag("MUST-2")
  void aDeviceThatSumsIsGivenThePseudoHeadersSum(Family family) {
    Conversation us = family.of(HostSettings.defaults().with(Offload.ALL));
    us.open();
    Packet packet = new Packet();
    assertTrue(us.host.nextPacket(packet, us.host.now()));
    assertEquals(Packet.ChecksumState.PARTIAL, packet.checksumState());
    RawPacket octets = RawPacket.of(packet);
    assertEquals(octets.tcpStart(), packet.transportStart() - packet.start());
    int field = octets.tcpStart() + 16;
    int pseudo = octets.shortAt(field);
    octets.repairChecksums();
    int whole = octets.shortAt(field);
    octets.putShort(field, pseudo);
    octets.putShort(field, ~onesComplementSum(octets, octets.tcpStart()) & 0xffff);
    assertEquals(whole, octets.shortAt(field));
  }

  private static int onesComplementSum(RawPacket octets, int from) {
    int sum = 0;
    for (int i = from; i < octets.length(); i += 2) {
      sum += octets.shortAt(i);
      sum = (sum & 0xffff) + (sum >>> 16);
    }
    return sum;
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  @Tag("MUST-3")
  void aSegmentWithAnyBitInvertedIsDroppedInSilence(Family family) throws IOException {
    Conversation us = family.accepted();
    Packet good = us.toPacket(Seg.data(1, 0).text("octets"));
    int start = RawPacket.of(good).tcpStart();
    int dropped = 0;
    for (int bit = start * 8; bit < good.length() * 8; bit++) {
      us.host.packetArrives(RawPacket.of(good).flip(bit).toPacket(), us.host.now());
      us.emitsNothing();
      assertEquals(0, us.read(100), "bit " + bit);
      assertEquals(++dropped, us.host.counters().dropped());
    }
    // An inverted data offset can be found out before the checksum.
    assertTrue(us.host.counters().of(TcpDropReason.BAD_CHECKSUM) >= dropped - 4);
    us.host.packetArrives(good, us.host.now());
    us.emits(".", 1, 7, 0);
    assertEquals("octets", us.readText(100));
  }

  /** A packet that IP's own checksum, or none, cannot find out. */
  @ParameterizedTest
  @EnumSource(Family.class)
  @Tag("MUST-3")
  void aSegmentSummedForAnotherAddressIsDropped(Family family) {
    Conversation us = family.fresh();
    us.listen();
    RawPacket syn = RawPacket.of(us.toPacket(Seg.syn().mss(1460)));
    int lastOfSource = family == Family.IPV4 ? 15 : 23;
    syn.put(lastOfSource, 77).repairHeaderChecksum();
    us.host.packetArrives(syn.toPacket(), us.host.now());
    us.emitsNothing();
    assertEquals(1, us.host.counters().of(TcpDropReason.BAD_CHECKSUM));
    us.host.packetArrives(syn.repairChecksums().toPacket(), us.host.now());
    us.emits("S.", 0, 1, 0);
  }

  /** A damaged reset or SYN must not even be answered. */
  @ParameterizedTest
  @EnumSource(Family.class)
  @Tag("MUST-3")
  void damagedControlSegmentsDoNothing(Family family) {
    Conversation us = family.accepted();
    us.peerSends(Seg.rst(1).corrupt(), Seg.fin(1).corrupt(), Seg.syn().corrupt());
    us.emitsNothing();
    assertEquals(TcpState.ESTABLISHED, us.socket.state());
    assertEquals(3, us.host.counters().of(TcpDropReason.BAD_CHECKSUM));
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  @Tag("MUST-3")
  void aChecksumThatTheDeviceHasCheckedIsNotCheckedAgain(Family family) throws IOException {
    Conversation us = family.accepted();
    Packet verified = us.toPacket(Seg.data(1, 0).text("a").corrupt());
    verified.checksumVerified();
    us.host.packetArrives(verified, us.host.now());
    Packet partial = us.toPacket(Seg.data(2, 0).text("b").corrupt());
    partial.checksumPartial(partial.start() + family.headerLength());
    us.host.packetArrives(partial, us.host.now());
    assertEquals("ab", us.readText(10));
  }

  /** Both are zero in ones' complement, and either may come (RFC 1071, RFC 1624 §3). */
  @ParameterizedTest
  @EnumSource(Family.class)
  void aChecksumOfZeroIsAsGoodAsAnyOther(Family family) throws IOException {
    for (int field : new int[] {0, 0xffff}) {
      Conversation us = family.accepted();
      RawPacket segment = RawPacket.of(us.toPacket(Seg.data(1, 0).text("..")));
      int checksum = segment.tcpStart() + 16;
      int text = segment.length() - 2;
      // What the checksum was is added to the text, so that it comes out as zero.
      int sum = segment.shortAt(checksum) + segment.shortAt(text);
      segment.putShort(text, (sum & 0xffff) + (sum >>> 16)).putShort(checksum, field);
      assertTrue(segment.isTcpChecksumGood());
      us.host.packetArrives(segment.toPacket(), us.host.now());
      us.emits(".", 1, 3, 0);
      assertEquals(2, us.readText(10).length());
    }
  }

  /** Only UDP gives zero a meaning of its own. */
  @ParameterizedTest
  @EnumSource(Family.class)
  void aSegmentOfOursMayHaveAChecksumOfZero(Family family) throws IOException {
    RawPacket first = sentText(family, 0);
    int sum = first.shortAt(first.tcpStart() + 16) + first.shortAt(first.length() - 2);
    RawPacket second = sentText(family, (sum & 0xffff) + (sum >>> 16));
    assertEquals(0, second.shortAt(second.tcpStart() + 16));
    assertTrue(second.isTcpChecksumGood());
  }

  private static RawPacket sentText(Family family, int pair) throws IOException {
    Conversation us = family.connected();
    us.socket.write(ByteBuffer.allocate(2).putShort(0, (short) pair));
    return RawPacket.of(us.emits(".", 1, 1, 2).packet);
  }
}
