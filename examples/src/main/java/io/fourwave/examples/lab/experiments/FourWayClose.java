package io.fourwave.examples.lab.experiments;

import io.fourwave.examples.lab.Experiment;
import io.fourwave.examples.lab.Party;
import io.fourwave.examples.lab.Stage;
import io.fourwave.examples.lab.Talk;
import io.fourwave.tcp.TcpState;
import java.io.IOException;

/** {@code four-way-close}: four waves if the other side takes its time, three if it does not. */
public final class FourWayClose implements Experiment {
  private static final int PORT = 7;

  @Override
  public String name() {
    return "four-way-close";
  }

  @Override
  public String question() {
    return "why are there four waves goodbye, and why are there sometimes three?";
  }

  @Override
  public String watchFor() {
    return """
        Each way is closed by a FIN of its own, and each FIN is acknowledged: four segments. If the \
        other side closes while it still owes the acknowledgement of the first FIN, its own FIN \
        carries that: three.""";
  }

  @Override
  public void run(Stage stage) throws IOException {
    Party.Ear ear = stage.server().listen(PORT);
    four(stage, ear);
    three(stage, ear);
  }

  private static void four(Stage stage, Party.Ear ear) throws IOException {
    stage.step("A connection to say goodbye to");
    Talk ours = stage.connect(PORT);
    Talk theirs = stage.accept(ear);
    stage.settle();

    stage.step("The client closes; the server takes its time");
    Seen seen = Seen.from(stage);
    ours.close();
    stage.until("the server sees the end", theirs::isAtEnd);
    stage.settle();
    stage.claim("the client is in FIN-WAIT-2", ours.state() == TcpState.FIN_WAIT_2);
    stage.claim("the server is in CLOSE-WAIT", theirs.state() == TcpState.CLOSE_WAIT);
    stage.say(
        "Half the connection is closed. The server could still send, and the client listens.");

    stage.step("The server closes as well");
    theirs.close();
    stage.until("the server is closed", () -> theirs.state() == TcpState.CLOSED);
    stage.settle();
    stage.claim("it took four segments", seen.names().equals("FIN,ACK ACK FIN,ACK ACK"));
    stage.claim("the client waits in TIME-WAIT", ours.state() == TcpState.TIME_WAIT);
    stage.say(
        """
        The server knows that the client has everything: it is done. The client cannot know whether \
        its last ACK has arrived; if it got lost, the FIN comes again, and somebody has to be there \
        to answer it: see lost-last-ack.""");
  }

  private static void three(Stage stage, Party.Ear ear) throws IOException {
    stage.step("Another connection, and this server closes as soon as it sees the end");
    Talk ours = stage.connect(PORT);
    Talk theirs = stage.accept(ear);
    stage.settle();
    Seen seen = Seen.from(stage);
    ours.close();
    stage.until("the server sees the end", theirs::isAtEnd);
    theirs.close();
    stage.until("the server is closed", () -> theirs.state() == TcpState.CLOSED);
    stage.settle();
    stage.claim("it took three segments", seen.names().equals("FIN,ACK FIN,ACK ACK"));
    stage.claim(
        "the server went through CLOSE-WAIT", seen.went(stage.server(), TcpState.CLOSE_WAIT));
    stage.claim("and through LAST-ACK", seen.went(stage.server(), TcpState.LAST_ACK));
    stage.say(
        """
        The acknowledgement of the client's FIN was delayed, in the hope of company (RFC 9293 \
        §3.8.6.3), and the server's FIN was that company. Both counts are right.""");
  }
}
