package io.fourwave.examples.bench;

import java.util.List;
import java.util.Locale;

/**
 * Results as a picture: bars with the least to the most, the stack's ways beside the kernel's. An
 * SVG that needs nothing but itself, legible on light and on dark ground.
 */
final class Chart {
  private static final int WIDTH = 780;
  private static final int MARGIN = 20;
  private static final int LABEL = 90;
  private static final int BAR = 380;
  private static final int THICK = 14;
  private static final int LINE = 20;
  private static final int GAP = 16;
  private static final int VALUE = MARGIN + LABEL + BAR + 70;
  private static final int RATIO = VALUE + 70;

  private static final String STYLE =
      """
      <style>
      text { font: 12px sans-serif; fill: #1f2328 } .head { font-weight: bold } .end { text-anchor: end }
      .ground { fill: #ffffff } .faint { fill: #59636e } .spread { stroke: #1f2328 }
      .kernel { fill: #8c959f } .kernel-nio { fill: #b1bac4 } .blocking { fill: #4493f8 }
      .handler { fill: #3fa266 } .nio { fill: #a475f9 } .netty { fill: #d4a72c }
      @media (prefers-color-scheme: dark) {
        text { fill: #f0f6fc } .ground { fill: #0d1117 } .faint { fill: #9198a1 } .spread { stroke: #f0f6fc }
        .kernel { fill: #848d97 } .kernel-nio { fill: #656c76 } .blocking { fill: #388bfd }
        .handler { fill: #2ea043 } .nio { fill: #8957e5 } .netty { fill: #9e6a03 }
      }
      </style>
      """;

  private final StringBuilder drawing = new StringBuilder();
  private int y = MARGIN;

  private Chart() {}

  /** Draws them. */
  static String of(Machine machine, Plan plan, List<Result> results) {
    Chart chart = new Chart();
    chart.head(machine, plan);
    results.forEach(chart::row);
    int height = chart.y + MARGIN;
    return String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-label=\"fourwave bench\""
                + " width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\">%n",
            WIDTH,
            height,
            WIDTH,
            height)
        + STYLE
        + "<rect class=\"ground\" width=\"100%\" height=\"100%\"/>\n"
        + chart.drawing
        + "</svg>\n";
  }

  private void head(Machine machine, Plan plan) {
    text(MARGIN, "head", "The stack beside the kernel's own TCP, which is behind a relay");
    nextLine();
    text(MARGIN, "faint", machine.toString());
    nextLine();
    text(
        MARGIN,
        "faint",
        String.format(
            Locale.ROOT,
            "%s, medians of %d rounds of %.3g s, and the least to the most",
            plan.family(),
            plan.rounds(),
            plan.turn().toNanos() / 1e9));
    nextLine();
  }

  private void nextLine() {
    y += LINE;
  }

  /** Where something went beside it, latency is what a row is about. */
  private void row(Result result) {
    boolean latency = result.of(result.reference()).hasLoad();
    y += GAP;
    text(MARGIN, "head", result.row().title());
    text(VALUE, "faint end", latency ? "99 %, µs" : result.row().unit().rate());
    text(RATIO, "faint end", "ratio");
    text(WIDTH - MARGIN, "faint end", latency ? "less is better" : result.row().unit().cpu());
    nextLine();
    double scale =
        BAR
            / result.ways().stream()
                .mapToDouble(way -> value(result, way).most())
                .max()
                .orElseThrow();
    result.ways().forEach(way -> bar(result, way, scale));
  }

  private static Spread value(Result result, Way way) {
    Turns turns = result.of(way);
    return turns.hasLoad() ? turns.latency(99) : turns.rate();
  }

  private void bar(Result result, Way way, double scale) {
    Spread value = value(result, way);
    int left = MARGIN + LABEL;
    text(MARGIN, "", way.word());
    draw(
        "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\"/>",
        way.word(), left, y - THICK / 2, value.median() * scale, THICK);
    draw(
        "<line class=\"spread\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\"/>",
        left + value.least() * scale, left + value.most() * scale, y, y);
    text(VALUE, "end", Table.number(value.median()));
    if (way != result.reference()) {
      double reference = value(result, result.reference()).median();
      text(RATIO, "end", String.format(Locale.ROOT, "%.2f", value.median() / reference));
    }
    if (!result.of(way).hasLoad()) {
      text(WIDTH - MARGIN, "faint end", Table.number(result.of(way).cpu()));
    }
    nextLine();
  }

  /** A text whose middle is at the height of the current line. */
  private void text(int x, String kind, String text) {
    String escaped = text.replace("&", "&amp;").replace("<", "&lt;");
    draw("<text class=\"%s\" x=\"%d\" y=\"%d\">%s</text>", kind, x, y + 4, escaped);
  }

  private void draw(String format, Object... arguments) {
    drawing.append(String.format(Locale.ROOT, format + "%n", arguments));
  }
}
