package io.fourwave.tcp;

import static io.fourwave.tcp.conversation.Conversation.MSS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.host.HostSocket;
import io.fourwave.tcp.conversation.Conversation;
import io.fourwave.tcp.conversation.Emitted;
import io.fourwave.tcp.conversation.Seg;
import io.fourwave.wire.TcpFlags;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Excessive retransmission: R1, R2 and the user timeout (RFC 9293 §3.8.3). */
class GivingUpTest {
  private static final Retransmission DEFAULTS = TcpSettings.defaults().retransmission();

  private int retransmissions;
  private Duration lastRetransmission;

  /** Lets time pass until the connection is given up; nobody answers. Tells how long it took. */
  private Duration untilTheEnd(Conversation us, HostSocket socket) {
    long begin = us.host.now();
    while (socket.isOpen()) {
      if (us.poll() == null) {
        us.untilDeadline();
      } else {
        retransmissions++;
        lastRetransmission = Duration.ofNanos(us.host.now() - begin);
      }
    }
    return Duration.ofNanos(us.host.now() - begin);
  }

  private static long negativeAdvice(Conversation us) {
    return us.host.counters().of(TcpEvent.NEGATIVE_ADVICE);
  }

  private static Conversation waitingForAnAnswer(TcpSettings settings) {
    Conversation us = Conversation.of(settings).connect(Seg.synAck().mss(MSS));
    us.send(10);
    us.emits(".", 1, 1, 10);
    us.emitsNothing();
    return us;
  }

  @Test
  @Tag("MUST-20")
  @Tag("SHLD-9")
  @Tag("SHLD-10")
  void atR1IpIsAdvisedAndTheApplicationToldButTheConnectionStays() {
    Conversation us = waitingForAnAnswer(Conversation.plain());
    for (int i = 1; i < 3; i++) {
      us.untilOutput();
      us.emits(".", 1, 1, 10);
      us.emitsNothing();
      assertNull(us.socket.trouble(), "not before three retransmissions");
      assertEquals(0, negativeAdvice(us));
    }
    us.untilOutput();
    us.emits(".", 1, 1, 10);
    assertEquals(CloseReason.TIMED_OUT, us.socket.trouble());
    assertEquals(1, negativeAdvice(us));
    assertTrue(us.socket.isConnected());
    us.peerSends(Seg.ack(11));
    us.emitsNothing();
    assertTrue(us.socket.isConnected());
    us.pass(Duration.ofHours(1));
    us.emitsNothing();
    assertEquals(1, negativeAdvice(us));
  }

  @Test
  @Tag("MUST-20")
  @Tag("MUST-12")
  @Tag("SHLD-11")
  void atR2TheConnectionIsClosedAndTheApplicationToldWhy() {
    Conversation us = waitingForAnAnswer(Conversation.plain());
    Duration time = untilTheEnd(us, us.socket);
    assertTrue(time.toSeconds() >= 100, time.toString());
    assertEquals(DEFAULTS.r2(), retransmissions);
    assertEquals(CloseReason.TIMED_OUT, us.socket.failure());
    assertThrows(TcpException.TimedOut.class, () -> us.read(1));
    assertThrows(TcpException.TimedOut.class, () -> us.readText(1));
    assertThrows(
        TcpException.TimedOut.class, () -> us.socket.write(java.nio.ByteBuffer.allocate(1)));
    assertEquals(0, us.host.connections().size());
  }

  @Test
  @Tag("SHLD-11")
  void defaultR2IsAtLeastAHundredSecondsForTheShortestPath() {
    long rto = DEFAULTS.minimumTimeout().toMillis();
    long sum = 0;
    for (int i = 0; i <= DEFAULTS.r2(); i++) {
      sum += rto;
      rto = Math.min(2 * rto, DEFAULTS.maximumTimeout().toMillis());
    }
    assertTrue(sum >= 100_000, sum + " ms");
  }

  @Test
  @Tag("MUST-21")
  void anApplicationSetsR2BeforeOpeningOrLater() {
    TcpSettings plain = Conversation.plain();
    Conversation us = waitingForAnAnswer(plain.with(DEFAULTS.withLimits(1, 4, 8)));
    untilTheEnd(us, us.socket);
    assertEquals(4, retransmissions);

    retransmissions = 0;
    us = waitingForAnAnswer(plain);
    us.socket.settings(plain.with(DEFAULTS.withLimits(1, 2, 8)));
    untilTheEnd(us, us.socket);
    assertEquals(2, retransmissions);
    assertEquals(CloseReason.TIMED_OUT, us.socket.failure());
  }

  @Test
  @Tag("MUST-21")
  void anAnswerBeginsTheCountAnew() {
    TcpSettings plain = Conversation.plain();
    Conversation us = waitingForAnAnswer(plain.with(DEFAULTS.withLimits(1, 3, 8)));
    for (int i = 0; i < 5; i++) {
      for (int j = 0; j < 3; j++) {
        us.untilOutput();
        us.emits(".", 1 + 10 * i, 1, 10);
        us.emitsNothing();
      }
      us.peerSends(Seg.ack(11 + 10 * i));
      us.send(10);
      us.emits(".", 11 + 10 * i, 1, 10);
      us.emitsNothing();
    }
    assertTrue(us.socket.isConnected());
  }

