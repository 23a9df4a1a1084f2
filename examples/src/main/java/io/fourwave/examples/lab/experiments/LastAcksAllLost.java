package io.fourwave.examples.lab.experiments;

import io.fourwave.examples.lab.Conditions;
import io.fourwave.examples.lab.Experiment;
import io.fourwave.examples.lab.Party;
import io.fourwave.examples.lab.Stage;
import io.fourwave.examples.lab.Talk;
import io.fourwave.link.TcpMatch;
import io.fourwave.tcp.Rule;
import io.fourwave.tcp.TcpState;
import io.fourwave.trace.RecordedEvent.Moved;
import io.fourwave.trace.RecordedEvent.Sent;
import java.io.IOException;
import java.util.List;

/** {@code last-acks-all-lost}: nobody waits for ever. */
public final class LastAcksAllLost implements Experiment {
  private static final int PORT = 7;
  private static final int TRIES = 3;

  @Override
  public String name() {
    return "last-acks-all-lost";
  }

  @Override
  public String question() {
    return "what if the last ACK is lost every time?";
  }

  @Override
  public String watchFor() {
    return """
        The server sends its FIN again, first as a loss probe (RFC 8985 §7), then each time after twice \
        as long, and gives up when R2 is reached (RFC 9293 §3.8.3): here after three timeouts, elsewhere \
        after fifteen, a quarter of an hour. It was not TIME-WAIT that could save this: nothing can.""";
  }

  @Override
  public Conditions conditions() {
    return Conditions.asServer()
        .tcp(tcp -> tcp.with(tcp.retransmission().withLimits(TRIES, TRIES, TRIES)));
  }

  @Override
  public void run(Stage stage) throws IOException {
    stage.step("The client closes first; from now on its ACKs get lost");
    Party.Ear ear = stage.server().listen(PORT);
    Talk ours = stage.connect(PORT);
    Talk theirs = stage.accept(ear);
    stage.settle();
    stage.lose(stage.client(), Integer.MAX_VALUE, TcpMatch.pureAck().after(TcpMatch.fin()));
    ours.close();
    stage.until("the server sees the end", theirs::isAtEnd);
    stage.settle();

    stage.step("The server closes, and tries");
    Seen seen = Seen.from(stage);
    theirs.close();
    stage.until("the server gives up", () -> theirs.state() == TcpState.CLOSED);
    stage.settle();
    List<Sent> fins = seen.sent(stage.server(), Seen::fin);
    stage.claim(
        "the FIN was sent once, once to probe, and three times by the timer",
        fins.size() == 2 + TRIES);
    stage.claim(
        "each timeout was twice as long as the one before", doubles(fins.subList(1, fins.size())));
    stage.claim(
        "the server went from LAST-ACK to CLOSED because R2 is reached",
        seen.events(Moved.class).stream()
            .anyMatch(m -> m.before() == TcpState.LAST_ACK && m.rule() == Rule.GIVE_UP));
    stage.claim(
        "and told the client so, with a reset",
        seen.segments(stage.server(), Seen::reset).size() == 1);
    if (stage.isReal()) {
      stage.say(
          "The kernel's end is now "
              + ours.state().rfcName()
              + ": Linux lets a reset end TIME-WAIT, unless net.ipv4.tcp_rfc1337 is set.");
    } else {
      stage.claim(
          "the reset did not end the client's TIME-WAIT (RFC 1337)",
          ours.state() == TcpState.TIME_WAIT);
    }
  }

  /** By the timeouts that were in force, not by a clock: those are exact. */
  private static boolean doubles(List<Sent> sent) {
    for (int i = 1; i < sent.size(); i++) {
      if (sent.get(i).status().rto() != 2 * sent.get(i - 1).status().rto()) {
        return false;
      }
    }
    return true;
  }
}
