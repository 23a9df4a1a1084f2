package io.fourwave.trace;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.link.Fault;
import io.fourwave.link.TcpMatch;
import io.fourwave.tcp.Rule;
import io.fourwave.tcp.TcpDropReason;
import io.fourwave.tcp.TcpState;
import io.fourwave.trace.RecordedEvent.Arrived;
import io.fourwave.trace.RecordedEvent.Moved;
import io.fourwave.trace.RecordedEvent.Sent;
import io.fourwave.trace.RecordedEvent.Suffered;
import io.fourwave.trace.RecordedEvent.TimerExpired;
import io.fourwave.trace.RecordedEvent.TimerSet;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecorderTest {
  private static final long SECOND = 1_000_000_000;

  private final RecordedWorld world;

  RecorderTest() throws IOException {
    world = new RecordedWorld().open();
  }

  @Test
  void anArrivalNamesItsSegmentTheStatesAndTheRule() {
    Recording recording = world.both.recording();

    Arrived syn = recording.events(Arrived.class).get(0);

    assertEquals("SYN", recording.segment(syn.segment()).name());
    assertEquals(TcpState.LISTEN, syn.before());
    assertEquals(TcpState.SYN_RECEIVED, syn.after());
    assertEquals(Rule.LISTEN_SYN, syn.rule());
    assertEquals(5_000_000, syn.at());
    assertEquals(1, syn.end());
  }

  @Test
  void numbersCountFromTheSyn() throws IOException {
    world.ours.write(RecordedWorld.text(10));
    world.pass(100);

    RecordedSegment text = last(world.both.recording(), 10);

    assertEquals(1, text.relativeSeq().orElseThrow());
    assertEquals(1, text.relativeAck().orElseThrow());
    assertEquals("10 octets", text.name());
  }

  private static RecordedSegment last(Recording recording, int length) {
    return recording.segments().stream()
        .filter(s -> s.length() == length)
        .reduce((first, second) -> second)
        .orElseThrow();
  }

  @Test
  void aSegmentThatIsSentTellsTheVariablesItHasLeft() throws IOException {
    world.ours.write(RecordedWorld.text(10));
    world.pass(1);

    Sent text = lastOf(world.both.recording().events(Sent.class));

    assertEquals(10, text.status().sndNxt() - text.status().sndUna());
    assertTrue(text.status().cwnd() > 0);
  }

  private static <E> E lastOf(List<E> events) {
    return events.get(events.size() - 1);
  }

  @Test
  void aLostSegmentIsToldOfAndSoAreItsTimerAndItsRetransmission() throws IOException {
    world.cable.there().drop(1, TcpMatch.any().withText());
    world.ours.write(RecordedWorld.text(10));
    world.pass(1_000);

    Recording recording = world.both.recording();
    Suffered lost = recording.events(Suffered.class).get(0);
    RecordedSegment again = last(recording, 10);

    assertEquals(Fault.DROPPED, lost.fault());
    assertTrue(lost.isLost());
    assertTrue(again.again());
    assertTrue(again.number() > lost.segment());
    assertEquals("TAIL_LOSS", recording.events(TimerExpired.class).get(0).timer());
  }

  @Test
  void timeWaitIsATimerThatIsSetAnewByAFinThatComesAgain() {
    world.cable.there().drop(1, TcpMatch.pureAck().after(TcpMatch.fin()));
    world.ours.close();
    world.pass(100);
    world.theirs.close();
    world.pass(300_000);

    Recording recording = world.both.recording();
    List<TimerSet> waits =
        recording.events(TimerSet.class).stream()
            .filter(timer -> timer.timer().equals(RecordedEvent.TIME_WAIT))
            .toList();

    assertEquals(2, waits.size());
    assertEquals(waits.get(0).at() + 60 * SECOND, waits.get(0).deadline());
    assertEquals(
        waits.get(1).deadline(),
        recording.events(TimerExpired.class).stream()
            .filter(timer -> timer.timer().equals(RecordedEvent.TIME_WAIT))
            .findFirst()
            .orElseThrow()
            .at());
  }

  @Test
  void whatAnArrivalCausesComesAfterIt() {
    world.ours.close();
    world.pass(100);

    List<RecordedEvent> events = world.both.recording().events();
    int moved =
        events.indexOf(
            events.stream()
                .filter(e -> e instanceof Moved m && m.after() == TcpState.CLOSE_WAIT)
                .findFirst()
                .orElseThrow());

    assertTrue(events.get(moved - 1) instanceof Arrived fin && fin.rule() == Rule.FIN);
  }

  @Test
  void aDroppedSegmentSaysWhy() {
    world.cable.back().cut();
    world.theirs.abort(); // and the client does not hear of it
    world.pass(1);
    world.ours.close();
    world.pass(100);

    Arrived fin = world.both.recording().events(Arrived.class).get(3);

    assertEquals("FIN,ACK", world.both.recording().segment(fin.segment()).name());
    assertEquals(TcpDropReason.CLOSED_PORT, fin.dropped());
  }

  @Test
  void anEndThatIsNotWatchedShowsItsStatesInItsSegments() throws IOException {
    world.ours.write(RecordedWorld.text(3_000));
    world.pass(100);
    world.theirs.read(RecordedWorld.text(3_000));
    world.cable.there().drop(1, TcpMatch.pureAck().after(TcpMatch.fin()));
    world.ours.close();
    world.pass(100);
    world.theirs.close();
    world.pass(1_000);

    assertEquals(states(world.both.recording(), 1), states(world.clientOnly.recording(), 1));
    assertTrue(states(world.both.recording(), 1).endsWith("LAST_ACK CLOSED"));
    assertNull(
        lastOf(
                world.clientOnly.recording().events(Sent.class).stream()
                    .filter(s -> s.end() == 1)
                    .toList())
            .status());
  }

  private static String states(Recording recording, int end) {
    return recording.events(Moved.class).stream()
        .filter(moved -> moved.end() == end)
        .map(moved -> moved.after().name())
        .collect(joining(" "));
  }

  @Test
  void allTimesCountFromTheRecordingsZero() {
    world.ours.close();
    world.pass(100);
    world.theirs.close();
    world.pass(100);

    assertEquals(times(world.both, 0), times(world.clientOnly, -RecordedWorld.ZERO));
    List<TimerSet> sets = world.clientOnly.recording().events(TimerSet.class);
    assertTrue(sets.stream().allMatch(set -> set.deadline() >= set.at()));
  }

  /** When anything is told of the client's end, and by how much less than on the other clock. */
  private static List<Long> times(Recorder recorder, long more) {
    return recorder.recording().events().stream()
        .filter(
            e ->
                e instanceof Moved m && m.end() == 0
                    || e instanceof Arrived a && a.end() == 0
                    || e instanceof Sent s && s.end() == 0
                    || e instanceof TimerSet t && t.end() == 0)
        .map(e -> e.at() - more)
        .toList();
  }

  @Test
  void timesDoNotGoBack() throws IOException {
    world.cable.there().drop(2, TcpMatch.any().withText());
    world.ours.write(RecordedWorld.text(20_000));
    world.pass(2_000);
    world.ours.close();
    world.theirs.close();
    world.pass(100_000);

    long last = 0;
    for (RecordedEvent event : world.both.recording().events()) {
      assertTrue(event.at() >= last, event.toString());
      last = event.at();
    }
  }
}
