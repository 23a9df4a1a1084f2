package io.fourwave.tcp;

import static io.fourwave.tcp.conversation.Conversation.MSS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.host.HostSettings;
import io.fourwave.host.HostSocket;
import io.fourwave.tcp.conversation.Conversation;
import io.fourwave.tcp.conversation.Emitted;
import io.fourwave.tcp.conversation.Family;
import io.fourwave.tcp.conversation.RouterError;
import io.fourwave.tcp.conversation.Seg;
import io.fourwave.tcp.conversation.Situation;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** ICMP errors about segments of ours (RFC 9293 §3.9.2.2, RFC 5927, RFC 5461). */
@Tag("RFC5927")
@Tag("RFC5461")
@Tag("RFC6633")
class IcmpErrorTest {
  private static final String[] BEGINNINGS = {
    "SYN_SENT", "SYN_RECEIVED_ACTIVELY", "ESTABLISHED", "CLOSE_WAIT"
  };

  /** Type and code of the soft errors: IPv4's, then IPv6's, as {@code type.code}. */
  private static final String SOFT =
      "3.0 3.1 3.5 3.6 3.7 3.8 3.9 3.10 3.11 3.12 3.13 11.0 11.1 12.0 12.1"
          + " | 1.0 1.1 1.2 1.3 1.5 1.6 3.0 3.1 4.0 4.2";

  /** A conversation in a state with something in flight, and that. */
  private static Emitted inFlight(Conversation us, Situation in) {
    switch (in) {
      case SYN_SENT, SYN_RECEIVED_ACTIVELY -> us.untilOutput(); // the SYN again
      default -> us.send(1000);
    }
    Emitted sent = us.emits();
    us.emitsNothing();
    return sent;
  }

  static Stream<Arguments> softErrors() {
    List<Arguments> all = new ArrayList<>();
    String[] families = SOFT.split("\\|");
    for (Family family : Family.values()) {
      for (String error : families[family.ordinal()].strip().split(" ")) {
        Stream.of(BEGINNINGS).forEach(in -> all.add(Arguments.of(family, error, in)));
      }
    }
    return all.stream();
  }

  @ParameterizedTest
  @Tag("MUST-47")
  @Tag("MUST-54")
  @Tag("MUST-56")
  @Tag("SHLD-25")
  @MethodSource("softErrors")
  void aSoftErrorIsToldToTheApplicationAndEndsNothing(Family family, String error, Situation in) {
    Conversation us = in.begin(family == Family.IPV4);
    Emitted sent = inFlight(us, in);
    assertNull(us.socket.trouble());
    says(sent, error).arrivesAt(us);
    assertEquals(in.state, us.socket.state());
    assertEquals(CloseReason.UNREACHABLE, us.socket.trouble());
    us.emitsNothing();
    us.peerSends(Seg.ack(sent.seq + sent.length + (sent.length == 0 ? 1 : 0)));
    assertNull(us.socket.failure());
  }

  private static RouterError says(Emitted sent, String error) {
    String[] part = error.split("\\.");
    return RouterError.about(sent).says(Integer.parseInt(part[0]), Integer.parseInt(part[1]));
  }

  @ParameterizedTest
  @Tag("MUST-56")
  @EnumSource(Family.class)
  void aHalfOpenConnectionAlsoOutlivesASoftError(Family family) {
    Conversation us = Situation.SYN_RECEIVED.begin(family == Family.IPV4);
    us.untilOutput();
    says(us.emits(), family == Family.IPV4 ? "3.1" : "1.3").arrivesAt(us);
    us.peerSends(Seg.ack(1));
    assertTrue(us.listener.isAcceptable());
  }

  @ParameterizedTest
  @Tag("SHLD-25")
  @ValueSource(booleans = {true, false})
  void whatRoutersKeptSayingIsTheReasonWhenItIsGivenUpUnlessThePeerHasAnswered(boolean answers) {
    Conversation us = Conversation.connected();
    us.send(10);
    says(us.emits(), "3.1").arrivesAt(us);
    if (answers) {
      us.peerSends(Seg.data(1, 10).acks(1)).emits(".", 11, 11, 0);
    }
    while (us.socket.isOpen()) {
      us.untilDeadline();
      us.emitsWhatever();
    }
    CloseReason reason = answers ? CloseReason.TIMED_OUT : CloseReason.UNREACHABLE;
    assertEquals(reason, us.socket.failure());
  }

