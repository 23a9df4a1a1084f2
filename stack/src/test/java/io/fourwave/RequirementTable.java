package io.fourwave;

import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Prints which requirements are met, and by which tests, as Markdown. */
final class RequirementTable {
  private static final String HEAD =
      """
      # RFC 9293: requirements and the tests that show them

      Printed from the JUnit tags by `RequirementsTest`; do not edit. To print it anew:
      `mvn -pl stack -am test -Dtest=RequirementsTest -Dfourwave.print=true`.

      A requirement is met if a test that carries its number passes. Where there is none the last
      column says what was chosen instead, and why; those sentences stand in
      `stack/src/test/resources/rfc9293-notes.tsv`.

      """;

  private final List<Requirement> requirements;
  private final Map<String, SortedSet<String>> tests;
  private final Map<String, String> notes;

  RequirementTable(
      List<Requirement> requirements,
      Map<String, SortedSet<String>> tests,
      Map<String, String> notes) {
    this.requirements = requirements;
    this.tests = tests;
    this.notes = notes;
  }

  /** Whether some test shows it. */
  boolean isMet(Requirement requirement) {
    return tests.containsKey(requirement.id());
  }

  /** Whether a sentence says what was chosen. */
  boolean isExplained(Requirement requirement) {
    return notes.containsKey(requirement.id());
  }

  /** The whole page. */
  String print() {
    StringBuilder page = new StringBuilder(HEAD);
    page.append("| level | met | of |\n|---|---:|---:|\n");
    count(page, "MUST, MUST NOT", Requirement::isMust);
    count(page, "SHOULD, SHOULD NOT", row -> row.level().startsWith("SHOULD"));
    count(page, "MAY", row -> row.level().equals("MAY"));
    page.append(
        "\n| id | level | section | requirement | met? | tests (Class.method), or why not |\n");
    page.append("|---|---|---|---|---|---|\n");
    requirements.forEach(row -> row(page, row));
    return page.toString();
  }

  private void count(StringBuilder page, String level, Predicate<Requirement> which) {
    long all = requirements.stream().filter(which).count();
    long met = requirements.stream().filter(which).filter(this::isMet).count();
    page.append("| %s | %d | %d |\n".formatted(level, met, all));
  }

  private void row(StringBuilder page, Requirement row) {
    page.append("| ").append(row.id());
    page.append(" | ").append(row.level());
    page.append(" | ").append(row.section().replace(",", ", "));
    page.append(" | ").append(row.group()).append(": ").append(row.description());
    page.append(" | ").append(isMet(row) ? "yes" : "no");
    page.append(" | ").append(evidence(row)).append(" |\n");
  }

  private String evidence(Requirement row) {
    StringBuilder text = new StringBuilder(notes.getOrDefault(row.id(), ""));
    for (String test : tests.getOrDefault(row.id(), new TreeSet<>())) {
      text.append(text.isEmpty() ? "" : "<br>").append('`').append(test).append('`');
    }
    return text.toString();
  }
}
