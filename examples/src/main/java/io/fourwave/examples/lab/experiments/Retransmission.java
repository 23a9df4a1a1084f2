package io.fourwave.examples.lab.experiments;

import io.fourwave.examples.lab.Conditions;
import io.fourwave.examples.lab.Experiment;
import io.fourwave.examples.lab.Party;
import io.fourwave.examples.lab.Stage;
import io.fourwave.examples.lab.Talk;
import io.fourwave.link.TcpMatch;
import io.fourwave.tcp.ConnectionStatus;
import io.fourwave.tcp.Options;
import io.fourwave.trace.RecordedEvent.Arrived;
import io.fourwave.trace.RecordedEvent.Sent;
import io.fourwave.trace.RecordedEvent.TimerExpired;
import java.io.IOException;
import java.util.List;

/** {@code retransmission}: the timeout, its back-off, and Karn's algorithm. */
public final class Retransmission implements Experiment {
  private static final int PORT = 7;
  private static final int LOSSES = 3;

  @Override
  public String name() {
    return "retransmission";
  }

  @Override
  public String question() {
    return "how long does one wait before saying it again, and what does one learn from the answer?";
  }

  @Override
  public String watchFor() {
    return """
        A text is lost three times. Each time the timeout (RTO) doubles (RFC 6298 §5.5). When at last \
        an answer comes nobody knows which of the four it answers, so it says nothing about the round \
        trip: Karn's algorithm. The connection has no timestamps, with which one would know.""";
  }

  @Override
  public Conditions conditions() {
    return Conditions.asClient().tcp(tcp -> tcp.with(Options.PLAIN));
  }

  @Override
  public void run(Stage stage) throws IOException {
    stage.step("A text that is not lost: the round-trip time is measured");
    Party.Ear ear = stage.server().listen(PORT);
    Talk ours = stage.connect(PORT);
    Talk theirs = stage.accept(ear);
    Seen first = Seen.from(stage);
    ours.send("one ");
    stage.until("it is heard", () -> theirs.heard().equals("one "));
    stage.settle();
    ConnectionStatus measured = lastOf(arrivals(first, stage)).status();
    stage.say("SRTT is " + millis(measured.smoothedRtt()) + ", RTO is " + millis(measured.rto()));

    stage.step("A text that is lost three times");
    stage.lose(stage.client(), LOSSES, TcpMatch.any().withText());
    Seen seen = Seen.from(stage);
    ours.send("two ");
    stage.until("it is heard", () -> theirs.heard().equals("one two "));
    stage.settle();
    claimTries(stage, seen);
    ConnectionStatus after = lastOf(arrivals(seen, stage)).status();
    stage.claim(
        "the answer did not count as a measurement (Karn): SRTT is what it was",
        after.smoothedRtt() == measured.smoothedRtt());
    stage.claim("the server has heard the text once", theirs.heard().equals("one two "));

    stage.step("The next text is a measurement again");
    Seen third = Seen.from(stage);
    ours.send("three");
    stage.until("it is heard", () -> theirs.heard().equals("one two three"));
    stage.settle();
    ConnectionStatus last = lastOf(arrivals(third, stage)).status();
    stage.claim(
        "SRTT has moved, and RTO is short again",
        last.smoothedRtt() != measured.smoothedRtt() && last.rto() <= measured.rto() * 2);
    ours.close();
    theirs.close();
  }

  private static void claimTries(Stage stage, Seen seen) throws IOException {
    List<Sent> tries = seen.sent(stage.client(), Seen::text);
    stage.claim("it was sent four times", tries.size() == 1 + LOSSES);
    stage.claim(
        "each time since a timer had expired",
        seen.events(TimerExpired.class).stream()
                .filter(timer -> timer.timer().equals("RETRANSMIT"))
                .count()
            == LOSSES);
    stage.claim("each timeout was twice the one before", doubles(tries));
  }

  private static List<Arrived> arrivals(Seen seen, Stage stage) throws IOException {
    return seen.events(Arrived.class).stream()
        .filter(arrived -> arrived.end() == stage.client().end() && arrived.status() != null)
        .toList();
  }

  private static <E> E lastOf(List<E> list) {
    return list.get(list.size() - 1);
  }

  private static String millis(long nanos) {
    return nanos / 1_000_000 + " ms";
  }

  private static boolean doubles(List<Sent> sent) {
    for (int i = 1; i < sent.size(); i++) {
      if (sent.get(i).status().rto() != 2 * sent.get(i - 1).status().rto()) {
        return false;
      }
    }
    return true;
  }
}
