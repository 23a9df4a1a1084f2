package io.fourwave.trace;

import java.util.List;

/**
 * All that happened between two ends, as plain data: for narration, diagrams, captures. Immutable;
 * made by a {@link Recorder}.
 *
 * @param title what it is about
 * @param ends the two
 * @param segments every segment that went onto the wire, in that order, numbered without a gap; the
 *     first one is not number 0 if only the last events were kept
 * @param events all that happened, in order; times do not go back
 * @param unrecorded events that were not kept
 */
public record Recording(
    String title,
    List<RecordedEnd> ends,
    List<RecordedSegment> segments,
    List<RecordedEvent> events,
    long unrecorded) {

  /** Copies the lists. */
  public Recording {
    ends = List.copyOf(ends);
    segments = List.copyOf(segments);
    events = List.copyOf(events);
  }

  /** The events of one kind, in order. */
  public <E extends RecordedEvent> List<E> events(Class<E> kind) {
    return events.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** The segment that an event names. */
  public RecordedSegment segment(int number) {
    return segments.get(number - segments.get(0).number());
  }
}
