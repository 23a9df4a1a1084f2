package io.fourwave.examples.ssh;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.examples.shell.StackCommands;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands and the directory that they stay in. */
class CommandsTest {
  @TempDir private Path directory;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private Commands commands;
  private Path files;

  @BeforeEach
  void makeDirectory() throws IOException {
    files = Files.createDirectory(directory.resolve("files"));
    StackCommands stack =
        new StackCommands(() -> null, List::of, () -> Map.of("TcpInSegs", 7L, "TcpOutRsts", 0L));
    commands = new Commands(stack, new FileArea(files));
  }

  private int run(String line, String input) throws IOException {
    return commands.run(line, new ByteArrayInputStream(input.getBytes(UTF_8)), out, err);
  }

  private void assertRefused(String line, String sentence) throws IOException {
    err.reset();
    assertEquals(1, run(line, "octets"));
    assertEquals(sentence + "\n", err.toString(UTF_8));
  }

  @Test
  void whatIsSentIsKeptAndReadAgain() throws IOException {
    assertEquals(0, run("cat > 'two words'", "octets\n"));
    assertEquals("octets\n", Files.readString(files.resolve("two words")));
    assertEquals(0, run("cat \"two words\"", ""));
    assertEquals("octets\n", out.toString(UTF_8));
  }

  @Test
  void aDigestIsPrintedAsTheProgramOfThatNameDoes() throws IOException {
    String digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    run("sha256sum", "abc");
    Files.writeString(files.resolve("abc"), "abc");
    run("sha256sum abc", "");
    assertEquals(digest + "  -\n" + digest + "  abc\n", out.toString(UTF_8));
  }

  @Test
  void theCommandsOfAllShellsAreThere() throws IOException {
    assertEquals(0, run("counters", ""));
    assertTrue(out.toString(UTF_8).contains("TcpInSegs"));
    assertEquals(0, run("help", ""));
    assertTrue(out.toString(UTF_8).contains("sha256sum FILE"));
  }

  @Test
  void whatIsNoCommandIsRefusedOnTheOtherStream() throws IOException {
    assertEquals(127, run("rm -rf /", ""));
    assertEquals("there is no command 'rm': try help\n", err.toString(UTF_8));
    assertEquals("", out.toString(UTF_8));
  }

  @Test
  void noNameAndNoLinkLeadsOut() throws IOException {
    Path secret = Files.writeString(directory.resolve("secret"), "secret");
    Files.createSymbolicLink(files.resolve("planted"), secret);
    Files.createSymbolicLink(files.resolve("up"), directory);

    assertRefused("cat planted", "cat: planted: leads out of the directory");
    assertRefused("cat up/secret", "cat: up/secret: leads out of the directory");
    assertRefused("cat >up/new", "cat: up/new: leads out of the directory");
    assertRefused("cat /", "cat: /: is a directory");
    assertEquals(0, run("cat >../../new", "octets"));

    assertTrue(Files.exists(files.resolve("new")), "above the top is the top");
    assertFalse(Files.exists(directory.resolve("new")));
    assertEquals("", out.toString(UTF_8));
  }
}
