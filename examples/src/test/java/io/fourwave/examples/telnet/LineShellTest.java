package io.fourwave.examples.telnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.examples.shell.StackCommands;
import io.fourwave.examples.telnet.LineShell.Then;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LineShellTest {
  private final LineShell shell =
      new LineShell(
          new StackCommands(
              () -> {
                throw new IOException("the stack has stopped");
              },
              List::of,
              () -> Map.of("TcpInSegs", 7L)));

  private String text(String line) throws IOException {
    LineShell.Answer answer = shell.answer(line);
    assertEquals(Then.READ_ON, answer.then());
    return answer.text();
  }

  @Test
  void whatIsNoCommandIsSaidBack() throws IOException {
    assertEquals("you said: hello  world\n", text("hello  world"));
  }

  @Test
  void anEmptyLineHasNoAnswer() throws IOException {
    assertEquals("", text("  "));
  }

  @Test
  void theCommandsOfAllShellsAreAnswered() throws IOException {
    assertEquals("  TcpInSegs                        7\n", text("counters"));
    assertThrows(IOException.class, () -> shell.answer("state"));
  }

  @Test
  void closeLaterTakesSeconds() throws IOException {
    assertEquals(Duration.ZERO, shell.closeLater());

    text("close-later 3");

    assertEquals(Duration.ofSeconds(3), shell.closeLater());
  }

  @Test
  void closeLaterSaysWhatItTakes() throws IOException {
    for (String wrong : List.of("close-later", "close-later soon", "close-later 601")) {
      assertTrue(text(wrong).contains("0 to 600: close-later 3"), wrong);
    }
    assertEquals(Duration.ZERO, shell.closeLater());
  }

  @Test
  void quitClosesAndAbortAborts() throws IOException {
    assertEquals(Then.CLOSE, shell.answer("quit").then());
    assertEquals(Then.ABORT, shell.answer("abort").then());
  }

  @Test
  void helpNamesEveryCommand() throws IOException {
    String help = text("help");

    for (String command :
        List.of("state", "connections", "counters", "close-later", "abort", "quit", "help")) {
      assertTrue(help.contains("  " + command), command);
    }
  }
}
