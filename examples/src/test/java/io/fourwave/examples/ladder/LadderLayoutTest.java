package io.fourwave.examples.ladder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.examples.ladder.Drawing.Bar;
import io.fourwave.examples.ladder.Drawing.End;
import io.fourwave.examples.ladder.Drawing.Way;
import io.fourwave.examples.ladder.Line.Look;
import io.fourwave.tcp.TcpState;
import io.fourwave.trace.Recording;
import io.fourwave.wire.TcpFlags;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LadderLayoutTest {
  private static final List<Sheet> SHEETS = List.of(Sheet.WIDE, Sheet.NARROW);

  static List<String> experiments() {
    return Recordings.names();
  }

  private static List<Drawing> drawings(String experiment, Sheet sheet) {
    Recording recording = Recordings.of(experiment);
    List<Conversation> conversations = Conversation.of(recording);
    return conversations.stream()
        .limit(8)
        .map(c -> drawing(recording, c, sheet, conversations.size() == 1))
        .toList();
  }

  private static Drawing drawing(
      Recording recording, Conversation conversation, Sheet sheet, boolean calls) {
    Story story = new StoryTeller(recording, conversation, calls).tell();
    List<String> names = List.of("client", "server");
    return new LadderLayout(sheet, story, names, conversation.places()).lay();
  }

  private static Drawing wide(String experiment) {
    return drawings(experiment, Sheet.WIDE).get(0);
  }

  private static List<Text> texts(Drawing drawing) {
    List<Text> texts = new ArrayList<>(drawing.texts());
    drawing.ways().forEach(way -> texts.addAll(way.texts()));
    return texts;
  }

  @ParameterizedTest
  @MethodSource("experiments")
  void noTwoTextsTouch(String experiment) {
    for (Sheet sheet : SHEETS) {
      for (Drawing drawing : drawings(experiment, sheet)) {
        List<Text> texts = texts(drawing);
        for (int i = 0; i < texts.size(); i++) {
          for (int j = i + 1; j < texts.size(); j++) {
            Text one = texts.get(i);
            Text other = texts.get(j);
            assertFalse(one.overlaps(other), () -> sheet + ": " + one + " touches " + other);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("experiments")
  void everythingIsOnThePaper(String experiment) {
    for (Sheet sheet : SHEETS) {
      for (Drawing drawing : drawings(experiment, sheet)) {
        for (Text text : texts(drawing)) {
          boolean inside = text.left() >= 0 && text.right() <= sheet.width();
          assertTrue(
              inside && text.top() >= 0 && text.bottom() <= drawing.height(), text::toString);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("experiments")
  void everyArrowGoesDown(String experiment) {
    for (Sheet sheet : SHEETS) {
      for (Drawing drawing : drawings(experiment, sheet)) {
        drawing.ways().forEach(way -> assertTrue(way.y2() > way.y1() + 10, way::toString));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("experiments")
  void theBarsOfASideCoverItsAxisWithoutAGap(String experiment) {
    for (Drawing drawing : drawings(experiment, Sheet.WIDE)) {
      for (int side = 0; side < 2; side++) {
        int which = side;
        List<Bar> bars = drawing.bars().stream().filter(b -> b.side() == which).toList();
        for (int i = 1; i < bars.size(); i++) {
          assertEquals(bars.get(i - 1).to(), bars.get(i).from());
        }
        assertEquals(40, bars.get(0).from());
        assertEquals(drawing.height() - 6, bars.get(bars.size() - 1).to());
      }
    }
  }

  @Test
  void theClientIsOnTheLeftAndGoesThroughItsStates() {
    List<TcpState> left =
        wide("four-way-close").bars().stream()
            .filter(bar -> bar.side() == 0)
            .map(Bar::state)
            .limit(3)
            .toList();

    assertEquals(List.of(TcpState.CLOSED, TcpState.SYN_SENT, TcpState.ESTABLISHED), left);
  }

  @Test
  void whatIsLostEndsInTheMiddle() {
    List<Way> lost =
        wide("lost-last-ack").ways().stream().filter(way -> way.end() == End.LOST).toList();

    assertEquals(1, lost.size());
    assertEquals(Sheet.WIDE.middle(), lost.get(0).x2());
    assertEquals("ACK", lost.get(0).segment().name());
  }

  @Test
  void segmentsThatCrossOnTheWireCrossOnThePaper() {
    List<Way> fins =
        wide("simultaneous-close").ways().stream()
            .filter(way -> way.segment().has(TcpFlags.FIN))
            .toList();
    Way one = fins.get(0);
    Way other = fins.get(1);

    assertEquals(one.x1(), other.x2());
    assertTrue(one.y1() < other.y2() && other.y1() < one.y2());
  }

  @Test
  void aMinuteInWhichNothingHappensIsABreakThatSaysSo() {
    Drawing drawing = wide("lost-last-ack");

    assertFalse(drawing.breaks().isEmpty());
    assertTrue(
        drawing.texts().stream()
            .anyMatch(
                t -> t.line().look() == Look.BREAK && t.line().text().matches("[56]\\d\\..*")),
        () -> drawing.texts().toString());
    assertTrue(drawing.height() < 2_000);
  }

  @Test
  void aTimerThatExpiresIsDrawnFromWhenItWasSet() {
    List<Drawing.Wait> waits = wide("lost-last-ack").waits();

    assertFalse(waits.isEmpty());
    waits.forEach(wait -> assertTrue(wait.from() < wait.to(), wait::toString));
  }

  @Test
  void aLongStoryIsCutInTheMiddleAndSaysSo() {
    Recording recording = Recordings.of("no-time-wait");
    Conversation longest =
        Conversation.of(recording).stream()
            .max((a, b) -> a.events().size() - b.events().size())
            .orElseThrow();

    Drawing drawing = drawing(recording, longest, Sheet.WIDE, false);

    assertTrue(
        drawing.texts().stream().anyMatch(t -> t.line().text().contains("events are not drawn")));
    assertTrue(drawing.ways().size() < 360);
  }

  @Test
  void wordsAreWrappedAndNeverLost() {
    Line line = new Line("text out of order is kept, and acknowledged at once", Look.WHY);

    List<Line> wrapped = line.wrapped(120);

    assertTrue(wrapped.size() > 1);
    wrapped.forEach(part -> assertTrue(part.width() <= 120, part::toString));
    assertEquals(line.text(), String.join(" ", wrapped.stream().map(Line::text).toList()));
  }

  @Test
  void aWordThatIsTooLongIsCut() {
    List<Line> wrapped = new Line("x".repeat(500), Look.CALL).wrapped(100);

    assertEquals(1, wrapped.size());
    assertTrue(wrapped.get(0).width() <= 100);
  }
}
