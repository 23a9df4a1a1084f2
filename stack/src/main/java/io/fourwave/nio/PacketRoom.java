package io.fourwave.nio;

import java.net.DatagramPacket;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * How much may be received into packets. The JDK has two lengths in a {@link DatagramPacket}, of
 * what is in it and of what finds room, and tells nobody but itself of the second: {@code
 * setLength} changes both, so that a packet used again and again would hold less and less. Here is
 * remembered how much room a packet had that was received into, for as long as its application has
 * not given it another length or array. Thread-safe; the caller has the packet's monitor.
 */
final class PacketRoom {
  private static final Map<DatagramPacket, PacketRoom> ROOMS = new WeakHashMap<>();

  /** What the packet was given when a datagram was received into it, and the room there was. */
  private byte[] data;

  private int offset;
  private int length;
  private int room;

  private PacketRoom() {}

  /** Octets that may be received into a packet. */
  static int of(DatagramPacket packet) {
    synchronized (ROOMS) {
      PacketRoom last = ROOMS.get(packet);
      return last != null && last.isIn(packet) ? last.room : packet.getLength();
    }
  }

  private boolean isIn(DatagramPacket packet) {
    return packet.getData() == data && packet.getOffset() == offset && packet.getLength() == length;
  }

  /** So many octets were received into a packet, which has had room for so many. */
  static void filled(DatagramPacket packet, int count, int room) {
    packet.setLength(count);
    synchronized (ROOMS) {
      PacketRoom last = ROOMS.computeIfAbsent(packet, p -> new PacketRoom());
      last.data = packet.getData();
      last.offset = packet.getOffset();
      last.length = count;
      last.room = room;
    }
  }
}
