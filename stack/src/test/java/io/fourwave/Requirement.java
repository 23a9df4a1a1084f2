package io.fourwave;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One requirement of RFC 9293, as its appendix B lists them. Variants that share a number are one.
 *
 * @param id the RFC's number for it, such as {@code MUST-10}
 * @param level how binding it is: MUST, MUST NOT, SHOULD, SHOULD NOT or MAY
 * @param section where the RFC has it; several, separated by commas
 * @param group what it is about
 * @param description what it asks for, in a few words
 */
record Requirement(String id, String level, String section, String group, String description) {

  /** Reads a table of five columns, separated by tabs, below a line of headings. */
  static List<Requirement> read(Path table) throws IOException {
    Map<String, Requirement> byId = new LinkedHashMap<>();
    List<String> lines = Files.readAllLines(table, StandardCharsets.UTF_8);
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split("\t", -1);
      Requirement row = new Requirement(cells[0], cells[1], cells[2], cells[3], cells[4]);
      byId.merge(row.id, row, Requirement::and);
    }
    return List.copyOf(byId.values());
  }

  private Requirement and(Requirement variant) {
    return new Requirement(
        id, level, section, group, description + "; " + variant.description.strip());
  }

  /** Whether it is absolute: MUST or MUST NOT. */
  boolean isMust() {
    return level.startsWith("MUST");
  }
}
