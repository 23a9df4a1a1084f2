package io.fourwave.examples.lab.experiments;

import io.fourwave.examples.lab.Conditions;
import io.fourwave.examples.lab.Experiment;
import io.fourwave.examples.lab.Party;
import io.fourwave.examples.lab.Stage;
import io.fourwave.examples.lab.Talk;
import io.fourwave.tcp.Buffers;
import io.fourwave.tcp.TcpState;
import io.fourwave.trace.RecordedEvent.TimerExpired;
import java.io.IOException;

/** {@code zero-window}: a reader that does not read. */
public final class ZeroWindow implements Experiment {
  private static final int PORT = 9;
  private static final int LENGTH = 20_000;
  private static final int PROBES = 3;

  @Override
  public String name() {
    return "zero-window";
  }

  @Override
  public String question() {
    return "what if the other side does not read?";
  }

  @Override
  public String watchFor() {
    return """
        The window shrinks to 0 and the sender stops. It has to ask now and then whether there is room \
        again, for the word that there is might be lost: a probe of one octet, more and more rarely, \
        for as long as the other side answers (RFC 9293 §3.8.6.1).""";
  }

  @Override
  public Conditions conditions() {
    return Conditions.asClient().other(tcp -> tcp.with(new Buffers(4_096, 4_096)));
  }

  @Override
  public void run(Stage stage) throws IOException {
    stage.step("The client sends 20,000 octets to a server with little room, which does not read");
    Party.Ear ear = stage.server().listen(PORT);
    Talk ours = stage.connect(PORT);
    Talk theirs = stage.accept(ear);
    stage.settle();
    Seen seen = Seen.from(stage);
    String text = "0123456789".repeat(LENGTH / 10);
    ours.send(text);
    stage.until("the window is 0", () -> isShut(seen, stage));
    stage.claim("the server has said: no room", isShut(seen, stage));

    stage.step("The client asks now and then");
    stage.until("there were some probes", () -> probes(seen) >= PROBES);
    stage.settle();
    stage.claim("nothing but probes was sent meanwhile", probes(seen) >= PROBES);
    stage.claim("the connection is open still", ours.state() == TcpState.ESTABLISHED);
    long answers =
        seen.segments(stage.server(), s -> s.window() == 0 && s.name().equals("ACK")).size();
    stage.claim("each probe was answered, with window 0", answers >= PROBES);

    stage.step("The server reads");
    Seen rest = Seen.from(stage);
    stage.until("all of it is heard", () -> theirs.heard().length() == LENGTH);
    stage.settle();
    stage.claim(
        "the window opened again", !rest.segments(stage.server(), s -> s.window() > 0).isEmpty());
    stage.claim("nothing is missing, nothing twice", theirs.heard().equals(text));
    ours.close();
    theirs.close();
  }

  private static boolean isShut(Seen seen, Stage stage) throws IOException {
    return !seen.segments(stage.server(), s -> s.window() == 0).isEmpty();
  }

  private static long probes(Seen seen) throws IOException {
    return seen.events(TimerExpired.class).stream()
        .filter(timer -> timer.timer().equals("PERSIST"))
        .count();
  }
}
