package io.fourwave.examples.lab.experiments;

import io.fourwave.examples.lab.Conditions;
import io.fourwave.examples.lab.Experiment;
import io.fourwave.examples.lab.Party;
import io.fourwave.examples.lab.Stage;
import io.fourwave.examples.lab.Talk;
import io.fourwave.tcp.TcpState;
import java.io.IOException;

/** {@code simultaneous-close}: two goodbyes cross. */
public final class SimultaneousClose implements Experiment {
  private static final int PORT = 7;

  @Override
  public String name() {
    return "simultaneous-close";
  }

  @Override
  public String question() {
    return "what if both say goodbye at the same time?";
  }

  @Override
  public String watchFor() {
    return """
        Two FINs cross. Each side sees a FIN before its own is acknowledged, and goes to CLOSING, a \
        state that is hardly ever seen; then both are first, and both wait in TIME-WAIT (RFC 9293 \
        §3.6, figure 13).""";
  }

  @Override
  public Conditions conditions() {
    return Conditions.asClient();
  }

  @Override
  public void run(Stage stage) throws IOException {
    stage.step("A connection");
    Party.Ear ear = stage.server().listen(PORT);
    Talk ours = stage.connect(PORT);
    Talk theirs = stage.accept(ear);
    stage.settle();

    stage.step("Both close");
    Seen seen = Seen.from(stage);
    stage.atOnce(theirs::close, ours::close);
    stage.until("the client waits in TIME-WAIT", () -> ours.state() == TcpState.TIME_WAIT);
    stage.until("so does the server", () -> theirs.state() == TcpState.TIME_WAIT);
    stage.settle();
    stage.claim("two FINs and two ACKs", seen.names().equals("FIN,ACK FIN,ACK ACK ACK"));
    stage.claim("the client went through CLOSING", seen.went(stage.client(), TcpState.CLOSING));
    stage.claim("so did the server", seen.went(stage.server(), TcpState.CLOSING));
    stage.claim(
        "neither went through FIN-WAIT-2",
        !seen.went(stage.client(), TcpState.FIN_WAIT_2)
            && !seen.went(stage.server(), TcpState.FIN_WAIT_2));
    stage.claim(
        "both wait in TIME-WAIT",
        ours.state() == TcpState.TIME_WAIT && theirs.state() == TcpState.TIME_WAIT);
  }
}
