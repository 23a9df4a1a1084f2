package io.fourwave.examples.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.tcp.ConnectionStatus;
import io.fourwave.tcp.TcpState;
import io.fourwave.tcp.TcpTimer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StackCommandsTest {
  private static final long MILLISECOND = 1_000_000;

  private final StackCommands commands =
      new StackCommands(
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
        131_072,
        65_536,
        8_192,
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
        0,
        1,
        TcpTimer.RETRANSMIT,
        150 * MILLISECOND,
        "MSS, timestamps");
  }

  private String text(String command) throws IOException {
    return commands.answer(command).orElseThrow();
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
        text("State"));
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
  void whatIsNoneOfThemHasNoAnswer() throws IOException {
    assertTrue(commands.answer("hello").isEmpty());
  }
}
