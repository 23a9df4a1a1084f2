package io.fourwave.examples.lab.experiments;

import io.fourwave.examples.lab.Experiment;
import io.fourwave.examples.lab.Party;
import io.fourwave.examples.lab.Stage;
import io.fourwave.examples.lab.Talk;
import io.fourwave.link.TcpMatch;
import io.fourwave.tcp.Rule;
import io.fourwave.tcp.TcpState;
import io.fourwave.trace.RecordedEvent.Arrived;
import io.fourwave.trace.RecordedEvent.Sent;
import io.fourwave.trace.RecordedSegment;
import io.fourwave.wire.TcpFlags;
import java.io.IOException;

/** {@code reset}: the ways in which a connection ends without a goodbye. */
public final class Reset implements Experiment {
  private static final int PORT = 7;

  @Override
  public String name() {
    return "reset";
  }

  @Override
  public String question() {
    return "when does a connection end without a goodbye?";
  }

  @Override
  public String watchFor() {
    return """
        A server that closes with text unread resets: to say goodbye would be to say that all was \
        heard. A host that has forgotten a connection resets whoever believes in it still. And a \
        reset that a stranger has forged is not obeyed, if its number is not exactly the one.""";
  }

  @Override
  public void run(Stage stage) throws IOException {
    Party.Ear ear = stage.server().listen(PORT);
    unreadText(stage, ear);
    halfOpen(stage, ear);
    forged(stage, ear);
  }

  private static void unreadText(Stage stage, Party.Ear ear) throws IOException {
    stage.step("The server closes, and has not read all");
    Talk ours = stage.connect(PORT);
    Talk theirs = stage.accept(ear);
    ours.send("you will not read this");
    stage.settle();
    Seen seen = Seen.from(stage);
    theirs.close();
    stage.until("the client is told", () -> ours.failure() != null);
    stage.settle();
    stage.claim(
        "the server sent a reset, and no FIN",
        seen.segments(stage.server(), Seen::reset).size() == 1
            && seen.segments(stage.server(), Seen::fin).isEmpty());
    stage.claim("the client is told: " + ours.failure(), ours.failure().contains("reset"));
    stage.claim("nobody waits in TIME-WAIT", theirs.state() == TcpState.CLOSED);
  }

  private static void halfOpen(Stage stage, Party.Ear ear) throws IOException {
    stage.step("The server forgets a connection, and the client does not hear of it");
    Talk ours = stage.connect(PORT);
    Talk theirs = stage.accept(ear);
    stage.settle();
    stage.lose(stage.server(), 1, TcpMatch.flags("R."));
    theirs.abort();
    stage.settle();
    stage.claim("the server has no connection", theirs.state() == TcpState.CLOSED);
    stage.claim("the client believes it has one", ours.state() == TcpState.ESTABLISHED);
    stage.say("This is how it looks after a crash: a half-open connection (RFC 9293 §3.5.1).");

    stage.step("The client speaks");
    Seen seen = Seen.from(stage);
    ours.send("are you there?");
    stage.until("the client is told", () -> ours.failure() != null);
    stage.settle();
    RecordedSegment text = seen.segments(stage.client(), Seen::text).get(0);
    RecordedSegment reset = seen.segments(stage.server(), Seen::reset).get(0);
    stage.claim(
        "the reset has the number that the client acknowledged, so it believes it",
        reset.seq() == text.ack());
    stage.claim("the client is told: " + ours.failure(), ours.failure().contains("reset"));
  }

  private static void forged(Stage stage, Party.Ear ear) throws IOException {
    stage.step("A stranger forges a reset, and guesses the number almost");
    Talk ours = stage.connect(PORT);
    Talk theirs = stage.accept(ear);
    stage.settle();
    Seen seen = Seen.from(stage);
    RecordedSegment example = lastOfClient(stage);
    int almost = example.seq() + example.sequenceLength() + 100;
    stage.deliver(
        stage.server(),
        new Forged(
                example.source().toString(),
                example.sourcePort(),
                example.destination().toString(),
                example.destinationPort(),
                almost,
                TcpFlags.RST)
            .packet());
    stage.settle();
    stage.claim(
        "it is challenged, not obeyed (RFC 5961 §3.2)",
        seen.events(Arrived.class).stream().anyMatch(a -> a.rule() == Rule.RESET_CHALLENGED));
    stage.claim(
        "the client is asked what it really means",
        seen.events(Sent.class).stream().anyMatch(s -> s.rule() == Rule.CHALLENGE));
    stage.claim(
        "and the connection is open still",
        ours.state() == TcpState.ESTABLISHED && theirs.state() == TcpState.ESTABLISHED);
    ours.close();
    theirs.close();
  }

  private static RecordedSegment lastOfClient(Stage stage) throws IOException {
    return stage.recording().segments().stream()
        .filter(segment -> segment.from() == stage.client().end())
        .reduce((one, next) -> next)
        .orElseThrow();
  }
}
