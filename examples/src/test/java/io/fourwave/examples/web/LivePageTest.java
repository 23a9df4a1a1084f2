package io.fourwave.examples.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.tcp.ConnectionStatus;
import io.fourwave.tcp.TcpState;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LivePageTest {
  @Test
  void thePageHasAButtonForEachKindOfSegmentInEachDirection() {
    String page = LivePage.html("word", "once");

    for (String from : List.of("stack", "kernel")) {
      for (String kind : List.of("SYN", "FIN", "ACK", "data")) {
        assertTrue(page.contains("data-from=\"" + from + "\" data-kind=\"" + kind + "\""));
      }
    }
    assertTrue(page.contains("<meta name=\"fourwave-token\" content=\"word\">"));
    assertEquals(1, page.split("<script", -1).length - 1);
    assertTrue(page.contains("<script nonce=\"once\">"));
    assertFalse(page.contains("@TOKEN@") || page.contains("@STYLE@"));
  }

  private static ConnectionStatus status(int port, TcpState state) {
    InetSocketAddress here = new InetSocketAddress("192.0.2.2", 23);
    InetSocketAddress there = port == 0 ? null : new InetSocketAddress("192.0.2.1", port);
    String evil = "<i>";
    return new ConnectionStatus(
        here,
        there,
        state,
        1,
        2,
        131_072,
        131_072,
        0,
        0,
        0,
        9,
        0,
        9,
        536,
        evil,
        5_360,
        1 << 30,
        0,
        0,
        1_000_000_000,
        0,
        0,
        0,
        null,
        7_000_000_000L,
        evil);
  }

  @Test
  void listenersAreLeftOutAndEveryPeerCanBeChosen() {
    String table =
        ConnectionTable.html(
            List.of(
                status(0, TcpState.LISTEN),
                status(40_000, TcpState.ESTABLISHED),
                status(40_001, TcpState.TIME_WAIT)));

    assertEquals(2, table.split("data-peer=", -1).length - 1);
    assertTrue(table.contains("<span class=\"chip b-established\">ESTABLISHED</span>"));
    assertTrue(table.contains("2 MSL: 7 s"));
    assertFalse(table.contains("<i>"));
  }

  @Test
  void aThousandConnectionsDoNotMakeAThousandRows() {
    List<ConnectionStatus> many = new ArrayList<>();
    for (int port = 1; port <= 1_000; port++) {
      many.add(status(port, TcpState.ESTABLISHED));
    }

    String table = ConnectionTable.html(many);

    assertEquals(51, table.split("<tr>", -1).length - 1);
    assertTrue(table.contains("… and 950 more."));
  }

  @Test
  void noConnectionIsNoTable() {
    assertTrue(ConnectionTable.html(List.of()).contains("No connection yet"));
  }
}
