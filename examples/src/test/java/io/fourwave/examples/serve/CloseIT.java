package io.fourwave.examples.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.examples.lab.Capture;
import io.fourwave.examples.lab.Capture.Seen;
import io.fourwave.examples.lab.Lab;
import io.fourwave.examples.lab.Program;
import io.fourwave.link.Direction;
import io.fourwave.link.FaultListener;
import io.fourwave.link.Faults;
import io.fourwave.link.FaultyLink;
import io.fourwave.link.TcpMatch;
import io.fourwave.tcp.ConnectionStatus;
import io.fourwave.tcp.TcpState;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a connection with the kernel opens and closes, as tcpdump and ss see it. */
class CloseIT {
  private static final String CLIENT = "client ";
  private static final String STACK = "stack ";
  private static final String PROMPT = "fourwave> ";
  private static final int ATTEMPTS = 5;

  /** The segments without text, as "client F.". */
  private static List<String> bare(List<Seen> segments, int port) {
    return segments.stream()
        .filter(seen -> seen.length() == 0 || seen.hasFin())
        .map(seen -> (seen.fromPort() == port ? STACK : CLIENT) + seen.flags().replace("P", ""))
        .toList();
  }

  /** The segments that close: the first FIN and all after it that has no text. */
  private static List<String> closing(List<Seen> segments, int port) {
    List<String> bare = bare(segments, port);
    for (int i = 0; i < bare.size(); i++) {
      if (bare.get(i).endsWith("F.")) {
        return bare.subList(i, bare.size());
      }
    }
    throw new AssertionError("nobody has closed: " + segments);
  }

  /**
   * Has a conversation, again if need be, until tcpdump sees it close in the given form, a pattern
   * over all of {@link #closing}. Who is quicker decides between three segments and four, an
   * application or the timer of an acknowledgement: on a busy machine either may win, but not every
   * time.
   */
  private static void closesIn(String form, Lab lab, int port, Runnable conversation) {
    StringBuilder all = new StringBuilder();
    String seen = "";
    for (int i = 0; i < ATTEMPTS && !seen.matches(form); i++) {
      try (Capture capture = lab.capture(port)) {
        conversation.run();
        List<String> lines = capture.lines();
        seen = String.join(", ", closing(Capture.parse(lines), port));
        all.append(String.join("\n", lines)).append("\n\n");
      }
    }
    assertTrue(seen.matches(form), all::toString);
  }

  @ParameterizedTest
  @ValueSource(strings = {"192.0.2.2", "2001:db8::2"})
  void aConnectionOpensWithThreeSegments(String address) throws IOException {
    try (Lab lab = Lab.open();
        Capture capture = lab.capture(7)) {
      Program.run("sh", "-c", "echo hello | nc -N " + address + " 7");

      assertEquals(
          List.of("client S", "stack S.", "client ."), bare(capture.segments(), 7).subList(0, 3));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"192.0.2.2", "2001:db8::2"})
  void theClientClosesFirstAndAServiceThatClosesAtOnceMakesItThreeSegments(String address)
      throws IOException {
    try (Lab lab = Lab.open()) {
      closesIn(
          "client F\\., stack F\\., client \\.",
          lab,
          7,
          () -> {
            Program.run("nc", "-N", address, "7");
            awaitNothing(lab);
          });
      assertKernelWaits(address, 7);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"192.0.2.2", "2001:db8::2"})
  void theClientClosesFirstAndAServiceThatStillSendsMakesItFourSegments(String address)
      throws IOException {
    try (Lab lab = Lab.open()) {
      closesIn(
          "client F\\., stack \\.(, client \\.)*, stack F\\., client \\.",
          lab,
          23,
          () -> {
            try (Program nc = Program.start("nc", "-N", address, "23")) {
              nc.awaitOutput(PROMPT).type("close-later 1\n").awaitOutput(PROMPT);
              nc.closeInput().awaitOutput("you have closed; I still send: 1\r\n");
              nc.exitCode();
              awaitNothing(lab);
            }
          });
      assertKernelWaits(address, 23);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"telnet 192.0.2.2", "telnet 192.0.2.2 23", "telnet 2001:db8::2 23"})
  void theStackClosesFirstAndAClientThatClosesAtOnceMakesItThreeSegments(String command)
      throws IOException {
    try (Lab lab = Lab.open()) {
      closesIn(
          "stack F\\., client F\\., stack \\.",
          lab,
          23,
          () -> {
            try (Program telnet = Program.onTerminal(command)) {
              telnet.awaitOutput(PROMPT).type("hello\r");
              telnet.awaitOutput("said: hello").awaitOutput(PROMPT);
              telnet.type("quit\r");
              telnet.exitCode();
              awaitTimeWait(lab);
            }
          });
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"192.0.2.2", "2001:db8::2"})
  void theStackClosesFirstAndAClientThatTakesItsTimeMakesItFourSegments(String address)
      throws IOException {
    try (Lab lab = Lab.open()) {
      closesIn(
          "stack F\\., client \\., client F\\., stack \\.",
          lab,
          23,
          () -> quitAndTakeTime(lab, address));
    }
  }

