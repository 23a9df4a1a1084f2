package io.fourwave.examples.lab.experiments;

import io.fourwave.examples.lab.Conditions;
import io.fourwave.examples.lab.Experiment;
import io.fourwave.examples.lab.Stage;
import io.fourwave.examples.lab.Talk;
import io.fourwave.tcp.TcpState;
import io.fourwave.trace.RecordedSegment;
import io.fourwave.wire.TcpFlags;
import java.io.IOException;

/** {@code simultaneous-open}: both call, nobody listens, and it works. */
public final class SimultaneousOpen implements Experiment {
  private static final int OURS = 5_000;
  private static final int THEIRS = 6_000;

  @Override
  public String name() {
    return "simultaneous-open";
  }

  @Override
  public String question() {
    return "what if both call at the same time, and nobody listens?";
  }

  @Override
  public String watchFor() {
    return """
        Two SYNs cross on their way. Each side answers the other's with SYN,ACK, goes through \
        SYN-RECEIVED without ever having listened, and one connection comes of it (RFC 9293 §3.5, \
        figure 8). This is how two hosts behind address translators can reach each other.""";
  }

  @Override
  public Conditions conditions() {
    return Conditions.asClient();
  }

  @Override
  public void run(Stage stage) throws IOException {
    stage.step("Both connect, from the port that the other calls");
    Seen seen = Seen.from(stage);
    Talk[] talks = new Talk[2];
    stage.atOnce(
        () -> talks[1] = stage.server().open(THEIRS, OURS),
        () -> talks[0] = stage.client().open(OURS, THEIRS));
    Talk ours = talks[0];
    Talk theirs = talks[1];
    stage.until("both are connected", () -> ours.isConnected() && theirs.isConnected());
    stage.settle();
    stage.claim(
        "two SYNs were sent, one by each",
        seen.segments(stage.client(), SimultaneousOpen::isSynAlone).size() == 1
            && seen.segments(stage.server(), SimultaneousOpen::isSynAlone).size() == 1);
    stage.claim(
        "and each was answered with SYN,ACK",
        seen.segments(stage.client(), s -> s.name().equals("SYN,ACK")).size() == 1
            && seen.segments(stage.server(), s -> s.name().equals("SYN,ACK")).size() == 1);
    stage.claim(
        "the client went through SYN-RECEIVED", seen.went(stage.client(), TcpState.SYN_RECEIVED));
    stage.claim("and so did the server", seen.went(stage.server(), TcpState.SYN_RECEIVED));
    stage.claim("nobody ever listened", !seen.went(stage.client(), TcpState.LISTEN));

    stage.step("They talk");
    ours.send("hello");
    theirs.send("hello to you");
    stage.until("the server has heard the client", () -> theirs.heard().equals("hello"));
    stage.until("the client has heard the server", () -> ours.heard().equals("hello to you"));
    stage.settle();
    stage.claim("it is one connection, and open", ours.state() == TcpState.ESTABLISHED);
    ours.close();
    theirs.close();
  }

  private static boolean isSynAlone(RecordedSegment segment) {
    return segment.has(TcpFlags.SYN) && !segment.has(TcpFlags.ACK);
  }
}
