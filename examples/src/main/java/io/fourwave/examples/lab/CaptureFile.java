package io.fourwave.examples.lab;

import io.fourwave.examples.Refusal;
import io.fourwave.link.Direction;
import io.fourwave.link.Packet;
import io.fourwave.link.PcapngWriter;
import io.fourwave.trace.PacketComments;
import io.fourwave.trace.RecordedEvent;
import io.fourwave.trace.RecordedEvent.Arrived;
import io.fourwave.trace.RecordedEvent.Sent;
import io.fourwave.trace.RecordedSegment;
import io.fourwave.trace.Recording;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/**
 * Writes the segments of a recording as a capture, each with its comment: as they were sent, those
 * that got lost too.
 */
final class CaptureFile {
  private final Path file;
  private final PcapngWriter capture;
  private final Packet packet = new Packet();

  private CaptureFile(Path file, PcapngWriter capture) {
    this.file = file;
    this.capture = capture;
  }

  /** Opens a file before anything is done, so that a wrong name costs nothing. */
  static CaptureFile open(Path file) {
    try {
      return new CaptureFile(file, PcapngWriter.open(file, "fourwave"));
    } catch (IOException e) {
      throw refusal(file, e);
    }
  }

  /**
   * Writes and closes it.
   *
   * @param epochNanosAtZero what the wall clock showed, in nanoseconds since 1970 UTC, when the
   *     recording began
   */
  void write(Recording recording, long epochNanosAtZero) {
    Set<Integer> written = new HashSet<>();
    PacketComments comments = new PacketComments(recording);
    try (capture) {
      for (RecordedEvent event : recording.events()) {
        int segment = onTheWire(event);
        if (segment >= 0 && written.add(segment)) {
          String comment = comments.of(segment).text();
          write(recording.segment(segment), epochNanosAtZero + event.at(), comment);
        }
      }
    } catch (IOException e) {
      throw refusal(file, e);
    }
  }

  /** The segment that an event shows on the wire: a stray one was not sent, it only arrives. */
  private static int onTheWire(RecordedEvent event) {
    return event instanceof Sent sent
        ? sent.segment()
        : event instanceof Arrived arrived ? arrived.segment() : -1;
  }

  private void write(RecordedSegment segment, long epochNanos, String comment) throws IOException {
    packet.set(segment.packet().duplicate());
    Direction way = segment.from() == 0 ? Direction.OUT : Direction.IN;
    capture.packet(packet, way, epochNanos, comment);
  }

  private static Refusal refusal(Path file, IOException e) {
    return new Refusal(
        "cannot write the capture %s (%s): name a file in a directory that you may write to"
            .formatted(file, e.getMessage()),
        e);
  }
}
