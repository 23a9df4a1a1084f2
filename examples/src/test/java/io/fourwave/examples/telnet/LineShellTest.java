package io.fourwave.examples.telnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.examples.telnet.LineShell.Then;
import io.fourwave.tcp.ConnectionStatus;
import io.fourwave.tcp.TcpState;
import io.fourwave.tcp.TcpTimer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LineShellTest {
  private static final long MILLISECOND = 1_000_000;

  private final LineShell shell =
      new LineShell(
          () -> status(TcpState.ESTABLISHED, new InetSocketAddress("192.0.2.1", 40_000)),
          () -> List.of(status(TcpState.LISTEN, null)),
          () -> Map.of("TcpInSegs", 7L, "TcpOutRsts", 0L));

  private static ConnectionStatus status(TcpState state, InetSocketAddress remote) {
    return new ConnectionStatus(
        new InetSocketAddress("192.0.2.2", 23),
        remote,
        state,
        12,
        3,
        100,
        112,
        64_256,
        37,
        1_048_576,
        1_448,
        "NewReno",
        14_480,
        Integer.MAX_VALUE,
        MILLISECOND / 4,
        MILLISECOND / 8,
        200 * MILLISECOND,
        2,
        1,
        TcpTimer.RETRANSMIT,
        150 * MILLISECOND,
        "MSS, timestamps");
  }

  private String text(String line) throws IOException {
    LineShell.Answer answer = shell.answer(line);
    assertEquals(Then.READ_ON, answer.then());
    return answer.text();
  }

  @Test
  void whatIsNoCommandIsSaidBack() throws IOException {
    assertEquals("you said: hello  world\n", text("hello  world"));
  }

  @Test
  void anEmptyLineHasNoAnswer() throws IOException {
    assertEquals("", text("  "));
  }

  @Test
  void stateShowsTheControlBlock() throws IOException {
    assertEquals(
        """
          state       ESTABLISHED
          here        192.0.2.2:23
          there       192.0.2.1:40000
          send        SND.UNA 100  SND.NXT 112  SND.WND 64256  (12 octets queued)
          receive     RCV.NXT 37  RCV.WND 1048576  (3 octets unread)
          congestion  NewReno  cwnd 14480  ssthresh none  MSS 1448
          time        SRTT 0.3 ms  RTTVAR 0.1 ms  RTO 200 ms
          sent again  2 segments
          timer       retransmit in 150 ms, try 2
          options     MSS, timestamps
        """
            .indent(0),
        text(" State "));
  }

  @Test
  void connectionsAreATable() throws IOException {
    assertEquals(
        """
        State        Recv-Q Send-Q  Local                     Peer                        Timer
        LISTEN            3     12  192.0.2.2:23              *                           retransmit in 150 ms, try 2
        """,
        text("connections"));
  }

  @Test
  void aTimeWaitShowsHowLongItLasts() {
    ConnectionStatus waiting =
        status(TcpState.TIME_WAIT, new InetSocketAddress("192.0.2.1", 40_000));

    assertTrue(ConnectionReport.table(List.of(waiting)).endsWith("  2 MSL over in 150 ms\n"));
  }

  @Test
  void countersThatAreZeroAreLeftOut() throws IOException {
    assertEquals("  TcpInSegs                        7\n", text("counters"));
  }

  @Test
  void closeLaterTakesSeconds() throws IOException {
    assertEquals(Duration.ZERO, shell.closeLater());

    text("close-later 3");

    assertEquals(Duration.ofSeconds(3), shell.closeLater());
  }

  @Test
  void closeLaterSaysWhatItTakes() throws IOException {
    for (String wrong : List.of("close-later", "close-later soon", "close-later 601")) {
      assertTrue(text(wrong).contains("0 to 600: close-later 3"), wrong);
    }
    assertEquals(Duration.ZERO, shell.closeLater());
  }

  @Test
  void quitClosesAndAbortAborts() throws IOException {
    assertEquals(Then.CLOSE, shell.answer("quit").then());
    assertEquals(Then.ABORT, shell.answer("abort").then());
  }

  @Test
  void helpNamesEveryCommand() throws IOException {
    String help = text("help");

    for (String command :
        List.of("state", "connections", "counters", "close-later", "abort", "quit", "help")) {
      assertTrue(help.contains("  " + command), command);
    }
  }
}
