package io.fourwave.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.host.HostSettings;
import io.fourwave.tcp.conversation.Conversation;
import io.fourwave.tcp.conversation.Emitted;
import io.fourwave.tcp.conversation.Situation;
import io.fourwave.wire.TcpFlags;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** RFC 9293 §3.10.8: what happens in each state when a timer expires. */
class TimeoutsTest {
  private static final Duration USER_TIMEOUT = Duration.ofSeconds(10);

  private static Conversation begin(Situation in, boolean v4) {
    TcpSettings plain = Conversation.plain();
    TcpSettings tcp = plain.with(plain.retransmission().withUserTimeout(USER_TIMEOUT));
    return in.begin(HostSettings.defaults().with(tcp), v4);
  }

  /** Lets time pass; retransmissions are thrown away; the last thing sent is returned. */
  private static Emitted pass(Conversation us, Duration time) {
    long end = us.host.now() + time.toNanos();
    Emitted last = null;
    while (us.host.nextDeadline() <= end) {
      us.untilDeadline();
      for (Emitted sent = us.poll(); sent != null; sent = us.poll()) {
        last = sent;
      }
    }
    us.pass(Duration.ofNanos(end - us.host.now()));
    return last;
  }

  @ParameterizedTest
  @EnumSource(
      value = Situation.class,
      names = {
        "SYN_SENT",
        "SYN_RECEIVED",
        "SYN_RECEIVED_ACTIVELY",
        "ESTABLISHED_SENDING",
        "FIN_WAIT_1",
        "CLOSING",
        "LAST_ACK"
      })
  void theUserTimeoutEndsWhateverWaitsForAnAcknowledgement(Situation in) {
    for (boolean v4 : new boolean[] {true, false}) {
      Conversation us = begin(in, v4);
      pass(us, USER_TIMEOUT.minusMillis(1));
      assertEquals(in.state, Situation.stateOf(us), "a moment before");
      Emitted last = pass(us, Duration.ofMillis(1));
      boolean passive = in == Situation.SYN_RECEIVED;
      assertEquals(passive ? TcpState.LISTEN : TcpState.CLOSED, Situation.stateOf(us));
      assertEquals(in != Situation.SYN_SENT, last != null && last.has(TcpFlags.RST), "a reset");
      assertEquals(Long.MAX_VALUE, us.host.nextDeadline(), "all queues are flushed");
      if (!passive) {
        assertEquals(CloseReason.TIMED_OUT, us.socket.failure());
        assertThrows(TcpException.TimedOut.class, () -> us.read(1));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Situation.class,
      names = {"LISTEN", "ESTABLISHED", "ESTABLISHED_FULL", "FIN_WAIT_2", "CLOSE_WAIT"})
  void theUserTimeoutDoesNotEndWhatWaitsForNothing(Situation in) {
    Conversation us = begin(in, true);
    pass(us, Duration.ofDays(2));
    assertEquals(in.state, Situation.stateOf(us));
    assertEquals(0, us.host.counters().of(TcpEvent.ABORT_ON_TIMEOUT));
  }

  @ParameterizedTest
  @CsvSource({
    "SYN_SENT, S, 0, 0, 0",
    "SYN_RECEIVED, S., 0, 1, 0",
    "SYN_RECEIVED_ACTIVELY, S., 0, 1, 0",
    "ESTABLISHED_SENDING, ., 1, 1, 1000",
    "FIN_WAIT_1, F., 1, 1, 0",
    "CLOSING, F., 1, 2, 0",
    "LAST_ACK, F., 1, 2, 0"
  })
  void theRetransmissionTimeoutSendsTheFirstSegmentAgainAndStartsAnew(
      Situation in, String flags, int seq, int ack, int length) {
    for (boolean v4 : new boolean[] {true, false}) {
      Conversation us = in.begin(v4);
      Duration first = us.untilOutput();
      us.emits(flags, seq, ack, length);
      us.emitsNothing();
      Duration second = us.untilOutput();
      us.emits(flags, seq, ack, length);
      us.emitsNothing();
      assertEquals(in.state, Situation.stateOf(us));
      assertTrue(second.compareTo(first) > 0, first + ", then " + second);
      assertTrue(us.host.nextDeadline() < Long.MAX_VALUE, "the timer runs again");
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Situation.class,
      names = {
        "SYN_SENT",
        "SYN_RECEIVED",
        "ESTABLISHED_SENDING",
        "FIN_WAIT_1",
        "CLOSING",
        "LAST_ACK"
      })
  void aPeerThatIsSilentForGoodIsGivenUpInEveryState(Situation in) {
    Conversation us = in.begin(true);
    pass(us, Duration.ofHours(2));
    TcpState after = in == Situation.SYN_RECEIVED ? TcpState.LISTEN : TcpState.CLOSED;
    assertEquals(after, Situation.stateOf(us));
    assertEquals(1, us.host.counters().of(TcpEvent.ABORT_ON_TIMEOUT));
    assertEquals(Long.MAX_VALUE, us.host.nextDeadline());
  }

  @ParameterizedTest
  @CsvSource({"30, 60", "1, 2", "0, 0"})
  void theTimeWaitTimeoutDeletesWhatIsLeft(int msl, int lasts) {
    HostSettings settings =
        HostSettings.defaults().with(Conversation.plain()).withMsl(Duration.ofSeconds(msl));
    Conversation us = Situation.TIME_WAIT.begin(settings, true);
    if (lasts > 0) {
      us.pass(Duration.ofSeconds(lasts).minusNanos(1));
      assertEquals(TcpState.TIME_WAIT, Situation.stateOf(us));
      us.pass(Duration.ofNanos(1));
    }
    us.pass(Duration.ZERO);
    assertEquals(TcpState.CLOSED, Situation.stateOf(us));
    assertEquals(Long.MAX_VALUE, us.host.nextDeadline());
    us.emitsNothing();
  }
}
