package io.fourwave.tcp.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.tcp.TcpDropReason;
import io.fourwave.tcp.TcpState;
import io.fourwave.tcp.conversation.Conversation;
import io.fourwave.tcp.conversation.Emitted;
import io.fourwave.tcp.conversation.Family;
import io.fourwave.tcp.conversation.RawPacket;
import io.fourwave.tcp.conversation.Seg;
import io.fourwave.tcp.conversation.Situation;
import io.fourwave.wire.TcpFlags;
import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Headers that lie about their lengths, or are no headers at all. */
class MalformedHeaderTest {
  private static final int DATA_OFFSET = 12;

  private static void arrives(Conversation us, RawPacket packet) {
    us.host.packetArrives(packet.toPacket(), us.host.now());
  }

  private static RawPacket text(Conversation us) {
    return RawPacket.of(us.toPacket(Seg.data(1, 0).text("four")));
  }

  /** Drops it in silence, and takes what is in order afterwards. */
  private static void isDropped(Conversation us, RawPacket bad) throws IOException {
    long before = us.host.counters().dropped();
    arrives(us, bad);
    us.emitsNothing();
    assertEquals(before + 1, us.host.counters().dropped());
    assertEquals(0, us.read(100));
    assertEquals(1, us.socket.status().rcvNxt());
  }

  private static void goesOn(Conversation us) throws IOException {
    us.peerSends(Seg.data(1, 0).text("four"));
    us.emits(".", 1, 5, 0);
    assertEquals("four", us.readText(10));
  }

