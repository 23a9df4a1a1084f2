package io.fourwave;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Which requirement of RFC 9293 is shown by which test: {@code docs/rfc9293.md}. */
@Tag("RFC9293")
class RequirementsTest {
  private static final Path STACK = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
  private static final Path DATA = STACK.resolve("src/test/resources");

  private static List<Requirement> requirements;
  private static Map<String, SortedSet<String>> tests;
  private static Map<String, String> notes;
  private static RequirementTable table;

  @BeforeAll
  static void readAll() throws IOException {
    requirements = Requirement.read(DATA.resolve("rfc9293-requirements.tsv"));
    tests = RequirementTags.below(STACK.getParent());
    notes = new TreeMap<>();
    for (String line : Files.readAllLines(DATA.resolve("rfc9293-notes.tsv"), UTF_8)) {
      String[] cells = line.split("\t", 2);
      notes.put(cells[0], cells[1]);
    }
    table = new RequirementTable(requirements, tests, notes);
  }

  @Test
  void everyMustIsMetByATest() {
    assertNone(row -> row.isMust() && !table.isMet(row));
  }

  @Test
  void everyShouldIsMetByATestOrASentenceSaysWhyNot() {
    assertNone(row -> !row.isMust() && !table.isMet(row) && !table.isExplained(row));
  }

  private static void assertNone(Predicate<Requirement> open) {
    assertEquals(
        "",
        requirements.stream()
            .filter(open)
            .map(row -> row.id() + " (" + row.section() + "): " + row.description())
            .collect(joining("\n")));
  }

  @Test
  void tagsAndSentencesNameRequirementsThatThereAre() {
    Set<String> unknown = new TreeSet<>(tests.keySet());
    unknown.removeIf(tag -> !tag.matches("(MUST|SHLD|MAY|REC)-.*"));
    unknown.addAll(notes.keySet());
    requirements.forEach(row -> unknown.remove(row.id()));
    assertEquals(Set.of(), unknown);
  }

  @Test
  void thePageShowsWhatTheTagsSay() throws IOException {
    PrintedPage.check(STACK.resolveSibling("docs/rfc9293.md"), table.print());
  }
}
