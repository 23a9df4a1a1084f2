package io.fourwave.trace;

import io.fourwave.ip.IpObserver;
import io.fourwave.link.Fault;
import io.fourwave.link.Packet;
import io.fourwave.link.PartialChecksum;
import io.fourwave.tcp.Rule;
import io.fourwave.tcp.TcpObserver;
import io.fourwave.tcp.TcpState;
import io.fourwave.wire.TcpFlags;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * Makes a {@link Recording} of two ends and of what passes between them. An end that is watched
 * from the inside is given {@link #observer} and {@link #ipObserver}; whoever carries the packets
 * tells of each with {@link #leaves}, {@link #reaches} and {@link #suffers}, see {@link
 * RecordedLink}.
 *
 * <p>Times are nanoseconds of whatever clock the hosts live by. Allocates; not for the hot path.
 * Not thread-safe: the hosts' thread calls everything.
 */
public final class Recorder {
  private static final int MOST_EVENTS = 200_000;
  private static final int MOST_UNTOLD = 64;

  private final String title;
  private final List<RecordedEnd> ends;
  private final long zero;
  private final InsideEnd[] inside = new InsideEnd[2];
  private final SeenStates[] seen = {new SeenStates(), new SeenStates()};
  private final List<RecordedSegment> segments = new ArrayList<>();
  private final List<RecordedEvent> events = new ArrayList<>();
  private final Map<TcpPacket.Key, ArrayDeque<Integer>> inFlight = new HashMap<>();
  private final ArrayDeque<Integer> corrupted = new ArrayDeque<>();
  private final SequenceSpaces sequences = new SequenceSpaces();
  private final TcpPacket view = new TcpPacket();
  private final PartialChecksum checksum = new PartialChecksum();
  private Consumer<RecordedEvent> listener = event -> {};
  private long unrecorded;
  private int steps;
  private int most = Integer.MAX_VALUE;
  private int firstSegment;

  /**
   * Makes a recorder.
   *
   * @param zero the time that the recording calls 0
   */
  public Recorder(String title, RecordedEnd one, RecordedEnd other, long zero) {
    this.title = Objects.requireNonNull(title, "title");
    this.ends = List.of(one, other);
    this.zero = zero;
    for (int end = 0; end < 2; end++) {
      inside[end] = ends.get(end).inside() ? new InsideEnd(this, end) : null;
    }
  }

  /** Has someone hear of each event as it is recorded, on the hosts' thread. */
  public void listen(Consumer<RecordedEvent> consumer) {
    listener = Objects.requireNonNull(consumer, "consumer");
  }

  /**
   * Keeps the last events only, and the segments that they name: for recordings without an end.
   *
   * @param number at least so many, and at most twice as many; 1 to 100,000
   */
  public void keepLast(int number) {
    if (number < 1 || number > MOST_EVENTS / 2) {
      throw new IllegalArgumentException(
          "a recorder keeps 1 to " + MOST_EVENTS / 2 + " events, not " + number);
    }
    most = number;
  }

  /** The two ends. */
  List<RecordedEnd> ends() {
    return ends;
  }

  /** What the host at an end tells of its TCP; give it to the host. */
  public TcpObserver observer(int end) {
    return insideEnd(end);
  }

  /** What the host at an end tells of its IP; give it to the host. */
  public IpObserver ipObserver(int end) {
    return insideEnd(end);
  }

  private InsideEnd insideEnd(int end) {
    return Objects.requireNonNull(inside[end], "this end is not watched from the inside");
  }

  /** A packet goes onto the wire; anything but TCP is passed over. */
  public void leaves(int end, Packet packet, long now) {
    if (!view.read(packet)) {
      return;
    }
    TcpPacket.Key key = view.key();
    int segment = newSegment(end, packet, sequences.sends(key));
    inFlight.computeIfAbsent(key, k -> new ArrayDeque<>()).add(segment);
    if (inside[end] != null) {
      add(inside[end].leaves(key, segment, onItsClock(now)));
      return;
    }
    seen[end].forgetClosed(key.flow());
    TcpState before = seen[end].of(key.flow());
    seen[end].sends(key);
    TcpState after = seen[end].of(key.flow());
    moved(end, key.flow(), before, after, now);
    add(new RecordedEvent.Sent(onItsClock(now), end, segment, after, Rule.NONE, null));
  }

  /**
   * A packet turns up on the wire, on its way from an end that has not sent it, or not now: an old
   * duplicate, or a forgery.
   */
  public void strays(int from, Packet packet) {
    if (view.read(packet)) {
      settle();
      int segment = newSegment(from, packet, false);
      inFlight.computeIfAbsent(view.key(), k -> new ArrayDeque<>()).add(segment);
    }
  }

  /** A packet is about to be handed to an end. */
  public void reaches(int end, Packet packet, long now) {
    if (!view.read(packet)) {
      return;
    }
    TcpPacket.Key key = view.key();
    int segment = landed(1 - end, packet);
    if (inside[end] != null) {
      inside[end].reached(segment, now);
      return;
    }
    TcpPacket.Flow own = key.flow().back();
    seen[end].forgetClosed(own);
    TcpState before = seen[end].of(own);
    seen[end].receives(key);
    TcpState after = seen[end].of(own);
    long at = onItsClock(now);
    add(new RecordedEvent.Arrived(at, end, segment, before, after, Rule.NONE, null, null));
    moved(end, own, before, after, now);
  }

  /** Something has befallen a packet on its way from an end. */
  public void suffers(Fault fault, int from, Packet packet, long now) {
    if (!view.read(packet)) {
      return;
    }
    TcpPacket.Key key = view.key();
    ArrayDeque<Integer> equals = inFlight.get(key);
    int segment = equals == null ? newSegment(from, packet, false) : equals.peekLast();
    switch (fault) {
      case LOST, DROPPED, OVERFLOWED -> takeLast(key);
      case DUPLICATED -> inFlight.computeIfAbsent(key, k -> new ArrayDeque<>()).add(segment);
      case CORRUPTED -> corrupted.add(segment);
      case REORDERED -> {
        // it will come, only later
      }
    }
    add(new RecordedEvent.Suffered(onItsClock(now), segment, fault));
  }

  /** The segment that a packet is, when it comes off the wire; one that was never put on is new. */
  private int landed(int from, Packet packet) {
    TcpPacket.Key key = view.key();
    ArrayDeque<Integer> equals = inFlight.get(key);
    if (equals != null) {
      int segment = equals.remove();
      if (equals.isEmpty()) {
        inFlight.remove(key);
      }
      return segment;
    }
    return corrupted.isEmpty() ? newSegment(from, packet, false) : corrupted.remove();
  }

  private void takeLast(TcpPacket.Key key) {
    ArrayDeque<Integer> equals = inFlight.get(key);
    if (equals != null) {
      equals.removeLast();
      if (equals.isEmpty()) {
        inFlight.remove(key);
      }
    }
  }

  private int newSegment(int from, Packet packet, boolean again) {
    TcpPacket.Key key = view.key();
    OptionalInt seq = sequences.relative(key.flow(), key.seq());
    OptionalInt ack =
        (key.flags() & TcpFlags.ACK) == 0
            ? OptionalInt.empty()
            : sequences.relative(key.flow().back(), key.ack());
    String options = SegmentLine.options(view.options(), sequences.origin(key.flow().back()));
    segments.add(
        new RecordedSegment(
            firstSegment + segments.size(),
            from,
            key.flow().from(),
            key.flow().fromPort(),
            key.flow().to(),
            key.flow().toPort(),
            key.seq(),
            key.ack(),
            seq,
            ack,
            key.flags(),
            view.window(),
            key.length(),
            options,
            again,
            copy(packet)));
    return firstSegment + segments.size() - 1;
  }

  /** A copy of its own, with the checksum that was left to a device. */
  private ByteBuffer copy(Packet packet) {
    Packet copy = new Packet(ByteBuffer.allocate(Packet.HEADROOM + packet.length()));
    copy.set(packet);
    checksum.complete(copy);
    return copy.bytes().slice(copy.start(), copy.length()).asReadOnlyBuffer();
  }

  private void moved(int end, TcpPacket.Flow own, TcpState before, TcpState after, long now) {
    if (before != after) {
      add(
          new RecordedEvent.Moved(
              onItsClock(now), end, SequenceSpaces.id(own), before, after, Rule.NONE));
    }
  }

  /** An end that is not watched from the inside listens on a port, which no segment shows. */
  public void listens(int end, int port) {
    seen[end].listens(port);
  }

  /** An application calls. */
  public void called(int end, String call, long now) {
    settle();
    add(new RecordedEvent.Called(onItsClock(now), end, call));
  }

  /** A part of the story begins. */
  public void step(String title, long now) {
    settle();
    add(new RecordedEvent.Step(onItsClock(now), ++steps, title));
  }

  /** There is something to say about it. */
  public void note(String text, long now) {
    settle();
    add(new RecordedEvent.Note(onItsClock(now), text));
  }

  /** Something was claimed, and looked at. */
  public void claim(String text, boolean holds, long now) {
    settle();
    add(new RecordedEvent.Claim(onItsClock(now), text, holds));
  }

  /** All up to now. */
  public Recording recording() {
    settle();
    return new Recording(title, ends, segments, events, unrecorded);
  }

  /** Tells of what is known by now. */
  void settle() {
    for (InsideEnd end : inside) {
      if (end != null) {
        end.settle();
      }
    }
  }

  long onItsClock(long time) {
    return time - zero;
  }

  void add(RecordedEvent event) {
    int segment = PacketComments.segmentOf(event);
    boolean isForgotten = segment >= 0 && segment < firstSegment;
    if (events.size() >= MOST_EVENTS || isForgotten) {
      unrecorded++;
      return;
    }
    events.add(event);
    listener.accept(event);
    if (events.size() / 2 >= most) {
      forgetOlder();
    }
  }

  private void forgetOlder() {
    int gone = events.size() - most;
    unrecorded += gone;
    events.subList(0, gone).clear();
    // A segment may be there whose event is just about to come.
    int next = Math.max(firstSegment, firstSegment + segments.size() - MOST_UNTOLD);
    int oldest =
        events.stream()
            .mapToInt(PacketComments::segmentOf)
            .filter(segment -> segment >= 0)
            .reduce(next, Math::min);
    segments.subList(0, oldest - firstSegment).clear();
    firstSegment = oldest;
    inFlight.values().forEach(all -> all.removeIf(segment -> segment < oldest));
    inFlight.values().removeIf(ArrayDeque::isEmpty);
    corrupted.removeIf(segment -> segment < oldest);
  }
}
