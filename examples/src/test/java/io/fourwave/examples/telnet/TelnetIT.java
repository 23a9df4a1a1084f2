package io.fourwave.examples.telnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.examples.lab.Capture;
import io.fourwave.examples.lab.Lab;
import io.fourwave.examples.lab.Program;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The real telnet, on a terminal, against the telnet service. */
class TelnetIT {
  private static final String PROMPT = "fourwave> ";
  private static final String CTRL_C = "\u0003";
  private static final String CTRL_D = "\u0004";
  private static final String BACKSPACE = "\u007f";
  private static final String UP = "\033OA";
  private static final String LEFT = "\033OD";

  /** What JLine sends when it takes over: the arrow keys are to be sent as keys. */
  private static final String SWITCHED_TO_KEYS = "\033[?1h";

  private static final String CTRL_RIGHT_BRACKET = "\u001d";

  private Lab lab;

  @BeforeEach
  void open() throws IOException {
    lab = Lab.open();
  }

  @AfterEach
  void close() {
    if (lab != null) {
      lab.close();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "telnet 192.0.2.2",
        "telnet 192.0.2.2 23",
        "telnet 2001:db8::2",
        "telnet 2001:db8::2 23"
      })
  void aLineIsAnsweredAndQuitEndsTheSession(String command) {
    try (Program telnet = Program.onTerminal(command)) {
      telnet.awaitOutput(PROMPT);
      telnet.type("hello\r").awaitOutput("you said: hello").awaitOutput(PROMPT);
      telnet.type("quit\r").awaitOutput("bye").awaitOutput("Connection closed by foreign host");
      telnet.exitCode();
    }
  }

  /**
   * Only then: the terminal makes NUL of a Ctrl-D that telnet's change to single keys overtakes.
   */
  @Test
  void ctrlDEndsTheSessionOfAClientThatSendsKeys() {
    try (Program telnet = Program.onTerminal("telnet 192.0.2.2")) {
      telnet.awaitOutput(PROMPT).awaitOutput(SWITCHED_TO_KEYS).awaitOutput(PROMPT);
      telnet.type(CTRL_D).awaitOutput("Connection closed by foreign host");
      telnet.exitCode();
    }
  }

  @Test
  void ctrlDEndsTheSessionOfAClientThatSendsLines() {
    try (Program telnet = Program.onTerminal("telnet 192.0.2.2 23")) {
      telnet.awaitOutput(PROMPT);
      telnet.type(CTRL_D).awaitOutput("Connection closed by foreign host");
      telnet.exitCode();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"telnet 192.0.2.2", "telnet 192.0.2.2 23"})
  void ctrlCForgetsTheLineAndTheSessionGoesOn(String command) {
    try (Program telnet = Program.onTerminal(command)) {
      telnet.awaitOutput(PROMPT);
      telnet.type("never mind" + CTRL_C).awaitOutput(PROMPT);
      telnet.type("hello\r").awaitOutput("you said: hello");
    }
  }

  @Test
  void telnetWithoutAPortSendsThirtyOctetsAtOnceAndWithAPortNone() {
    try (Capture capture = lab.capture(23)) {
      for (String command : List.of("telnet 192.0.2.2", "telnet 192.0.2.2 23")) {
        try (Program telnet = Program.onTerminal(command)) {
          telnet.awaitOutput(PROMPT);
          telnet.type("quit\r");
          telnet.exitCode();
        }
      }
      List<Integer> sent =
          capture.segments().stream()
              .filter(seen -> seen.toPort() == 23 && seen.length() > 0)
              .map(Capture.Seen::length)
              .toList();
      assertEquals(30, sent.get(0));
      assertEquals("quit\r\n".length(), sent.get(sent.size() - 1));
    }
  }

  @Test
  void aClientThatNegotiatesHasItsLinesEditedAndRemembered() {
    try (Program telnet = Program.onTerminal("telnet 192.0.2.2")) {
      telnet.awaitOutput(PROMPT).awaitOutput(SWITCHED_TO_KEYS).awaitOutput(PROMPT);
      telnet.type("hXllo" + LEFT + LEFT + LEFT + BACKSPACE + "e\r");
      telnet.awaitOutput("you said: hello").awaitOutput(PROMPT);
      telnet.type("something else\r").awaitOutput("you said: something else").awaitOutput(PROMPT);
      telnet.type(UP + UP + "\r").awaitOutput("you said: hello").awaitOutput(PROMPT);
      telnet.type("stat\t\r").awaitOutput("ESTABLISHED").awaitOutput(PROMPT);
      telnet.type("quit\r").awaitOutput("bye").awaitOutput("Connection closed by foreign host");
      telnet.exitCode();
    }
  }

  @Test
  void plainTextIsAllThatSomebodySeesWhoDoesNotNegotiate() {
    try (Program nc = Program.start("nc", "-N", "192.0.2.2", "23")) {
      String greeting = "This is Fourwave, a TCP in user space. Try: help, state, quit.\r\n";
      nc.awaitOutput(PROMPT).type("x\n").awaitOutput("you said: x\r\n" + PROMPT).closeInput();
      nc.exitCode();
      assertEquals(greeting + PROMPT + "you said: x\r\n" + PROMPT, nc.output());
    }
  }

  /** Whoever still wrote would be reset, and nobody would wait. */
  @ParameterizedTest
  @ValueSource(strings = {"telnet 192.0.2.2", "telnet 192.0.2.2 23"})
  void whoClosesAtTheTelnetPromptClosesInOrderAndWaits(String command) {
    try (Program telnet = Program.onTerminal(command)) {
      telnet.awaitOutput(PROMPT).type("hello\r").awaitOutput("said: hello").awaitOutput(PROMPT);
      telnet.type(CTRL_RIGHT_BRACKET).awaitOutput("telnet>").type("quit\r");
      telnet.exitCode();
      Lab.await("the connection to be gone", () -> lab.connections().isEmpty());
      String waiting = Program.run("ss", "-Htan", "state", "time-wait", "dport = 23");
      assertTrue(waiting.contains("192.0.2.2"), waiting);
    }
  }

  @Test
  void stateShowsTheControlBlockOfThisConnection() {
    try (Program telnet = Program.onTerminal("telnet 192.0.2.2 23")) {
      telnet.awaitOutput(PROMPT);
      telnet.type("state\r").awaitOutput("ESTABLISHED").awaitOutput("192.0.2.2:23");
      telnet.awaitOutput(Pattern.compile("there +192\\.0\\.2\\.1:\\d+"));
      telnet.awaitOutput(Pattern.compile("RCV\\.NXT 8 ")); // the SYN and "state" with CR LF
    }
  }

  @Test
  void whatIsTypedComesBackOctetForOctet() {
    String line = "caf\u00c3\u00a9 \u00fe"; // UTF-8, and an octet that is not
    try (Program nc = Program.start("nc", "192.0.2.2", "23")) {
      nc.awaitOutput(PROMPT);
      nc.type(line + "\n").awaitOutput("you said: " + line + "\r\n");
    }
  }

  @Test
  void anAbortedSessionIsResetByTheStack() {
    try (Capture capture = lab.capture(23);
        Program telnet = Program.onTerminal("telnet 192.0.2.2 23")) {
      telnet.awaitOutput(PROMPT);
      telnet.type("abort\r");
      telnet.exitCode();
      assertTrue(
          capture.segments().stream()
              .anyMatch(seen -> seen.fromPort() == 23 && seen.flags().contains("R")));
      assertTrue(lab.connections().isEmpty());
    }
  }
}
