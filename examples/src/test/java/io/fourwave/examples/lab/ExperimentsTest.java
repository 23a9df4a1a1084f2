package io.fourwave.examples.lab;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.trace.RecordedEvent.Claim;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every experiment in virtual time, told word for word as {@code docs/lab/} has it. With {@code
 * -Dfourwave.print=true} the pages are written, without they are compared.
 */
class ExperimentsTest {
  private static final Path PAGES =
      Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolveSibling("docs/lab");

  static Stream<String> names() {
    return Experiments.ALL.stream().map(Experiment::name);
  }

  @ParameterizedTest
  @MethodSource("names")
  void allClaimsHoldAndTheStoryIsTheOneThatIsPrinted(String name) throws IOException {
    StringWriter told = new StringWriter();

    Run run = Run.simulated(Experiments.named(name), new PrintWriter(told));

    compare(PAGES.resolve(name + ".txt"), told.toString());
    assertTrue(run.succeeded(), () -> failed(run.recording().events(Claim.class)));
    assertTrue(run.recording().events(Claim.class).size() > 3, "hardly anything was claimed");
    assertEquals(0, run.recording().unrecorded());
  }

  private static String failed(List<Claim> claims) {
    return claims.stream().filter(c -> !c.holds()).map(Claim::text).collect(joining("; "));
  }

  private static void compare(Path page, String told) throws IOException {
    if (Boolean.getBoolean("fourwave.print")) {
      Files.createDirectories(page.getParent());
      Files.writeString(page, told, UTF_8);
      return;
    }
    String printed = Files.exists(page) ? Files.readString(page, UTF_8) : "";
    assertEquals(
        printed,
        told,
        page + " is out of date; if the change is meant, print it: -Dfourwave.print=true");
  }

  @Test
  void everyPageIsAnExperiments() throws IOException {
    try (Stream<Path> pages = Files.list(PAGES)) {
      assertEquals(
          names().map(name -> name + ".txt").sorted().toList(),
          pages.map(page -> page.getFileName().toString()).sorted().toList());
    }
  }

  @Test
  void noTwoExperimentsHaveTheSameName() {
    assertEquals(Experiments.ALL.size(), names().distinct().count());
  }
}
