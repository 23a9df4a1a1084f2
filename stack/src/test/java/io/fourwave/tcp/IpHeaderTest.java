package io.fourwave.tcp;

import static io.fourwave.tcp.conversation.Conversation.MSS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fourwave.host.HostSettings;
import io.fourwave.ip.IpSettings;
import io.fourwave.tcp.conversation.Conversation;
import io.fourwave.tcp.conversation.Emitted;
import io.fourwave.tcp.conversation.Family;
import io.fourwave.tcp.conversation.Seg;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Diffserv and time to live, or hop limit, of what a connection sends (RFC 9293 §3.9.1.9, §3.9.2).
 */
class IpHeaderTest {
  private static final int DSCP = 46;
  private static final int HOPS = 33;
  private static final TcpSettings MARKED =
      Conversation.plain().with(Ip.DEFAULTS.withDscp(DSCP).withHopLimit(HOPS));

  private static Emitted isMarked(Emitted sent, int dscp, int hops) {
    assertEquals(dscp << 2, sent.trafficClass, "Diffserv of " + sent);
    assertEquals(hops, sent.hopLimit, "hops of " + sent);
    return sent;
  }

  private static Emitted isMarked(Emitted sent) {
    return isMarked(sent, DSCP, HOPS);
  }

  @ParameterizedTest
  @Tag("MUST-48")
  @Tag("MUST-49")
  @Tag("SHLD-22")
  @EnumSource(Family.class)
  void allSegmentsFromSynToTheLastAckCarryWhatWasAskedFor(Family family) {
    Conversation us = family.of(MARKED).open();
    isMarked(us.emits("S", 0, 0, 0));
    us.peerSends(Seg.synAck().mss(MSS));
    isMarked(us.emits(".", 1, 1, 0));
    us.send(10);
    isMarked(us.emits(".", 1, 1, 10));
    us.emitsNothing().untilOutput();
    isMarked(us.emits(".", 1, 1, 10)); // again
    us.peerSends(Seg.ack(11));
    us.socket.shutdownOutput();
    isMarked(us.emits("F.", 11, 1, 0));
    us.peerSends(Seg.fin(1).acks(12));
    isMarked(us.emits(".", 12, 2, 0)); // from TIME-WAIT
    us.peerSends(Seg.fin(1).acks(12));
    isMarked(us.emits(".", 12, 2, 0));
  }

  @ParameterizedTest
  @Tag("MUST-48")
  @Tag("MUST-49")
  @EnumSource(Family.class)
  void aListenersSettingsHoldForItsConnectionsAlsoForTheirResets(Family family) {
    Conversation us = family.of(MARKED).listen();
    us.peerSends(Seg.syn().mss(MSS));
    isMarked(us.emits("S.", 0, 1, 0));
    us.peerSends(Seg.ack(1));
    us.socket = us.listener.accept();
    us.socket.abort();
    isMarked(us.emits("R.", 1, 1, 0));
  }

  @ParameterizedTest
  @Tag("SHLD-21")
  @Tag("MUST-49")
  @EnumSource(Family.class)
  void bothCanBeChangedWhileItIsOpen(Family family) {
    Conversation us = family.connected();
    us.send(10);
    isMarked(us.emits(".", 1, 1, 10), 0, 64);
    us.socket.settings(us.socket.settings().with(Ip.DEFAULTS.withDscp(8).withHopLimit(255)));
    us.send(10);
    isMarked(us.emits(".", 11, 1, 10), 8, 255);
    us.peerSends(Seg.data(1, 10));
    isMarked(us.emits(".", 21, 11, 0), 8, 255);
  }

  @ParameterizedTest
  @Tag("SHLD-22")
  @EnumSource(Family.class)
  void everyCodePointArrivesUnchanged(Family family) {
    Conversation us = family.connected();
    int seq = 1;
    for (int dscp = 0; dscp < 64; dscp++) {
      us.socket.settings(us.socket.settings().with(Ip.DEFAULTS.withDscp(dscp)));
      us.send(1);
      isMarked(us.emits(".", seq++, 1, 1), dscp, 64);
      us.peerSends(Seg.ack(seq));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 0xb8})
  void whatThePeerSendsDoesNotChangeOurs(int theirs) {
    Conversation us = Conversation.of(MARKED).connect(Seg.synAck().mss(MSS));
    us.peerSends(Seg.data(1, 10).ecn(theirs));
    isMarked(us.emits(".", 1, 11, 0));
  }

  @Test
  @Tag("MUST-49")
  void answersToStrangersHaveTheHostsTimeToLive() {
    IpSettings ip = IpSettings.defaults().withHopLimit(99);
    Conversation us = new Conversation(HostSettings.defaults().with(ip), true);
    us.peerSends(Seg.syn());
    isMarked(us.emits("R.", 0, 1, 0), 0, 99);
  }

  @Test
  void aFieldDoesNotTakeMoreThanItHolds() {
    assertThrows(IllegalArgumentException.class, () -> Ip.DEFAULTS.withDscp(64));
    assertThrows(IllegalArgumentException.class, () -> Ip.DEFAULTS.withDscp(-1));
    assertThrows(IllegalArgumentException.class, () -> Ip.DEFAULTS.withHopLimit(0));
    assertThrows(IllegalArgumentException.class, () -> Ip.DEFAULTS.withHopLimit(256));
    assertThrows(IllegalArgumentException.class, () -> new Ip(0, 0, List.of(), false, true, true));
  }
}
