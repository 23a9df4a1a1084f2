package io.fourwave.tcp;

import static io.fourwave.tcp.conversation.Conversation.MSS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.tcp.conversation.Conversation;
import io.fourwave.tcp.conversation.Seg;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The user timeout option (RFC 5482). */
@Tag("RFC5482")
class UserTimeoutOptionTest {
  private static TcpSettings advertising(Duration own, Duration advertised) {
    TcpSettings plain = Conversation.plain();
    Retransmission times = plain.retransmission().withUserTimeout(own);
    return plain.with(times.withAdvertisedTimeout(advertised, Duration.ofHours(1)));
  }

  private static Conversation connected(TcpSettings settings, Seg synAck) {
    Conversation us = Conversation.of(settings).open();
    us.emits();
    us.peerSends(synAck.mss(MSS));
    us.emits();
    return us;
  }

  private static Seg synAck(int peers) {
    return peers == 0 ? Seg.synAck() : Seg.synAck().userTimeout(peers);
  }

  /** How long text is tried that nobody answers. */
  private static Duration untilGivenUp(Conversation us) {
    us.send(100);
    long start = us.host.now();
    while (us.socket.isOpen()) {
      us.emitsWhatever();
      us.untilDeadline();
    }
    assertEquals(CloseReason.TIMED_OUT, us.socket.failure());
    return Duration.ofNanos(us.host.now() - start);
  }

  @Test
  void bothKindsOfSynAndTheFirstSegmentBehindThemTellOfIt() {
    TcpSettings settings = advertising(Duration.ZERO, Duration.ofSeconds(150));
    Conversation active = Conversation.of(settings).open();
    assertEquals(150, active.emits().options.userTimeout());
    active.peerSends(Seg.synAck().mss(MSS));
    assertEquals(150, active.emits(".", 1, 1, 0).options.userTimeout());
    active.send(10);
    assertEquals(0, active.emits(".", 1, 1, 10).options.userTimeout(), "once is enough");

    Conversation passive = Conversation.of(settings).listen();
    passive.peerSends(Seg.syn().mss(MSS));
    assertEquals(150, passive.emits("S.", 0, 1, 0).options.userTimeout());
    passive.peerSends(Seg.ack(1), Seg.data(1, 10));
    assertEquals(150, passive.emits(".", 1, 11, 0).options.userTimeout());
  }

  @Test
  void aFullSegmentHasNoRoomForItAndTheNextShortOneHas() {
    TcpSettings settings = advertising(Duration.ZERO, Duration.ofSeconds(150));
    Conversation us = Conversation.of(settings).listen();
    us.peerSends(Seg.syn().mss(MSS)).emits();
    us.peerSends(Seg.ack(1));
    us.socket = us.listener.accept();
    us.send(MSS + 10);
    assertEquals(0, us.emits(".", 1, 1, MSS).options.userTimeout());
    assertEquals(150, us.emits(".", 1 + MSS, 1, 10).options.userTimeout());
  }

  @Test
  void aTimeoutThatIsChangedIsToldAtOnce() {
    Conversation us = connected(advertising(Duration.ZERO, Duration.ofSeconds(150)), synAck(0));
    us.socket.settings(advertising(Duration.ZERO, Duration.ofSeconds(200)));
    assertEquals(200, us.emits(".", 1, 1, 0).options.userTimeout());
    us.emitsNothing();
  }

  @Test
  void whoDoesNotUseItNeitherSaysNorHearsAnything() {
    Conversation us = Conversation.fresh().open();
    assertEquals(0, us.emits().options.userTimeout());
    us.peerSends(synAck(120).mss(MSS));
    assertEquals(0, us.emits().options.userTimeout());
    assertTrue(untilGivenUp(us).compareTo(Duration.ofMinutes(8)) > 0, "R2 decides");
  }

  /** USER_TIMEOUT = min(U_LIMIT, max(ADV_UTO, REMOTE_UTO, L_LIMIT)), in seconds. */
  @ParameterizedTest
  @CsvSource({"150, 120, 150", "150, 200, 200", "10, 20, 100", "10, 3000, 3000", "10, 60000, 3600"})
  void theLongerOfBothTimeoutsCountsWithinLimits(int ours, int peers, int seconds) {
    Conversation us =
        connected(advertising(Duration.ZERO, Duration.ofSeconds(ours)), synAck(peers));
    assertEquals(Duration.ofSeconds(seconds), untilGivenUp(us));
  }

  @Test
  void whatTheApplicationAsksForThePeerDoesNotChangeButItIsTold() {
    TcpSettings own = advertising(Duration.ofSeconds(30), Duration.ofSeconds(30));
    Conversation us = connected(own, synAck(500));
    assertTrue(us.socket.status().options().endsWith(" uto 500"));
    assertEquals(Duration.ofSeconds(30), untilGivenUp(us));
  }

  @Test
  void aTimeoutLongerThanR2IsWaitedFor() {
    TcpSettings own = advertising(Duration.ofHours(2), Duration.ZERO);
    own = own.with(own.retransmission().withLimits(2, 3, 3));
    assertEquals(Duration.ofHours(2), untilGivenUp(connected(own, synAck(0))));
  }

  @Test
  void aLaterSegmentChangesItAndTheReservedZeroDoesNot() {
    Conversation us = connected(advertising(Duration.ZERO, Duration.ofSeconds(10)), synAck(120));
    us.peerSends(Seg.data(1, 1).acks(1).userTimeout(240)).emits();
    us.peerSends(Seg.data(2, 1).acks(1).rawOptions(28, 4, 0, 0)).emits();
    us.peerSends(Seg.data(3, 1).acks(1).rawOptions(28, 4, 0x80, 0)).emits();
    us.peerSends(Seg.data(4, 1).acks(1).rawOptions(28, 3, 1, 1)).emits(); // a wrong length
    assertEquals(Duration.ofMinutes(4), untilGivenUp(us));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 32_767, 32_820, 1_900_800})
  void secondsAreMinutesWhereTheyWouldNotFit(int seconds) {
    Conversation us =
        Conversation.of(advertising(Duration.ZERO, Duration.ofSeconds(seconds))).open();
    assertEquals(seconds, us.emits().options.userTimeout());
  }

  @Test
  void anOpeningHasTheTimesOfAnOpening() {
    Conversation us = Conversation.of(advertising(Duration.ZERO, Duration.ofSeconds(1))).open();
    long start = us.host.now();
    while (us.socket.isOpen()) {
      us.emitsWhatever();
      us.untilDeadline();
    }
    assertTrue(us.host.now() - start > Duration.ofMinutes(3).toNanos());
  }
}