  /** CVE-2021-21281; the segment has 24 octets, or six words, of which five are its header. */
  @ParameterizedTest
  @EnumSource(Family.class)
  void anImpossibleDataOffsetIsDropped(Family family) throws IOException {
    Conversation us = family.accepted();
    for (int words : new int[] {0, 1, 2, 3, 4, 7, 8, 15}) {
      RawPacket bad = text(us);
      bad.put(bad.tcpStart() + DATA_OFFSET, words << 4).repairChecksums();
      isDropped(us, bad);
    }
    assertEquals(8, us.host.counters().of(TcpDropReason.BAD_DATA_OFFSET));
    goesOn(us);
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void aSegmentMayBeNothingButItsHeader(Family family) {
    Conversation us = family.fresh().listen();
    RawPacket syn = RawPacket.of(us.toPacket(Seg.syn().rawOptions(new int[40])));
    assertEquals(15 << 4, syn.at(syn.tcpStart() + DATA_OFFSET));
    arrives(us, syn);
    us.emits("S.", 0, 1, 0);
  }

  /** CVE-2018-16603, CVE-2020-13987: the packet ends anywhere, as the device hands it over. */
  @ParameterizedTest
  @EnumSource(Family.class)
  void aPacketThatEndsTooSoonIsDropped(Family family) throws IOException {
    Conversation us = family.accepted();
    int whole = text(us).length();
    for (int length = 1; length < whole; length++) {
      isDropped(us, text(us).resize(length));
    }
    goesOn(us);
  }

  /** The same, but the IP header agrees, and both checksums are good where there are any. */
  @ParameterizedTest
  @EnumSource(Family.class)
  void aSegmentThatEndsWithinItsHeaderIsDropped(Family family) throws IOException {
    Conversation us = family.accepted();
    int start = text(us).tcpStart();
    for (int length = start; length < start + 20; length++) {
      RawPacket cut = text(us).resize(length).repairLength().repairHeaderChecksum();
      if (length >= start + 18) {
        cut.repairChecksums();
      }
      isDropped(us, cut);
    }
    assertTrue(us.host.counters().of(TcpDropReason.TRUNCATED) >= 19);
    goesOn(us);
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void optionsThatEndWithinThemAreDropped(Family family) throws IOException {
    Conversation us = family.accepted();
    for (int cut = 1; cut <= 12; cut++) {
      RawPacket packet =
          RawPacket.of(us.toPacket(Seg.data(1, 0).rawOptions(8, 10, 1, 2, 3, 4, 5, 6, 7, 8, 1, 1)));
      packet.resize(packet.length() - cut).repairLength().repairChecksums();
      isDropped(us, packet);
    }
    goesOn(us);
  }

  /** Octets behind the packet that IP does not count are the link's padding. */
  @ParameterizedTest
  @EnumSource(Family.class)
  void whatFollowsThePacketIsNoText(Family family) throws IOException {
    Conversation us = family.accepted();
    RawPacket padded = text(us);
    arrives(us, padded.resize(padded.length() + 18));
    us.emits(".", 1, 5, 0);
    assertEquals("four", us.readText(100));
  }

  /** CVE-2018-16601 and Ripple20. */
  @Test
  void anImpossibleIpv4HeaderIsDropped() throws IOException {
    Conversation us = Family.IPV4.accepted();
    for (int words = 0; words < 16; words++) {
      if (words != 5) {
        isDropped(us, text(us).put(0, 4 << 4 | words));
        isDropped(us, text(us).put(0, 4 << 4 | words).put(10, 0, 0));
      }
    }
    for (int total : new int[] {0, 1, 19, 45, 1500, 65_535}) {
      isDropped(us, text(us).putShort(2, total).repairHeaderChecksum());
    }
    isDropped(us, text(us).put(10, 0x12, 0x34));
    goesOn(us);
  }

  @Test
  void anImpossibleIpv6HeaderIsDropped() throws IOException {
    Conversation us = Family.IPV6.accepted();
    for (int payload : new int[] {1, 19, 25, 1500, 65_535}) {
      isDropped(us, text(us).putShort(4, payload));
    }
    goesOn(us);
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void anotherVersionOfIpIsDropped(Family family) throws IOException {
    Conversation us = family.accepted();
    for (int version = 0; version < 16; version++) {
      boolean own = version == (family == Family.IPV4 ? 4 : 6);
      if (!own) {
        isDropped(us, text(us).put(0, version << 4 | 5));
      }
    }
    goesOn(us);
  }

  /** They may mean something one day; until then they mean nothing, and are not sent back. */
  @ParameterizedTest
  @EnumSource(Family.class)
  void reservedBitsAreIgnoredAndNotReflected(Family family) throws IOException {
    Conversation us = family.fresh().listen();
    arrives(us, reserved(us, Seg.syn().mss(1000)));
    assertNoneReserved(us.emits("S.", 0, 1, 0));
    arrives(us, reserved(us, Seg.ack(1)));
    us.socket = us.listener.accept();
    arrives(us, reserved(us, Seg.data(1, 0).text("four")));
    assertNoneReserved(us.emits(".", 1, 5, 0));
    assertEquals("four", us.readText(10));
    arrives(us, reserved(us, Seg.rst(5)));
    arrives(us, reserved(us, Seg.ack(1)));
    assertNoneReserved(us.emits("R", 1, 0, 0));
  }

  private static RawPacket reserved(Conversation us, Seg seg) {
    RawPacket packet = RawPacket.of(us.toPacket(seg));
    int at = packet.tcpStart() + DATA_OFFSET;
    return packet.put(at, packet.at(at) | 0xf).repairChecksums();
  }

  private static void assertNoneReserved(Emitted emitted) {
    assertEquals(0, emitted.packet[emitted.tcpStart + DATA_OFFSET] & 0xf);
  }

  /** Port 0 is nobody's. */
  @ParameterizedTest
  @EnumSource(Family.class)
  void portZeroIsNotAnswered(Family family) {
    Conversation us = family.fresh().listen();
    for (int field : new int[] {0, 2}) {
      RawPacket syn = RawPacket.of(us.toPacket(Seg.syn()));
      arrives(us, syn.putShort(syn.tcpStart() + field, 0).repairChecksums());
      us.emitsNothing();
    }
    assertEquals(2, us.host.counters().of(TcpDropReason.BAD_PORT));
  }

  /**
   * TCP-Fuzz (ATC '21), in small: random payloads, and random headers for a connection there is.
   */
  @ParameterizedTest
  @EnumSource(Situation.class)
  void randomOctetsAreSurvived(Situation situation) {
    long seed = 21L + situation.ordinal();
    Random random = new Random(seed);
    for (Family family : Family.values()) {
      Conversation us = situation.begin(family == Family.IPV4);
      for (int i = 0; i < 3000; i++) {
        RawPacket packet = RawPacket.of(us.toPacket(Seg.flags(0, 0, 0, random.nextInt(60))));
        int start = packet.tcpStart() + (random.nextInt(4) == 0 ? 0 : 4);
        byte[] noise = new byte[packet.length() - start];
        random.nextBytes(noise);
        for (int k = 0; k < noise.length; k++) {
          packet.put(start + k, noise[k]);
        }
        arrives(us, packet.repairChecksums());
        for (int answers = us.emitsWhatever(); answers > 3; answers = 0) {
          throw new AssertionError("seed " + seed + ": " + answers + " answers to packet " + i);
        }
      }
      assertTrue(us.host.connections().size() <= 2, "seed " + seed);
    }
  }

  /** The header's numbers are right, all else is chance: it goes deeper. */
  @ParameterizedTest
  @EnumSource(Situation.class)
  void randomSegmentsNearTheWindowAreSurvived(Situation situation) {
    long seed = 22L + situation.ordinal();
    Random random = new Random(seed);
    for (Family family : Family.values()) {
      for (int round = 0; round < 20; round++) {
        Conversation us = situation.begin(family == Family.IPV4);
        for (int i = 0; i < 100; i++) {
          int flags = random.nextInt(256) & ~(random.nextInt(3) > 0 ? TcpFlags.RST : 0);
          Seg seg =
              Seg.flags(flags, random.nextInt(20) - 5, random.nextInt(8) - 3, random.nextInt(30));
          us.peerSends(seg.wnd(random.nextInt(3) * 20_000));
          us.emitsWhatever();
        }
        us.pass(Duration.ofMinutes(30));
        us.emitsWhatever();
        TcpState state = Situation.stateOf(us);
        assertTrue(state != null, () -> "seed " + seed);
      }
    }
  }
}
