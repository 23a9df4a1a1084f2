package io.fourwave.link;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** A device for tests: hands out what it was given and keeps what it is sent, while it has room. */
final class FakeDevice implements LinkDevice {
  final Queue<Packet> arriving = new ArrayDeque<>();
  final List<Packet> sent = new ArrayList<>();
  int room = Integer.MAX_VALUE;
  Offload offload = Offload.NONE;
  long slept;
  boolean waitedForRoom;
  boolean woken;
  boolean closed;

  /** Sequence numbers of the segments sent, in order. */
  List<Integer> sentNumbers() {
    return sent.stream().map(Packets::seq).toList();
  }

  @Override
  public int mtu() {
    return 1500;
  }

  @Override
  public Offload offload() {
    return offload;
  }

  @Override
  public boolean read(Packet into, long now) {
    Packet next = arriving.poll();
    if (next != null) {
      into.set(next);
    }
    return next != null;
  }

  @Override
  public boolean write(Packet packet, long now) {
    if (room == 0) {
      return false;
    }
    room--;
    Packet copy = new Packet(ByteBuffer.allocate(Packet.HEADROOM + packet.length()));
    copy.set(packet);
    sent.add(copy);
    return true;
  }

  @Override
  public void await(long nanos, boolean writable) {
    slept = nanos;
    waitedForRoom = writable;
  }

  @Override
  public void wakeup() {
    woken = true;
  }

  @Override
  public void close() {
    closed = true;
  }
}
