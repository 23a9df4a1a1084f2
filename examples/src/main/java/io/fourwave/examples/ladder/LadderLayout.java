package io.fourwave.examples.ladder;

import io.fourwave.examples.ladder.Line.Look;
import io.fourwave.examples.ladder.Story.Arrow;
import io.fourwave.examples.ladder.Story.Kind;
import io.fourwave.examples.ladder.Story.Row;
import io.fourwave.examples.ladder.Text.Anchor;
import io.fourwave.tcp.TcpState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Gives every row its height on the paper: as time has it where that is possible, further down
 * where texts would touch, and nearer where nothing happens for long, which a break marks. Made for
 * one drawing.
 */
final class LadderLayout {
  private static final double SLOPE = 26;
  private static final double STEP = 16;
  private static final double MOST = 120;
  private static final double CLEAR = 4;
  private static final double GAP = 5;

  /** Columns in which texts stand one above the other. */
  private enum Lane {
    TIME,
    LEFT_NOTE,
    LEFT_LABEL,
    RIGHT_LABEL,
    RIGHT_NOTE
  }

  private final Sheet sheet;
  private final Story story;
  private final Conversation.Place[] places;
  private final String[] names;
  private final double pixelsPerNano;
  private final double[] bottom = new double[Lane.values().length];
  private final double[] lastAt = new double[2];
  private final double[] rowY;
  private final List<Text> texts = new ArrayList<>();
  private final Map<Integer, List<Text>> labels = new HashMap<>();
  private final List<Drawing.Break> breaks = new ArrayList<>();
  private final List<Double> rules = new ArrayList<>();
  private final Map<Integer, Integer> origin = new HashMap<>();
  private final Set<Integer> lost = new HashSet<>();
  private double crosses;
  private double y;
  private long now;
  private String timeWritten = "";

  /**
   * Lays a story out.
   *
   * @param names of the left and the right end
   * @param places of the left and the right end
   */
  LadderLayout(Sheet sheet, Story story, List<String> names, List<Conversation.Place> places) {
    this.sheet = sheet;
    this.story = story;
    this.names = names.toArray(String[]::new);
    this.places = places.toArray(Conversation.Place[]::new);
    this.pixelsPerNano = new TimeScale(story).pixelsPerNano();
    this.rowY = new double[story.rows().size()];
    for (Arrow arrow : story.arrows()) {
      if (arrow.to() >= 0 && arrow.from() >= 0) {
        origin.put(arrow.to(), arrow.from());
      } else if (arrow.to() < 0) {
        lost.add(arrow.from());
      }
    }
  }

  Drawing lay() {
    layHeader();
    for (int i = 0; i < rowY.length; i++) {
      Row row = story.rows().get(i);
      if (row.kind() == Kind.HEADING) {
        layHeading(i, row);
      } else {
        layRow(i, row);
      }
    }
    double end = lowest() + 26;
    return new Drawing(sheet.width(), end + 6, bars(end), ways(), texts, waits(), breaks, rules);
  }

  private void layHeader() {
    for (int side = 0; side < 2; side++) {
      Anchor anchor = sheet.isNarrow() == (side == 0) ? Anchor.START : Anchor.END;
      double x = side == 0 ? sheet.leftBar() : sheet.rightBar() + sheet.bar();
      if (!sheet.isNarrow()) {
        x = side == 0 ? sheet.leftBar() + sheet.bar() : sheet.rightBar();
      }
      texts.add(new Text(new Line(names[side], Look.END), x, 16, anchor));
      texts.add(new Text(new Line(places[side].toString(), Look.ADDRESS), x, 31, anchor));
    }
    y = 40;
    setAll(y);
    lastAt[0] = y;
    lastAt[1] = y;
    y += STEP;
    now = story.rows().isEmpty() ? 0 : story.rows().get(0).at();
  }

  private double lowest() {
    double lowest = Math.max(y, crosses);
    for (double lane : bottom) {
      lowest = Math.max(lowest, lane);
    }
    return lowest;
  }

  private void setAll(double to) {
    for (int lane = 0; lane < bottom.length; lane++) {
      bottom[lane] = Math.max(bottom[lane], to);
    }
  }

  private void layHeading(int number, Row row) {
    layTime(row);
    double rule = lowest() + 16;
    rules.add(rule);
    double at = rule + 6;
    for (Line line : row.notes().get(0).wrapped(sheet.edge(1) - sheet.edge(0) - 20)) {
      at += line.height();
      texts.add(new Text(line, sheet.middle(), at, Anchor.MIDDLE));
    }
    y = at + 6;
    setAll(y);
    rowY[number] = rule;
  }

