package io.fourwave.examples.ladder;

import io.fourwave.tcp.ConnectionId;
import io.fourwave.trace.PacketComments;
import io.fourwave.trace.RecordedEvent;
import io.fourwave.trace.RecordedEvent.Moved;
import io.fourwave.trace.RecordedEvent.Sent;
import io.fourwave.trace.RecordedEvent.TimerExpired;
import io.fourwave.trace.RecordedEvent.TimerSet;
import io.fourwave.trace.RecordedEvent.TimerStopped;
import io.fourwave.trace.RecordedSegment;
import io.fourwave.trace.Recording;
import io.fourwave.wire.IpAddress;
import io.fourwave.wire.TcpFlags;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a recording tells of one pair of ports, through all its incarnations.
 *
 * @param places address and port of end 0 and end 1
 * @param left the end that is drawn on the left: who opened, if that was seen
 * @param events about these two, in their order, and all that is not about ports
 */
record Conversation(List<Place> places, int left, List<RecordedEvent> events) {
  /**
   * Address and port.
   *
   * @param address of an end
   * @param port of it
   */
  record Place(IpAddress address, int port) {
    @Override
    public String toString() {
      String host = address.toString();
      return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
  }

  /** All conversations, in the order of their first segment. */
  static List<Conversation> of(Recording recording) {
    Map<List<Place>, List<RecordedEvent>> all = new LinkedHashMap<>();
    for (RecordedEvent event : recording.events()) {
      List<Place> places = places(recording, event);
      if (places != null) {
        all.computeIfAbsent(places, p -> new ArrayList<>());
      }
    }
    for (RecordedEvent event : recording.events()) {
      List<Place> places = places(recording, event);
      if (places != null) {
        all.get(places).add(event);
      } else {
        all.values().forEach(events -> events.add(event));
      }
    }
    List<Conversation> conversations = new ArrayList<>();
    all.forEach((p, e) -> conversations.add(new Conversation(p, left(recording, e), e)));
    return conversations;
  }

  /** Whose an event is; null if it is not about ports. */
  private static List<Place> places(Recording recording, RecordedEvent event) {
    int segment = PacketComments.segmentOf(event);
    if (segment >= 0) {
      return places(recording.segment(segment));
    } else if (event instanceof Moved moved) {
      return places(moved.end(), moved.connection());
    } else if (event instanceof TimerSet set) {
      return places(set.end(), set.connection());
    } else if (event instanceof TimerStopped stopped) {
      return places(stopped.end(), stopped.connection());
    } else if (event instanceof TimerExpired expired) {
      return places(expired.end(), expired.connection());
    }
    return null;
  }

  private static List<Place> places(RecordedSegment s) {
    Place source = new Place(s.source(), s.sourcePort());
    Place destination = new Place(s.destination(), s.destinationPort());
    return s.from() == 0 ? List.of(source, destination) : List.of(destination, source);
  }

  private static List<Place> places(int end, ConnectionId c) {
    Place local = new Place(new IpAddress(c.localHigh(), c.localLow()), c.localPort());
    Place remote = new Place(new IpAddress(c.remoteHigh(), c.remoteLow()), c.remotePort());
    return end == 0 ? List.of(local, remote) : List.of(remote, local);
  }

  private static int left(Recording recording, List<RecordedEvent> events) {
    for (RecordedEvent event : events) {
      if (event instanceof Sent sent) {
        RecordedSegment segment = recording.segment(sent.segment());
        if (segment.has(TcpFlags.SYN)) {
          return segment.has(TcpFlags.ACK) ? segment.to() : segment.from();
        }
      }
    }
    return 0;
  }

  /** The same with its last events only, up to a number. */
  Conversation newest(int most) {
    int first = Math.max(0, events.size() - most);
    return new Conversation(places, left, events.subList(first, events.size()));
  }

  /** When something happened last between these two; calls and steps do not count. */
  long lastAt() {
    return events.stream()
        .filter(event -> PacketComments.segmentOf(event) >= 0)
        .mapToLong(RecordedEvent::at)
        .max()
        .orElse(Long.MIN_VALUE);
  }

  /** Which side of the picture an end is on: 0 left, 1 right. */
  int side(int end) {
    return end == left ? 0 : 1;
  }

  /** The end on a side. */
  int end(int side) {
    return side == 0 ? left : 1 - left;
  }
}