  @Test
  @Tag("MUST-54")
  void anErrorIsForTheConnectionThatCausedItAndNoOther() throws IOException {
    Conversation us = Conversation.connected();
    HostSocket other =
        us.host.connect(null, new InetSocketAddress("192.0.2.1", 9), Conversation.plain());
    us.send(10);
    Emitted text = us.emits(".", 1, 1, 10);
    us.emitsWhatever();
    says(text, "3.1").arrivesAt(us);
    assertEquals(CloseReason.UNREACHABLE, us.socket.trouble());
    assertNull(other.trouble());
  }

  @ParameterizedTest
  @Tag("SHLD-26")
  @CsvSource({"IPV4, 3.2", "IPV4, 3.3", "IPV6, 1.4", "IPV6, 4.1"})
  void aHardErrorEndsAnOpening(Family family, String error) {
    for (Situation in : List.of(Situation.SYN_SENT, Situation.SYN_RECEIVED_ACTIVELY)) {
      Conversation us = in.begin(family == Family.IPV4);
      says(inFlight(us, in), error).arrivesAt(us);
      assertEquals(CloseReason.REFUSED, us.socket.failure());
      assertTrue(us.host.connections().isEmpty());
      us.emitsNothing();
    }
    Conversation us = Situation.SYN_RECEIVED.begin(family == Family.IPV4);
    us.untilOutput();
    says(us.emits(), error).arrivesAt(us);
    assertEquals(TcpState.LISTEN, Situation.stateOf(us), "a passive open listens again");
  }

  /** SHLD-26 would abort here, too; RFC 5927 §5.2 and RFC 5461 §4.1 say why not. */
  @ParameterizedTest
  @CsvSource({"IPV4, 3.2", "IPV4, 3.3", "IPV6, 1.4", "IPV6, 4.1"})
  void aHardErrorAboutAnOpenConnectionIsASoftOne(Family family, String error) {
    for (Situation in : List.of(Situation.ESTABLISHED, Situation.CLOSE_WAIT)) {
      Conversation us = in.begin(family == Family.IPV4);
      says(inFlight(us, in), error).arrivesAt(us);
      assertEquals(in.state, us.socket.state());
      assertEquals(CloseReason.UNREACHABLE, us.socket.trouble());
    }
    Conversation us = Conversation.connected();
    us.socket.shutdownOutput();
    Emitted fin = us.emits("F.", 1, 1, 0);
    says(fin, "3.3").arrivesAt(us);
    assertEquals(TcpState.FIN_WAIT_1, us.socket.state());
  }

