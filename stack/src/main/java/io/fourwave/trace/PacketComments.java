package io.fourwave.trace;

import io.fourwave.trace.RecordedEvent.Arrived;
import io.fourwave.trace.RecordedEvent.Ignored;
import io.fourwave.trace.RecordedEvent.Sent;
import io.fourwave.trace.RecordedEvent.Suffered;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The comments on the segments of a recording. Immutable. */
public final class PacketComments {
  private final Map<Integer, PacketComment> all = new HashMap<>();

  /** Gathers what a recording tells of each segment. */
  public PacketComments(Recording recording) {
    Map<Integer, List<RecordedEvent>> events = new HashMap<>();
    for (RecordedEvent event : recording.events()) {
      int segment = segmentOf(event);
      if (segment >= 0) {
        events.computeIfAbsent(segment, s -> new ArrayList<>()).add(event);
      }
    }
    events.forEach((segment, its) -> all.put(segment, PacketComment.of(recording.ends(), its)));
  }

  /** The segment that an event names; -1 if it names none. */
  public static int segmentOf(RecordedEvent event) {
    if (event instanceof Sent sent) {
      return sent.segment();
    }
    if (event instanceof Arrived arrived) {
      return arrived.segment();
    }
    if (event instanceof Ignored ignored) {
      return ignored.segment();
    }
    return event instanceof Suffered suffered ? suffered.segment() : -1;
  }

  /** The comment on a segment; one that says nothing if nothing is known. */
  public PacketComment of(int segment) {
    return all.getOrDefault(segment, new PacketComment(null, List.of(), List.of()));
  }
}
