package io.fourwave.examples.ladder;

import io.fourwave.tcp.TcpState;
import java.util.Locale;

/** Writes SVG elements. Text is escaped; everything else comes from this package. */
final class Svg {
  private final StringBuilder out = new StringBuilder();

  /** Begins a picture, with what it is called and what it shows. */
  Svg begin(String id, double width, double height, String title, String description) {
    out.append(
        form(
            "<svg id=\"%s\" viewBox=\"0 0 %s %s\" style=\"max-width:%spx\" role=\"img\""
                + " aria-labelledby=\"%s-t %s-d\" xmlns=\"http://www.w3.org/2000/svg\">\n",
            id, number(width), number(height), number(width), id, id));
    out.append(form("<title id=\"%s-t\">%s</title>\n", id, Xml.escape(title)));
    out.append(form("<desc id=\"%s-d\">%s</desc>\n", id, Xml.escape(description)));
    return this;
  }

  /** Ends what was begun. */
  String end() {
    return out.append("</svg>\n").toString();
  }

  Svg open(String element, String style) {
    out.append(form("<%s class=\"%s\">", element, style));
    return this;
  }

  Svg raw(String markup) {
    out.append(markup);
    return this;
  }

  Svg close(String element) {
    out.append("</").append(element).append(">\n");
    return this;
  }

  Svg title(String text) {
    out.append("<title>").append(Xml.escape(text)).append("</title>");
    return this;
  }

  Svg line(String style, double x1, double y1, double x2, double y2) {
    out.append(
        form(
            "<line class=\"%s\" x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\"/>",
            style, number(x1), number(y1), number(x2), number(y2)));
    return this;
  }

  Svg path(String style, String path) {
    out.append(form("<path class=\"%s\" d=\"%s\"/>", style, path));
    return this;
  }

  Svg rectangle(String style, double x, double y, double width, double height, int round) {
    out.append(
        form(
            "<rect class=\"%s\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" rx=\"%d\"/>",
            style, number(x), number(y), number(width), number(height), round));
    return this;
  }

  Svg circle(String style, double x, double y, double radius) {
    out.append(
        form(
            "<circle class=\"%s\" cx=\"%s\" cy=\"%s\" r=\"%s\"/>",
            style, number(x), number(y), number(radius)));
    return this;
  }

  Svg text(Text text) {
    Line line = text.line();
    String colour = line.state() == null ? "" : " c-" + style(line.state());
    String anchor =
        switch (text.anchor()) {
          case START -> "start";
          case MIDDLE -> "middle";
          case END -> "end";
        };
    return text(line.look().style + colour, text.x(), text.y(), anchor, "", line.text());
  }

  Svg text(String style, double x, double y, String anchor, String more, String text) {
    out.append(
        form(
            "<text class=\"%s\" x=\"%s\" y=\"%s\" text-anchor=\"%s\"%s>%s</text>",
            style, number(x), number(y), anchor, more, Xml.escape(text)));
    return this;
  }

  /** A state's name in class names. */
  static String style(TcpState state) {
    return state.rfcName().toLowerCase(Locale.ROOT);
  }

  /** A length as SVG has it, to a tenth of a pixel. */
  static String number(double value) {
    String text = String.format(Locale.ROOT, "%.1f", value);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }

  private static String form(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
