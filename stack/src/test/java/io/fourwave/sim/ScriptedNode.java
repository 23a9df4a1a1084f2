package io.fourwave.sim;

import io.fourwave.link.Packet;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** A node that sends numbered packets when it is told to, and notes what arrives. */
final class ScriptedNode implements Node {
  /** A packet that arrived: its number and when. */
  record Arrival(int number, long at) {}

  private record Sending(int number, int length, int destination, long at) {}

  final List<Arrival> arrivals = new ArrayList<>();
  private final Queue<Sending> script = new ArrayDeque<>();
  private final Queue<Sending> replies = new ArrayDeque<>();
  private final int address;
  int segmentSize;
  boolean echoes;

  /** A node at 192.0.2.{@code address}. */
  ScriptedNode(int address) {
    this.address = address;
  }

  void sends(int number, int length, int to, long at) {
    script.add(new Sending(number, length, to, at));
  }

  List<Integer> numbers() {
    return arrivals.stream().map(Arrival::number).toList();
  }

  @Override
  public void packetArrives(Packet packet, long now) {
    int number = packet.bytes().getInt(packet.start() + 20);
    arrivals.add(new Arrival(number, now));
    if (echoes) {
      int from = packet.bytes().get(packet.start() + 15);
      replies.add(new Sending(number, packet.length(), from, now));
    }
  }

  @Override
  public void advanceTo(long now) {}

  @Override
  public boolean nextPacket(Packet into, long now) {
    Queue<Sending> source = replies.isEmpty() ? script : replies;
    Sending next = source.peek();
    if (next == null || next.at > now) {
      return false;
    }
    source.remove();
    ByteBuffer bytes = ByteBuffer.allocate(next.length);
    bytes.put(0, (byte) 0x45).putShort(2, (short) next.length).put(9, (byte) 200);
    bytes.putInt(12, 0xc000_0200 | address).putInt(16, 0xc000_0200 | next.destination);
    into.set(bytes.putInt(20, next.number));
    into.segmentSize(segmentSize);
    return true;
  }

  @Override
  public long nextDeadline() {
    return script.isEmpty() ? Long.MAX_VALUE : script.peek().at;
  }
}
