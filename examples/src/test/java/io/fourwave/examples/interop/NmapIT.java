package io.fourwave.examples.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.examples.lab.Lab;
import io.fourwave.examples.lab.Program;
import java.io.IOException;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a scanner that everybody has gets out of the stack: what is open, and nothing to guess. */
class NmapIT {
  private static final Pattern OPEN = Pattern.compile("(?m)^(\\d+)/tcp +open ");
  private static final Pattern DIFFICULTY =
      Pattern.compile("TCP Sequence Prediction: Difficulty=(\\d+) \\(([^)]*)\\)");

  private static final Pattern IP_ID = Pattern.compile("IP ID Sequence Generation: (.*)");

  /**
   * Eight times the binary logarithm of how much six numbers spread, by their differences a second:
   * 250 to 265 for numbers drawn by lot, by the lot and by how long nmap takes between two. Six
   * such come below this once in some billion times; what can be foreseen has far less.
   */
  private static final int HARD = 200;

  private static final int PORTS = 1000;
  private static final List<Integer> SERVICES = List.of(7, 9, 13, 19, 23, 80);

  private Lab lab;

  @BeforeEach
  void open() throws IOException {
    lab = Lab.open();
  }

  @AfterEach
  void close() {
    lab.close();
  }

  private static String nmap(String... arguments) {
    String[] words = new String[arguments.length + 3];
    words[0] = "nmap";
    words[1] = "-n"; // no names
    words[2] = "-Pn"; // it is there
    System.arraycopy(arguments, 0, words, 3, arguments.length);
    return Program.run(words);
  }

  private static List<Integer> open(String report) {
    return OPEN.matcher(report).results().map(m -> Integer.valueOf(m.group(1))).toList();
  }

  private static void seesEveryPortAsItIs(String report) {
    assertEquals(SERVICES, open(report), report);
    assertTrue(report.contains("Not shown: " + (PORTS - SERVICES.size()) + " closed"), report);
    assertFalse(report.contains("filtered"), report);
  }

  /** Half-open scans: SYN, SYN,ACK, reset. */
  @ParameterizedTest
  @ValueSource(strings = {Lab.STACK_V4, Lab.STACK_V6})
  void aSynScanSeesEveryPortAsItIs(String address) {
    String family = address.equals(Lab.STACK_V4) ? "-4" : "-6";
    seesEveryPortAsItIs(nmap(family, "-sS", "-p", "1-" + PORTS, address));
    Lab.await("all half-open connections to be gone", () -> lab.connections().isEmpty());
  }

  @ParameterizedTest
  @ValueSource(strings = {Lab.STACK_V4, Lab.STACK_V6})
  void aConnectScanSeesEveryPortAsItIs(String address) {
    String family = address.equals(Lab.STACK_V4) ? "-4" : "-6";
    seesEveryPortAsItIs(nmap(family, "-sT", "-p", "1-" + PORTS, address));
  }

  @Test
  @Tag("RFC6528")
  @Tag("RFC6864")
  void neitherSequenceNumbersNorIdentificationsCanBeForeseen() {
    String report = nmap("-v", "-sS", "-O", "-p", "1-100", Lab.STACK_V4);
    MatchResult difficulty = DIFFICULTY.matcher(report).results().findFirst().orElseThrow();
    assertTrue(Integer.parseInt(difficulty.group(1)) >= HARD, difficulty.group());
    assertEquals("Good luck!", difficulty.group(2));
    MatchResult id = IP_ID.matcher(report).results().findFirst().orElseThrow();
    assertTrue(id.group(1).matches("All zeros|Randomized"), id.group());
    System.out.println(difficulty.group() + "; " + id.group());
  }
}
