package io.fourwave.tcp;

import static io.fourwave.tcp.conversation.Conversation.MSS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.tcp.conversation.Conversation;
import io.fourwave.tcp.conversation.Emitted;
import io.fourwave.tcp.conversation.Seg;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a silent peer is probed (RFC 9293 §3.8.4). */
class KeepAliveTest {
  private static final Duration IDLE = Duration.ofMinutes(10);
  private static final Duration INTERVAL = Duration.ofSeconds(30);
  private static final KeepAlive ON = KeepAlive.OFF.switched(true).withTimes(IDLE, INTERVAL, 3);

  private static Conversation connected(KeepAlive keepAlive) {
    Conversation us = Conversation.of(Conversation.plain().with(keepAlive));
    return us.connect(Seg.synAck().mss(MSS));
  }

  /** A probe is due after so long, and is sent. */
  private static void probeAfter(Conversation us, Duration time) {
    us.emitsNothing();
    us.pass(time.minusNanos(1));
    us.emitsNothing();
    us.pass(Duration.ofNanos(1));
    us.emits(".", 0, 1, 0);
  }

  @Test
  @Tag("MUST-25")
  void unlessAskedForNoSilenceIsTooLong() {
    Conversation us = Conversation.connected();
    assertFalse(us.socket.settings().keepAlive().on());
    us.pass(Duration.ofDays(100));
    us.emitsNothing();
    assertTrue(us.socket.isConnected());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @Tag("MAY-5")
  @Tag("MUST-24")
  @Tag("SHLD-12")
  void aSilentPeerIsProbedWithoutTextJustBeforeItsWindow(boolean active) {
    TcpSettings settings = Conversation.plain().with(ON);
    Conversation us = Conversation.of(settings);
    us = active ? us.connect(Seg.synAck().mss(MSS)) : us.accept(Seg.syn().mss(MSS));
    us.send(5);
    us.emits(".", 1, 1, 5);
    us.peerSends(Seg.ack(6));
    us.pass(IDLE);
    us.emits(".", 5, 1, 0); // SEG.SEQ = SND.NXT-1
    us.emitsNothing();
  }

  @Test
  @Tag("MUST-24")
  void anApplicationSwitchesItOnAndOffOnAnOpenConnection() {
    Conversation us = connected(KeepAlive.OFF);
    us.pass(Duration.ofMinutes(3));
    us.socket.settings(us.socket.settings().with(ON));
    probeAfter(us, IDLE.minusMinutes(3));
    us.socket.settings(us.socket.settings().with(ON.switched(false)));
    us.emitsNothing();
    us.pass(Duration.ofDays(1));
    us.emitsNothing();
    assertTrue(us.socket.isConnected());
  }

  @Test
  @Tag("MUST-26")
  void textAndAcknowledgementsThatArrivePostponeTheProbe() {
    Conversation us = connected(ON);
    us.pass(IDLE.minusSeconds(1));
    us.peerSends(Seg.data(1, 10));
    us.emits(".", 1, 11, 0);
    us.pass(IDLE.minusSeconds(1));
    us.peerSends(Seg.ack(1));
    us.emitsNothing();
    us.pass(IDLE.minusSeconds(1));
    us.emitsNothing();
    us.pass(Duration.ofSeconds(1));
    us.emits(".", 0, 11, 0);
  }

  @Test
  @Tag("MUST-26")
  void whatWeSendOurselvesDoesNotPostponeTheProbeButNothingMayBeOutstanding() {
    TcpSettings patient =
        Conversation.plain()
            .with(ON)
            .with(TcpSettings.defaults().retransmission().withLimits(3, 100, 8));
    Conversation us = Conversation.of(patient).connect(Seg.synAck().mss(MSS));
    us.send(10);
    us.emits(".", 1, 1, 10);
    while (us.host.now() < 2 * IDLE.toNanos()) {
      for (Emitted e = us.poll(); e != null; e = us.poll()) {
        e.is(".", 1, 1, 10); // retransmissions, never a probe
      }
      us.untilDeadline();
    }
    us.emitsWhatever();
    us.peerSends(Seg.ack(11));
    us.emitsNothing();
    us.pass(IDLE);
    us.emits(".", 10, 1, 0);
  }

  @Test
  @Tag("MUST-27")
  void theIntervalCanBeChosen() {
    for (int seconds : new int[] {1, 60, 86_400}) {
      Duration idle = Duration.ofSeconds(seconds);
      probeAfter(connected(ON.withTimes(idle, INTERVAL, 3)), idle);
    }
  }

  @Test
  @Tag("MUST-28")
  void theIntervalIsTwoHoursIfNotChosen() {
    assertTrue(TcpSettings.defaults().keepAlive().idle().compareTo(Duration.ofHours(2)) >= 0);
    probeAfter(connected(KeepAlive.OFF.switched(true)), Duration.ofHours(2));
  }

  @Test
  @Tag("MUST-29")
  void anAnswerThatIsLostIsNotTheEndNorIsOneProbeEverEnough() {
    Conversation us = connected(ON);
    probeAfter(us, IDLE);
    probeAfter(us, INTERVAL);
    probeAfter(us, INTERVAL);
    us.peerSends(Seg.ack(1));
    assertTrue(us.socket.isConnected());
    probeAfter(us, IDLE);
    probeAfter(us, INTERVAL);
    assertThrows(IllegalArgumentException.class, () -> ON.withTimes(IDLE, INTERVAL, 1));
  }

  @Test
  void afterEnoughUnansweredProbesTheConnectionIsGivenUp() throws IOException {
    Conversation us = connected(ON);
    probeAfter(us, IDLE);
    probeAfter(us, INTERVAL);
    probeAfter(us, INTERVAL);
    us.emitsNothing();
    us.pass(INTERVAL);
    us.emits("R.", 1, 1, 0);
    assertEquals(CloseReason.KEEP_ALIVE_TIMED_OUT, us.socket.failure());
    assertThrows(TcpException.TimedOut.class, () -> us.read(1));
    assertEquals(0, us.host.connections().size());
  }

  @Test
  void aPeerThatAnswersIsProbedForMonths() {
    Conversation us = connected(ON);
    for (int i = 0; i < 10_000; i++) {
      us.untilEmits().is(".", 0, 1, 0);
      us.peerSends(Seg.ack(1));
    }
    assertTrue(us.host.now() > Duration.ofDays(60).toNanos());
    assertTrue(us.socket.isOpen());
  }

  @Test
  void segmentsThatAreNotAcceptableDoNotCountAsAnswers() {
    Conversation us = connected(ON);
    probeAfter(us, IDLE);
    for (int i = 0; i < 3; i++) {
      us.pass(INTERVAL.minusSeconds(1));
      us.peerSends(Seg.ack(1_000_000)); // acknowledges what was never sent
      us.peerSends(Seg.data(-70_000, 10)); // far outside the window
      us.emitsWhatever();
      us.pass(Duration.ofSeconds(1));
      us.emitsWhatever();
    }
    assertEquals(CloseReason.KEEP_ALIVE_TIMED_OUT, us.socket.failure());
  }

  @Test
  @Tag("MAY-6")
  void aProbeCarriesAnOctetIfThatIsWanted() {
    Conversation us = connected(ON.withGarbageOctet(true));
    us.pass(IDLE);
    Emitted probe = us.emits(".", 0, 1, 1);
    assertEquals(1, probe.text.length);
    us.peerSends(Seg.ack(1));
    us.send(5);
    us.emits(".", 1, 1, 5); // the octet took no sequence number
    assertFalse(KeepAlive.OFF.garbageOctet());
  }

  @Test
  void aHalfClosedConnectionIsProbedAsWell() {
    Conversation us = connected(ON);
    us.socket.shutdownOutput();
    us.emits("F.", 1, 1, 0);
    us.peerSends(Seg.ack(2));
    us.pass(IDLE);
    us.emits(".", 1, 1, 0);
    us.peerSends(Seg.ack(2));
    assertEquals(TcpState.FIN_WAIT_2, us.socket.state());
  }
}
