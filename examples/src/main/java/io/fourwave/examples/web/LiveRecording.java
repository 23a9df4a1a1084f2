package io.fourwave.examples.web;

import io.fourwave.trace.RecordedEvent;
import io.fourwave.trace.Recorder;
import io.fourwave.trace.Recording;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * A recording that goes on, and how far it is. The hosts' thread calls everything, but any thread
 * may ask for the version.
 */
public final class LiveRecording {
  private final Recorder recorder;
  private final List<Consumer<RecordedEvent>> listeners = new ArrayList<>();
  private final AtomicLong version = new AtomicLong();

  /** Goes along with a recorder, whose only listener it becomes. */
  public LiveRecording(Recorder recorder) {
    this.recorder = recorder;
    recorder.listen(this::heard);
  }

  /** Has someone else hear of each event. Only before the first one. */
  public void alsoTell(Consumer<RecordedEvent> listener) {
    listeners.add(listener);
  }

  private void heard(RecordedEvent event) {
    version.incrementAndGet();
    listeners.forEach(listener -> listener.accept(event));
  }

  /** How many events there have been. */
  long version() {
    return version.get();
  }

  /** All that is kept. */
  Recording recording() {
    return recorder.recording();
  }
}
