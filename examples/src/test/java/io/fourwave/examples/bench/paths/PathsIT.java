package io.fourwave.examples.bench.paths;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.examples.lab.Lab;
import io.fourwave.examples.lab.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code fourwave bench paths} as a process of its own. How much comes through is not judged. */
class PathsIT {
  private static final Pattern RATE = Pattern.compile("\"(?:fourwave|kernel)\": \\[?([-+.\\dE]+)");

  @TempDir private Path directory;
  private Program program;

  @BeforeEach
  void privateNetwork() {
    Lab.requirePrivateNetwork();
  }

  @AfterEach
  void end() {
    if (program != null) {
      program.close();
    }
  }

  private Program paths(String... options) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
    command.addAll(List.of("io.fourwave.examples.Main", "bench", "paths"));
    command.addAll(List.of(options));
    program = Program.start(command);
    return program;
  }

  private static List<String> devices() {
    return Program.run("ip", "-o", "link").lines().map(line -> line.split(": ")[1]).toList();
  }

  private static void assertPositive(MatchResult rate) {
    assertTrue(Double.parseDouble(rate.group(1)) > 0, rate::group);
  }

  @Test
  void bothSendersGetThroughWhatIsSentAndNothingIsLeft() throws IOException {
    List<String> before = devices();
    Path json = directory.resolve("paths.json");

    paths("--quick", "--json", json.toString())
        .awaitOutput("cubic beside the kernel's reno : at least equal on");

    assertEquals(0, program.exitCode(), program::output);
    assertTrue(program.output().contains("Each octet was compared"), program::output);
    String text = Files.readString(json);
    List<MatchResult> rates = RATE.matcher(text).results().toList();
    // Two senders with two algorithms on two paths, and two senders on each that they share.
    assertEquals(2 * 2 * 2 + 2 * Shares.PATHS.size(), rates.size(), text);
    rates.forEach(PathsIT::assertPositive);
    assertEquals(before, devices());
  }

  @Test
  void aPathThatThereIsNotIsRefused() {
    paths("--rates", "17");

    assertAll(
        () -> assertEquals(2, program.exitCode(), program::output),
        () -> assertTrue(program.output().contains("no such path: --rates takes"), program::output),
        () -> assertEquals(1, program.output().lines().count(), program::output));
  }
}
