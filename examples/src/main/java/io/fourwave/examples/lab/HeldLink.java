package io.fourwave.examples.lab;

import io.fourwave.link.LinkDevice;
import io.fourwave.link.Offload;
import io.fourwave.link.Packet;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * A link that can hold back what arrives, so that packets cross on their way for sure. What was
 * held back arrives one packet a turn, so that each can be answered.
 */
final class HeldLink implements LinkDevice {
  private final LinkDevice device;
  private final Queue<Packet> held = new ArrayDeque<>();
  private boolean holds;
  private long released = Long.MIN_VALUE;

  HeldLink(LinkDevice device) {
    this.device = device;
  }

  /** Whether what arrives is held back from now on. On the loop's thread. */
  void hold(boolean on) {
    holds = on;
  }

  @Override
  public boolean read(Packet into, long now) throws IOException {
    while (holds && device.read(into, now)) {
      Packet copy = new Packet();
      copy.set(into);
      held.add(copy);
    }
    if (holds || now == released) {
      return false;
    }
    if (held.isEmpty()) {
      return device.read(into, now);
    }
    released = now;
    into.set(held.remove());
    return true;
  }

  @Override
  public boolean write(Packet packet, long now) throws IOException {
    return device.write(packet, now);
  }

  @Override
  public void await(long nanos, boolean writable) throws IOException {
    device.await(held.isEmpty() || holds ? nanos : 0, writable);
  }

  @Override
  public int mtu() {
    return device.mtu();
  }

  @Override
  public Offload offload() {
    return device.offload();
  }

  @Override
  public void wakeup() {
    device.wakeup();
  }

  @Override
  public void close() throws IOException {
    device.close();
  }
}