  /** The stack closes; the client does when it has acknowledged that. */
  private static void quitAndTakeTime(Lab lab, String address) {
    try (Program nc = Program.start("nc", "-N", address, "23")) {
      nc.awaitOutput(PROMPT).type("quit\n").awaitOutput("bye");
      Lab.await(
          "the acknowledgement of our FIN",
          () -> lab.connections().stream().anyMatch(c -> c.state() == TcpState.FIN_WAIT_2));
      nc.closeInput();
      nc.exitCode();
      awaitTimeWait(lab);
    }
  }

  @Test
  void whoeverAsksIsToldOfTheTimeWaitOfAnEarlierConnection() throws IOException {
    try (Lab lab = Lab.open()) {
      Program.run("sh", "-c", "echo quit | nc 192.0.2.2 23");
      awaitTimeWait(lab);

      String table = Program.run("sh", "-c", "echo connections | nc -N 192.0.2.2 23");

      assertTrue(table.lines().anyMatch(line -> line.startsWith("TIME-WAIT")), table);
      assertTrue(
          table
              .lines()
              .anyMatch(line -> line.startsWith("ESTABLISHED") || line.startsWith("CLOSE-WAIT")),
          table);
    }
  }

  @Test
  void timeWaitIsOverAfterTwiceTheMsl() throws IOException {
    try (Lab lab = Lab.plan().msl(Duration.ofSeconds(2)).open()) {
      Program.run("sh", "-c", "echo quit | nc 192.0.2.2 23");
      awaitTimeWait(lab);

      Lab.await("the end of 2 MSL", () -> lab.connections().isEmpty());
    }
  }

  @Test
  void aFinWhoseAcknowledgementWasLostIsAcknowledgedAgainFromTimeWait() throws IOException {
    try (Lab lab = Lab.plan().withoutOffload().link(CloseIT::losingTheLastAck).open();
        Capture capture = lab.capture(23)) {
      quitAndTakeTime(lab, "192.0.2.2");
      Lab.await("the FIN to come again", () -> !kernel("state last-ack", 23).contains("192.0.2.2"));

      String closing = String.join(", ", closing(capture.segments(), 23));
      String form = "stack F\\., client \\.(, client F\\.){2,}, stack \\..*";
      assertTrue(closing.matches(form), closing);
    }
  }

  private static FaultyLink losingTheLastAck(io.fourwave.link.LinkDevice device) {
    FaultyLink link = new FaultyLink(device, Faults.NONE, Faults.NONE, FaultListener.NONE);
    link.path(Direction.OUT).drop(1, TcpMatch.pureAck().after(TcpMatch.fin()));
    return link;
  }

  private static void awaitTimeWait(Lab lab) {
    Lab.await(
        "TIME-WAIT",
        () -> {
          List<ConnectionStatus> all = lab.connections();
          return !all.isEmpty() && all.stream().allMatch(c -> c.state() == TcpState.TIME_WAIT);
        });
  }

  private static void awaitNothing(Lab lab) {
    Lab.await("the connection to be gone", () -> lab.connections().isEmpty());
  }

  private static void assertKernelWaits(String address, int port) {
    String waiting = kernel("state time-wait", port);
    assertTrue(waiting.contains(address), "no TIME-WAIT with " + address + " in:\n" + waiting);
    assertTrue(waiting.contains("timer:(timewait,"), waiting);
  }

  /** What the kernel has, in ss's words. */
  private static String kernel(String state, int port) {
    return Program.run("sh", "-c", "ss -Htano " + state + " dport = " + port);
  }
}
