package io.fourwave.examples.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.tcp.ConnectionStatus;
import io.fourwave.tcp.TcpState;
import io.fourwave.tcp.TcpTimer;
import io.fourwave.udp.EndpointStatus;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class SocketTableTest {
  private static final InetSocketAddress HERE = new InetSocketAddress("192.0.2.2", 23);
  private static final InetSocketAddress THERE = new InetSocketAddress("2001:db8::1", 40_000);

  private static ConnectionStatus status(
      InetSocketAddress local, InetSocketAddress remote, TcpState state, TcpTimer timer) {
    return new ConnectionStatus(
        local,
        remote,
        state,
        5,
        7,
        131_072,
        65_536,
        8_192,
        11,
        21,
        65_535,
        31,
        65_000,
        1_448,
        "NewReno",
        14_480,
        2_896,
        10_250_000,
        5_000_000,
        200_000_000,
        3,
        2,
        1,
        timer,
        61_500_000_000L,
        "sack");
  }

  @Test
  void aConnectionHasALineOfItsOwnAndOneWithWhatTcpKnows() {
    List<String> lines =
        SocketTable.connections(
            List.of(status(HERE, THERE, TcpState.ESTABLISHED, TcpTimer.RETRANSMIT)));

    assertEquals(
        "ESTAB      7      5            192.0.2.2:23 [2001:db8::1]:40000  timer:(on,1min1sec,1)",
        lines.get(1));
    assertEquals(
        "\t newreno rto:200 rtt:10.25/5 mss:1448 cwnd:10 ssthresh:2 backoff:1 unacked:10 retrans:3"
            + " undone:2 snd_wnd:65535 rcv_wnd:65000 skmem:(r7,rb65536,t5,tb131072,m8192) (sack)",
        lines.get(2));
  }

  @Test
  void theColumnsAreNamedAndListenersComeFirst() {
    ConnectionStatus listener =
        status(new InetSocketAddress("::", 23), null, TcpState.LISTEN, null);
    List<String> lines =
        SocketTable.connections(List.of(status(HERE, THERE, TcpState.TIME_WAIT, null), listener));

    assertTrue(lines.get(0).matches("State +Recv-Q Send-Q +Local Address:Port +Peer .*"));
    assertTrue(lines.get(1).matches("LISTEN .* \\*:23 +\\*:\\*"), lines.get(1));
    assertTrue(lines.get(2).endsWith("timer:(timewait,1min1sec,0)"), lines.get(2));
    assertEquals(3, lines.size());
  }

  @Test
  void datagramSocketsAreUnconnectedOrConnectedAndInTheOrderOfTheirPorts() {
    EndpointStatus connected = new EndpointStatus(HERE, THERE, 3, 33);
    EndpointStatus open = new EndpointStatus(new InetSocketAddress("::", 7), null, 0, 0);

    List<String> lines = SocketTable.datagrams(List.of(connected, open));

    assertEquals(
        List.of(
            "State      Recv-Q Send-Q Local Address:Port   Peer Address:Port",
            "UNCONN     0      0                     *:7                 *:*",
            "ESTAB      33     3            192.0.2.2:23 [2001:db8::1]:40000"),
        lines);
  }

  @Test
  void bothTogetherSayWhichIsWhich() {
    EndpointStatus open = new EndpointStatus(new InetSocketAddress("::", 7), null, 0, 0);
    List<String> lines =
        SocketTable.all(
            List.of(status(HERE, THERE, TcpState.ESTABLISHED, TcpTimer.RETRANSMIT)), List.of(open));

    assertTrue(lines.get(0).matches("Netid State +Recv-Q Send-Q +Local Address:Port +Peer .*"));
    assertTrue(lines.get(1).matches("udp   UNCONN +0 +0 +\\*:7 +\\*:\\*"), lines.get(1));
    assertTrue(lines.get(2).startsWith("tcp   ESTAB      7      5 "), lines.get(2));
    assertTrue(lines.get(3).startsWith("\t newreno rto:200 "), lines.get(3));
    assertEquals(lines.get(0).indexOf("State"), lines.get(1).indexOf("UNCONN"));
  }

  @Test
  void everyStateHasANameThatSsKnows() {
    for (TcpState state : TcpState.values()) {
      String line = SocketTable.connections(List.of(status(HERE, THERE, state, null))).get(1);
      assertTrue(
          line.split(" ")[0].matches(
              "ESTAB|SYN-SENT|SYN-RECV|FIN-WAIT-[12]|TIME-WAIT|UNCONN|CLOSE-WAIT|LAST-ACK|LISTEN|CLOSING"),
          line);
    }
  }
}
