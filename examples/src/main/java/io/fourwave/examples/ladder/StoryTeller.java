package io.fourwave.examples.ladder;

import io.fourwave.examples.ladder.Line.Look;
import io.fourwave.examples.ladder.Story.Arrow;
import io.fourwave.examples.ladder.Story.Kind;
import io.fourwave.examples.ladder.Story.Row;
import io.fourwave.examples.ladder.Story.Wait;
import io.fourwave.tcp.Rule;
import io.fourwave.tcp.TcpState;
import io.fourwave.trace.PacketComment;
import io.fourwave.trace.RecordedEvent;
import io.fourwave.trace.RecordedEvent.Arrived;
import io.fourwave.trace.RecordedEvent.Called;
import io.fourwave.trace.RecordedEvent.Ignored;
import io.fourwave.trace.RecordedEvent.Moved;
import io.fourwave.trace.RecordedEvent.Sent;
import io.fourwave.trace.RecordedEvent.Step;
import io.fourwave.trace.RecordedEvent.Suffered;
import io.fourwave.trace.RecordedEvent.TimerExpired;
import io.fourwave.trace.RecordedEvent.TimerSet;
import io.fourwave.trace.RecordedEvent.TimerStopped;
import io.fourwave.trace.RecordedSegment;
import io.fourwave.trace.Recording;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes a conversation's events into rows. What a side does in one breath, a call, the change of
 * state and the segment, becomes one row. Made for one conversation.
 */
final class StoryTeller {
  private static final int NOWHERE = -1;
  private static final int MOST_EVENTS = 360;

  private final Recording recording;
  private final Conversation conversation;
  private final boolean calls;
  private final List<Row> rows = new ArrayList<>();
  private final List<Arrow> arrows = new ArrayList<>();
  private final List<Wait> waits = new ArrayList<>();
  private final TcpState[] begins = new TcpState[2];
  private final Map<Integer, Integer> departures = new HashMap<>();
  private final Map<String, Long> timers = new HashMap<>();
  private final Rule[] said = new Rule[2];
  private final Breath[] breaths = {new Breath(), new Breath()};
  private final TcpState[] promised = new TcpState[2];
  private long promisedAt;
  private Row heading;
  private boolean isCut;

  /** What a side has done and not yet followed by a segment. */
  private static final class Breath {
    final List<Line> notes = new ArrayList<>();
    final List<String> expired = new ArrayList<>();
    TcpState state;
    long at;

    boolean isEmpty() {
      return notes.isEmpty() && state == null;
    }
  }

  /**
   * @param calls whether calls belong to this conversation, which they do not say themselves
   */
  StoryTeller(Recording recording, Conversation conversation, boolean calls) {
    this.recording = recording;
    this.conversation = conversation;
    this.calls = calls;
  }

  Story tell() {
    List<RecordedEvent> events = conversation.events();
    int leftOut = events.size() - MOST_EVENTS;
    for (int i = 0; i < events.size(); i++) {
      boolean middle = i >= MOST_EVENTS / 2 && i < MOST_EVENTS / 2 + leftOut;
      if (!middle || events.get(i) instanceof Moved) {
        tell(events.get(i));
      } else if (i == MOST_EVENTS / 2) {
        leaveOut(leftOut, events.get(i).at());
      }
    }
    breathe(0);
    breathe(1);
    for (int side = 0; side < 2; side++) {
      begins[side] = begins[side] == null ? TcpState.CLOSED : begins[side];
    }
    return new Story(rows, arrows, waits, Arrays.asList(begins));
  }

  /** In the middle of a long story only the changes of state are told. */
  private void leaveOut(int events, long at) {
    breathe(0);
    breathe(1);
    isCut = true;
    Line line = new Line("… " + events + " events are not drawn …", Look.BREAK);
    heading = new Row(Kind.HEADING, 0, at, null, List.of(), List.of(line), null);
  }

  private void tell(RecordedEvent event) {
    if (event instanceof Sent sent) {
      sent(sent);
    } else if (event instanceof Arrived arrived) {
      arrived(arrived);
    } else if (event instanceof Ignored ignored) {
      ignored(ignored);
    } else if (event instanceof Suffered suffered) {
      suffered(suffered);
    } else if (event instanceof Moved moved) {
      moved(moved);
    } else if (event instanceof Called called && calls) {
      note(called.end(), called.at(), new Line(called.call(), Look.CALL));
    } else if (event instanceof TimerSet set) {
      timers.put(key(set.end(), set.timer()), set.at());
    } else if (event instanceof TimerStopped stopped) {
      timers.remove(key(stopped.end(), stopped.timer()));
    } else if (event instanceof TimerExpired expired) {
      expired(expired);
    } else if (event instanceof Step step) {
      heading = heading(step);
    }
  }

  private static String key(int end, String timer) {
    return end + timer;
  }

  private static Row heading(Step step) {
    Line line = new Line(step.number() + ". " + step.title(), Look.HEADING);
    return new Row(Kind.HEADING, 0, step.at(), null, List.of(), List.of(line), null);
  }

  private void sent(Sent sent) {
    int side = conversation.side(sent.end());
    RecordedSegment segment = recording.segment(sent.segment());
    begin(side, sent.state());
    breathe(1 - side);
    Breath breath = breath(side, sent.at());
    promised[side] = null;
    List<Line> notes = new ArrayList<>(breath.notes);
    notes.addAll(why(side, sent.rule()));
    TcpState state = breath.state;
    departures.put(sent.segment(), rowOf(side, breath));
    List<Line> label = Wording.label(segment);
    add(new Row(Kind.DEPARTURE, side, sent.at(), segment, label, notes, state));
    clear(breath);
  }

