package io.fourwave.examples.ladder;

import io.fourwave.tcp.TcpState;
import java.util.ArrayList;
import java.util.List;

/**
 * A line of text in a picture.
 *
 * @param text what stands there
 * @param look how it looks
 * @param state whose colour it has; null for none
 */
record Line(String text, Look look, TcpState state) {
  /** How a line looks: its class in the style sheet, its size in pixels, its weight. */
  enum Look {
    NAME("t-name", 12, true),
    NUMBERS("t-num", 11, false),
    STATE("t-state", 12, true),
    WHY("t-why", 11, false),
    SOURCE("t-source", 10, false),
    CALL("t-call", 11, true),
    TIMER("t-timer", 11, true),
    BAD("t-bad", 11, true),
    TIME("t-time", 10, false),
    HEADING("t-heading", 13, true),
    BREAK("t-break", 11, false),
    END("t-end", 14, true),
    ADDRESS("t-address", 10, false),
    BAR("t-bar", 10, true);

    final String style;
    final int size;
    final boolean bold;

    Look(String style, int size, boolean bold) {
      this.style = style;
      this.size = size;
      this.bold = bold;
    }
  }

  Line(String text, Look look) {
    this(text, look, null);
  }

  /** Pixels it takes at most, whatever sans-serif font is there. */
  double width() {
    return width(text, look);
  }

  /** Pixels from this line's top to the next one's. */
  int height() {
    return look.size + 4;
  }

  private static double width(String text, Look look) {
    double ems = text.codePoints().mapToDouble(Line::ems).sum();
    return ems * look.size * (look.bold ? 1.12 : 1);
  }

  /** The widths of DejaVu Sans, one of the widest, rounded up. */
  private static double ems(int c) {
    if (".,:;'|!iIjl ()[]/".indexOf(c) >= 0) {
      return 0.4;
    }
    if ("frt\u00b7-".indexOf(c) >= 0) {
      return 0.45;
    }
    if (c > 0x7f || "mwMW@%".indexOf(c) >= 0) {
      return 1;
    }
    return Character.isUpperCase(c) ? 0.74 : 0.645;
  }

  /** The same in as many lines as it takes to stay within a width. */
  List<Line> wrapped(double most) {
    List<Line> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ")) {
      String longer = line.isEmpty() ? word : line + " " + word;
      if (!line.isEmpty() && width(longer, look) > most) {
        lines.add(new Line(line.toString(), look, state));
        longer = word;
      }
      line.setLength(0);
      line.append(cut(longer, most));
    }
    lines.add(new Line(line.toString(), look, state));
    return lines;
  }

  private String cut(String word, double most) {
    int end = word.length();
    while (end > 1 && width(word.substring(0, end), look) > most) {
      end--;
    }
    return word.substring(0, end);
  }
}