  /** Moves down as far as the time since the last row asks for. */
  private void layTime(Row row) {
    double gap = (row.at() - now) * pixelsPerNano;
    if (gap > MOST * 1.3) {
      double at = lowest() + 22;
      breaks.add(new Drawing.Break(at));
      Line text = new Line(Wording.length(row.at() - now) + " later", Look.BREAK);
      texts.add(new Text(text, sheet.middle(), at + 4, Anchor.MIDDLE));
      setAll(at + 12);
      y = at + 24;
    } else {
      y += Math.min(gap, MOST);
    }
    now = row.at();
  }

  private void layRow(int number, Row row) {
    layTime(row);
    List<Block> blocks = blocks(row);
    y = Math.max(y, lastAt[row.side()] + STEP);
    if (origin.containsKey(number)) {
      y = Math.max(y, rowY[origin.get(number)] + SLOPE);
    }
    for (Block block : blocks) {
      for (Lane lane : block.lanes) {
        y = Math.max(y, bottom[lane.ordinal()] + CLEAR - block.top);
      }
    }
    rowY[number] = y;
    lastAt[row.side()] = y;
    blocks.forEach(block -> place(block, number));
    if (lost.contains(number)) {
      crosses = y + SLOPE / 2 + CLEAR;
    }
    double arrowEnd = row.kind() == Kind.ARRIVAL ? y + 1 : y - 2;
    Lane label = row.side() == 0 ? Lane.LEFT_LABEL : Lane.RIGHT_LABEL;
    bottom[label.ordinal()] = Math.max(bottom[label.ordinal()], arrowEnd);
    writeTime(row);
  }

  /**
   * Lines that belong together, each of one or more parts, and where: {@code top} is relative to
   * their row's height.
   */
  private record Block(
      List<List<Line>> lines,
      double top,
      double x,
      Anchor anchor,
      List<Lane> lanes,
      boolean ofArrow) {
    double height() {
      return heightOf(lines);
    }
  }

  private static double heightOf(List<List<Line>> lines) {
    return lines.stream().mapToInt(LadderLayout::heightOfOne).sum();
  }

  private static int heightOfOne(List<Line> parts) {
    return parts.stream().mapToInt(Line::height).max().orElse(0);
  }

  private List<Block> blocks(Row row) {
    List<Block> blocks = new ArrayList<>();
    List<List<Line>> notes = new ArrayList<>();
    for (Line note : row.notes()) {
      note.wrapped(sheet.noteWidth()).forEach(line -> notes.add(List.of(line)));
    }
    int labelSide = row.kind() == Kind.DEPARTURE ? row.side() : 1 - row.side();
    List<List<Line>> label = flow(row.label());
    double above = row.kind() == Kind.ARRIVAL ? SLOPE / 2 : 3;
    if (!label.isEmpty()) {
      double top = -above - heightOf(label);
      List<Lane> lanes = List.of(labelSide == 0 ? Lane.LEFT_LABEL : Lane.RIGHT_LABEL);
      blocks.add(
          new Block(label, top, sheet.labelEdge(labelSide), anchor(labelSide, false), lanes, true));
    }
    if (!notes.isEmpty()) {
      blocks.add(noteBlock(row, notes, above + heightOf(label)));
    }
    return blocks;
  }

  private Block noteBlock(Row row, List<List<Line>> notes, double labelHeight) {
    int side = row.side();
    double x = sheet.noteEdge(side);
    if (!sheet.isNarrow()) {
      List<Lane> lanes = List.of(side == 0 ? Lane.LEFT_NOTE : Lane.RIGHT_NOTE);
      return new Block(notes, -8, x, anchor(side, true), lanes, false);
    }
    double top =
        switch (row.kind()) {
          case DEPARTURE -> -labelHeight - heightOf(notes);
          case ARRIVAL -> 4;
          default -> -8;
        };
    List<Lane> lanes = List.of(Lane.LEFT_LABEL, Lane.RIGHT_LABEL);
    return new Block(notes, top, x, anchor(side, false), lanes, false);
  }

  private static Anchor anchor(int side, boolean outside) {
    return (side == 0) == outside ? Anchor.END : Anchor.START;
  }