  private void arrived(Arrived arrived) {
    int side = conversation.side(arrived.end());
    begin(side, arrived.before());
    breathe(0);
    breathe(1);
    List<Line> notes = new ArrayList<>();
    boolean moves = arrived.before() != arrived.after();
    if (arrived.dropped() != null) {
      notes.add(dropped(arrived.dropped()));
    }
    if (moves) {
      notes.add(Wording.state(arrived.after()));
      promised[side] = arrived.after();
      promisedAt = arrived.at();
    }
    notes.addAll(moves ? Wording.why(arrived.rule()) : why(side, arrived.rule()));
    said[side] = arrived.rule();
    TcpState state = moves ? arrived.after() : null;
    arrival(arrived.segment(), side, arrived.at(), notes, state, arrived.dropped() != null);
  }

  private static Line dropped(Enum<?> reason) {
    return new Line("\u00d7 dropped: " + Wording.words(reason.name()), Look.BAD);
  }

  private void ignored(Ignored ignored) {
    int side = conversation.side(ignored.end());
    breathe(0);
    breathe(1);
    arrival(ignored.segment(), side, ignored.at(), List.of(dropped(ignored.reason())), null, true);
  }

  private void arrival(
      int number, int side, long at, List<Line> notes, TcpState state, boolean refused) {
    int from = departures.getOrDefault(number, NOWHERE);
    if (from == NOWHERE && isCut && state == null) {
      return; // its departure is not drawn
    }
    RecordedSegment segment = recording.segment(number);
    List<Line> label = from == NOWHERE ? Wording.label(segment) : List.of();
    add(new Row(Kind.ARRIVAL, side, at, segment, label, notes, state));
    arrows.add(new Arrow(segment, from, rows.size() - 1, refused));
  }

  /** The same reason is not given twice in a row. */
  private List<Line> why(int side, Rule rule) {
    boolean again = said[side] == rule;
    said[side] = rule;
    return again ? List.of() : Wording.why(rule);
  }

  private void suffered(Suffered suffered) {
    Integer from = departures.get(suffered.segment());
    if (from == null) {
      return;
    }
    Row row = rows.get(from);
    row.label().add(new Line(PacketComment.text(suffered.fault()), Look.BAD));
    if (suffered.isLost()) {
      arrows.add(new Arrow(row.segment(), from, NOWHERE, false));
    }
  }

  /** An arrival has told already where it leads, be it by way of another state. */
  private void moved(Moved moved) {
    int side = conversation.side(moved.end());
    begin(side, moved.before());
    if (promised[side] != null && promisedAt == moved.at()) {
      promised[side] = promised[side] == moved.after() ? null : promised[side];
      return;
    }
    note(moved.end(), moved.at(), Wording.state(moved.after()));
    Breath breath = breaths[side];
    if (moved.rule() != Rule.TWO_MSL_OVER) { // the timer has said so
      breath.notes.addAll(Wording.why(moved.rule()));
    }
    breath.state = moved.after();
  }

  private void expired(TimerExpired expired) {
    note(expired.end(), expired.at(), new Line(Wording.timer(expired.timer()), Look.TIMER));
    breaths[conversation.side(expired.end())].expired.add(key(expired.end(), expired.timer()));
  }

  private void note(int end, long at, Line line) {
    int side = conversation.side(end);
    promised[side] = null;
    breathe(1 - side);
    Breath breath = breath(side, at);
    breath.notes.add(line);
    breath.at = at;
  }

  private void begin(int side, TcpState state) {
    begins[side] = begins[side] == null ? state : begins[side];
  }

  /** A side's breath at a time; one of another time is over. */
  private Breath breath(int side, long at) {
    Breath breath = breaths[side];
    if (!breath.isEmpty() && breath.at != at) {
      breathe(side);
    }
    return breath;
  }

  /** Ends a breath that no segment has followed. */
  private void breathe(int side) {
    Breath breath = breaths[side];
    if (!breath.isEmpty()) {
      rowOf(side, breath);
      List<Line> notes = List.copyOf(breath.notes);
      add(new Row(Kind.HAPPENING, side, breath.at, null, List.of(), notes, breath.state));
      clear(breath);
    }
  }

  private static void clear(Breath breath) {
    breath.notes.clear();
    breath.expired.clear();
    breath.state = null;
  }

  /** The number that the row to come will have; timers that expired in it are told of. */
  private int rowOf(int side, Breath breath) {
    int row = rows.size() + (heading == null ? 0 : 1);
    for (String timer : breath.expired) {
      Long set = timers.remove(timer);
      int from = set == null ? NOWHERE : nearest(side, set);
      if (from != NOWHERE) {
        waits.add(new Wait(side, from, row));
      }
    }
    return row;
  }

  /** The row of this side that is nearest to when a timer was set. */
  private int nearest(int side, long at) {
    int nearest = NOWHERE;
    for (int row = 0; row < rows.size(); row++) {
      boolean ours = rows.get(row).side() == side && rows.get(row).kind() != Kind.HEADING;
      boolean nearer =
          nearest == NOWHERE
              || Math.abs(rows.get(row).at() - at) < Math.abs(rows.get(nearest).at() - at);
      nearest = ours && nearer ? row : nearest;
    }
    return nearest;
  }

  private void add(Row row) {
    if (heading != null) {
      rows.add(heading);
      heading = null;
    }
    rows.add(row);
  }
}
