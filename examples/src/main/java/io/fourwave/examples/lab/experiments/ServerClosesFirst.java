package io.fourwave.examples.lab.experiments;

import io.fourwave.examples.lab.Experiment;
import io.fourwave.examples.lab.Party;
import io.fourwave.examples.lab.Stage;
import io.fourwave.examples.lab.Talk;
import io.fourwave.tcp.TcpState;
import io.fourwave.trace.RecordedEvent;
import io.fourwave.trace.RecordedEvent.TimerSet;
import java.io.IOException;

/** {@code server-closes-first}: who says goodbye first has to wait. */
public final class ServerClosesFirst implements Experiment {
  private static final int PORT = 7;

  @Override
  public String name() {
    return "server-closes-first";
  }

  @Override
  public String question() {
    return "who has to wait in TIME-WAIT, and can a server begin again meanwhile?";
  }

  @Override
  public String watchFor() {
    return """
        TIME-WAIT is not the client's lot but that of whoever closes first. A server that does so has \
        a connection in TIME-WAIT on its own port, and yet may listen there anew.""";
  }

  @Override
  public void run(Stage stage) throws IOException {
    stage.step("The server closes first");
    Party.Ear ear = stage.server().listen(PORT);
    Talk ours = stage.connect(PORT);
    Talk theirs = stage.accept(ear);
    stage.settle();
    Seen seen = Seen.from(stage);
    theirs.close();
    stage.until("the client sees the end", ours::isAtEnd);
    stage.settle();
    ours.close();
    stage.until("the client is closed", () -> ours.state() == TcpState.CLOSED);
    stage.settle();
    stage.claim("the server waits in TIME-WAIT", theirs.state() == TcpState.TIME_WAIT);
    stage.claim("the client does not: it is CLOSED", ours.state() == TcpState.CLOSED);

    stage.step("The server is started anew, on the same port, while TIME-WAIT lasts");
    ear.close();
    Party.Ear anew = stage.server().listen(PORT);
    Talk next = stage.connect(PORT);
    Talk accepted = stage.accept(anew);
    stage.claim("it listens, and is connected to", accepted.isConnected() && next.isConnected());
    stage.claim("the old connection waits on", theirs.state() == TcpState.TIME_WAIT);
    stage.say(
        """
        What waits is one four-tuple, not the port. The kernel is more careful: there a server needs \
        SO_REUSEADDR to listen on a port of which a connection is in TIME-WAIT.""");

    stage.step("2 MSL later");
    stage.until("TIME-WAIT is over", () -> theirs.state() == TcpState.CLOSED);
    claimWait(stage, seen);
    stage.claim("the new connection is open still", accepted.state() == TcpState.ESTABLISHED);
  }

  private static void claimWait(Stage stage, Seen seen) throws IOException {
    TimerSet wait =
        seen.events(TimerSet.class).stream()
            .filter(timer -> timer.timer().equals(RecordedEvent.TIME_WAIT))
            .findFirst()
            .orElseThrow();
    stage.claim(
        "it has waited as long as it was set to wait",
        seen.events(RecordedEvent.TimerExpired.class).stream()
            .anyMatch(t -> t.timer().equals(wait.timer()) && t.at() >= wait.deadline()));
  }
}
