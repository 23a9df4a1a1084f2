package io.fourwave.trace;

import io.fourwave.link.Commentary;
import io.fourwave.link.Direction;
import io.fourwave.trace.RecordedEvent.Arrived;
import io.fourwave.trace.RecordedEvent.Ignored;
import io.fourwave.trace.RecordedEvent.Sent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Comments on packets as they pass a stack, which is end 0 of a recorder. Give {@link #heard} every
 * event of the recorder, and put the capture around the recorder's links. For the hosts' thread.
 */
public final class LiveCommentary implements Commentary {
  private static final int MOST_IN_FLIGHT = 1_024;
  private static final int STACK = 0;
  private static final int NONE = -1;

  private final Recorder recorder;
  private final Map<Integer, List<RecordedEvent>> told = new LastUsed<>(MOST_IN_FLIGHT);
  private int arrived = NONE;
  private int sent = NONE;

  /** Makes a commentary on what a recorder records. */
  public LiveCommentary(Recorder recorder) {
    this.recorder = Objects.requireNonNull(recorder, "recorder");
  }

  /** Hears of an event. */
  public void heard(RecordedEvent event) {
    int segment = PacketComments.segmentOf(event);
    if (segment < 0) {
      return;
    }
    told.computeIfAbsent(segment, s -> new ArrayList<>()).add(event);
    if (event instanceof Arrived a && a.end() == STACK
        || event instanceof Ignored i && i.end() == STACK) {
      arrived = segment;
    } else if (event instanceof Sent s && s.end() == STACK) {
      sent = segment;
    }
  }

  @Override
  public String about(Direction direction) {
    recorder.settle();
    int segment = direction == Direction.IN ? arrived : sent;
    if (direction == Direction.IN) {
      arrived = NONE;
    } else {
      sent = NONE;
    }
    List<RecordedEvent> events = segment == NONE ? null : told.remove(segment);
    return events == null ? "" : PacketComment.of(recorder.ends(), events).text();
  }
}
