package io.fourwave.examples.lab.experiments;

import io.fourwave.examples.lab.Conditions;
import io.fourwave.examples.lab.Experiment;
import io.fourwave.examples.lab.Party;
import io.fourwave.examples.lab.Stage;
import io.fourwave.examples.lab.Talk;
import io.fourwave.link.TcpMatch;
import io.fourwave.trace.RecordedEvent.Arrived;
import io.fourwave.trace.RecordedEvent.Sent;
import io.fourwave.trace.RecordedEvent.TimerExpired;
import io.fourwave.trace.RecordedSegment;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** {@code loss-recovery}: one segment is lost among many. */
public final class LossRecovery implements Experiment {
  private static final int PORT = 9;
  private static final int FIRST = 20_000;
  private static final int SECOND = 40_000;

  @Override
  public String name() {
    return "loss-recovery";
  }

  @Override
  public String question() {
    return "what if one segment of many is lost?";
  }

  @Override
  public String watchFor() {
    return """
        What comes after the gap is kept, and each such segment is acknowledged at once: with the old \
        number, and with SACK blocks that say what is there. From that the sender knows what is not, \
        sends that one segment again, long before a timer would expire (RFC 8985). Its congestion window \
        is halved (RFC 5681), in step with what arrives: one new segment for two (RFC 6937).""";
  }

  /** The packets take a while, so that many are on their way when one is lost. */
  @Override
  public Conditions conditions() {
    return Conditions.asClient().realDelay(Duration.ofMillis(5));
  }

  @Override
  public void run(Stage stage) throws IOException {
    stage.step("Nothing is lost: the congestion window grows");
    Party.Ear ear = stage.server().listen(PORT);
    Talk ours = stage.connect(PORT);
    Talk theirs = stage.accept(ear);
    ours.send("a".repeat(FIRST));
    stage.until("it is heard", () -> theirs.heard().length() == FIRST);
    stage.settle();

    stage.step("The first segment of the next text is lost");
    Seen seen = Seen.from(stage);
    stage.lose(stage.client(), 1, TcpMatch.any().withText());
    ours.send("b".repeat(SECOND));
    stage.until("it is heard", () -> theirs.heard().length() == FIRST + SECOND);
    stage.settle();
    List<Sent> again = seen.sent(stage.client(), RecordedSegment::again);
    stage.claim("one segment was sent again, and only that", again.size() == 1);
    stage.claim(
        "no retransmission timer had to expire",
        seen.events(TimerExpired.class).stream().noneMatch(t -> t.timer().equals("RETRANSMIT")));
    stage.claim(
        "the server said what it has: SACK blocks",
        seen.segments(stage.server(), s -> s.options().contains("sack")).size() >= 3);
    stage.claim("the congestion window is smaller than before", shrank(seen, stage));
    stage.claim(
        "nothing is missing, nothing twice",
        theirs.heard().equals("a".repeat(FIRST) + "b".repeat(SECOND)));
    ours.close();
    theirs.close();
  }

  private static boolean shrank(Seen seen, Stage stage) throws IOException {
    List<Arrived> arrivals =
        seen.events(Arrived.class).stream()
            .filter(a -> a.end() == stage.client().end() && a.status() != null)
            .toList();
    int most = arrivals.stream().mapToInt(a -> a.status().cwnd()).max().orElse(0);
    int least = arrivals.stream().mapToInt(a -> a.status().ssthresh()).min().orElse(0);
    return least < most;
  }
}
