package io.fourwave.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.host.HostSettings;
import io.fourwave.link.Packet;
import io.fourwave.tcp.conversation.Conversation;
import io.fourwave.tcp.conversation.RawPacket;
import io.fourwave.tcp.conversation.Seg;
import io.fourwave.tcp.conversation.Situation;
import io.fourwave.wire.TcpFlags;
import java.time.Duration;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Challenge ACKs: to whom, and how many (RFC 5961 §3 to §5, §7). */
@Tag("RFC5961")
class ChallengeTest {
  private static final int BUDGET = 20;

  private static HostSettings limits() {
    TcpHostSettings limits = TcpHostSettings.DEFAULTS.withAnswers(BUDGET, BUDGET);
    return HostSettings.defaults().with(limits).with(Conversation.plain());
  }

  private static Conversation limited() {
    return Situation.ESTABLISHED.begin(limits(), true);
  }

  /** What a blind attacker tries: RFC 5961 names the three, the fourth is an old duplicate. */
  static Stream<Named<Supplier<Seg>>> attacks() {
    return Stream.of(
        Named.of("a reset in the window", () -> Seg.rst(100)),
        Named.of("a SYN", () -> Seg.flags(TcpFlags.SYN, 100, 0, 0)),
        Named.of("an ACK of what was not sent", () -> Seg.data(1, 10).acks(1000)),
        Named.of("an empty segment outside the window", () -> Seg.ack(1).seq(-100)));
  }

  /** §7: "no more than 10 challenge ACKs in any 5 second window", whatever provokes them. */
  @ParameterizedTest
  @MethodSource("attacks")
  void oneConnectionAnswersTenTimesInFiveSeconds(Supplier<Seg> attack) {
    Conversation us = limited();
    int answers = 0;
    for (int i = 0; i < 500; i++) {
      us.peerSends(attack.get());
      answers += us.emitsWhatever();
      us.pass(Duration.ofMillis(10));
    }
    assertEquals(10, answers);
    assertEquals(TcpState.ESTABLISHED, us.socket.state());
  }

  private static Packet fromPort(int port, Conversation us, Seg seg) {
    RawPacket packet = RawPacket.of(us.toPacket(seg));
    return packet.putShort(packet.tcpStart(), port).repairChecksums().toPacket();
  }

  /** A host that a peer has opened connections to, from ports 1 to {@code count}. */
  private static Conversation connected(int count) {
    Conversation us = new Conversation(limits(), true).listen();
    for (int port = 1; port <= count; port++) {
      us.host.packetArrives(fromPort(port, us, Seg.syn()), us.host.now());
      int iss = us.emits().seq;
      us.host.packetArrives(fromPort(port, us, Seg.ack(iss + 1).seq(1)), us.host.now());
      us.listener.accept();
    }
    return us;
  }

  @Test
  void allConnectionsOfAPeerShareALimitWhoseNumberTellsNothing() {
    Conversation us = connected(3 * BUDGET);
    Set<Integer> counts = new HashSet<>();
    for (int second = 0; second < 20; second++) {
      int answers = 0;
      for (int port = 1; port <= 3 * BUDGET; port++) {
        us.host.packetArrives(fromPort(port, us, Seg.rst(100)), us.host.now());
        answers += us.emitsWhatever();
      }
      assertTrue(answers >= BUDGET / 2 && answers <= BUDGET * 3 / 2, answers + " answers");
      counts.add(answers);
      us.pass(Duration.ofSeconds(1));
    }
    assertTrue(counts.size() >= 5, "the budget of each second is another one: " + counts);
  }

  @Test
  void retransmissionsAreAcknowledgedWhateverTheLimit() {
    Conversation us = limited();
    us.peerSends(Seg.data(1, 10)).emits(".", 1, 11, 0);
    for (int i = 0; i < 5 * BUDGET; i++) {
      us.peerSends(Seg.data(1, 10)).emits(".", 1, 11, 0);
    }
  }

  /** Two ends that hold each other's segments for too old must not answer for ever. */
  @Test
  void twoEndsOutOfStepDoNotChatterForEver() {
    Conversation us = limited();
    us.peerSends(Seg.ack(1).seq(-100)).emits(".", 1, 1, 0);
    us.peerSends(Seg.ack(1).seq(-100)).emitsNothing(); // the peer's answer to our answer
  }

  @Test
  void resetsToStrangersAreLimitedToo() {
    Conversation us = new Conversation(limits(), true);
    int answers = 0;
    for (int i = 0; i < 100 * BUDGET; i++) {
      us.peerSends(Seg.syn().seq(i));
      answers += us.emitsWhatever();
    }
    assertTrue(answers >= BUDGET / 2 && answers <= BUDGET * 3 / 2, answers + " resets");
    assertTrue(us.host.connections().isEmpty());
    us.pass(Duration.ofSeconds(1));
    us.peerSends(Seg.syn()).emits("R.", 0, 1, 0);
  }

  @Test
  void acknowledgementsFromTimeWaitAreLimitedToo() {
    Conversation us = Situation.TIME_WAIT.begin(limits(), true);
    int answers = 0;
    for (int i = 0; i < 100 * BUDGET; i++) {
      us.peerSends(Seg.data(1, 1));
      answers += us.emitsWhatever();
    }
    assertTrue(answers >= BUDGET / 2 && answers <= BUDGET * 3 / 2, answers + " answers");
  }

  /** A legitimate peer that has lost its state gets out of it with one challenge (§4). */
  @Test
  void aPeerThatHasRebootedResetsWithTheChallengesNumber() {
    Conversation us = limited();
    us.peerSends(Seg.flags(TcpFlags.SYN, 5000, 0, 0));
    int ack = us.emits(".", 1, 1, 0).ack;
    us.peerSends(Seg.rst(ack)).emitsNothing();
    assertEquals(CloseReason.RESET, us.socket.failure());
  }

  @Test
  void aBlindAttackerNeedsTheExactNumberAmongAllInTheWindow() {
    Conversation us = Situation.ESTABLISHED.begin(true);
    Random random = new Random(7);
    for (int i = 0; i < 2000; i++) {
      us.peerSends(Seg.rst(2 + random.nextInt(0x7fff_0000)));
      us.emitsWhatever();
    }
    assertEquals(TcpState.ESTABLISHED, us.socket.state());
  }

  /** §5.2: SND.UNA - MAX.SND.WND =&lt; SEG.ACK =&lt; SND.NXT, and not an octet more. */
  @Test
  void anAckIsBelievedFromOneWindowBackToWhatWasSent() {
    Conversation us = Conversation.connected();
    us.send(100).emits(".", 1, 1, 100);
    us.peerSends(Seg.data(1, 10).acks(1 - 65_535)).emits(".", 101, 11, 0);
    us.peerSends(Seg.data(11, 10).acks(-65_535)).emits(".", 101, 11, 0);
    us.pass(Duration.ofMillis(600)).emitsWhatever();
    us.peerSends(Seg.data(11, 10).acks(102)).emits(".", 101, 11, 0);
    us.peerSends(Seg.data(11, 10).acks(101)).emits(".", 101, 21, 0);
  }
}
