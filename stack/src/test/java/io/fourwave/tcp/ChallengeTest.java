package io.fourwave.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.host.HostSettings;
import io.fourwave.tcp.conversation.Conversation;
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

  private static Conversation limited() {
    TcpHostSettings limits = TcpHostSettings.DEFAULTS.withAnswers(BUDGET, BUDGET);
    HostSettings settings = HostSettings.defaults().with(limits).with(Conversation.plain());
    return Situation.ESTABLISHED.begin(settings, true);
  }

  /** What a blind attacker tries: RFC 5961 names the three, the fourth is an old duplicate. */
  static Stream<Named<Supplier<Seg>>> attacks() {
    return Stream.of(
        Named.of("a reset in the window", () -> Seg.rst(100)),
        Named.of("a SYN", () -> Seg.flags(TcpFlags.SYN, 100, 0, 0)),
        Named.of("an ACK of what was not sent", () -> Seg.data(1, 10).acks(1000)),
        Named.of("an empty segment outside the window", () -> Seg.ack(1).seq(-100)));
  }

  /** Segments that one kind of attack brings forth in a second, none of which does any harm. */
  private static int answersInASecond(Conversation us, Supplier<Seg> attack) {
    int answers = 0;
    for (int i = 0; i < 3 * BUDGET; i++) {
      us.peerSends(attack.get());
      answers += us.emitsWhatever();
    }
    us.pass(Duration.ofSeconds(1));
    assertEquals(TcpState.ESTABLISHED, us.socket.state());
    return answers;
  }

  @ParameterizedTest
  @MethodSource("attacks")
  void theAnswersOfASecondAreLimitedAndTheirNumberTellsNothing(Supplier<Seg> attack) {
    Conversation us = limited();
    Set<Integer> counts = new HashSet<>();
    for (int second = 0; second < 20; second++) {
      int answers = answersInASecond(us, attack);
      assertTrue(answers >= BUDGET / 2 && answers <= BUDGET * 3 / 2, answers + " answers");
      counts.add(answers);
    }
    assertTrue(counts.size() >= 5, "the budget is drawn anew each second: " + counts);
  }

  @Test
  void theBudgetIsSharedSoThatManyConnectionsGiveNoMore() {
    Conversation us = limited();
    int answers = 0;
    for (int i = 0; i < BUDGET; i++) {
      for (var attack : attacks().map(Named::getPayload).toList()) {
        us.peerSends(attack.get());
        answers += us.emitsWhatever();
      }
    }
    assertTrue(answers <= BUDGET * 3 / 2, answers + " answers");
  }

  @Test
  void retransmissionsAreAcknowledgedWhateverTheBudget() {
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
    int answers = 0;
    us.peerSends(Seg.ack(1).seq(-100));
    while (us.emitsWhatever() > 0) {
      assertTrue(++answers <= BUDGET * 3 / 2);
      us.peerSends(Seg.ack(1).seq(-100)); // the peer's answer to our answer
    }
  }

  @Test
  void resetsToStrangersAreLimitedToo() {
    TcpHostSettings limits = TcpHostSettings.DEFAULTS.withAnswers(BUDGET, BUDGET);
    HostSettings settings = HostSettings.defaults().with(limits).with(Conversation.plain());
    Conversation us = new Conversation(settings, true);
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
}
