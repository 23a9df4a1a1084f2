package io.fourwave.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class RecorderKeepsLastTest {
  @Test
  void aRecordingWithoutAnEndKeepsItsLastEventsAndTheSegmentsTheyName() throws IOException {
    RecordedWorld world = new RecordedWorld();
    world.both.keepLast(50);
    world.open();
    for (int i = 0; i < 100; i++) {
      world.ours.write(RecordedWorld.text(100));
      world.pass(60);
      world.theirs.read(ByteBuffer.allocate(1_000));
    }

    Recording recording = world.both.recording();

    assertTrue(recording.events().size() >= 50 && recording.events().size() < 100);
    assertTrue(recording.segments().size() <= 100);
    assertTrue(recording.unrecorded() > 400);
    for (RecordedEvent event : recording.events()) {
      int segment = PacketComments.segmentOf(event);
      if (segment >= 0) {
        assertEquals(segment, recording.segment(segment).number());
      }
    }
  }

  @Test
  void aRecorderDoesNotKeepNothing() {
    Recorder recorder = new RecordedWorld().both;
    assertThrows(IllegalArgumentException.class, () -> recorder.keepLast(0));
    assertThrows(IllegalArgumentException.class, () -> recorder.keepLast(100_001));
  }
}
