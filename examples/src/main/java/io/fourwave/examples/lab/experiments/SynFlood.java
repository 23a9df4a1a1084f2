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
        never comes, and there is room for a number of them only (RFC 4987 §3). Beyond it SYNs are \
        answered with cookies: SYN,ACKs whose sequence number is a keyed hash of what would have to be \
        remembered. Nothing is kept; whoever sends that number back must have received it.""";
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
    long cookies = arrived(seen, Rule.SYN_COOKIE);
    stage.say(
        halfOpen + " half-open connections wait for an ACK, " + cookies + " cookies were sent.");
    stage.claim("there is room for some, but not for all", halfOpen > 0 && cookies > 0);
    stage.claim("each SYN is the one or the other", halfOpen + cookies == SYNS);

    stage.step("An honest client calls");
    Talk ours = stage.client().open(0, PORT);
    stage.until("the client is connected", ours::isConnected);
    stage.settle();
    Talk theirs = stage.accept(ear);
    stage.claim("its SYN is answered with a cookie", arrived(seen, Rule.SYN_COOKIE) > cookies);
    stage.claim("its ACK brings it back", arrived(seen, Rule.COOKIE_RETURNED) == 1);
    stage.claim("and opens a connection", theirs.state() == TcpState.ESTABLISHED);

    stage.step("Someone sends an ACK without having had a cookie");
    forge(stage, "192.0.2.99", 9_999, TcpFlags.ACK);
    stage.settle();
    stage.claim("it opens nothing", stage.connections(TcpState.ESTABLISHED) == 1);
    stage.claim("it was looked at", stage.counted("TcpExtSyncookiesFailed") == 1);

    stage.step("The half-open connections give up");
    stage.quietly(
        () ->
            stage.until("the flood is over", () -> stage.connections(TcpState.SYN_RECEIVED) == 0));
    stage.claim("the client is still connected", ours.state() == TcpState.ESTABLISHED);
    ours.close();
    theirs.close();
  }

  private static void syns(Stage stage, int from, int to) throws IOException {
    for (int i = from; i < to; i++) {
      forge(stage, "192.0.2." + (100 + i % 100), 10_000 + i, TcpFlags.SYN);
    }
  }

  private static void forge(Stage stage, String nobody, int port, int flags) throws IOException {
    Forged segment = new Forged(nobody, port, "192.0.2.2", PORT, 0, flags);
    stage.deliver(stage.server(), segment.packet());
  }

  private static long arrived(Seen seen, Rule rule) throws IOException {
    return seen.events(Arrived.class).stream().filter(event -> event.rule() == rule).count();
  }
}
