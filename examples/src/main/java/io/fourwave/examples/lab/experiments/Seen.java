package io.fourwave.examples.lab.experiments;

import static java.util.stream.Collectors.joining;

import io.fourwave.examples.lab.Party;
import io.fourwave.examples.lab.Stage;
import io.fourwave.tcp.TcpState;
import io.fourwave.trace.RecordedEvent;
import io.fourwave.trace.RecordedEvent.Moved;
import io.fourwave.trace.RecordedEvent.Sent;
import io.fourwave.trace.RecordedSegment;
import io.fourwave.trace.Recording;
import io.fourwave.wire.TcpFlags;
import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;

/** What has been seen since some moment: what experiments ask a recording. */
final class Seen {
  private final Stage stage;
  private final int firstSegment;
  private final int firstEvent;

  private Seen(Stage stage, int firstSegment, int firstEvent) {
    this.stage = stage;
    this.firstSegment = firstSegment;
    this.firstEvent = firstEvent;
  }

  /** All from now on. */
  static Seen from(Stage stage) throws IOException {
    Recording recording = stage.recording();
    return new Seen(stage, recording.segments().size(), recording.events().size());
  }

  /** The segments, in the order in which they went onto the wire. */
  List<RecordedSegment> segments() throws IOException {
    List<RecordedSegment> all = stage.recording().segments();
    return all.subList(firstSegment, all.size());
  }

  /** Those of one party. */
  List<RecordedSegment> segments(Party from, Predicate<RecordedSegment> which) throws IOException {
    return segments().stream().filter(s -> s.from() == from.end()).filter(which).toList();
  }

  /** What they are: {@code FIN,ACK ACK}. */
  String names() throws IOException {
    return segments().stream().map(RecordedSegment::name).collect(joining(" "));
  }

  /** The events of a kind. */
  <E extends RecordedEvent> List<E> events(Class<E> kind) throws IOException {
    List<RecordedEvent> all = stage.recording().events();
    return all.subList(firstEvent, all.size()).stream()
        .filter(kind::isInstance)
        .map(kind::cast)
        .toList();
  }

  /** How a party's segments were sent, those of a kind. */
  List<Sent> sent(Party from, Predicate<RecordedSegment> which) throws IOException {
    Recording recording = stage.recording();
    return events(Sent.class).stream()
        .filter(sent -> sent.end() == from.end() && which.test(recording.segment(sent.segment())))
        .toList();
  }

  /** Whether a party's connection was in a state. */
  boolean went(Party party, TcpState through) throws IOException {
    return events(Moved.class).stream()
        .anyMatch(moved -> moved.end() == party.end() && moved.after() == through);
  }

  static boolean fin(RecordedSegment segment) {
    return segment.has(TcpFlags.FIN);
  }

  static boolean reset(RecordedSegment segment) {
    return segment.has(TcpFlags.RST);
  }

  static boolean text(RecordedSegment segment) {
    return segment.length() > 0;
  }
}
