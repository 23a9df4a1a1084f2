package io.fourwave.examples.telnet;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class TelnetTerminalTest {
  private final ByteArrayOutputStream sent = new ByteArrayOutputStream();

  private TelnetTerminal terminal(String... reads) {
    List<InputStream> pieces = new ArrayList<>();
    for (String read : reads) {
      pieces.add(new ByteArrayInputStream(read.getBytes(ISO_8859_1)));
    }
    InputStream in = new SequenceInputStream(Collections.enumeration(pieces));
    return new TelnetTerminal(new TelnetStream((into, millis) -> in.read(into), sent));
  }

  private String sent() {
    return sent.toString(ISO_8859_1);
  }

  @Test
  void linesComeOneByOneAndThenTheEnd() throws IOException {
    TelnetTerminal terminal = terminal("one\r\ntwo\n");

    assertEquals("one", terminal.readLine("", ""));
    assertEquals("two", terminal.readLine("", ""));
    assertNull(terminal.readLine("", ""));
    assertNull(terminal.readLine("", ""));
  }

  @Test
  void aLineMayComeInPieces() throws IOException {
    assertEquals("one", terminal("o", "n", "e\r", "\n").readLine("", ""));
  }

  @Test
  void aLineThatTheEndCutsShortIsALine() throws IOException {
    TelnetTerminal terminal = terminal("half");

    assertEquals("half", terminal.readLine("", ""));
    assertNull(terminal.readLine("", ""));
  }

  @Test
  void ctrlDEndsTheInputEvenIfMoreFollows() throws IOException {
    TelnetTerminal terminal = terminal("a\n\u0004b\n");

    assertEquals("a", terminal.readLine("", ""));
    assertNull(terminal.readLine("", ""));
  }

  @Test
  void typingErrorsAreTakenBack() throws IOException {
    assertEquals("help", terminal("\u007fhelo\u007fp\n").readLine("", ""));
    assertEquals("new", terminal("old\u0015new\n").readLine("", ""));
  }

  @Test
  void anInterruptForgetsTheLine() throws IOException {
    TelnetTerminal terminal = terminal("never mind\u00ff\u00f4next\n");

    assertEquals("", terminal.readLine("", ""));
    assertEquals("next", terminal.readLine("", ""));
  }

  @Test
  void theTimingMarkAfterAnInterruptIsAnsweredBeforeAnythingIsPrinted() throws IOException {
    TelnetTerminal terminal = terminal("x\u00ff\u00f4\u00ff\u00fd\u0006y\n");

    assertEquals("", terminal.readLine("", ""));
    terminal.print("prompt");

    assertEquals("\u00ff\u00fc\u0006prompt", sent());
    assertEquals("y", terminal.readLine("", ""));
  }

  @Test
  void areYouThereIsAnsweredAtOnceAndTheLineGoesOn() throws IOException {
    assertEquals("half and half", terminal("half \u00ff\u00f6and half\n").readLine("", ""));
    assertEquals("\r\n[fourwave is here]\r\n", sent());
  }

  @Test
  void negotiationIsAnsweredBeforeWaitingForMore() throws IOException {
    TelnetTerminal terminal = terminal("\u00ff\u00fd\u0003", "x\n");

    terminal.readLine("", "");

    assertEquals("\u00ff\u00fb\u0003\u00ff\u00fd\u0018\u00ff\u00fd\u001f", sent());
  }

  @Test
  void aLineThatNeverEndsIsHandedOverInPieces() throws IOException {
    int longest = TelnetTerminal.LONGEST_LINE;
    TelnetTerminal terminal = terminal("x".repeat(longest + 1) + "\n");

    assertEquals(longest, terminal.readLine("", "").length());
    assertEquals("x", terminal.readLine("", ""));
  }

  @Test
  void theOctet255AndLineEndsAreEncodedForTelnet() {
    byte[] encoded = TelnetStream.encoded("a\u00ff\nb\r\nc\rd\r".getBytes(ISO_8859_1));

    String expected = "a\u00ff\u00ff\r\nb\r\nc\r\0d\r\0";
    assertArrayEquals(expected.getBytes(ISO_8859_1), encoded);
  }

  @Test
  void whatIsTypedInUtf8ComesBackAsItWas() throws IOException {
    String typed = new String("é水".getBytes(java.nio.charset.StandardCharsets.UTF_8), ISO_8859_1);
    TelnetTerminal terminal = terminal(typed + "\n");

    terminal.print(terminal.readLine("", ""));

    assertEquals(typed, sent());
  }
}
