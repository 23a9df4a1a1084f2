package io.fourwave.examples.ladder;

import io.fourwave.examples.ladder.CapturedPacket.Way;
import io.fourwave.examples.ladder.Conversation.Place;
import io.fourwave.link.Fault;
import io.fourwave.link.Packet;
import io.fourwave.trace.PacketComment;
import io.fourwave.trace.RecordedEnd;
import io.fourwave.trace.Recorder;
import io.fourwave.trace.Recording;
import io.fourwave.wire.TcpFlags;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A recording made from a capture. What the file's comments tell is taken from there; where there
 * are none, segments arrive as they leave, and states are what the segments show.
 */
final class CapturedRecording {
  private static final PacketComment SILENT = new PacketComment(null, List.of(), List.of());

  /** A moment in a packet's life. */
  private record Moment(long at, Seen seen, PacketComment.Receipt receipt, Fault fault) {}

  /** A packet with what is known of it. */
  private record Seen(CapturedPacket packet, int from, PacketComment comment) {
    boolean isCommented() {
      return !comment.equals(SILENT);
    }
  }

  private final Map<Set<Place>, Place> openers = new HashMap<>();
  private final List<Seen> all = new ArrayList<>();
  private final String[] names = new String[2];
  private final boolean[] inside = new boolean[2];
  private final Place[] places = new Place[2];

  private CapturedRecording() {}

  /** Reads a file and makes a recording of its TCP segments. */
  static Recording of(Path file) {
    CapturedRecording made = new CapturedRecording();
    CaptureReader.read(file).forEach(made::see);
    return made.play(String.valueOf(file.getFileName()));
  }

  private void see(CapturedPacket packet) {
    Segments.Header header = Segments.header(packet.octets());
    if (header == null) {
      return;
    }
    PacketComment comment = PacketComment.parse(packet.comment()).orElse(SILENT);
    int from = from(packet.way(), header);
    all.add(new Seen(packet, from, comment));
    if (places[0] == null) {
      places[from] = header.source();
      places[1 - from] = header.destination();
    }
    if (comment.sending() != null) {
      names[from] = comment.sending().end();
      inside[from] |= comment.sending().inside();
    }
    for (PacketComment.Receipt receipt : comment.receipts()) {
      names[1 - from] = receipt.end();
      inside[1 - from] |= receipt.inside();
    }
  }

  /** The stack is end 0, or, if the file does not know of one, who opened. */
  private int from(Way way, Segments.Header header) {
    if (way != Way.UNKNOWN) {
      return way == Way.OUT ? 0 : 1;
    }
    boolean answers = (header.flags() & TcpFlags.SYN) != 0 && (header.flags() & TcpFlags.ACK) != 0;
    Place opener = answers ? header.destination() : header.source();
    Set<Place> pair =
        header.source().equals(header.destination())
            ? Set.of(header.source())
            : Set.of(header.source(), header.destination());
    return openers.computeIfAbsent(pair, p -> opener).equals(header.source()) ? 0 : 1;
  }

  private Recording play(String title) {
    long zero = all.isEmpty() ? 0 : all.get(0).packet.epochNanos();
    Recorder recorder = new Recorder(title, end(0, "client"), end(1, "server"), zero);
    Overlay overlay = new Overlay(inside);
    Packet packet = new Packet();
    for (Moment moment : moments()) {
      packet.set(moment.seen.packet.octets().duplicate());
      play(moment, packet, recorder, overlay);
    }
    Recording seen = recorder.recording();
    List<RecordedEnd> ends = List.of(told(0, seen), told(1, seen));
    return new Recording(title, ends, seen.segments(), overlay.over(seen), seen.unrecorded());
  }

  private static void play(Moment moment, Packet packet, Recorder recorder, Overlay overlay) {
    int from = moment.seen.from;
    if (moment.fault != null) {
      recorder.suffers(moment.fault, from, packet, moment.at);
    } else if (moment.receipt != null) {
      if (moment.seen.comment.sending() == null) {
        recorder.strays(from, packet);
      }
      overlay.arrives(moment.receipt);
      recorder.reaches(1 - from, packet, moment.at);
    } else {
      overlay.leaves(moment.seen.comment.sending());
      recorder.leaves(from, packet, moment.at);
      if (!moment.seen.isCommented()) {
        overlay.arrives(null);
        recorder.reaches(1 - from, packet, moment.at);
      }
    }
  }

  private List<Moment> moments() {
    List<Moment> moments = new ArrayList<>();
    long last = Long.MIN_VALUE;
    for (Seen seen : all) {
      long at = Math.max(last, seen.packet.epochNanos()); // captures of two queues may go back
      last = at;
      if (seen.comment.sending() != null || !seen.isCommented()) {
        moments.add(new Moment(at, seen, null, null));
      }
      seen.comment.faults().forEach(fault -> moments.add(new Moment(at, seen, null, fault)));
      seen.comment
          .receipts()
          .forEach(receipt -> moments.add(new Moment(at + receipt.nanos(), seen, receipt, null)));
    }
    moments.sort(Comparator.comparingLong(Moment::at));
    return moments;
  }

  private RecordedEnd end(int end, String role) {
    String name = names[end] == null ? role : names[end];
    String address = places[end] == null ? "?" : places[end].address().toString();
    return new RecordedEnd(name, address, false);
  }

  private RecordedEnd told(int end, Recording seen) {
    RecordedEnd drawn = seen.ends().get(end);
    return new RecordedEnd(drawn.name(), drawn.address(), inside[end]);
  }
}
