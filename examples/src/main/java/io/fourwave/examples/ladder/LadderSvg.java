package io.fourwave.examples.ladder;

import io.fourwave.examples.ladder.Drawing.Bar;
import io.fourwave.examples.ladder.Drawing.End;
import io.fourwave.examples.ladder.Drawing.Way;
import io.fourwave.examples.ladder.Line.Look;
import io.fourwave.trace.RecordedSegment;
import io.fourwave.wire.TcpFlags;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** Writes a ladder as SVG. */
final class LadderSvg {
  private static final double HEAD = 9;
  private static final double CROSS = 5;
  private static final double REPEAT = 300;

  private final Sheet sheet;
  private final Drawing drawing;
  private final IntFunction<String> details;
  private final Svg svg = new Svg();

  /**
   * @param details what there is to say of a segment, by its number
   */
  LadderSvg(Sheet sheet, Drawing drawing, IntFunction<String> details) {
    this.sheet = sheet;
    this.drawing = drawing;
    this.details = details;
  }

  /** The picture. */
  String write(String id, String title, String description) {
    svg.begin(id, drawing.width(), drawing.height(), title, description);
    svg.raw("<!--style-->");
    drawing.rules().forEach(y -> svg.line("rule", sheet.edge(0), y, sheet.edge(1), y));
    drawing.bars().forEach(this::write);
    drawing.breaks().forEach(b -> writeBreak(b.y()));
    for (Drawing.Wait wait : drawing.waits()) {
      svg.line("wait", wait.x(), wait.from(), wait.x(), wait.to());
      svg.circle("wait-end", wait.x(), wait.to(), 3);
    }
    drawing.ways().forEach(this::writeLine);
    drawing.texts().forEach(svg::text);
    drawing.ways().forEach(way -> way.texts().forEach(svg::text));
    return svg.end();
  }

  private void write(Bar bar) {
    double x = bar.side() == 0 ? sheet.leftBar() : sheet.rightBar();
    double height = bar.to() - bar.from();
    svg.open("g", "bar");
    svg.title(bar.state().rfcName());
    svg.rectangle("s-" + Svg.style(bar.state()), x, bar.from(), sheet.bar(), height, 0);
    Line name = new Line(bar.state().rfcName(), Look.BAR);
    for (double[] piece : pieces(bar)) {
      double length = piece[1] - piece[0];
      int times = length > name.width() + 12 ? Math.max(1, (int) (length / REPEAT)) : 0;
      for (int i = 0; i < times; i++) {
        double y = piece[0] + length * (2 * i + 1) / (2 * times);
        writeUpright(name, bar, x + sheet.bar() / 2.0, y);
      }
    }
    svg.close("g");
  }

  /** The longest piece of a bar between breaks, and all others that are long. */
  private List<double[]> pieces(Bar bar) {
    List<double[]> pieces = new ArrayList<>();
    double from = bar.from();
    for (Drawing.Break gap : drawing.breaks()) {
      if (gap.y() > bar.from() && gap.y() < bar.to()) {
        pieces.add(new double[] {from, gap.y() - 6});
        from = gap.y() + 6;
      }
    }
    pieces.add(new double[] {from, bar.to()});
    double longest = pieces.stream().mapToDouble(p -> p[1] - p[0]).max().orElse(0);
    pieces.removeIf(p -> p[1] - p[0] < Math.min(longest, REPEAT));
    return pieces;
  }

  private void writeUpright(Line name, Bar bar, double x, double y) {
    String turn =
        " transform=\"rotate(%s %s %s)\""
            .formatted(bar.side() == 0 ? "-90" : "90", Svg.number(x), Svg.number(y));
    double shift = name.look().size * 0.36;
    String style = name.look().style + " on-" + Svg.style(bar.state());
    svg.text(style, x, y + shift, "middle", turn, name.text());
  }

  /** The axes are broken: time is missing here. */
  private void writeBreak(double y) {
    for (int side = 0; side < 2; side++) {
      double x = (side == 0 ? sheet.leftBar() : sheet.rightBar()) - 2;
      double width = sheet.bar() + 4;
      String zigzag =
          "M%s %s l%s -5 l%s 5 l%s -5 l%s 5"
              .formatted(
                  Svg.number(x),
                  Svg.number(y),
                  Svg.number(width / 4),
                  Svg.number(width / 4),
                  Svg.number(width / 4),
                  Svg.number(width / 4));
      svg.path("break-gap", zigzag);
    }
  }

  private void writeLine(Way way) {
    svg.open("g", "seg " + kind(way.segment()) + (way.segment().again() ? " again" : ""));
    svg.title(details.apply(way.segment().number()));
    svg.line("hit", way.x1(), way.y1(), way.x2(), way.y2());
    boolean dashed = way.end() == End.LOST || way.fromNowhere();
    svg.line(dashed ? "way dashed" : "way", way.x1(), way.y1(), way.x2(), way.y2());
    if (way.fromNowhere()) {
      svg.circle("nowhere", way.x1(), way.y1(), 4);
    }
    if (way.end() == End.TAKEN) {
      writeHead(way);
    } else {
      double x = way.end() == End.LOST ? way.x2() : way.x2() + (way.x2() > way.x1() ? -9 : 9);
      writeCross(x, way.y2());
    }
    svg.close("g");
  }

  private void writeHead(Way way) {
    double angle = Math.atan2(way.y2() - way.y1(), way.x2() - way.x1());
    StringBuilder path = new StringBuilder(point("M", way.x2(), way.y2()));
    for (double turn : new double[] {Math.PI - 0.42, Math.PI + 0.42}) {
      double x = way.x2() + HEAD * Math.cos(angle + turn);
      double y = way.y2() + HEAD * Math.sin(angle + turn);
      path.append(point("L", x, y));
    }
    svg.path("head", path + "z");
  }

  private void writeCross(double x, double y) {
    svg.path(
        "cross",
        point("M", x - CROSS, y - CROSS)
            + point("L", x + CROSS, y + CROSS)
            + point("M", x - CROSS, y + CROSS)
            + point("L", x + CROSS, y - CROSS));
  }

  private static String point(String command, double x, double y) {
    return command + Svg.number(x) + " " + Svg.number(y);
  }

  private static String kind(RecordedSegment s) {
    if (s.has(TcpFlags.RST)) {
      return "k-rst";
    }
    if (s.has(TcpFlags.SYN)) {
      return "k-syn";
    }
    if (s.has(TcpFlags.FIN)) {
      return "k-fin";
    }
    return s.length() > 0 ? "k-data" : "k-ack";
  }
}
