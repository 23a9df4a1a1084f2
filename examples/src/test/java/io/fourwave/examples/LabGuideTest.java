package io.fourwave.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.examples.lab.Experiment;
import io.fourwave.examples.lab.Experiments;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the lab guides tell the reader to type exists, and no experiment is forgotten. */
class LabGuideTest {
  private static final Path DOCS =
      Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolveSibling("docs");

  @ParameterizedTest
  @ValueSource(strings = {"lab.md", "lab.zh.md"})
  void everyExperimentIsAnExerciseAndEveryExerciseAnExperimentInTheirOrder(String guide)
      throws IOException {
    List<String> exercises = all("(?m)^### [0-9]+ · ([a-z-]+)", guide).toList();
    assertEquals(Experiments.ALL.stream().map(Experiment::name).toList(), exercises);
  }

  @ParameterizedTest
  @ValueSource(strings = {"lab.md", "lab.zh.md"})
  void everyLabCommandNamesAnExperiment(String guide) throws IOException {
    List<String> known = Experiments.ALL.stream().map(Experiment::name).toList();
    List<String> typed = all("\\./fourwave lab ([a-z][a-z-]*)", guide).toList();
    assertTrue(known.containsAll(typed), () -> "in " + typed);
    assertTrue(typed.containsAll(known), () -> "not all typed: " + typed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"lab.md", "lab.zh.md"})
  void everyOptionOfACommandIsUnderstood(String guide) throws IOException {
    Pattern option = Pattern.compile("(?<= )--?[a-z][a-z-]*");
    List<String> lines = all("(?m)\\./fourwave ([a-z].*)$", guide).toList();
    assertTrue(lines.size() > 15, () -> "commands: " + lines);
    for (String line : lines) {
      String command = line.split(" [#|]|`", 2)[0];
      String help = help(command.split(" ")[0]);
      option
          .matcher(command.split("'", 2)[0])
          .results()
          .forEach(used -> assertTrue(lists(help, used.group()), command));
    }
  }

  private static Stream<String> all(String pattern, String guide) throws IOException {
    String text = Files.readString(DOCS.resolve(guide));
    return Pattern.compile(pattern).matcher(text).results().map((MatchResult m) -> m.group(1));
  }

  private static boolean lists(String help, String option) {
    return Pattern.compile("(?<![a-z-])" + option + "(?![a-z-])").matcher(help).find();
  }

  private static String help(String command) {
    StringWriter out = new StringWriter();
    PrintWriter lost = new PrintWriter(new StringWriter());
    assertEquals(0, Main.run(new String[] {command, "--help"}, new PrintWriter(out), lost));
    return out.toString();
  }
}
