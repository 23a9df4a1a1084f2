package io.fourwave.examples.lab.experiments;

import io.fourwave.examples.lab.Experiment;
import io.fourwave.examples.lab.Party;
import io.fourwave.examples.lab.Stage;
import io.fourwave.examples.lab.Talk;
import io.fourwave.tcp.TcpState;
import java.io.IOException;

/** {@code half-close}: one way is closed, the other goes on. */
public final class HalfClose implements Experiment {
  private static final int PORT = 7;

  @Override
  public String name() {
    return "half-close";
  }

  @Override
  public String question() {
    return "can one still listen after saying goodbye?";
  }

  @Override
  public String watchFor() {
    return """
        The client closes its way only (shutdown) and is in FIN-WAIT-2; the server, in CLOSE-WAIT, \
        sends on, and all of it is acknowledged and read. "sort" works like that over a network: it \
        has nothing to say before it has heard the end.""";
  }

  @Override
  public void run(Stage stage) throws IOException {
    stage.step("The client asks, and closes its way");
    Party.Ear ear = stage.server().listen(PORT);
    Talk ours = stage.connect(PORT);
    Talk theirs = stage.accept(ear);
    ours.send("pear apple plum");
    ours.closeOutput();
    stage.until("the server sees the end", theirs::isAtEnd);
    stage.settle();
    stage.claim("the server has heard all of it", theirs.heard().equals("pear apple plum"));
    stage.claim("the client is in FIN-WAIT-2", ours.state() == TcpState.FIN_WAIT_2);
    stage.claim("the server is in CLOSE-WAIT", theirs.state() == TcpState.CLOSE_WAIT);

    stage.step("The server answers, in its own time");
    Seen seen = Seen.from(stage);
    for (String word : new String[] {"apple ", "pear ", "plum "}) {
      theirs.send(word);
      stage.settle();
    }
    stage.until("the client has heard it", () -> ours.heard().equals("apple pear plum "));
    stage.settle();
    stage.claim(
        "three texts came after the client's FIN",
        seen.segments(stage.server(), Seen::text).size() == 3);
    stage.claim(
        "the client acknowledged them, and sent no text",
        !seen.segments(stage.client(), s -> s.name().equals("ACK")).isEmpty()
            && seen.segments(stage.client(), Seen::text).isEmpty());
    stage.claim("the client is in FIN-WAIT-2 still", ours.state() == TcpState.FIN_WAIT_2);

    stage.step("The server closes its way too");
    theirs.close();
    stage.until("the server is closed", () -> theirs.state() == TcpState.CLOSED);
    stage.claim("the client waits in TIME-WAIT", ours.state() == TcpState.TIME_WAIT);
    ours.close();
  }
}