  @Test
  @Tag("MUST-55")
  void aSourceQuenchIsIgnoredAltogether() {
    Conversation us = Conversation.connected();
    us.send(3 * MSS);
    Emitted first = us.emits();
    us.emitsWhatever();
    ConnectionStatus before = us.socket.status();
    says(first, "4.0").arrivesAt(us);
    assertEquals(before, us.socket.status(), "the same window and timers as before");
    assertNull(us.socket.trouble());
    us.emitsNothing();
    assertEquals(1, us.host.counters().of(TcpEvent.SOURCE_QUENCH_IGNORED));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, -1000, 1000, 1001, 100_000, Integer.MIN_VALUE})
  void anErrorThatQuotesNothingInFlightIsIgnored(int offBy) {
    for (Family family : Family.values()) {
      String[] errors =
          family == Family.IPV4
              ? new String[] {"3.0", "3.3", "3.4", "4.0", "11.0", "12.0"}
              : new String[] {"1.0", "1.4", "2.0", "3.0", "4.0", "4.1"};
      for (String error : errors) {
        Conversation us = Situation.ESTABLISHED_SENDING.begin(family == Family.IPV4);
        us.untilOutput();
        Emitted sent = us.emits(".", 1, 1, 1000);
        ConnectionStatus before = us.socket.status();
        says(sent, error).offBy(offBy).rest(1280).arrivesAt(us);
        assertEquals(before, us.socket.status(), error);
        assertNull(us.socket.trouble(), error);
        us.emitsNothing();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void anErrorAboutASynWithAnotherNumberDoesNotEndTheOpening(Family family) {
    Conversation us = family.fresh().open();
    Emitted syn = us.emits("S", 0, 0, 0);
    for (int offBy : new int[] {-1, 1, 70_000}) {
      says(syn, family == Family.IPV4 ? "3.3" : "1.4").offBy(offBy).arrivesAt(us);
      assertEquals(TcpState.SYN_SENT, us.socket.state());
    }
    assertEquals(3, us.host.counters().of(TcpEvent.ICMP_IGNORED));
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void aQuoteOfAnotherConnectionIsIgnored(Family family) {
    Conversation us = Situation.ESTABLISHED_SENDING.begin(family == Family.IPV4);
    us.untilOutput();
    Emitted sent = us.emits();
    int port = family.headerLength();
    for (int octet : new int[] {port + 1, port + 3, port - 1}) { // ours, the peer's, its address
      int other = sent.packet[octet] ^ 1;
      String error = family == Family.IPV4 ? "3.1" : "1.0";
      says(sent, error).put(octet, other).arrivesAt(us);
    }
    assertNull(us.socket.trouble());
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void aQuoteThatIsCutShortIsIgnored(Family family) {
    Conversation us = Situation.ESTABLISHED_SENDING.begin(family == Family.IPV4);
    us.untilOutput();
    Emitted sent = us.emits();
    String error = family == Family.IPV4 ? "3.1" : "1.0";
    int enough = family.headerLength() + 8;
    IntStream.range(0, enough).forEach(n -> says(sent, error).quoting(n).arrivesAt(us));
    assertNull(us.socket.trouble());
    says(sent, error).quoting(enough).arrivesAt(us);
    assertEquals(CloseReason.UNREACHABLE, us.socket.trouble());
  }

  @ParameterizedTest
  @CsvSource({"0, 512", "20, 512", "68, 512", "551, 512", "576, 536", "1499, 1459"})
  void aPathMtuIsBelievedWithinReason(int mtu, int segmentSize) {
    Conversation us = Conversation.connected();
    us.send(MSS);
    Emitted sent = us.emits(".", 1, 1, MSS);
    says(sent, "3.4").rest(mtu).arrivesAt(us);
    int expected = mtu == 0 ? 1492 - 40 : segmentSize; // RFC 1191 §7: the plateau below 1,500
    assertEquals(expected, us.socket.status().segmentSize());
    us.emits(".", 1, 1, expected);
  }

  @ParameterizedTest
  @CsvSource({"IPV4, 1500", "IPV4, 1501", "IPV4, 65535", "IPV6, 1500", "IPV6, 0", "IPV6, 1279"})
  void aPathMtuIsNeverRaisedNorBelowTheLeast(Family family, int mtu) {
    Conversation us = family.connected();
    int before = us.socket.status().segmentSize();
    us.send(MSS);
    Emitted sent = us.emits();
    us.emitsWhatever();
    says(sent, family == Family.IPV4 ? "3.4" : "2.0").rest(mtu).arrivesAt(us);
    int after = us.socket.status().segmentSize();
    assertEquals(before, after);
    us.emitsNothing();
  }

  @Test
  @Tag("SHLD-20")
  void anOwnerThatDoesNotCareIsNotToldAndTheConnectionGoesOn() throws IOException {
    Conversation us = new Conversation(HostSettings.defaults().with(Conversation.plain()), true);
    List<String> told = new ArrayList<>();
    ConnectionEvents deaf =
        new ConnectionEvents() {
          @Override
          public void closed(CloseReason reason) {
            told.add(reason.name());
          }
        };
    InetSocketAddress peer = new InetSocketAddress("192.0.2.1", Conversation.PEER_PORT);
    Connection c = us.host.open(null, peer, Conversation.plain(), deaf);
    says(us.emits("S", 0, 0, 0), "3.1").arrivesAt(us);
    us.pass(Duration.ofSeconds(20)); // R1 is reached as well
    assertEquals(1, us.host.counters().of(TcpEvent.NEGATIVE_ADVICE));
    assertEquals(List.of(), told);
    assertEquals(TcpState.SYN_SENT, c.state());
  }

  @Test
  @Tag("MUST-47")
  void theApplicationIsToldThatASegmentWasSentR1Times() {
    Conversation us = Conversation.connected();
    us.send(10);
    us.emits();
    while (us.host.counters().of(TcpEvent.NEGATIVE_ADVICE) == 0) {
      assertNull(us.socket.trouble());
      us.untilDeadline();
      us.emitsWhatever();
    }
    assertEquals(CloseReason.TIMED_OUT, us.socket.trouble());
    assertTrue(us.socket.isOpen());
  }
}
