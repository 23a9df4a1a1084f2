package io.fourwave.examples.ssh;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class CookedTerminalTest {
  private final ByteArrayOutputStream seen = new ByteArrayOutputStream();

  private CookedTerminal terminal(String typed, boolean real) {
    return new CookedTerminal(new ByteArrayInputStream(typed.getBytes(UTF_8)), seen, real);
  }

  @Test
  void keysAreEchoedAndMakeLines() throws IOException {
    CookedTerminal terminal = terminal("one\rtwo\n", true);
    assertEquals("one", terminal.readLine());
    assertEquals("two", terminal.readLine());
    assertNull(terminal.readLine());
    assertEquals("one\r\ntwo\r\n", seen.toString(UTF_8));
  }

  @Test
  void aCharacterIsErasedWholeHoweverManyOctetsItHas() throws IOException {
    assertEquals("aö", terminal("aöü\u007f\r", true).readLine());
    assertEquals("aöü\b \b\r\n", seen.toString(UTF_8));
  }

  @Test
  void aLineIsErasedOrGivenUp() throws IOException {
    CookedTerminal terminal = terminal("no\u0015yes\rhalf\u0003next\r", true);
    assertEquals("yes", terminal.readLine());
    assertEquals("", terminal.readLine());
    assertEquals("next", terminal.readLine());
  }

  @Test
  void ctrlDEndsInAnEmptyLineOnly() throws IOException {
    CookedTerminal terminal = terminal("a\u0004b\r\u0004more\r", true);
    assertEquals("ab", terminal.readLine());
    assertNull(terminal.readLine());
  }

  @Test
  void withoutATerminalNothingIsEchoed() throws IOException {
    CookedTerminal terminal = terminal("one\nlast", false);
    assertEquals("one", terminal.readLine());
    assertEquals("last", terminal.readLine());
    terminal.output().write("\n".getBytes(UTF_8));
    assertEquals("\n", seen.toString(UTF_8));
  }

  @Test
  void aLineHasAnEnd() throws IOException {
    assertEquals(4_096, terminal("x".repeat(10_000) + "\r", true).readLine().length());
  }
}
