package io.fourwave.examples.ladder;

import io.fourwave.tcp.TcpState;
import io.fourwave.tcp.TcpState.Event;
import io.fourwave.trace.RecordedEvent;
import io.fourwave.trace.RecordedEvent.Moved;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Figure 5 of RFC 9293, with the way that one end has gone through it. */
final class StateDiagram {
  static final double WIDTH = 380;
  static final double HEIGHT = 452;
  private static final double BOX_WIDTH = 104;
  private static final double BOX_HEIGHT = 26;
  private static final double HEAD = 8;
  private static final double HEAD_ANGLE = 0.45;

  /** A box's middle. */
  private record Place(double x, double y) {}

  private static final Map<TcpState, Place> PLACES = new EnumMap<>(TcpState.class);

  static {
    PLACES.put(TcpState.CLOSED, new Place(190, 24));
    PLACES.put(TcpState.LISTEN, new Place(70, 96));
    PLACES.put(TcpState.SYN_SENT, new Place(310, 96));
    PLACES.put(TcpState.SYN_RECEIVED, new Place(70, 172));
    PLACES.put(TcpState.ESTABLISHED, new Place(310, 172));
    PLACES.put(TcpState.FIN_WAIT_1, new Place(70, 258));
    PLACES.put(TcpState.CLOSE_WAIT, new Place(310, 258));
    PLACES.put(TcpState.FIN_WAIT_2, new Place(70, 342));
    PLACES.put(TcpState.CLOSING, new Place(190, 342));
    PLACES.put(TcpState.LAST_ACK, new Place(310, 342));
    PLACES.put(TcpState.TIME_WAIT, new Place(130, 424));
  }

  /** An arrow between two states. */
  record Edge(TcpState from, TcpState to) {}

  /** How an arrow is drawn: its line, where its number is, and the last leg, which has the head. */
  private record Shape(String path, Place number, Place before, Place tip) {
    String head() {
      double angle = Math.atan2(tip.y - before.y, tip.x - before.x);
      StringBuilder head = new StringBuilder("M" + point(tip.x, tip.y));
      for (double turn : new double[] {Math.PI - HEAD_ANGLE, Math.PI + HEAD_ANGLE}) {
        double x = tip.x + HEAD * Math.cos(angle + turn);
        double y = tip.y + HEAD * Math.sin(angle + turn);
        head.append("L").append(point(x, y));
      }
      return head + "z";
    }
  }

  private static String point(double x, double y) {
    return Svg.number(x) + " " + Svg.number(y);
  }

  private final String end;
  private final List<Edge> way = new ArrayList<>();
  private final Set<TcpState> visited = EnumSet.noneOf(TcpState.class);

  /**
   * The way of an end through a conversation.
   *
   * @param name the end's
   */
  StateDiagram(String name, int end, Conversation conversation) {
    this.end = name;
    for (RecordedEvent event : conversation.events()) {
      if (event instanceof Moved moved && moved.end() == end) {
        way.add(new Edge(moved.before(), moved.after()));
        visited.add(moved.before());
        visited.add(moved.after());
      }
    }
  }

  /** All the arrows that the state table draws; the one to CLOSED only where it is in figure 5. */
  static Set<Edge> edges() {
    Map<Edge, Boolean> edges = new LinkedHashMap<>();
    for (TcpState from : TcpState.values()) {
      for (Event event : Event.values()) {
        TcpState to = after(from, event);
        boolean drawn = event != Event.GONE || from == TcpState.TIME_WAIT;
        if (to != from && drawn) {
          edges.put(new Edge(from, to), true);
        }
      }
    }
    return edges.keySet();
  }

  private static TcpState after(TcpState from, Event event) {
    try {
      return from.after(event);
    } catch (IllegalStateException e) {
      return from; // our own misuse: no arrow
    }
  }

  /** The picture. */
  String svg(String id) {
    Svg svg = new Svg();
    svg.begin(id, WIDTH, HEIGHT, "The states of " + end, description());
    Map<Edge, List<Integer>> steps = steps();
    for (Edge edge : edges()) {
      if (!steps.containsKey(edge)) {
        draw(svg, edge, "edge", List.of());
      }
    }
    steps.forEach((edge, numbers) -> draw(svg, edge, "edge walked", numbers));
    PLACES.forEach((state, place) -> draw(svg, state, place));
    steps.forEach((edge, numbers) -> number(svg, edge, numbers));
    return svg.end();
  }

  /** The way in words, for those who cannot see it. */
  String description() {
    if (way.isEmpty()) {
      return end + " stays where it is.";
    }
    StringBuilder text = new StringBuilder(end + ": " + way.get(0).from.rfcName());
    way.forEach(edge -> text.append(" → ").append(edge.to.rfcName()));
    return text.toString();
  }

