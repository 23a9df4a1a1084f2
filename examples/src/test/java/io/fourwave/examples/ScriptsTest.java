package io.fourwave.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The launcher, the scripts that make machines, and the Vagrantfile, as their own tools judge them.
 */
class ScriptsTest {
  private static final Path CHECKOUT =
      Path.of(System.getProperty("basedir", "")).toAbsolutePath().getParent();

  private static List<Path> scripts() throws IOException {
    List<Path> scripts = new ArrayList<>();
    for (String name :
        List.of("fourwave", "peers/build", ".ci/run", ".mvn/private-network/bin/java")) {
      scripts.add(CHECKOUT.resolve(name));
    }
    try (Stream<Path> lab = Files.walk(CHECKOUT.resolve("lab"))) {
      lab.filter(Files::isRegularFile).filter(ScriptsTest::isScript).forEach(scripts::add);
    }
    return scripts;
  }

  private static boolean isScript(Path file) {
    try {
      return Files.readString(file).startsWith("#!");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void assertRuns(List<String> command) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("VAGRANT_CHECKPOINT_DISABLE", "1");
    Process process = builder.directory(CHECKOUT.toFile()).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertEquals(0, process.waitFor(), output);
  }

  private static boolean isInstalled(String program) {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
  }

  @Test
  void shellcheckFindsNothing() throws IOException, InterruptedException {
    assumeTrue(isInstalled("shellcheck"), "needs shellcheck");
    List<String> command = new ArrayList<>(List.of("shellcheck"));
    scripts().forEach(script -> command.add(script.toString()));

    assertTrue(command.size() > 8, command::toString);
    assertRuns(command);
  }

  @Test
  void everyScriptMayBeExecuted() throws IOException {
    for (Path script : scripts()) {
      assertTrue(Files.isExecutable(script), script::toString);
    }
  }

  @Test
  void everyScriptThatTheVagrantfileNamesIsThere() throws IOException {
    Matcher script =
        Pattern.compile("path: \"([^\"]+)\"")
            .matcher(Files.readString(CHECKOUT.resolve("Vagrantfile")));
    int found = 0;
    while (script.find()) {
      assertTrue(Files.isExecutable(CHECKOUT.resolve(script.group(1))), script::group);
      found++;
    }
    assertEquals(4, found);
  }

  @Test
  void vagrantFindsTheVagrantfileGood() throws IOException, InterruptedException {
    assumeTrue(isInstalled("vagrant"), "needs vagrant");

    assertRuns(List.of("vagrant", "validate", "--ignore-provider"));
  }
}