  /** Parts side by side as long as there is room, then in the next line. */
  private List<List<Line>> flow(List<Line> label) {
    List<List<Line>> lines = new ArrayList<>();
    double right = 0;
    for (Line part : label) {
      for (Line piece : part.wrapped(sheet.labelWidth())) {
        right += GAP + piece.width();
        if (lines.isEmpty() || right > sheet.labelWidth()) {
          lines.add(new ArrayList<>());
          right = piece.width();
        }
        lines.get(lines.size() - 1).add(piece);
      }
    }
    return lines;
  }

  private void place(Block block, int row) {
    double at = y + block.top;
    for (List<Line> parts : block.lines) {
      List<Text> line = place(parts, block, at + parts.get(0).look().size);
      if (block.ofArrow) {
        labels.computeIfAbsent(row, r -> new ArrayList<>()).addAll(line);
      } else {
        texts.addAll(line);
      }
      at += heightOfOne(parts);
    }
    for (Lane lane : block.lanes) {
      bottom[lane.ordinal()] = Math.max(bottom[lane.ordinal()], y + block.top + block.height());
    }
  }

  /** The parts of one line, from the outside to the middle. */
  private static List<Text> place(List<Line> parts, Block block, double baseline) {
    List<Text> line = new ArrayList<>();
    boolean fromRight = block.anchor == Anchor.END;
    double x = block.x;
    for (int i = 0; i < parts.size(); i++) {
      Line part = parts.get(fromRight ? parts.size() - 1 - i : i);
      line.add(new Text(part, x, baseline, block.anchor));
      x += (part.width() + GAP) * (fromRight ? -1 : 1);
    }
    return line;
  }

  /** A time is written once, and where there is room. */
  private void writeTime(Row row) {
    String time = Wording.time(row.at());
    double top = y - 6;
    if (sheet.timeEnd() > 0
        && !time.equals(timeWritten)
        && top >= bottom[Lane.TIME.ordinal()] + CLEAR) {
      texts.add(new Text(new Line(time, Look.TIME), sheet.timeEnd(), y + 4, Anchor.END));
      bottom[Lane.TIME.ordinal()] = y + 7;
      timeWritten = time;
    }
  }

  private List<Drawing.Bar> bars(double end) {
    List<Drawing.Bar> bars = new ArrayList<>();
    for (int side = 0; side < 2; side++) {
      TcpState state = story.begins().get(side);
      double from = 40;
      for (int i = 0; i < rowY.length; i++) {
        Row row = story.rows().get(i);
        if (row.side() == side && row.state() != null && row.state() != state) {
          bars.add(new Drawing.Bar(side, from, rowY[i], state));
          state = row.state();
          from = rowY[i];
        }
      }
      bars.add(new Drawing.Bar(side, from, end, state));
    }
    return bars;
  }

  private List<Drawing.Way> ways() {
    List<Drawing.Way> ways = new ArrayList<>();
    for (Arrow arrow : story.arrows()) {
      int from = arrow.from();
      int to = arrow.to();
      int toSide = to >= 0 ? story.rows().get(to).side() : 1 - story.rows().get(from).side();
      boolean whole = from >= 0 && to >= 0;
      double x1 = from >= 0 ? sheet.edge(1 - toSide) : sheet.middle();
      double y1 = from >= 0 ? rowY[from] : rowY[to] - SLOPE / 2;
      double x2 = to >= 0 ? sheet.edge(toSide) : sheet.middle();
      double y2 = to >= 0 ? rowY[to] : rowY[from] + SLOPE / 2;
      Drawing.End end = to < 0 ? Drawing.End.LOST : Drawing.End.TAKEN;
      end = arrow.refused() ? Drawing.End.REFUSED : end;
      List<Text> own = labels.remove(whole || to < 0 ? from : to);
      ways.add(
          new Drawing.Way(
              arrow.segment(), x1, y1, x2, y2, end, from < 0, own == null ? List.of() : own));
    }
    labels.values().forEach(texts::addAll); // of segments still on their way
    return ways;
  }

  private List<Drawing.Wait> waits() {
    List<Drawing.Wait> waits = new ArrayList<>();
    for (Story.Wait wait : story.waits()) {
      double outer = wait.side() == 0 ? sheet.leftBar() - 7 : sheet.rightBar() + sheet.bar() + 7;
      double inner = wait.side() == 0 ? sheet.edge(0) + 5 : sheet.edge(1) - 5;
      double x = sheet.isNarrow() ? inner : outer;
      waits.add(new Drawing.Wait(x, rowY[wait.from()], rowY[wait.to()]));
    }
    return waits;
  }
}
