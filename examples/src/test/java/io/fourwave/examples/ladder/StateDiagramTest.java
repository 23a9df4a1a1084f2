package io.fourwave.examples.ladder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.tcp.TcpState;
import io.fourwave.trace.Recording;
import org.junit.jupiter.api.Test;

class StateDiagramTest {
  private static StateDiagram diagram(String experiment, int side) {
    Recording recording = Recordings.of(experiment);
    Conversation conversation = Conversation.of(recording).get(0);
    int end = conversation.end(side);
    return new StateDiagram(recording.ends().get(end).name(), end, conversation);
  }

  @Test
  void theWayOfTheEndThatClosesFirstLeadsThroughTimeWait() {
    String way = diagram("lost-last-ack", 0).description();

    assertEquals(
        "client: CLOSED → SYN-SENT → ESTABLISHED → FIN-WAIT-1 → FIN-WAIT-2 → TIME-WAIT → CLOSED",
        way);
  }

  @Test
  void everyArrowOfTheStateTableIsDrawnOnce() {
    String svg = diagram("handshake", 0).svg("x");

    for (StateDiagram.Edge edge : StateDiagram.edges()) {
      String name = edge.from().rfcName() + " → " + edge.to().rfcName();
      assertEquals(1, svg.split("<title>" + name + "[<,]", -1).length - 1, name);
    }
    assertEquals(20, StateDiagram.edges().size());
  }

  @Test
  void everyStateHasABoxAndThoseOnTheWayHaveTheirColour() {
    String svg = diagram("lost-last-ack", 1).svg("x");

    for (TcpState state : TcpState.values()) {
      assertTrue(svg.contains(">" + state.rfcName() + "<"), state::name);
    }
    assertTrue(svg.contains("box s-last-ack") && !svg.contains("box s-time-wait"));
  }

  @Test
  void stepsAreNumberedInTheirOrder() {
    String svg = diagram("lost-last-ack", 1).svg("x");

    assertTrue(svg.contains("<title>LISTEN → SYN-RECEIVED, step [1]</title>"), svg);
    assertTrue(svg.contains("<title>LAST-ACK → CLOSED, step [5]</title>"), svg);
  }
}
