package io.fourwave.examples.lab.experiments;

import io.fourwave.examples.lab.Conditions;
import io.fourwave.examples.lab.Experiment;
import io.fourwave.examples.lab.Party;
import io.fourwave.examples.lab.Stage;
import io.fourwave.examples.lab.Talk;
import io.fourwave.link.TcpMatch;
import io.fourwave.tcp.TcpState;
import io.fourwave.trace.RecordedEvent;
import io.fourwave.trace.RecordedEvent.TimerExpired;
import io.fourwave.trace.RecordedEvent.TimerSet;
import io.fourwave.trace.RecordedSegment;
import java.io.IOException;
import java.util.List;

/** {@code lost-last-ack}: what TIME-WAIT is for, the first reason. */
public final class LostLastAck implements Experiment {
  private static final int PORT = 7;

  @Override
  public String name() {
    return "lost-last-ack";
  }

  @Override
  public String question() {
    return "what if the last of the four waves is lost?";
  }

  @Override
  public String watchFor() {
    return """
        The server, in LAST-ACK, hears nothing and sends its FIN again. The client, in TIME-WAIT, is \
        there to acknowledge it again, and begins its wait anew. Had it gone, the answer would be a \
        reset, and the server would think that the goodbye had failed.""";
  }

  @Override
  public Conditions conditions() {
    return Conditions.asClient();
  }

  @Override
  public void run(Stage stage) throws IOException {
    stage.step("The client closes first");
    Party.Ear ear = stage.server().listen(PORT);
    Talk ours = stage.connect(PORT);
    Talk theirs = stage.accept(ear);
    stage.settle();
    stage.lose(stage.client(), 1, TcpMatch.pureAck().after(TcpMatch.fin()));
    Seen seen = Seen.from(stage);
    ours.close();
    stage.until("the server sees the end", theirs::isAtEnd);
    stage.settle();

    stage.step("The server closes; the last ACK will be lost");
    theirs.close();
    stage.until("the client is in TIME-WAIT", () -> ours.state() == TcpState.TIME_WAIT);
    stage.claim("the client is in TIME-WAIT", ours.state() == TcpState.TIME_WAIT);
    stage.claim("the server is in LAST-ACK: it does not know", theirs.state() == TcpState.LAST_ACK);

    stage.step("The server waits in vain, and sends its FIN again");
    stage.until("the server is closed", () -> theirs.state() == TcpState.CLOSED);
    List<TimerSet> waits = claims(stage, seen);

    stage.step("2 MSL later");
    stage.until("TIME-WAIT is over", () -> ours.state() == TcpState.CLOSED);
    TimerExpired over =
        seen.events(TimerExpired.class).stream()
            .filter(timer -> timer.timer().equals(RecordedEvent.TIME_WAIT))
            .findFirst()
            .orElseThrow();
    stage.claim("counted from the second FIN", over.at() >= waits.get(waits.size() - 1).deadline());
  }

  private static List<TimerSet> claims(Stage stage, Seen seen) throws IOException {
    List<RecordedSegment> fins = seen.segments(stage.server(), Seen::fin);
    stage.claim("the FIN came twice", fins.size() == 2);
    stage.claim("the second was the first again", fins.get(1).again());
    stage.claim(
        "it was acknowledged twice, the first time in vain",
        seen.segments(stage.client(), s -> s.name().equals("ACK")).size() == 2);
    List<TimerSet> waits =
        seen.events(TimerSet.class).stream()
            .filter(timer -> timer.timer().equals(RecordedEvent.TIME_WAIT))
            .filter(timer -> timer.end() == stage.client().end())
            .toList();
    stage.claim("2 MSL were begun anew (RFC 9293 §3.10.7.4)", waits.size() == 2);
    return waits;
  }
}
