package io.fourwave.ip;

import io.fourwave.link.Packet;
import io.fourwave.link.Packet.ChecksumState;
import java.nio.ByteBuffer;

/**
 * Packets of ours that wait for the device, first in, first out, in a ring of octets that grows to
 * a limit. What does not fit is refused. Each packet takes {@link #RECORD} octets more than its
 * length.
 */
final class ReplyQueue {
  /** Octets of a record before the packet: its length, checksum and segment size. */
  static final int RECORD = 12;

  /** In place of where the transport header begins, if its checksum is complete. */
  private static final int COMPLETE = -1;

  private static final int FIRST_CAPACITY = 4096;

  private final int limit;
  private ByteBuffer ring = ByteBuffer.allocate(0);
  private int head;
  private int used;

  ReplyQueue(int limit) {
    this.limit = limit;
  }

  boolean isEmpty() {
    return used == 0;
  }

  /** Whether so many packets of so many octets in all can be added. */
  boolean hasRoomFor(int packets, int octets) {
    return (long) packets * RECORD + octets <= limit - used;
  }

  /** Copies a packet in, with its checksum state and segment size; false if there is no room. */
  boolean add(Packet packet) {
    if (!hasRoomFor(1, packet.length())) {
      return false;
    }
    grow(used + RECORD + packet.length());
    putInt(packet.length());
    boolean partial = packet.checksumState() == ChecksumState.PARTIAL;
    putInt(partial ? packet.transportStart() - packet.start() : COMPLETE);
    putInt(packet.segmentSize());
    put(packet.bytes(), packet.start(), packet.length());
    return true;
  }

  /** Takes the oldest packet out into {@code into}; false if there is none. */
  boolean poll(Packet into) {
    if (used == 0) {
      return false;
    }
    into.reset();
    int length = takeInt();
    int partial = takeInt();
    into.segmentSize(takeInt());
    into.lies(into.start(), into.start() + length);
    if (partial != COMPLETE) {
      into.checksumPartial(into.start() + partial);
    }
    take(into.bytes(), into.start(), length);
    return true;
  }

  private void grow(int needed) {
    if (needed <= ring.capacity()) {
      return;
    }
    int capacity = Math.max(FIRST_CAPACITY, ring.capacity());
    while (capacity < needed) {
      capacity *= 2;
    }
    ByteBuffer larger = ByteBuffer.allocate(Math.min(capacity, limit));
    int octets = used;
    take(larger, 0, octets);
    ring = larger;
    head = 0;
    used = octets;
  }

  private void putInt(int value) {
    for (int shift = 24; shift >= 0; shift -= 8) {
      ring.put(wrapped(head + used), (byte) (value >>> shift));
      used++;
    }
  }

  private int takeInt() {
    int value = 0;
    for (int i = 0; i < 4; i++) {
      value = value << 8 | (ring.get(head) & 0xff);
      head = wrapped(head + 1);
      used--;
    }
    return value;
  }

  private void put(ByteBuffer source, int from, int length) {
    int tail = wrapped(head + used);
    int first = Math.min(length, ring.capacity() - tail);
    ring.put(tail, source, from, first);
    ring.put(0, source, from + first, length - first);
    used += length;
  }

  private void take(ByteBuffer target, int to, int length) {
    int first = Math.min(length, ring.capacity() - head);
    target.put(to, ring, head, first);
    target.put(to + first, ring, 0, length - first);
    head = wrapped(head + length);
    used -= length;
  }

  private int wrapped(int index) {
    return index >= ring.capacity() ? index - ring.capacity() : index;
  }
}
