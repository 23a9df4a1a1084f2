package io.fourwave;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One RFC that Fourwave claims.
 *
 * @param number such as 9293
 * @param title what it is about, in a few words
 * @param implemented what of it is there
 * @param deviations what is not, or otherwise, and why; empty if nothing
 */
record Rfc(int number, String title, String implemented, String deviations) {

  /** Reads a table of four columns, separated by tabs, below a line of headings. */
  static List<Rfc> read(Path table) throws IOException {
    List<Rfc> all = new ArrayList<>();
    List<String> lines = Files.readAllLines(table, StandardCharsets.UTF_8);
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split("\t", -1);
      if (cells.length != 4) {
        throw new IllegalArgumentException("four cells are needed: " + line);
      }
      all.add(new Rfc(Integer.parseInt(cells[0]), cells[1], cells[2], cells[3]));
    }
    return all;
  }

  /** The tag that its tests carry. */
  String tag() {
    return "RFC" + number;
  }
}
