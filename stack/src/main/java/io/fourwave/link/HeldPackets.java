package io.fourwave.link;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;

/**
 * Packets that a faulty link holds: in a line, which keeps its order, set aside until a few of
 * those behind have overtaken, or held back for a time. Copies what it is given; holds a bounded
 * number.
 */
final class HeldPackets {
  /** The most packets held: 100 ms of 1,500 octets each at 4 Gbit/s. */
  static final int MOST = 32_768;

  /** The most of them set aside. */
  static final int MOST_ASIDE = 64;

  private static final int ORDINARY = 2048;

  private static final class Held {
    Packet packet = packetOf(ORDINARY);
    long place;
    long due;
    long latest;
    int overtakers;
  }

  private final ArrayDeque<Held> line = new ArrayDeque<>();
  private final List<Held> aside = new ArrayList<>();
  private final PriorityQueue<Held> late =
      new PriorityQueue<>(
          Comparator.<Held>comparingLong(held -> held.due).thenComparingLong(held -> held.place));
  private final ArrayDeque<Held> free = new ArrayDeque<>();
  private long places;
  private Held leaving;

  boolean isFull() {
    return line.size() + aside.size() + late.size() >= MOST;
  }

  boolean hasRoomAside() {
    return aside.size() < MOST_ASIDE;
  }

  /** Whether nothing is in front of a packet that comes now. */
  boolean isLineEmpty() {
    return line.isEmpty();
  }

  /** Puts a copy at the end of the line, which it leaves after those in front, and returns it. */
  Packet queue(Packet packet, long due) {
    Held held = copy(packet, due);
    line.add(held);
    return held.packet;
  }

  /**
   * Sets a copy aside and returns it.
   *
   * @param due when it would leave in order
   * @param latest when it leaves at the latest
   * @param overtakers how many later packets go first
   */
  Packet setAside(Packet packet, long due, long latest, int overtakers) {
    Held held = copy(packet, due);
    held.latest = latest;
    held.overtakers = overtakers;
    aside.add(held);
    return held.packet;
  }

  /** Holds a copy back until it is due, whatever passes meanwhile, and returns it. */
  Packet holdBack(Packet packet, long due) {
    Held held = copy(packet, due);
    late.add(held);
    return held.packet;
  }

  /** A packet goes past without having been held. */
  void goesPast() {
    overtake(places++);
  }

  /** The packet that leaves next, if its time has come; null if not. */
  Packet due(long now) {
    Held next = next();
    leaving = next == null || dueOf(next) > now ? null : next;
    return leaving == null ? null : leaving.packet;
  }

  /** When {@link #due} will have a packet: nanoseconds, {@link Long#MAX_VALUE} if none is held. */
  long nextDue() {
    Held next = next();
    return next == null ? Long.MAX_VALUE : dueOf(next);
  }

  /** Forgets the packet that {@link #due} returned: it has left. */
  void left() {
    Held held = Objects.requireNonNull(leaving, "no packet is due");
    leaving = null;
    if (held == line.peek()) {
      line.remove();
    } else if (held == late.peek()) {
      late.remove();
    } else {
      aside.remove(held);
    }
    overtake(held.place);
    free.push(held);
  }

  void clear() {
    line.clear();
    aside.clear();
    late.clear();
    free.clear();
    leaving = null;
  }

  private Held next() {
    Held next = line.peek();
    Held latest = late.peek();
    if (next == null || latest != null && latest.due < next.due) {
      next = latest;
    }
    for (int i = 0; i < aside.size(); i++) {
      Held held = aside.get(i);
      if (next == null || dueOf(held) < dueOf(next)) {
        next = held;
      }
    }
    return next;
  }

  private static long dueOf(Held held) {
    return held.overtakers > 0 ? held.latest : held.due;
  }

  private void overtake(long place) {
    for (int i = 0; i < aside.size(); i++) {
      Held held = aside.get(i);
      if (held.place < place && held.overtakers > 0) {
        held.overtakers--;
      }
    }
  }

  private Held copy(Packet packet, long due) {
    Held held = free.isEmpty() ? new Held() : free.pop();
    if (held.packet.bytes().capacity() < Packet.HEADROOM + packet.length()) {
      held.packet = packetOf(packet.length());
    }
    held.packet.set(packet);
    held.place = places++;
    held.due = due;
    held.overtakers = 0;
    return held;
  }

  private static Packet packetOf(int octets) {
    return new Packet(ByteBuffer.allocateDirect(Packet.HEADROOM + octets));
  }
}