  @Test
  @Tag("MUST-22")
  @Tag("MUST-23")
  void aSynIsTriedForThreeMinutesAndTheApplicationIsToldAtR1AndR2() {
    Conversation us = Conversation.fresh().open();
    us.emits("S", 0, 0, 0);
    for (int i = 0; i < DEFAULTS.r1(); i++) {
      assertNull(us.socket.trouble());
      us.emitsNothing();
      us.untilOutput();
      us.emits("S", 0, 0, 0);
    }
    assertEquals(CloseReason.TIMED_OUT, us.socket.trouble());
    assertEquals(1, negativeAdvice(us));
    Duration before = Duration.ofNanos(us.host.now());
    untilTheEnd(us, us.socket);
    Duration last = before.plus(lastRetransmission);
    assertTrue(last.compareTo(Duration.ofMinutes(3)) >= 0, last.toString());
    assertEquals(CloseReason.TIMED_OUT, us.socket.failure());
    assertThrows(TcpException.TimedOut.class, () -> us.read(1));
    us.emitsNothing(); // the peer never heard of us: no reset
  }

  @Test
  @Tag("MUST-22")
  @Tag("MUST-23")
  void aSynAckIsTriedForThreeMinutes() {
    Conversation us = Conversation.fresh().listen();
    us.peerSends(Seg.syn().mss(MSS));
    us.emits("S.", 0, 1, 0);
    Duration last = Duration.ZERO;
    while (us.host.connections().size() > 1) {
      us.untilDeadline();
      for (Emitted e = us.poll(); e != null && !e.has(TcpFlags.RST); e = us.poll()) {
        e.is("S.", 0, 1, 0);
        last = Duration.ofNanos(us.host.now());
      }
    }
    assertTrue(last.compareTo(Duration.ofMinutes(3)) >= 0, last.toString());
    assertEquals(TcpState.LISTEN, us.listener.state());
    assertFalse(us.listener.isAcceptable());
  }

  @Test
  @Tag("MUST-21")
  void anApplicationSetsR2OfItsSyns() {
    TcpSettings plain = Conversation.plain();
    Conversation us = Conversation.of(plain.with(DEFAULTS.withLimits(1, 4, 2))).open();
    us.emits("S", 0, 0, 0);
    assertEquals(Duration.ofSeconds(1 + 2 + 4), untilTheEnd(us, us.socket));
    assertEquals(2, retransmissions);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @Tag("MUST-20")
  void aFinIsTriedAsOftenAsText(boolean closesBothWays) {
    Conversation us = Conversation.connected();
    if (closesBothWays) {
      us.socket.close();
    } else {
      us.socket.shutdownOutput();
    }
    us.emits("F.", 1, 1, 0);
    untilTheEnd(us, us.socket);
    assertEquals(DEFAULTS.r2(), retransmissions);
    assertEquals(CloseReason.TIMED_OUT, us.socket.failure());
  }

  @Test
  void aUserTimeoutEndsItEarlierThanR2() {
    TcpSettings plain = Conversation.plain();
    Conversation us =
        waitingForAnAnswer(plain.with(DEFAULTS.withUserTimeout(Duration.ofSeconds(5))));
    us.pass(Duration.ofSeconds(4));
    us.emitsWhatever();
    us.peerSends(Seg.ack(5)); // a part: the rest has five seconds again
    us.emitsWhatever();
    assertEquals(Duration.ofSeconds(5), untilTheEnd(us, us.socket));
    assertEquals(CloseReason.TIMED_OUT, us.socket.failure());
    assertEquals(0, us.host.connections().size());
  }

  @Test
  void aUserTimeoutConcernsOpeningAndDoesNotConcernAnIdleConnection() throws IOException {
    TcpSettings plain = Conversation.plain();
    TcpSettings impatient = plain.with(DEFAULTS.withUserTimeout(Duration.ofSeconds(5)));
    Conversation us = Conversation.of(impatient).open();
    us.emits("S", 0, 0, 0);
    assertEquals(Duration.ofSeconds(5), untilTheEnd(us, us.socket));

    Conversation idle = Conversation.of(impatient).connect(Seg.synAck().mss(MSS));
    idle.pass(Duration.ofHours(1));
    assertTrue(idle.socket.isConnected());
  }

  @Test
  void givingUpTellsThePeerWithAReset() {
    Conversation us = waitingForAnAnswer(Conversation.plain());
    us.socket.settings(Conversation.plain().with(DEFAULTS.withLimits(1, 1, 1)));
    us.emitsNothing();
    us.untilOutput();
    us.emits(".", 1, 1, 10);
    us.emitsNothing();
    us.untilOutput();
    us.emits("R.", 11, 1, 0);
  }
}
