package io.fourwave.examples.lab.experiments;

import io.fourwave.examples.lab.Experiment;
import io.fourwave.examples.lab.Party;
import io.fourwave.examples.lab.Stage;
import io.fourwave.examples.lab.Talk;
import io.fourwave.tcp.TcpState;
import io.fourwave.trace.RecordedSegment;
import io.fourwave.wire.TcpFlags;
import java.io.IOException;
import java.util.List;

/** {@code handshake}: three segments open a connection, two refuse one. */
public final class Handshake implements Experiment {
  private static final int OPEN = 7;
  private static final int CLOSED = 9;

  @Override
  public String name() {
    return "handshake";
  }

  @Override
  public String question() {
    return "how do two hosts agree to talk?";
  }

  @Override
  public String watchFor() {
    return """
        Three segments, SYN, SYN,ACK and ACK: each side says where its sequence numbers begin, and hears \
        that the other has understood. Then a port where nobody listens.""";
  }

  @Override
  public void run(Stage stage) throws IOException {
    stage.step("The server listens, the client connects");
    Party.Ear ear = stage.server().listen(OPEN);
    Talk ours = stage.connect(OPEN);
    Talk theirs = stage.accept(ear);
    stage.settle();
    stage.say(
        """
        A SYN takes one sequence number, as if it were an octet, so that it can be acknowledged: hence \
        ack 1. The options are offered here or never: the largest segment, SACK, timestamps, and by how \
        much windows are scaled.""");

    List<RecordedSegment> three = stage.recording().segments();
    stage.claim("three segments were enough", three.size() == 3);
    stage.claim("the first is a SYN alone", three.get(0).flags() == TcpFlags.SYN);
    RecordedSegment answer = three.get(1);
    stage.claim(
        "the second is SYN and ACK in one, and acknowledges the SYN",
        answer.name().equals("SYN,ACK") && answer.ack() == three.get(0).seq() + 1);
    stage.claim(
        "the third acknowledges the server's SYN",
        three.get(2).name().equals("ACK") && three.get(2).ack() == answer.seq() + 1);
    stage.claim("the client is ESTABLISHED", () -> ours.state() == TcpState.ESTABLISHED);
    stage.claim("the server is ESTABLISHED", () -> theirs.state() == TcpState.ESTABLISHED);

    stage.step("The client tries a port where nobody listens");
    Talk refused = stage.client().open(0, CLOSED);
    stage.until("the client is refused", () -> refused.failure() != null);
    stage.say(
        """
        The reset acknowledges the SYN, or the client would not believe it: anyone could send one.""");
    List<RecordedSegment> all = stage.recording().segments();
    RecordedSegment syn = all.get(all.size() - 2);
    RecordedSegment reset = all.get(all.size() - 1);
    stage.claim("the answer to the SYN is RST,ACK", reset.name().equals("RST,ACK"));
    stage.claim("it acknowledges the SYN", reset.ack() == syn.seq() + 1);
    stage.claim(
        "the client is told \"connection refused\"",
        "connection refused".equalsIgnoreCase(refused.failure()));
  }
}