  private Map<Edge, List<Integer>> steps() {
    Map<Edge, List<Integer>> steps = new LinkedHashMap<>();
    for (int i = 0; i < way.size(); i++) {
      steps.computeIfAbsent(way.get(i), e -> new ArrayList<>()).add(i + 1);
    }
    return steps;
  }

  private void draw(Svg svg, TcpState state, Place place) {
    boolean seen = visited.contains(state);
    String style = seen ? "box s-" + Svg.style(state) : "box unseen";
    svg.rectangle(
        style, place.x - BOX_WIDTH / 2, place.y - BOX_HEIGHT / 2, BOX_WIDTH, BOX_HEIGHT, 6);
    String text = seen ? "t-bar on-" + Svg.style(state) : "t-bar unseen";
    svg.text(text, place.x, place.y + 4, "middle", "", state.rfcName());
  }

  private void draw(Svg svg, Edge edge, String style, List<Integer> numbers) {
    svg.open("g", style);
    String what = edge.from.rfcName() + " → " + edge.to.rfcName();
    svg.title(numbers.isEmpty() ? what : what + ", step " + numbers);
    svg.path("edge-line", shape(edge).path);
    svg.path("head", shape(edge).head());
    svg.close("g");
  }

  private void number(Svg svg, Edge edge, List<Integer> numbers) {
    Shape shape = shape(edge);
    svg.circle("step", shape.number.x, shape.number.y, 9);
    String text = numbers.get(0) + (numbers.size() > 1 ? "+" : "");
    svg.text("t-step", shape.number.x, shape.number.y + 4, "middle", "", text);
  }

  private static Shape shape(Edge edge) {
    return switch (edge.from + ">" + edge.to) {
      case "SYN_RECEIVED>CLOSE_WAIT" -> curve(122, 182, 190, 225, 258, 250);
      case "ESTABLISHED>FIN_WAIT_1" -> curve(258, 182, 190, 225, 122, 250);
      case "LISTEN>CLOSED" -> curve(38, 83, 50, 30, 138, 20);
      case "SYN_SENT>CLOSED" -> curve(342, 83, 330, 30, 242, 20);
      case "LAST_ACK>CLOSED" -> route(365, 342, 374, 245);
      case "TIME_WAIT>CLOSED" -> route(75, 424, 6, 135);
      case "FIN_WAIT_2>TIME_WAIT" -> straight(edge, -30);
      case "CLOSING>TIME_WAIT" -> straight(edge, 30);
      default -> straight(edge, 0);
    };
  }

  private static Shape curve(int x1, int y1, int cx, int cy, int x2, int y2) {
    String path = "M%d %d Q%d %d %d %d".formatted(x1, y1, cx, cy, x2, y2);
    double x = 0.25 * x1 + 0.5 * cx + 0.25 * x2;
    double y = 0.25 * y1 + 0.5 * cy + 0.25 * y2;
    return new Shape(path, new Place(x, y), new Place(cx, cy), new Place(x2, y2));
  }

  /** Out to the margin, up, and along the top to CLOSED. */
  private static Shape route(int x, int y, int margin, int end) {
    int top = 12;
    String path = "M%d %d H%d V%d H%d".formatted(x, y, margin, top, end);
    return new Shape(path, new Place(margin, y - 60), new Place(margin, top), new Place(end, top));
  }

  /** A line from box to box; it may end beside the middle. */
  private static Shape straight(Edge edge, double shift) {
    Place a = PLACES.get(edge.from);
    Place b = PLACES.get(edge.to);
    Place out = border(a, b.x + shift - a.x, b.y - a.y);
    Place in = border(b, shift, a.y - b.y);
    Place tip = a.y == b.y ? border(b, a.x - b.x, 0) : in;
    String path = "M" + point(out.x, out.y) + "L" + point(tip.x, tip.y);
    return new Shape(path, new Place((out.x + tip.x) / 2, (out.y + tip.y) / 2), out, tip);
  }

  /** Where a line from a box's middle leaves the box, a little outside. */
  private static Place border(Place place, double dx, double dy) {
    double halfWidth = BOX_WIDTH / 2 + 3;
    double halfHeight = BOX_HEIGHT / 2 + 3;
    double scale =
        Math.min(
            dx == 0 ? Double.MAX_VALUE : halfWidth / Math.abs(dx),
            dy == 0 ? Double.MAX_VALUE : halfHeight / Math.abs(dy));
    return new Place(place.x + dx * scale, place.y + dy * scale);
  }
}
