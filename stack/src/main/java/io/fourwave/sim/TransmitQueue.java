package io.fourwave.sim;

import io.fourwave.link.Packet;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/** Packets that wait for a wire of limited bandwidth, and the one that is being sent. */
final class TransmitQueue {
  private static final long BITS_TIMES_NANOS = 8_000_000_000L;
  private static final int ORDINARY = 2048;

  private static final class Waiting {
    Packet packet = packetOf(ORDINARY);
    long sentAt;
  }

  private final long bandwidth;
  private final long limit;
  private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
  private final ArrayDeque<Waiting> free = new ArrayDeque<>();
  private long octets;
  private long idleFrom;

  TransmitQueue(long bandwidth, long limit) {
    this.bandwidth = bandwidth;
    this.limit = limit;
  }

  /** Takes a copy; false if there is no room for it. */
  boolean add(Packet packet, long now) {
    int length = packet.length();
    if (octets + length > limit) {
      return false;
    }
    Waiting last = free.isEmpty() ? new Waiting() : free.pop();
    if (last.packet.room() < length) {
      last.packet = packetOf(length);
    }
    last.packet.set(packet);
    idleFrom = Math.max(idleFrom, now) + length * BITS_TIMES_NANOS / bandwidth;
    last.sentAt = idleFrom;
    waiting.add(last);
    octets += length;
    return true;
  }

  /** The packet that has been sent by now; null if there is none. */
  Packet sent(long now) {
    Waiting first = waiting.peek();
    return first == null || first.sentAt > now ? null : first.packet;
  }

  /** Forgets the packet that {@link #sent} returned. */
  void left() {
    Waiting first = waiting.remove();
    octets -= first.packet.length();
    free.push(first);
  }

  /** Octets in the queue, those of the packet that is being sent included. */
  long octets() {
    return octets;
  }

  /** When {@link #sent} will have a packet; {@link Long#MAX_VALUE}: never. */
  long nextSent() {
    return waiting.isEmpty() ? Long.MAX_VALUE : waiting.peek().sentAt;
  }

  private static Packet packetOf(int octets) {
    return new Packet(ByteBuffer.allocate(Packet.HEADROOM + octets));
  }
}
