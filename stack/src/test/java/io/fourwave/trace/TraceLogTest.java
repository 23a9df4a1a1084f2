package io.fourwave.trace;

import static io.fourwave.tcp.TcpState.CLOSED;
import static io.fourwave.tcp.TcpState.CLOSE_WAIT;
import static io.fourwave.tcp.TcpState.ESTABLISHED;
import static io.fourwave.tcp.TcpState.FIN_WAIT_1;
import static io.fourwave.tcp.TcpState.FIN_WAIT_2;
import static io.fourwave.tcp.TcpState.LAST_ACK;
import static io.fourwave.tcp.TcpState.LISTEN;
import static io.fourwave.tcp.TcpState.SYN_RECEIVED;
import static io.fourwave.tcp.TcpState.SYN_SENT;
import static io.fourwave.tcp.TcpState.TIME_WAIT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.tcp.ConnectionId;
import io.fourwave.tcp.ExampleSegment;
import io.fourwave.tcp.Rule;
import io.fourwave.tcp.Segment;
import io.fourwave.tcp.TcpDropReason;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TraceLogTest {
  private static final String HERE = "192.0.2.2.7";
  private static final String THERE = "192.0.2.1.40000";
  private static final int OUR_ISN = -5;
  private static final int PEER_ISN = 1_000_000;
  private static final ConnectionId ID = ExampleSegment.id(7);

  private final List<String> lines = new ArrayList<>();
  private final TraceLog log = new TraceLog(lines::add, 5_000);

  private void expect(String... expected) {
    assertEquals(String.join("\n", expected), String.join("\n", lines));
    lines.clear();
  }

  private void open() {
    log.stateChanged(ID, LISTEN, SYN_RECEIVED, Rule.LISTEN_SYN, 0);
    Segment syn = ExampleSegment.of("S", PEER_ISN, 0, 0);
    log.segmentArrived(syn, LISTEN, SYN_RECEIVED, Rule.LISTEN_SYN, 0);
    Segment synAck = ExampleSegment.of("S.", OUR_ISN, PEER_ISN + 1, 0);
    log.segmentSent(synAck, SYN_RECEIVED, Rule.SEND_SYN_ACK, 0);
    log.stateChanged(ID, SYN_RECEIVED, ESTABLISHED, Rule.HANDSHAKE_DONE, 0);
    Segment ack = ExampleSegment.of(".", PEER_ISN + 1, OUR_ISN + 1, 0);
    log.segmentArrived(ack, SYN_RECEIVED, ESTABLISHED, Rule.HANDSHAKE_DONE, 0);
    lines.clear();
  }

  @Test
  void aHandshakeIsToldWithItsStatesAndRules() {
    Segment syn =
        ExampleSegment.of(
            "S",
            PEER_ISN,
            0,
            0,
            seg -> {
              seg.options().maximumSegmentSize(1460);
              seg.options().permitSack();
              seg.options().timestamps(17, 0);
              seg.options().windowShift(7);
            });
    log.stateChanged(ID, LISTEN, SYN_RECEIVED, Rule.LISTEN_SYN, 5_000);
    log.segmentArrived(syn, LISTEN, SYN_RECEIVED, Rule.LISTEN_SYN, 5_000);
    expect(
        "0.000000 <-- "
            + THERE
            + " > "
            + HERE
            + ": Flags [S], seq 1000000, win 512, "
            + "options [mss 1460,sackOK,TS val 17 ecr 0,wscale 7], length 0",
        "             LISTEN -> SYN-RECEIVED  SYN accepted, SYN,ACK follows (RFC 9293 §3.10.7.2)");
    Segment synAck = ExampleSegment.of("S.", OUR_ISN, PEER_ISN + 1, 0);
    log.segmentSent(synAck, SYN_RECEIVED, Rule.SEND_SYN_ACK, 1_234_005_000);
    expect(
        "1.234000 --> "
            + HERE
            + " > "
            + THERE
            + ": Flags [S.], seq 4294967291, ack 1000001, win 512, length 0",
        "             SYN-RECEIVED  answering the SYN (RFC 9293 §3.10.7.2)");
    Segment ack = ExampleSegment.of(".", PEER_ISN + 1, OUR_ISN + 1, 0);
    log.segmentArrived(ack, SYN_RECEIVED, ESTABLISHED, Rule.HANDSHAKE_DONE, 2_000_005_000L);
    expect(
        "2.000000 <-- " + THERE + " > " + HERE + ": Flags [.], ack 1, win 512, length 0",
        "             SYN-RECEIVED -> ESTABLISHED  our SYN is acknowledged: open"
            + " (RFC 9293 §3.10.7.4)");
  }

  @Test
  void sequenceNumbersCountFromTheSynsEvenAcrossTheWrap() {
    open();
    log.segmentSent(
        ExampleSegment.of("P.", OUR_ISN + 1, PEER_ISN + 11, 20), ESTABLISHED, Rule.NONE, 0);
    assertTrue(lines.get(0).contains("Flags [P.], seq 1:21, ack 11, win 512, length 20"));
    lines.clear();
    Segment sack =
        ExampleSegment.of(
            ".",
            PEER_ISN + 11,
            OUR_ISN + 1,
            0,
            seg -> {
              seg.options().timestamps(-1, 3);
              seg.options().addSackBlock(OUR_ISN + 101, OUR_ISN + 201);
              seg.options().addSackBlock(OUR_ISN + 301, OUR_ISN + 401);
            });
    log.segmentArrived(sack, ESTABLISHED, ESTABLISHED, Rule.NONE, 0);
    assertTrue(
        lines
            .get(0)
            .endsWith(
                "ack 1, win 512, options "
                    + "[TS val 4294967295 ecr 3,sack 2 {101:201}{301:401}], length 0"),
        lines.get(0));
    assertEquals(1, lines.size(), "where no rule decided, none is given");
  }

  @Test
  void numbersOfAnUnknownConnectionAreGivenAsTheyAre() {
    log.segmentArrived(ExampleSegment.of("P.", 77, 99, 5), CLOSED, CLOSED, Rule.CLOSED_PORT, 0);
    assertTrue(lines.get(0).contains("seq 77:82, ack 99,"), lines.get(0));
  }

  @Test
  void aSynThatIsNotAcceptedDoesNotMoveTheOrigin() {
    open();
    Segment syn = ExampleSegment.of("S", PEER_ISN + 500, 0, 0);
    log.segmentArrived(syn, ESTABLISHED, ESTABLISHED, Rule.SYN_CHALLENGED, 0);
    lines.clear();
    log.segmentArrived(
        ExampleSegment.of(".", PEER_ISN + 4, OUR_ISN + 9, 2),
        ESTABLISHED,
        ESTABLISHED,
        Rule.TEXT,
        0);
    assertTrue(lines.get(0).contains("seq 4:6, ack 9,"), lines.get(0));
  }

  @Test
  void oneSegmentThatMovesTheStateTwiceIsToldWithBothArrows() {
    open();
    log.stateChanged(ID, FIN_WAIT_1, FIN_WAIT_2, Rule.FIN_ACKED, 0);
    log.stateChanged(ID, FIN_WAIT_2, TIME_WAIT, Rule.FIN, 0);
    log.segmentArrived(
        ExampleSegment.of("F.", PEER_ISN + 1, OUR_ISN + 2, 0),
        FIN_WAIT_1,
        TIME_WAIT,
        Rule.FIN,
        5_000);
    expect(
        "0.000000 <-- " + THERE + " > " + HERE + ": Flags [F.], seq 1, ack 2, win 512, length 0",
        "             FIN-WAIT-1 -> FIN-WAIT-2  our FIN is acknowledged (RFC 9293 §3.10.7.4)",
        "             FIN-WAIT-2 -> TIME-WAIT  FIN in order: the peer has closed"
            + " (RFC 9293 §3.10.7.4)");
  }

  @Test
  void whatTheApplicationDoesIsToldAtOnce() {
    open();
    log.stateChanged(ID, CLOSE_WAIT, LAST_ACK, Rule.NONE, 1_000_005_000);
    expect("1.000000     " + HERE + " > " + THERE + ": CLOSE-WAIT -> LAST-ACK");
    log.segmentSent(
        ExampleSegment.of("F.", OUR_ISN + 1, PEER_ISN + 1, 0), LAST_ACK, Rule.SEND_FIN, 5_000);
    expect(
        "0.000000 --> " + HERE + " > " + THERE + ": Flags [F.], seq 1, ack 1, win 512, length 0",
        "             LAST-ACK  closing: nothing more to send (RFC 9293 §3.10.4)");
  }

  @Test
  void anAnswerAtOnceIsToldAfterWhatItAnswers() {
    log.dropped(TcpDropReason.CLOSED_PORT);
    log.segmentSent(ExampleSegment.of("R.", 0, 101, 0), CLOSED, Rule.CLOSED_PORT, 5_000);
    log.segmentArrived(ExampleSegment.of("S", 100, 0, 0), CLOSED, CLOSED, Rule.CLOSED_PORT, 5_000);
    expect(
        "0.000000 <-- " + THERE + " > " + HERE + ": Flags [S], seq 100, win 512, length 0",
        "             CLOSED  no connection: reset (RFC 9293 §3.10.7.1)",
        "             dropped: closed port",
        "0.000000 --> " + HERE + " > " + THERE + ": Flags [R.], seq 0, ack 101, win 512, length 0",
        "             CLOSED  no connection: reset (RFC 9293 §3.10.7.1)");
  }

  @Test
  void whatAnArrivalThatMovesTheStateCausesIsToldAfterIt() {
    open();
    log.stateChanged(ID, FIN_WAIT_2, TIME_WAIT, Rule.FIN, 5_000);
    log.segmentSent(
        ExampleSegment.of(".", OUR_ISN + 2, PEER_ISN + 2, 0), TIME_WAIT, Rule.FIN, 5_000);
    log.segmentArrived(
        ExampleSegment.of("F.", PEER_ISN + 1, OUR_ISN + 2, 0),
        FIN_WAIT_2,
        TIME_WAIT,
        Rule.FIN,
        5_000);
    assertEquals(
        List.of("<--", "FIN", "-->", "TIM"), lines.stream().map(TraceLogTest::kind).toList());
    log.stateChanged(ID, TIME_WAIT, CLOSED, Rule.TWO_MSL_OVER, 60_000_005_000L);
    assertEquals(
        "60.000000     "
            + HERE
            + " > "
            + THERE
            + ": TIME-WAIT -> CLOSED  2 MSL are over (RFC 9293 §3.6.1)",
        lines.get(4));
  }

  private static String kind(String line) {
    String text = line.startsWith(" ") ? line.strip() : line.substring(9);
    return text.substring(0, 3);
  }

  @Test
  void aSegmentThatCouldNotBeReadIsToldAtOnce() {
    log.dropped(TcpDropReason.BAD_CHECKSUM);
    expect("             dropped: bad checksum");
  }

  @Test
  void aRefusalByIcmpIsNotTakenForTheNextSegments() {
    log.stateChanged(ExampleSegment.id(8), SYN_SENT, CLOSED, Rule.REFUSED, 0);
    open();
    log.stateChanged(ExampleSegment.id(8), SYN_SENT, CLOSED, Rule.REFUSED, 0);
    log.segmentArrived(
        ExampleSegment.of(".", PEER_ISN + 1, OUR_ISN + 1, 1),
        ESTABLISHED,
        ESTABLISHED,
        Rule.TEXT,
        5_000);
    expect(
        "             SYN-SENT -> CLOSED  our SYN was refused (RFC 9293 §3.10.7.3)",
        "0.000000 <-- " + THERE + " > " + HERE + ": Flags [.], seq 1:2, ack 1, win 512, length 1",
        "             ESTABLISHED  text in order (RFC 9293 §3.10.7.4)");
  }

  @Test
  void originsAreForgottenWithTheirConnectionButNotBeforeItsLastSegment() {
    open();
    log.stateChanged(ID, LAST_ACK, CLOSED, Rule.FIN_ACKED, 0);
    log.segmentArrived(
        ExampleSegment.of(".", PEER_ISN + 2, OUR_ISN + 2, 0), LAST_ACK, CLOSED, Rule.FIN_ACKED, 0);
    assertTrue(lines.get(0).contains("ack 2,"), lines.get(0));
    lines.clear();
    log.segmentArrived(ExampleSegment.of(".", 7, 8, 0), CLOSED, CLOSED, Rule.NONE, 0);
    assertTrue(lines.get(0).contains("ack 8,"), lines.get(0));
  }

  @Test
  void originsAreBounded() {
    SequenceOrigins origins = new SequenceOrigins();
    for (int port = 1; port < 5000; port++) {
      origins.localBegins(ExampleSegment.id(port), port);
    }
    assertEquals(SequenceOrigins.MOST, origins.size());
    assertEquals(4999, origins.of(ExampleSegment.id(4999)).local);
  }

  @Test
  void ipv6UrgentTextAndSuperSegmentsAreShown() {
    Segment seg =
        ExampleSegment.of(
            "P.U",
            1,
            2,
            2500,
            s -> {
              ExampleSegment.overIpv6(s);
              ExampleSegment.urgent(s);
              ExampleSegment.cutEvery1000(s);
            });
    log.segmentArrived(seg, ESTABLISHED, ESTABLISHED, Rule.NONE, 5_000);
    expect(
        "0.000000 <-- 2001:db8::1.40000 > 2001:db8::2.7: Flags [P.U], seq 1:2501, ack 2, win 512,"
            + " urg 3, length 2500 in 3");
  }
}
