package io.fourwave.ip;

import io.fourwave.link.Packet;
import java.nio.ByteBuffer;

/** Where replies are built, and where they wait for the device. */
final class Replies {
  /** Where a reply's transport header may begin, with room for any IP header before it. */
  static final int TRANSPORT_START = Packet.HEADROOM + 64;

  private final ReplyQueue queue;
  private final IpObserver observer;
  private Packet scratch;

  Replies(int queueOctets, IpObserver observer) {
    this.queue = new ReplyQueue(queueOctets);
    this.observer = observer;
  }

  /** The one packet to build a reply in, empty; valid until the next call. */
  Packet scratch() {
    if (scratch == null) {
      scratch = new Packet(ByteBuffer.allocateDirect(TRANSPORT_START + Packet.MAX_LENGTH));
    }
    scratch.reset();
    return scratch;
  }

  /** Whether so many packets of so many octets in all find room; if not, one drop is counted. */
  boolean hasRoomFor(int packets, int octets) {
    boolean room = queue.hasRoomFor(packets, octets);
    if (!room) {
      observer.dropped(IpDropReason.OUTPUT_FULL);
    }
    return room;
  }

  /** Copies a finished packet into the queue; false if there is no room, which is counted. */
  boolean add(Packet packet) {
    boolean added = queue.add(packet);
    if (!added) {
      observer.dropped(IpDropReason.OUTPUT_FULL);
    }
    return added;
  }

  boolean poll(Packet into) {
    return queue.poll(into);
  }

  boolean isEmpty() {
    return queue.isEmpty();
  }
}
