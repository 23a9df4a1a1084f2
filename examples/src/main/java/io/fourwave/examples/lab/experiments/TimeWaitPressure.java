package io.fourwave.examples.lab.experiments;

import io.fourwave.examples.lab.Conditions;
import io.fourwave.examples.lab.Experiment;
import io.fourwave.examples.lab.Party;
import io.fourwave.examples.lab.Stage;
import io.fourwave.examples.lab.Talk;
import io.fourwave.tcp.TcpState;
import java.io.IOException;
import java.net.BindException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** {@code time-wait-pressure}: thousands of short connections, and no port left. */
public final class TimeWaitPressure implements Experiment {
  private static final int PORT = 9;
  private static final int PORTS = 2_000;
  private static final int LOWEST = 50_000;
  private static final int AT_ONCE = 50;
  private static final int FIXED = 4_000;
  private static final int TIMES = 3;

  @Override
  public String name() {
    return "time-wait-pressure";
  }

  @Override
  public String question() {
    return "what if there are so many connections that TIME-WAIT takes all ports?";
  }

  @Override
  public String watchFor() {
    return """
        A client with 2,000 ports makes 2,000 short connections to one server, without timestamps, \
        and closes each first: \
        all ports wait, and the next connection fails until 2 MSL are over. If the server closes \
        first the client's port is free at once, and a newer SYN may have the server's four-tuple.""";
  }

  @Override
  public Conditions conditions() {
    return Conditions.asClient()
        .host(host -> host.withPorts(LOWEST, LOWEST + PORTS - 1))
        .tcp(tcp -> tcp.with(tcp.options().withTimestamps(false)))
        .realMsl(Duration.ofSeconds(30));
  }

  @Override
  public void run(Stage stage) throws IOException {
    Party.Ear ear = stage.server().listen(PORT);
    stage.step("A short connection; the client closes first");
    shortConnections(stage, ear, 1);

    stage.step("1,999 more of them");
    stage.quietly(
        () -> {
          for (int left = PORTS - 1; left > 0; left -= AT_ONCE) {
            shortConnections(stage, ear, Math.min(left, AT_ONCE));
          }
        });
    stage.claim(
        "2,000 connections wait in TIME-WAIT", stage.connections(TcpState.TIME_WAIT) == PORTS);
    stage.claim("one more cannot be had: no port is free", !canConnect(stage));
    stage.say(
        """
        With an MSL of 30 s, 2,000 ports make 33 connections a second, and all 16,384 ephemeral ones \
        273. What helps: keep connections and use them again; more addresses; let the client close \
        last; and timestamps, which this client goes without: they tell old segments from new ones, so \
        that after a second its own next connection may have the port (RFC 6191).""");

    if (stage.isReal()) {
      stage.say("They wait for a minute. With --simulated one can see them end: it takes no time.");
    } else {
      twoMslLater(stage, ear);
    }

    stage.step("The server closes first, and the client comes again from the same port at once");
    reuse(stage, ear);
    stage.say(
        """
        The server has the four-tuple in TIME-WAIT. A SYN with a newer timestamp, or with a sequence \
        number beyond the old ones, cannot be an old duplicate: it may have it (RFC 6191). Linux once \
        went further (tcp_tw_recycle): it remembered the last timestamp of a whole host, not of a \
        four-tuple, and dropped what was older. Behind one address of a translator there are many \
        hosts with many clocks, so some could not connect, for no visible reason; since Linux 4.10 \
        every connection has a clock of its own, the option made no sense at all, and 4.12 removed \
        it.""");
  }

  private static void twoMslLater(Stage stage, Party.Ear ear) throws IOException {
    stage.step("2 MSL later");
    stage.until("TIME-WAIT is over", () -> stage.connections(TcpState.TIME_WAIT) == 0);
    stage.claim("all ports are free again", canConnect(stage));
    stage.accept(ear);
  }

  private static void shortConnections(Stage stage, Party.Ear ear, int count) throws IOException {
    List<Talk> ours = new ArrayList<>();
    List<Talk> theirs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ours.add(stage.client().open(0, PORT));
    }
    for (int i = 0; i < count; i++) {
      theirs.add(stage.accept(ear));
    }
    for (Talk talk : ours) {
      stage.until("the client is connected", talk::isConnected);
      talk.close();
    }
    for (Talk talk : theirs) {
      stage.until("the server sees the end", talk::isAtEnd);
      talk.close();
    }
    for (Talk talk : ours) {
      stage.until("the client waits", () -> talk.state() == TcpState.TIME_WAIT);
    }
  }

  private static boolean canConnect(Stage stage) throws IOException {
    try {
      Talk talk = stage.client().open(0, PORT);
      stage.until("the client is connected", talk::isConnected);
      return true;
    } catch (BindException e) {
      return false;
    }
  }

  private static void reuse(Stage stage, Party.Ear ear) throws IOException {
    for (int i = 1; i <= TIMES; i++) {
      Talk ours = stage.client().open(FIXED, PORT);
      Talk theirs = stage.accept(ear);
      stage.until("the client is connected", ours::isConnected);
      theirs.close();
      stage.until("the client sees the end", ours::isAtEnd);
      ours.close();
      stage.until("the server waits", () -> theirs.state() == TcpState.TIME_WAIT);
      stage.until("the client is closed", () -> ours.state() == TcpState.CLOSED);
      stage.claim(
          "time " + i + ": the server waits in TIME-WAIT, the client's port is free",
          theirs.state() == TcpState.TIME_WAIT && ours.state() == TcpState.CLOSED);
    }
  }
}
