package io.fourwave.examples.telnet;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A client that sends keys, from its negotiation on. */
@Timeout(value = 100, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LineEditorTest {
  private static final String IAC = "\u00ff";
  private static final String DO_SGA_WILL_TYPE = IAC + "\u00fd\u0003" + IAC + "\u00fb\u0018";
  private static final String XTERM = IAC + "\u00fa\u0018\0xterm" + IAC + "\u00f0";
  private static final String DO_ECHO = IAC + "\u00fd\u0001";
  // As a terminal sends them that JLine has switched to application mode.
  private static final String UP = "\033OA";
  private static final String LEFT = "\033OD";

  private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
  private final Deque<String> reads = new ArrayDeque<>();
  private IOException failure;

  /** A terminal whose client has negotiated, and then sends this. */
  private TelnetTerminal terminal(String... typed) {
    reads.addAll(List.of(DO_SGA_WILL_TYPE, XTERM, DO_ECHO));
    reads.addAll(List.of(typed));
    return new TelnetTerminal(new TelnetStream(this::read, sent));
  }

  private int read(byte[] into, long millis) throws IOException {
    if (reads.isEmpty()) {
      if (failure != null) {
        throw failure;
      }
      return -1;
    }
    byte[] next = reads.remove().getBytes(ISO_8859_1);
    System.arraycopy(next, 0, into, 0, next.length);
    return next.length;
  }

  private static String line(TelnetTerminal terminal) throws IOException {
    return terminal.readLine("", "> ");
  }

  private String sent() {
    return sent.toString(UTF_8);
  }

  @Test
  void keysBecomeALineAndAreShown() throws IOException {
    assertEquals("state", line(terminal("s", "t", "a", "t", "e", "\r\0")));
    assertTrue(sent().contains("\r\0\033[K"), "the prompt is written again by the editor");
    assertTrue(sent().replaceAll("\033\\[[^a-zA-Z]*[a-zA-Z]", "").contains("state"), sent());
  }

  @Test
  void nothingIsShownToAPeerThatHasClosed() throws IOException {
    TelnetTerminal terminal = terminal("one\r\0");
    line(terminal);
    int before = sent.size();
    assertNull(terminal.readLine("", "two> "));
    String last = sent.toString(UTF_8).substring(before);
    assertTrue(last.endsWith("two> "), last);
  }

  @Test
  void whatWasTypedBeforeTheClientSentKeysIsPartOfTheLine() throws IOException {
    reads.add("sta");
    assertEquals("state", line(terminal("te\r\0")));
  }

  @Test
  void theLineIsEditedInItsMiddle() throws IOException {
    assertEquals("state", line(terminal("stte", LEFT, LEFT, "a", "\r\n")));
    assertEquals("help", line(terminal("hx", "\u007f", "elp\r\0")));
    assertEquals("new", line(terminal("old\u0015new\r\0")));
  }

  @Test
  void theLinesBeforeAreRemembered() throws IOException {
    TelnetTerminal terminal = terminal("help\r\0", "state\r\0", UP + UP, "\r\0", UP, "\r\0");
    assertEquals("help", line(terminal));
    assertEquals("state", line(terminal));
    assertEquals("help", line(terminal));
    assertEquals("help", line(terminal));
  }

  @Test
  void tabCompletesACommand() throws IOException {
    assertEquals("connections", line(terminal("con\t", "\r\0")).strip());
  }

  @Test
  void exclamationMarksAndQuotesAreCharacters() throws IOException {
    assertEquals("hi! 'it \\is", line(terminal("hi! 'it \\is\r\0")));
  }

  @Test
  void ctrlCForgetsTheLineAndTheNextOneIsRead() throws IOException {
    TelnetTerminal terminal = terminal("never mind", "\u0003", "help\r\0");
    assertEquals("", line(terminal));
    assertEquals("help", line(terminal));
  }

  @Test
  void ctrlDEndsTheSessionOnAnEmptyLineAndElseTakesACharacter() throws IOException {
    TelnetTerminal terminal =
        terminal("helxp", LEFT + LEFT, "\u0004", "\r\0", "\u0004", "more\r\0");
    assertEquals("help", line(terminal));
    assertNull(line(terminal));
  }

  @Test
  void ctrlDRightBehindTheLastAnswerOfTheNegotiationEndsTheSession() throws IOException {
    reads.addAll(List.of(DO_SGA_WILL_TYPE, XTERM, DO_ECHO + "\u0004", "more\r\0"));
    assertNull(line(new TelnetTerminal(new TelnetStream(this::read, sent))));
    assertEquals(List.of("more\r\0"), List.copyOf(reads));
  }

  @Test
  void theEndOfTheConnectionEndsTheSession() throws IOException {
    assertNull(line(terminal()));
    assertNull(line(terminal("half a li")));
  }

  @Test
  void aResetIsAFailureAndNoEnd() {
    failure = new SocketException("Connection reset");
    SocketException e =
        org.junit.jupiter.api.Assertions.assertThrows(
            SocketException.class, () -> line(terminal("half")));
    assertEquals("Connection reset", e.getMessage());
  }

  @Test
  void theWindowsWidthDecidesWhereALineIsBroken() throws IOException {
    String narrow = IAC + "\u00fa\u001f\0\u0014\0\u0018" + IAC + "\u00f0"; // 20 columns
    reads.add(narrow);
    assertEquals("x".repeat(30), line(terminal("x".repeat(30), "\r\0")));
    String wide = sent();
    assertFalse(wide.contains("x".repeat(30)), wide);
  }

  @Test
  void aWindowThatIsMadeNarrowerWhileOneTypesIsTakenIntoAccount() throws IOException {
    String narrow = IAC + "\u00fa\u001f\0\u0014\0\u0018" + IAC + "\u00f0";
    assertEquals("x".repeat(40), line(terminal("x".repeat(10), narrow, "x".repeat(30), "\r\0")));
    assertFalse(sent().contains("x".repeat(30)), sent());
  }

  @Test
  void textIsUtf8() throws IOException {
    String typed = new String("é水".getBytes(UTF_8), ISO_8859_1);
    TelnetTerminal terminal = terminal(typed, "\r\0");
    assertEquals("é水", line(terminal));
    terminal.print("<é水>");
    assertTrue(sent().endsWith("<é水>"));
  }
}
