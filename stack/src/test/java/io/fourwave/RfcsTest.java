package io.fourwave;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Which RFCs are claimed, and which tests show them: {@code docs/rfcs.md}. */
class RfcsTest {
  private static final Path STACK = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
  private static final String HEAD =
      """
      # RFCs

      Every RFC that Fourwave claims: what of it is implemented, what deviates and why, and the tests
      that show it. For RFC 9293 there is a table of each requirement: [rfc9293.md](rfc9293.md).

      Printed by `RfcsTest` from `stack/src/test/resources/rfcs.tsv` and the tests' JUnit tags; do not
      edit. To print it anew: `mvn -pl stack -am test -Dtest=RfcsTest -Dfourwave.print=true`.

      | RFC | about | implemented | deviations | tests |
      |---|---|---|---|---|
      """;

  private static List<Rfc> claimed;
  private static Map<String, SortedSet<String>> tests;

  @BeforeAll
  static void readAll() throws IOException {
    claimed = Rfc.read(STACK.resolve("src/test/resources/rfcs.tsv"));
    tests = RequirementTags.below(STACK.getParent());
  }

  @Test
  void everyRfcThatIsClaimedIsShownByATest() {
    assertEquals(
        "",
        claimed.stream()
            .filter(rfc -> !tests.containsKey(rfc.tag()))
            .map(rfc -> "RFC " + rfc.number() + ": no test has the tag " + rfc.tag())
            .collect(joining("\n")));
  }

  @Test
  void everyRfcThatATestNamesIsClaimed() {
    Set<String> unknown = new TreeSet<>(tests.keySet());
    unknown.removeIf(tag -> !tag.matches("RFC.*"));
    claimed.forEach(rfc -> unknown.remove(rfc.tag()));
    assertEquals(Set.of(), unknown);
  }

  @Test
  void thePageShowsWhatTheTagsSay() throws IOException {
    StringBuilder page = new StringBuilder(HEAD);
    claimed.stream()
        .sorted(Comparator.comparingInt(Rfc::number))
        .forEach(rfc -> page.append(row(rfc)));
    PrintedPage.check(STACK.resolveSibling("docs/rfcs.md"), page.toString());
  }

  private static String row(Rfc rfc) {
    String evidence =
        tests.getOrDefault(rfc.tag(), new TreeSet<>()).stream()
            .map(test -> "`" + test + "`")
            .collect(joining("<br>"));
    return "| [%1$d](https://www.rfc-editor.org/rfc/rfc%1$d) | %2$s | %3$s | %4$s | %5$s |\n"
        .formatted(rfc.number(), rfc.title(), rfc.implemented(), rfc.deviations(), evidence);
  }
}
