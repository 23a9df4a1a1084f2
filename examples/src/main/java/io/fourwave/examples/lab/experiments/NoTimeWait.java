package io.fourwave.examples.lab.experiments;

import io.fourwave.examples.lab.Conditions;
import io.fourwave.examples.lab.Experiment;
import io.fourwave.examples.lab.Party;
import io.fourwave.examples.lab.Stage;
import io.fourwave.examples.lab.Talk;
import io.fourwave.tcp.Options;
import io.fourwave.tcp.TcpState;
import io.fourwave.trace.RecordedSegment;
import io.fourwave.wire.Seq;
import java.io.IOException;
import java.net.BindException;
import java.time.Duration;
import java.util.List;

/** {@code no-time-wait}: what TIME-WAIT is for, the second reason. */
public final class NoTimeWait implements Experiment {
  private static final int PORT = 9;
  private static final int OURS = 5_000;
  private static final int STAMPED = 5_001;
  private static final int OTHER = 5_002;
  private static final int LONG = 1_000_000;
  private static final int SHORT = 60_000;

  @Override
  public String name() {
    return "no-time-wait";
  }

  @Override
  public String question() {
    return "what can go wrong if nobody waits in TIME-WAIT?";
  }

  @Override
  public String watchFor() {
    return """
        A segment is held up in the network, and arrives when its connection is over and there is \
        another one with the same four-tuple. If its number happens to lie in the window, its text is \
        taken for text of the new connection: nobody can tell. TIME-WAIT keeps the four-tuple until \
        such a segment has died. Timestamps tell it from a new one.""";
  }

  /**
   * Room for one connection in TIME-WAIT: the next one ends it early, so 2 MSL can be cut short.
   */
  @Override
  public Conditions conditions() {
    return Conditions.asClient()
        .host(host -> host.withLimits(host.mostConnections(), 1))
        .realMsl(Duration.ofSeconds(30));
  }

  @Override
  public void run(Stage stage) throws IOException {
    Party.Ear ear = stage.server().listen(PORT);
    List<RecordedSegment> old = heldUp(stage, ear);
    cutShort(stage, ear, old);
    withTimestamps(stage, ear);
  }

  private static List<RecordedSegment> heldUp(Stage stage, Party.Ear ear) throws IOException {
    stage.step("A first connection, without timestamps; one of its segments is held up");
    Seen first = Seen.from(stage);
    stage.say("It sends a million times the letter o.");
    stage.quietly(() -> session(stage, ear, OURS, Options.PLAIN, "o".repeat(LONG)));
    List<RecordedSegment> old = first.segments(stage.client(), Seen::text);

    stage.step("TIME-WAIT: the same four-tuple cannot be had");
    stage.claim("the client may not connect from that port again", !canOpen(stage));
    Seen stray = Seen.from(stage);
    stage.deliverAgain(old.get(old.size() / 2));
    stage.settle();
    stage.claim(
        "the held-up segment finds no connection, and is answered with a reset",
        stray.segments(stage.server(), Seen::reset).size() == 1);
    return old;
  }

  private static void cutShort(Stage stage, Party.Ear ear, List<RecordedSegment> old)
      throws IOException {
    stage.step("TIME-WAIT is cut short, and the same four-tuple is used again");
    stage.say(
        """
        There is room for one connection in TIME-WAIT: another one takes it. The held-up segment \
        comes twice. The first time its ACK gives it away, if the server's numbers have moved on far \
        enough: a TCP of today does not believe it (RFC 5961 §5.2). RFC 793 did not ask for that; \
        so the second time it has an ACK that does not give it away.""");
    stage.quietly(() -> session(stage, ear, OTHER, Options.PLAIN, "x"));
    String heard = incarnation(stage, ear, OURS, Options.PLAIN, old);
    stage.claim("the server has heard " + SHORT + " octets", heard.length() == SHORT);
    stage.claim("and some of them the client never said", heard.contains("o"));
    stage.say(
        """
        The client has sent the letter n only. What the server reads is silently wrong: no checksum \
        can find it, for the old segment was whole.""");
  }

  private static void withTimestamps(Stage stage, Party.Ear ear) throws IOException {
    stage.step("The same once more, with timestamps");
    Seen third = Seen.from(stage);
    stage.quietly(() -> session(stage, ear, STAMPED, Options.DEFAULTS, "o".repeat(LONG)));
    List<RecordedSegment> stamped = third.segments(stage.client(), Seen::text);
    stage.quietly(() -> session(stage, ear, OTHER + 1, Options.PLAIN, "x"));
    String whole = incarnation(stage, ear, STAMPED, Options.DEFAULTS, stamped);
    stage.claim("the server has heard what the client said", whole.equals("n".repeat(SHORT)));
    stage.say(
        """
        The old segment's timestamp is older than that of the last segment in order: it is dropped \
        (PAWS, RFC 7323 §5). Where both sides have timestamps, a shorter TIME-WAIT does less harm; \
        the first reason for it, the FIN that comes again, remains.""");
  }

  /** A connection from a port that sends a text, and closes first. */
  private static void session(Stage stage, Party.Ear ear, int port, Options options, String text)
      throws IOException {
    Talk ours = stage.client().open(port, PORT, options);
    Talk theirs = stage.accept(ear);
    ours.send(text);
    ours.close();
    stage.until("all of it is heard", () -> theirs.heard().length() == text.length());
    stage.until("the server sees the end", theirs::isAtEnd);
    theirs.close();
    stage.until("the client waits", () -> ours.state() == TcpState.TIME_WAIT);
    stage.until("the server is closed", () -> theirs.state() == TcpState.CLOSED);
  }

  private static boolean canOpen(Stage stage) throws IOException {
    try {
      stage.client().open(OURS, PORT);
      return true;
    } catch (BindException e) {
      return false;
    }
  }

  /** The four-tuple again: the held-up segment arrives before the new text. */
  private static String incarnation(
      Stage stage, Party.Ear ear, int port, Options options, List<RecordedSegment> old)
      throws IOException {
    Seen seen = Seen.from(stage);
    Talk ours = stage.client().open(port, PORT, options);
    Talk theirs = stage.accept(ear);
    stage.until("the client is connected", ours::isConnected);
    stage.settle();
    List<RecordedSegment> begin = seen.segments();
    int iss = begin.get(0).seq();
    RecordedSegment late =
        old.stream()
            .filter(s -> Seq.within(s.seq(), iss + SHORT / 3, iss + SHORT / 2))
            .findFirst()
            .orElseThrow(() -> new IOException("no old segment lies in the window: too slow"));
    deliver(stage, late, begin.get(1).seq() + 1);
    ours.send("n".repeat(SHORT));
    stage.until("all of it is heard", () -> theirs.heard().length() >= SHORT);
    stage.settle();
    ours.close();
    theirs.close();
    stage.settle();
    return theirs.heard();
  }

  private static void deliver(Stage stage, RecordedSegment late, int acceptable)
      throws IOException {
    Seen seen = Seen.from(stage);
    stage.deliverAgain(late);
    stage.settle();
    stage.claim(
        "the held-up segment lies in the window, and is answered with an ACK",
        seen.segments(stage.server(), s -> s.name().equals("ACK")).size() == 1);
    stage.deliver(stage.server(), Forged.withAck(late, acceptable));
    stage.settle();
  }
}
