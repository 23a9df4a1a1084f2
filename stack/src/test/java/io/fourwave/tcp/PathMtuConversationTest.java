package io.fourwave.tcp;

import static io.fourwave.tcp.conversation.Conversation.MSS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.host.HostSettings;
import io.fourwave.link.Offload;
import io.fourwave.tcp.conversation.Conversation;
import io.fourwave.tcp.conversation.Emitted;
import io.fourwave.tcp.conversation.Family;
import io.fourwave.tcp.conversation.PacketTooBig;
import io.fourwave.tcp.conversation.Seg;
import io.fourwave.wire.TcpFlags;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Path MTU discovery segment by segment: RFC 4821 without routers' help, RFC 5927 §7 with it. */
class PathMtuConversationTest {
  private static final int FULL_V6 = 1440;

  private static TcpSettings suspicious() {
    TcpSettings plain = Conversation.plain();
    return plain.with(plain.ip().withPathMtuSearch(true, true));
  }

  private static Conversation connected(Family family) {
    return family.of(suspicious()).connect(Seg.synAck().mss(MSS));
  }

  private static int full(Family family) {
    return family == Family.IPV4 ? MSS : FULL_V6;
  }

  /** What packets of the base size hold: 1,024 octets over IPv4, 1,280 over IPv6. */
  private static int base(Family family) {
    return family == Family.IPV4 ? 984 : 1220;
  }

