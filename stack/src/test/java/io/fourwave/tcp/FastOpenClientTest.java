package io.fourwave.tcp;

import static io.fourwave.tcp.conversation.Conversation.MSS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.tcp.conversation.Conversation;
import io.fourwave.tcp.conversation.Emitted;
import io.fourwave.tcp.conversation.Family;
import io.fourwave.tcp.conversation.Seg;
import io.fourwave.wire.TcpFlags;
import io.fourwave.wire.TcpOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** TCP Fast Open as a client (RFC 7413 §4.1.3, §4.2). */
@Tag("RFC7413")
class FastOpenClientTest {
  private static final long COOKIE = 0x1122_3344_5566_7788L;

  private static TcpSettings fast(TcpSettings settings) {
    return settings.with(settings.options().withFastOpen(true));
  }

  /** Has asked for a cookie, and got one. */
  private static Conversation withCookie(Family family, TcpSettings settings) {
    Conversation us = family.of(fast(settings)).open();
    Emitted syn = us.emits();
    assertEquals(0, syn.options.fastOpenLength(), "it asks for a cookie");
    us.peerSends(Seg.synAck().mss(MSS).cookie(8, COOKIE));
    us.emits(".", 1, 1, 0);
    us.socket.abort();
    assertTrue(us.emits().has(TcpFlags.RST));
    return us;
  }

  /** Opens again, with a text that is there before the SYN goes out. */
  private static Emitted opensWith(Conversation us, int octets) {
    us.open();
    write(us, octets);
    us.forgetIss();
    return us.emits();
  }

  private static void write(Conversation us, int octets) {
    try {
      us.socket.write(ByteBuffer.wrap(Conversation.pattern(0, octets)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void theSecondSynCarriesTextAndTheCookie(Family family) {
    Conversation us = withCookie(family, Conversation.plain());
    Emitted syn = opensWith(us, 500).is("S", 0, 0, 500);
    assertEquals(8, syn.options.fastOpenLength());
    assertEquals(COOKIE, syn.options.cookieLow());
    us.peerSends(Seg.synAck().mss(MSS).acks(501));
    us.emits(".", 501, 1, 0);
    us.emitsNothing();
    assertEquals(TcpState.ESTABLISHED, us.socket.state());
    assertEquals(0, us.socket.status().sendQueue());
    write(us, 10);
    us.emits(".", 501, 1, 10);
  }

  @ParameterizedTest
  @CsvSource({"IPV4, 1420", "IPV6, 1400"})
  void noMoreTextGoesWithASynThanOnePacketHolds(Family family, int most) {
    Conversation us = withCookie(family, TcpSettings.defaults());
    Emitted syn = opensWith(us, 5000).is("S", 0, 0, most);
    assertTrue(syn.packet.length <= 1500);
    assertTrue(syn.options.hasTimestamps() && syn.options.sackPermitted());
    us.peerSends(Seg.synAck().mss(MSS).sackOk().ts(1, 0).acks(1 + most));
    assertEquals(1 + most, us.emits().seq);
  }

  @Test
  void withoutTextTheCookieStaysAtHome() {
    Conversation us = withCookie(Family.IPV4, Conversation.plain());
    assertEquals(TcpOptions.NONE, opensWith(us, 0).is("S", 0, 0, 0).options.fastOpenLength());
  }

  @Test
  void textThatTheServerDoesNotTakeGoesAgainAtOnceAndFastOpenRestsForAnHour() {
    Conversation us = withCookie(Family.IPV4, Conversation.plain());
    opensWith(us, 500);
    us.peerSends(Seg.synAck().mss(MSS));
    us.emits(".", 1, 1, 500);
    us.emitsNothing();
    assertEquals(1, us.host.counters().of(TcpEvent.FAST_OPEN_REFUSED));
    assertEquals(10 * MSS, us.socket.status().cwnd(), "that was no congestion");
    us.peerSends(Seg.ack(501));
    assertEquals(0, us.socket.status().sendQueue());

    assertEquals(TcpOptions.NONE, opensWith(us, 500).is("S", 0, 0, 0).options.fastOpenLength());
    us.pass(Duration.ofMinutes(61)).emitsWhatever();
    assertEquals(0, opensWith(us, 500).is("S", 0, 0, 0).options.fastOpenLength());
  }

  @Test
  void aServerMayTakeAPartAndGiveANewCookie() {
    Conversation us = withCookie(Family.IPV4, Conversation.plain());
    opensWith(us, 500);
    us.peerSends(Seg.synAck().mss(MSS).acks(201).cookie(8, 99));
    us.emits(".", 201, 1, 300);
    us.peerSends(Seg.ack(501));
    assertEquals(99, opensWith(us, 10).options.cookieLow());
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void aSynThatIsNotAnsweredGoesAgainWithoutTextAndCookie(Family family) {
    Conversation us = withCookie(family, Conversation.plain());
    opensWith(us, 500);
    Emitted again = us.untilEmits().is("S", 0, 0, 0);
    assertEquals(TcpOptions.NONE, again.options.fastOpenLength());
    us.emitsNothing();
    us.peerSends(Seg.synAck().mss(MSS));
    us.emits(".", 1, 1, 500);
    us.emitsNothing();
    assertEquals(1, us.host.counters().of(TcpEvent.FAST_OPEN_BLACK_HOLE));
    assertEquals(TcpOptions.NONE, opensWith(us, 500).is("S", 0, 0, 0).options.fastOpenLength());
  }

  @Test
  void aSynThatIsNeverAnsweredIsNotTriedWithACookieAgain() {
    Conversation us = withCookie(Family.IPV4, Conversation.plain());
    opensWith(us, 500);
    while (us.socket.isOpen()) {
      us.untilDeadline();
      us.emitsWhatever();
    }
    assertEquals(TcpOptions.NONE, opensWith(us, 500).options.fastOpenLength());
  }

  @Test
  void aServerThatSendsTextBeforeTheHandshakeIsDoneIsHeard() throws IOException {
    Conversation us = withCookie(Family.IPV4, Conversation.plain());
    opensWith(us, 500);
    us.peerSends(Seg.synAck().mss(MSS).acks(501).text("welcome"));
    us.emits(".", 501, 8, 0);
    assertEquals("welcome", us.readText(100));
  }

  @Test
  void whoDidNotAskForItNeverSeesTheOption() {
    Conversation us = Conversation.fresh().open();
    assertEquals(TcpOptions.NONE, us.emits().options.fastOpenLength());
  }
}
