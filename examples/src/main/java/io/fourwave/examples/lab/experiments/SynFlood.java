package io.fourwave.examples.lab.experiments;

import io.fourwave.examples.lab.Conditions;
import io.fourwave.examples.lab.Experiment;
import io.fourwave.examples.lab.Party;
import io.fourwave.examples.lab.Stage;
import io.fourwave.examples.lab.Talk;
import io.fourwave.tcp.Rule;
import io.fourwave.tcp.TcpState;
import io.fourwave.trace.RecordedEvent.Arrived;
import io.fourwave.wire.TcpFlags;
import java.io.IOException;
import java.time.Duration;

/** {@code syn-flood}: callers that never come to the phone. */
public final class SynFlood implements Experiment {
  private static final int PORT = 7;
  private static final int SYNS = 200;
  private static final int TOLD = 2;
  private static final Duration SHORT = Duration.ofMillis(500);

  @Override
  public String name() {
    return "syn-flood";
  }

  @Override
  public String question() {
    return "what if many call, from addresses that do not exist?";
  }

  @Override
  public String watchFor() {
    return """
        Each SYN makes a half-open connection that waits for the third segment of a handshake, which \
        never comes. There is room for a number of them; then SYNs are dropped, those of honest \
        callers too (RFC 4987 §3). Half-open connections give up soon, honest callers try again.""";
  }

  @Override
  public Conditions conditions() {
    return Conditions.asServer()
        .tcp(
            tcp ->
                tcp.with(
                    tcp.retransmission()
                        .withTimeouts(SHORT, SHORT, Duration.ofSeconds(60))
                        .withLimits(2, 2, 2)));
  }

  @Override
  public void run(Stage stage) throws IOException {
    stage.step("200 SYNs come from addresses that do not exist");
    Party.Ear ear = stage.server().listen(PORT);
    Seen seen = Seen.from(stage);
    syns(stage, 0, TOLD);
    stage.quietly(() -> syns(stage, TOLD, SYNS));
    long halfOpen = stage.connections(TcpState.SYN_RECEIVED);
    long dropped = dropped(seen);
    stage.say(
        halfOpen + " half-open connections wait for an ACK, " + dropped + " SYNs were dropped.");
    stage.claim("there is room for some, but not for all", halfOpen > 0 && dropped > 0);
    stage.claim("each SYN is the one or the other", halfOpen + dropped == SYNS);

    stage.step("An honest client calls");
    Talk ours = stage.client().open(0, PORT);
    stage.settle();
    stage.claim("its SYN is dropped like the others", dropped(seen) > dropped);
    stage.claim("it does not know why: it tries", ours.state() == TcpState.SYN_SENT);

    stage.step("The half-open connections give up; the client tries again");
    stage.quietly(() -> stage.until("the client is connected", ours::isConnected));
    Talk theirs = stage.accept(ear);
    stage.settle();
    stage.claim("it is connected after all", theirs.state() == TcpState.ESTABLISHED);
    stage.claim("nothing is left of the flood", stage.connections(TcpState.SYN_RECEIVED) == 0);
    ours.close();
    theirs.close();
  }

  private static void syns(Stage stage, int from, int to) throws IOException {
    for (int i = from; i < to; i++) {
      String nobody = "192.0.2." + (100 + i % 100);
      stage.deliver(
          stage.server(),
          new Forged(nobody, 10_000 + i, "192.0.2.2", PORT, i << 20, TcpFlags.SYN).packet());
    }
  }

  private static long dropped(Seen seen) throws IOException {
    return seen.events(Arrived.class).stream()
        .filter(arrived -> arrived.rule() == Rule.BACKLOG_FULL)
        .count();
  }
}