  /** Says so much, to a peer that gets, and acknowledges, what fits into a packet; tells how. */
  private static List<Emitted> throughAHole(Conversation us, int widest, int octets) {
    List<Emitted> all = new ArrayList<>();
    us.send(octets);
    BitSet arrived = new BitSet();
    arrived.set(0);
    for (int rounds = 0; arrived.nextClearBit(0) <= octets; rounds++) {
      assertTrue(rounds < 10_000, "stuck at " + arrived.nextClearBit(0));
      Emitted next = us.untilEmits();
      all.add(next);
      if (next.packet.length <= widest) {
        arrived.set(next.seq, next.seq + next.length);
        us.pass(Duration.ofMillis(1)).peerSends(Seg.ack(arrived.nextClearBit(0)));
      }
    }
    return all;
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  @Tag("RFC4821")
  @Tag("RFC8899")
  @Tag("RFC2923")
  void twoTimeoutsOfALongSegmentMakeAllOfThemShorter(Family family) {
    Conversation us = connected(family);
    us.send(3 * full(family));
    us.emitsWhatever();
    us.untilEmits().is(".", 1, 1, full(family));
    us.emitsNothing();
    us.untilEmits().is(".", 1, 1, base(family));
    us.emitsNothing();
    us.peerSends(Seg.ack(1 + base(family)));
    us.emits(".", 1 + base(family), 1, full(family) - base(family));
    us.emits(".", 1 + full(family), 1, base(family));
    assertEquals(1, us.host.counters().of(TcpEvent.PATH_BLACK_HOLE));
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  @Tag("RFC4821")
  void aLengthThatHasArrivedBeforeIsSuspectedAfterFourTimeouts(Family family) {
    Conversation us = connected(family);
    us.send(full(family));
    us.emits();
    us.peerSends(Seg.ack(1 + full(family)));
    us.send(full(family));
    int seq = us.emits().seq;
    for (int i = 0; i < 3; i++) {
      us.untilEmits().is(".", seq, 1, full(family));
    }
    us.untilEmits().is(".", seq, 1, base(family));
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  @Tag("RFC4821")
  void shortSegmentsThatAreLostSayNothingOfThePath(Family family) {
    Conversation us = connected(family);
    us.send(base(family));
    us.emits();
    for (int i = 0; i < 6; i++) {
      us.untilEmits().is(".", 1, 1, base(family));
    }
    assertEquals(full(family), us.socket.status().segmentSize());
    assertEquals(0, us.host.counters().of(TcpEvent.PATH_BLACK_HOLE));
  }

  @Test
  @Tag("RFC4821")
  void aProbeIsOnePacketEvenWhereTheDeviceCutsSuperSegments() {
    Conversation us =
        new Conversation(HostSettings.defaults().with(suspicious()).with(Offload.ALL), true);
    us.connect(Seg.synAck().mss(MSS));
    us.send(10 * MSS);
    us.emitsWhatever();
    us.untilEmits();
    us.untilEmits().is(".", 1, 1, 984);
    us.peerSends(Seg.ack(1 + 10 * MSS));
    us.emitsNothing();
    us.send(12_000);
    Emitted next = us.emits();
    while (next.length % 984 == 0) { // slow start, until the window takes a probe and more
      us.peerSends(Seg.ack(next.seq + next.length));
      next = us.emits();
    }
    assertEquals(MSS, next.length);
    us.peerSends(Seg.ack(next.seq + next.length));
    assertEquals(MSS, us.socket.status().segmentSize());
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  @Tag("RFC4821")
  void aRouterThatAnswersAProbeSaysWhatTheSearchWouldFind(Family family) {
    Conversation us = connected(family);
    us.send(5 * full(family));
    Emitted first = us.emits();
    us.emitsWhatever();
    us.arrives(PacketTooBig.about(first, 1300));
    us.emitsWhatever();
    us.peerSends(Seg.ack(1 + 5 * full(family)));
    us.pass(Duration.ofMinutes(11));
    int size = 1300 - family.headerLength() - 20;
    assertEquals(size, us.socket.status().segmentSize());

    us.send(30 * size);
    Emitted probe = us.emits();
    assertEquals(full(family), probe.length, "ten minutes later a longer one is tried");
    Emitted second = us.emits();
    assertEquals(size, second.length, "and only one");
    us.emitsWhatever();
    int threshold = us.socket.status().ssthresh();
    us.arrives(PacketTooBig.about(probe, 1400));
    int wider = 1400 - family.headerLength() - 20;
    us.emits(".", probe.seq, 1, wider);
    assertEquals(wider, us.socket.status().segmentSize());
    assertEquals(threshold, us.socket.status().ssthresh());
  }

  @Test
  @Tag("RFC4821")
  void aProbeThatIsLostTogetherWithOthersProvesNothingAndIsCongestion() {
    TcpSettings settings = suspicious();
    settings = settings.with(settings.options().withSelectiveAcknowledgement(true));
    Conversation us = Conversation.of(settings).connect(Seg.synAck().mss(MSS).sackOk());
    us.send(5 * MSS);
    Emitted first = us.emits();
    us.emitsWhatever();
    us.arrives(PacketTooBig.about(first, 1300));
    us.emitsWhatever();
    us.peerSends(Seg.ack(1 + 5 * MSS)).pass(Duration.ofMinutes(11));
    us.send(12_000);
    int probe = us.emits(".", 1 + 5 * MSS, 1, MSS).seq;
    us.emitsWhatever();
    int next = probe + MSS + 1260;
    us.peerSends(Seg.ack(probe).sack(next, next + 5 * 1260));
    us.emits(".", probe, 1, 1260);
    us.emits(".", probe + 1260, 1, 1260);
    us.emits(".", probe + 2 * 1260, 1, 200);
    assertTrue(us.socket.status().ssthresh() < 10_000, "the window is reduced");
    us.peerSends(Seg.ack(probe + 12_000));
    assertEquals(1260, us.socket.status().segmentSize());
    assertEquals(0, us.host.counters().of(TcpEvent.PATH_PROBE_PASSED));
    assertEquals(0, us.host.counters().of(TcpEvent.PATH_PROBE_LOST));
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  @Tag("RFC5927")
  void aMessageIsForgottenIfThatLengthHasArrivedBeforeAndTheSegmentArrives(Family family) {
    Conversation us = connected(family);
    us.send(full(family));
    us.emits();
    us.peerSends(Seg.ack(1 + full(family)));
    us.send(3 * full(family));
    Emitted second = us.emits();
    us.emitsWhatever();
    us.arrives(PacketTooBig.about(second, 1300));
    assertEquals(full(family), us.socket.status().segmentSize());
    us.emitsNothing();
    us.peerSends(Seg.ack(1 + 4 * full(family)));
    us.send(full(family));
    us.emits(".", 1 + 4 * full(family), 1, full(family));
    us.untilEmits().is(".", 1 + 4 * full(family), 1, full(family));
    assertEquals(1, us.host.counters().of(TcpEvent.ICMP_IGNORED));
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  @Tag("RFC5927")
  void aMessageIsBelievedOnceTheSegmentItQuotesHasTimedOut(Family family) {
    Conversation us = connected(family);
    us.send(full(family));
    us.emits();
    us.peerSends(Seg.ack(1 + full(family)));
    us.send(full(family));
    Emitted second = us.emits();
    us.arrives(PacketTooBig.about(second, 1300));
    us.emitsNothing();
    int size = 1300 - family.headerLength() - 20;
    us.untilEmits().is(".", second.seq, 1, size);
    assertEquals(size, us.socket.status().segmentSize());
  }

  @ParameterizedTest
  @ValueSource(ints = {1300, 1400, 1459})
  @Tag("RFC5927")
  void aMessageThatIsNotAboutALongerPacketThanItClaimsChangesNothing(int mtu) {
    Conversation us = Conversation.connected();
    us.send(1000); // 1,040 octets: no router that takes 1,300 complains of that
    Emitted sent = us.emits();
    us.arrives(PacketTooBig.about(sent, 1200));
    int size = us.socket.status().segmentSize();
    us.emitsWhatever();
    us.arrives(PacketTooBig.about(sent, mtu));
    assertEquals(size, us.socket.status().segmentSize());
    us.emitsNothing();
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  @Tag("RFC5927")
  void aSynIsNeverTooLong(Family family) {
    Conversation us = family.fresh().open();
    Emitted syn = us.emits("S", 0, 0, 0);
    us.arrives(PacketTooBig.about(syn, 1280));
    us.emitsNothing();
    us.peerSends(Seg.synAck().mss(MSS)).emits(".", 1, 1, 0);
    assertEquals(full(family), us.socket.status().segmentSize());
  }

  @ParameterizedTest
  @CsvSource({"IPV4, 1400", "IPV4, 1100", "IPV6, 1400", "IPV6, 1300"})
  @Tag("RFC4821")
  void aPeerWithoutSelectiveAcknowledgementsIsSearchedForAsWell(Family family, int widest) {
    Conversation us = connected(family);
    throughAHole(us, widest, 900_000);
    int packet = us.socket.status().segmentSize() + family.headerLength() + 20;
    assertTrue(
        packet <= widest && packet > base(family) + family.headerLength() + 20, "found " + packet);
    assertNotEquals(0, us.host.counters().of(TcpEvent.PATH_PROBE_PASSED));
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  @Tag("RFC3168")
  void probesMayBeMarkedAsAllNewText(Family family) {
    TcpSettings settings = suspicious();
    settings = settings.with(settings.options().withExplicitCongestion(Ecn.OFFERED));
    Conversation us = family.of(settings).connect(Seg.synAck().mss(MSS).with(TcpFlags.ECE));
    int sent = 1;
    for (Emitted segment : throughAHole(us, 1400, 900_000)) {
      boolean fresh = segment.seq == sent;
      assertEquals(fresh ? 2 : 0, segment.trafficClass & 3, segment::toString);
      sent = Math.max(sent, segment.seq + segment.length);
    }
    assertNotEquals(0, us.host.counters().of(TcpEvent.PATH_PROBE_PASSED));
  }
}
